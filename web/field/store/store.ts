// The one offline store: what was pulled, what is being written, what is to be sent, for one account
// at a time. Census, mentors' visits and the till use it through this face and through nothing else.
import type { Kept, Pulled, PulledName, PushedName, Theirs } from "./collections";
import { type Clock, clockOf } from "./clock";
import { type Database, openDatabase } from "./database";
import { Drafts } from "./drafts";
import { Files } from "./files";
import { type Item, Outbox } from "./outbox";
import { pack, unpack } from "./parcel";
import { Quota, type StorageManagerLike } from "./quota";
import { Shelf } from "./shelf";
import { type Entry, Locked, type Session, deviceId, enter, lock, resume } from "./vault";

/**
 * Asked when an item meets another version: a room may settle by itself what needs no person, by
 * giving the body to send instead. `undefined` leaves it to the person, who sees both side by side.
 */
export type ConflictHook = (item: Item, theirs: Theirs) => unknown;

export interface Options {
  name?: string;
  storage?: StorageManagerLike;
}

export class Store {
  readonly quota: Quota;
  readonly shelf: Shelf;
  readonly outbox: Outbox;
  readonly drafts: Drafts;
  readonly files: Files;
  #session: Session | null = null;
  #hooks = new Map<string, ConflictHook>();
  #listeners = new Set<() => void>();
  #channel: BroadcastChannel | null = null;

  private constructor(
    readonly database: Database,
    readonly device: string,
    storage: StorageManagerLike | undefined,
    name: string,
  ) {
    const session = () => this.session();
    this.quota = new Quota(database, storage);
    this.shelf = new Shelf(database, this.quota, session);
    this.outbox = new Outbox(database, this.quota, session, (draft) => this.drafts.unwritten.delete(draft));
    this.drafts = new Drafts(database, this.quota, session);
    this.files = new Files(database, this.quota, session);
    if (typeof BroadcastChannel !== "undefined") {
      this.#channel = new BroadcastChannel(name);
      this.#channel.onmessage = () => this.tell();
      (this.#channel as unknown as { unref?: () => void }).unref?.();
    }
  }

  /** Opens the store, and the account whose key is on the phone, without any network. */
  static async open({ name = "pendopo", storage = globalThis.navigator?.storage }: Options = {}): Promise<Store> {
    const database = await openDatabase(name);
    const store = new Store(database, await deviceId(database), storage, name);
    store.#session = await resume(database);
    return store;
  }

  /** Who works here; throws if nobody does. */
  session(): Session {
    if (!this.#session) {
      throw new Locked();
    }
    return this.#session;
  }

  get unlocked(): boolean {
    return this.#session !== null;
  }

  async enter(entry: Entry): Promise<void> {
    this.#session = await enter(this.database, entry);
    this.changed();
  }

  /** Logging out: nothing is lost, nothing can be read. */
  async lock(): Promise<void> {
    await lock(this.database);
    this.#session = null;
    this.drafts.unwritten.clear();
    this.outbox.forget();
    this.changed();
  }

  /** The login ended elsewhere. The open page may finish its draft; the next start asks to log in. */
  async lockAtRest(): Promise<void> {
    await lock(this.database);
  }

  /** Whether somebody logged out here without a signal, so that the hall is still to be told. */
  async owesLeaving(): Promise<boolean> {
    return (await this.database.get("settings", "leaving")) === true;
  }

  async oweLeaving(owes: boolean): Promise<void> {
    await this.database.put("settings", owes, "leaving");
  }

  /** How many pieces of unsent work of anybody lie here locked. Needs no key. */
  async lockedAway(): Promise<number> {
    const rows = await this.database.getAll("outbox");
    const drafts = await this.database.count("drafts");
    return drafts + rows.filter((row) => row.state !== "sent" && row.state !== "settled").length;
  }

  async all<Name extends PulledName>(collection: Name): Promise<Kept<Pulled[Name]>[]> {
    return this.shelf.all<Pulled[Name]>(collection);
  }

  async get<Name extends PulledName>(collection: Name, id: string): Promise<Kept<Pulled[Name]> | null> {
    return this.shelf.get<Pulled[Name]>(collection, id);
  }

  clock(): Promise<Clock | null> {
    return clockOf(this.database);
  }

  onConflict(collection: PushedName, hook: ConflictHook): void {
    this.#hooks.set(collection, hook);
  }

  hookOf(collection: string): ConflictHook | undefined {
    return this.#hooks.get(collection);
  }

  exportUnsent(password: string): Promise<Blob> {
    return pack(this.database, this.session(), password, [...this.drafts.unwritten.values()]);
  }

  async importUnsent(file: Blob, password: string): Promise<{ added: number; known: number }> {
    const count = await unpack(this.database, this.quota, this.session(), file, password);
    this.changed();
    return count;
  }

  /** Calls back when something changed, in this tab or another. */
  watch(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    this.tell();
    this.#channel?.postMessage("changed");
  }

  private tell(): void {
    for (const listener of this.#listeners) {
      listener();
    }
  }

  close(): void {
    this.#channel?.close();
    this.database.close();
  }
}
