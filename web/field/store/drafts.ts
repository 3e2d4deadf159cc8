// Drafts: written at every change, so that a phone which is switched off, an app which is updated and a
// person who is logged out lose nothing.
import type { Database } from "./database";
import type { Quota } from "./quota";
import { open, seal } from "./seal";
import { Locked, type Session } from "./vault";

/** What every draft has, whatever it is a draft of. */
export interface Draft<Content = unknown> {
  id: string;
  collection: string;
  content: Content;
  changedAt: number;
}

function placeOf(account: string, id: string): string {
  return `draft/${account}/${id}`;
}

export class Drafts {
  /** Newer than what is written: the phone was too full. Read, and exported, before the written one. */
  readonly unwritten = new Map<string, Draft>();

  constructor(
    private readonly database: Database,
    private readonly quota: Quota,
    private readonly session: () => Session,
  ) {}

  async save<Content>(draft: Draft<Content>): Promise<void> {
    const { account, key } = this.session();
    const before = await this.database.get("drafts", draft.id);
    if (before && before.account !== account) {
      // Somebody else logged in, in another tab, while this form was open.
      throw new Locked();
    }
    const sealed = await seal(key, placeOf(account, draft.id), draft.content);
    const { id, collection, changedAt } = draft;
    try {
      await this.quota.must(() => this.database.put("drafts", { id, account, collection, changedAt, sealed }));
      this.unwritten.delete(id);
    } catch (error) {
      this.unwritten.set(id, structuredClone(draft));
      throw error;
    }
  }

  async get<Content>(id: string): Promise<Draft<Content> | null> {
    const { account, key } = this.session();
    const newer = this.unwritten.get(id);
    if (newer) {
      return structuredClone(newer) as Draft<Content>;
    }
    const row = await this.database.get("drafts", id);
    if (!row || row.account !== account) {
      return null;
    }
    const content = await open<Content>(key, placeOf(account, id), row.sealed);
    return { id, collection: row.collection, content, changedAt: row.changedAt };
  }

  /** All drafts, the last changed first. */
  async list<Content>(): Promise<Draft<Content>[]> {
    const { account, key } = this.session();
    const rows = await this.database.getAllFromIndex("drafts", "account", account);
    const written = await Promise.all(
      rows
        .filter((row) => !this.unwritten.has(row.id))
        .map(async (row) => ({
          id: row.id,
          collection: row.collection,
          content: await open<Content>(key, placeOf(account, row.id), row.sealed),
          changedAt: row.changedAt,
        })),
    );
    const drafts = [...written, ...(structuredClone([...this.unwritten.values()]) as Draft<Content>[])];
    return drafts.sort((one, other) => other.changedAt - one.changedAt);
  }

  /** Throws a draft away, and the photos that belong to it alone; the person was asked. */
  async drop(id: string, files: string[]): Promise<void> {
    this.unwritten.delete(id);
    const transaction = this.database.transaction(["drafts", "files", "blobs"], "readwrite");
    await transaction.objectStore("drafts").delete(id);
    for (const file of files) {
      if ((await transaction.objectStore("files").get(file))?.state === "held") {
        await transaction.objectStore("files").delete(file);
        await transaction.objectStore("blobs").delete(file);
      }
    }
    await transaction.done;
  }
}

/** Writes the newest of many changes, one write at a time: typing fast never queues up. */
export class Saver {
  #next: (() => Promise<void>) | null = null;
  #running: Promise<void> | null = null;

  constructor(private readonly failed: (error: unknown) => void) {}

  save(write: () => Promise<void>): void {
    this.#next = write;
    this.#running ??= this.run();
  }

  private async run(): Promise<void> {
    while (this.#next) {
      const write = this.#next;
      this.#next = null;
      try {
        await write();
      } catch (error) {
        this.failed(error);
      }
    }
    this.#running = null;
  }

  /** Resolves when everything said so far is written. */
  async settled(): Promise<void> {
    await this.#running;
  }
}
