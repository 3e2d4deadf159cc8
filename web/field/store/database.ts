// The phone's database. In the clear lie only ids, states, counts and times; all else is sealed.
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Bytes } from "./bytes";
import type { Sealed } from "./seal";

/** What the phone keeps about one account. */
export interface VaultRow {
  account: string;
  name: string;
  /** The data key under the key that the hall hands out at login. */
  wrapped: ArrayBuffer;
  salt: Bytes;
  iv: Bytes;
  /** The data key, usable but not readable; there only while the account is logged in. */
  key?: CryptoKey;
  nikKey?: CryptoKey;
  collections: string[];
}

export type ItemState = "queued" | "waiting" | "conflict" | "refused" | "sent" | "settled";

/** One thing to send. What it says is in `sealed`. */
export interface OutboxRow {
  id: string;
  account: string;
  collection: string;
  entity: string;
  /** Place in the phone's queue; the order within an entity follows from it. */
  place: number;
  state: ItemState;
  madeAt: number;
  settledAt?: number;
  files: string[];
  sealed: Sealed;
  /** What the hall answered, when it did. */
  outcome?: Sealed;
}

export interface DraftRow {
  id: string;
  account: string;
  collection: string;
  changedAt: number;
  sealed: Sealed;
}

export type FileState = "held" | "queued" | "sent" | "refused";

/** A photo: `held` belongs to a draft, `queued` to an item that is to be sent. */
export interface FileRow {
  id: string;
  account: string;
  state: FileState;
  size: number;
  sha256: string;
  /** A first piece was on its way once, so the hall may have part of it. */
  begun?: boolean;
  error?: { code: string; id: string; en: string };
}

/** A part of a pulled collection: many records sealed together, because opening one by one is slow. */
export interface ShelfRow {
  account: string;
  collection: string;
  bucket: number;
  revision: number;
  sealed: Sealed;
}

export interface CursorRow {
  account: string;
  collection: string;
  cursor: string;
  at: number;
}

/** How many items of an entity the hall has kept from this phone. */
export interface KeptRow {
  account: string;
  entity: string;
  count: number;
}

export interface Schema extends DBSchema {
  vault: { key: string; value: VaultRow };
  settings: { key: string; value: unknown };
  shelf: { key: [string, string, number]; value: ShelfRow; indexes: { collection: [string, string] } };
  cursor: { key: [string, string]; value: CursorRow };
  outbox: { key: string; value: OutboxRow; indexes: { account: string } };
  kept: { key: [string, string]; value: KeptRow };
  drafts: { key: string; value: DraftRow; indexes: { account: string } };
  files: { key: string; value: FileRow; indexes: { account: string } };
  blobs: { key: string; value: Sealed };
}

export type Database = IDBPDatabase<Schema>;

export function openDatabase(name: string): Promise<Database> {
  return openDB<Schema>(name, 1, {
    upgrade(database) {
      database.createObjectStore("vault", { keyPath: "account" });
      database.createObjectStore("settings");
      const shelf = database.createObjectStore("shelf", { keyPath: ["account", "collection", "bucket"] });
      shelf.createIndex("collection", ["account", "collection"]);
      database.createObjectStore("cursor", { keyPath: ["account", "collection"] });
      database.createObjectStore("outbox", { keyPath: "id" }).createIndex("account", "account");
      database.createObjectStore("kept", { keyPath: ["account", "entity"] });
      database.createObjectStore("drafts", { keyPath: "id" }).createIndex("account", "account");
      database.createObjectStore("files", { keyPath: "id" }).createIndex("account", "account");
      database.createObjectStore("blobs");
    },
    blocking(_current, _blocked, event) {
      // A newer app in another tab wants to change the tables: let it, and come back on reload.
      (event.target as IDBDatabase).close();
    },
  });
}
