// When to sync, and what to make of what happens. One tab at a time holds the lock; the others only
// show. Failing makes the pauses longer, progress makes them short again.
import { keepClock, measure, type Clock } from "../store/clock";
import type { Store } from "../store/store";
import { KeyChanged } from "../store/vault";
import { Broken, Declined, type Hello, type Link, LoginNeeded } from "./link";
import { pull, Sweep } from "./pull";
import { Batch, push } from "./push";
import { Pieces, upload } from "./upload";

export type SyncState =
  | { kind: "idle"; at: number | null }
  | { kind: "busy" }
  | { kind: "offline"; again: number }
  | { kind: "login" }
  | { kind: "declined"; code: string; id: string; en: string }
  | { kind: "other_tab" };

export interface Locks {
  request(
    name: string,
    options: { ifAvailable: boolean },
    work: (lock: unknown) => Promise<void>,
  ): Promise<unknown>;
}

export interface SyncOptions {
  locks?: Locks | undefined;
  random?: () => number;
  /** Called with the hall's app version, so that the page can offer a newer app. */
  onHello?: (hello: Hello, clock: Clock) => void;
  /** Another account logged in, in another tab: what this page shows is not that person's. */
  onSwitch?: () => void;
}

const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 5 * 60_000;
const HELLO_LASTS = 30 * 60_000;

/** The pause after so many failures in a row: doubled, at most five minutes, and never quite the same for two phones. */
export function pause(failures: number, random: () => number): number {
  const whole = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.max(0, failures - 1));
  return Math.round(whole / 2 + (whole / 2) * random());
}

export class Sync {
  state: SyncState = { kind: "idle", at: null };
  #failures = 0;
  #hello: { hello: Hello; at: number } | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #running: Promise<void> | null = null;
  #again = false;
  #stopped = true;
  #listeners = new Set<(state: SyncState) => void>();
  readonly #batch = new Batch();
  readonly #pieces = new Pieces();
  #sweep = new Sweep();
  readonly #locks: Locks | undefined;
  readonly #random: () => number;

  constructor(
    private readonly store: Store,
    private readonly link: Link,
    private readonly options: SyncOptions = {},
  ) {
    this.#locks = "locks" in options ? options.locks : (globalThis.navigator?.locks as Locks | undefined);
    this.#random = options.random ?? Math.random;
  }

  watch(listener: (state: SyncState) => void): void {
    this.#listeners.add(listener);
  }

  private set(state: SyncState): void {
    this.state = state;
    for (const listener of this.#listeners) {
      listener(state);
    }
  }

  start(): void {
    this.#stopped = false;
    void this.nudge();
  }

  stop(): void {
    this.#stopped = true;
    this.clear();
  }

  private clear(): void {
    if (this.#timer !== null) {
      clearTimeout(this.#timer);
      this.#timer = null;
    }
  }

  /** Now, whatever the pause was: the person asked, the network came back, or there is something new. */
  nudge(): Promise<void> {
    this.clear();
    if (this.#running) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.rounds().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Ends the login at the hall, if it can be reached; the phone locks either way. */
  async leave(): Promise<void> {
    const known = this.#hello?.hello;
    this.stop();
    this.forget();
    await this.store.oweLeaving(true);
    if (known) {
      try {
        await this.link.leave(known.csrf);
        await this.store.oweLeaving(false);
      } catch {
        // No signal: the hall is told at the next hello, before anybody is let in.
      }
    }
    this.set({ kind: "login" });
  }

  /** Forgets who we are, after logging in or out. */
  forget(): void {
    this.#hello = null;
    this.#sweep = new Sweep();
  }

  private async rounds(): Promise<void> {
    do {
      this.#again = false;
      await this.round();
    } while (this.#again && this.state.kind === "idle");
  }

  /** One whole round under the lock. */
  private async round(): Promise<void> {
    if (!this.#locks) {
      return this.work();
    }
    await this.#locks.request("pendopo-sync", { ifAvailable: true }, async (lock) => {
      if (lock === null) {
        this.set({ kind: "other_tab" });
        this.later(15_000);
      } else {
        await this.work();
      }
    });
  }

  private async work(): Promise<void> {
    this.set({ kind: "busy" });
    const before = await this.progress();
    try {
      await this.once(false);
      this.#failures = 0;
      this.set({ kind: "idle", at: Date.now() });
      this.later(LONGEST_PAUSE);
    } catch (error) {
      await this.failed(error, before);
    }
  }

  private async once(secondTime: boolean): Promise<void> {
    const hello = await this.hello();
    try {
      await push(this.store, this.link, hello.csrf, this.#batch);
      await upload(this.store, this.link, hello.csrf, this.#pieces);
      await pull(this.store, this.link, this.pulled(hello), this.#sweep);
      await this.store.outbox.prune();
    } catch (error) {
      if (error instanceof Declined && error.status === 403 && !secondTime) {
        // The token of the form belongs to a login that ended; a new hello brings a new one.
        this.forget();
        return this.once(true);
      }
      throw error;
    }
  }

  /** Collections that are only pushed have no pull; the hall lists both under one heading. */
  private pulled(hello: Hello): string[] {
    return hello.collections.filter((name) => !PUSH_ONLY.has(name));
  }

  private async hello(): Promise<Hello> {
    if (this.#hello && Date.now() - this.#hello.at < HELLO_LASTS && this.store.unlocked) {
      return this.#hello.hello;
    }
    const asked = Date.now();
    const hello = await this.link.hello(this.store.device);
    if (await this.store.owesLeaving()) {
      await this.link.leave(hello.csrf);
      await this.store.oweLeaving(false);
      throw new LoginNeeded();
    }
    const clock = measure(asked, Date.now(), hello.now);
    await keepClock(this.store.database, clock);
    const { account, key: deviceKey, nik_key: nikKey, collections } = hello;
    const entry = { account: account.id, name: account.name, deviceKey, collections };
    const before = this.store.unlocked ? this.store.session().account : account.id;
    await this.store.enter(nikKey === undefined ? entry : { ...entry, nikKey });
    if (before !== account.id) {
      this.options.onSwitch?.();
    }
    this.#hello = { hello, at: Date.now() };
    this.options.onHello?.(hello, clock);
    return hello;
  }

  /** Something that grows when anything got through, to tell a bad link from a dead one. */
  private async progress(): Promise<number> {
    if (!this.store.unlocked) {
      return 0;
    }
    const { items, photos } = await this.store.outbox.unsent();
    return -(items + photos);
  }

  private async failed(error: unknown, before: number): Promise<void> {
    if (error instanceof LoginNeeded) {
      this.forget();
      await this.store.lockAtRest();
      this.set({ kind: "login" });
      return;
    }
    if (error instanceof Declined) {
      // Perhaps the hall has forgotten this phone: it is greeted anew the next time.
      this.forget();
      this.set({ kind: "declined", ...error.problem });
      this.later(LONGEST_PAUSE);
      return;
    }
    if (error instanceof KeyChanged) {
      this.set({
        kind: "declined",
        code: "field.key_changed",
        id: "Kunci ponsel ini sudah diganti kantor, jadi pekerjaan lama di ponsel ini tidak bisa dibuka. Hubungi kantor sebelum melakukan apa pun.",
        en: "The office has changed this phone's key, so older work on it cannot be opened. Call the office before you do anything.",
      });
      return;
    }
    if (!(error instanceof Broken)) {
      // Not the network's fault; said in the console for whoever looks, and tried again like the rest.
      console.error(error);
    }
    this.#failures = (await this.progress()) > before ? 1 : this.#failures + 1;
    const wait = Math.max(pause(this.#failures, this.#random), (error instanceof Broken && error.retryAfter) || 0);
    this.set({ kind: "offline", again: Date.now() + wait });
    this.later(wait);
  }

  private later(wait: number): void {
    if (!this.#stopped) {
      this.clear();
      this.#timer = setTimeout(() => void this.nudge(), wait);
    }
  }
}

/** Collections of the hall that are pushed and never pulled. */
const PUSH_ONLY: ReadonlySet<string> = new Set(["mentoring.visit"]);
