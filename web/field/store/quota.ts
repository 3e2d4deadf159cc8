// Room on the phone. An answer is small and must always fit: a ballast is laid down while there is
// room and thrown out when there is none, so that the last answers can still be written. Photos are
// refused long before that.
import type { Database } from "./database";

const BALLAST = 2 * 1024 * 1024;
/** Below this much room no photo is taken in any more. */
export const PHOTO_RESERVE = 16 * 1024 * 1024;

export interface Room {
  /** Bytes left as the browser says; null if it does not say. */
  left: number | null;
  used: number | null;
  persisted: boolean | null;
  ballast: boolean;
  /** The last photo did not fit, whatever the browser says is left: some say more than there is. */
  tight: boolean;
}

export interface StorageManagerLike {
  estimate?(): Promise<{ usage?: number; quota?: number }>;
  persisted?(): Promise<boolean>;
  persist?(): Promise<boolean>;
}

/** Not even an answer could be written. The page keeps it in memory and says so. */
export class PhoneFull extends Error {
  constructor() {
    super("no room left on the phone");
    this.name = "PhoneFull";
  }
}

export function isQuota(error: unknown): boolean {
  return (
    error instanceof DOMException &&
    (error.name === "QuotaExceededError" || (error.name === "UnknownError" && /full|quota/i.test(error.message)))
  );
}

export class Quota {
  #ballast = false;
  #tight = false;

  constructor(
    private readonly database: Database,
    private readonly manager: StorageManagerLike | undefined = globalThis.navigator?.storage,
  ) {}

  /** Asks the browser not to clear the phone's work by itself, and lays the ballast. */
  async prepare(): Promise<void> {
    if (this.manager?.persisted && !(await this.manager.persisted())) {
      await this.manager.persist?.();
    }
    await this.layBallast();
  }

  private async layBallast(): Promise<void> {
    this.#ballast = (await this.database.count("settings", "ballast")) > 0;
    const { left } = await this.room();
    if (this.#ballast || (left !== null && left < PHOTO_RESERVE)) {
      return;
    }
    // Random, because a browser may pack zeroes away to nothing.
    const bytes = new Uint8Array(BALLAST);
    for (let at = 0; at < BALLAST; at += 65_536) {
      crypto.getRandomValues(bytes.subarray(at, at + 65_536));
    }
    try {
      await this.database.put("settings", bytes, "ballast");
      this.#ballast = true;
    } catch (error) {
      if (!isQuota(error)) {
        throw error;
      }
    }
  }

  async room(): Promise<Room> {
    const estimate = await this.manager?.estimate?.();
    const known = estimate?.quota !== undefined && estimate.usage !== undefined;
    return {
      left: known ? Math.max(0, estimate.quota! - estimate.usage!) : null,
      used: estimate?.usage ?? null,
      persisted: (await this.manager?.persisted?.()) ?? null,
      ballast: this.#ballast,
      tight: this.#tight,
    };
  }

  /** Whether a photo of this size may come in. Without the ballast none may: the room is for answers. */
  async photoFits(bytes: number): Promise<boolean> {
    const { left, ballast } = await this.room();
    return ballast && (left === null || left - bytes > PHOTO_RESERVE);
  }

  /** What became of the last photo. */
  photoFitted(fitted: boolean): void {
    this.#tight = !fitted;
  }

  /** Writes what must not be lost: if it does not fit, the ballast goes and it is written again. */
  async must<T>(write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      if (!isQuota(error)) {
        throw error;
      }
    }
    await this.database.delete("settings", "ballast");
    this.#ballast = false;
    try {
      return await write();
    } catch (error) {
      throw isQuota(error) ? new PhoneFull() : error;
    }
  }
}
