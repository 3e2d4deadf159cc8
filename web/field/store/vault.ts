// The keys of the accounts on this phone. The hall gives a device key at every login; it wraps the
// data key, which is made here and never leaves. Logging out takes the usable key away and leaves the
// wrapped one: the work is still there, and nobody can read it until the same account comes back.
import { type Bytes, fromBase64, utf8 } from "./bytes";
import type { Database, VaultRow } from "./database";
import { uuid } from "./uuid";

/** Who works on this phone now, with the key to that person's work. */
export interface Session {
  account: string;
  name: string;
  key: CryptoKey;
  nikKey?: CryptoKey;
  collections: string[];
}

export interface Entry {
  account: string;
  name: string;
  /** The device key of this account on this phone, base64. */
  deviceKey: string;
  nikKey?: string;
  collections: string[];
}

/** The hall's key opens nothing here: it was changed while there was work on the phone. */
export class KeyChanged extends Error {
  constructor() {
    super("the key of this account on this phone has changed");
    this.name = "KeyChanged";
  }
}

/** Nobody who may read this is logged in on this phone; it stays shut. */
export class Locked extends Error {
  constructor() {
    super("locked");
    this.name = "Locked";
  }
}

export async function deviceId(database: Database): Promise<string> {
  const known = await database.get("settings", "device");
  if (typeof known === "string") {
    return known;
  }
  const made = uuid();
  const transaction = database.transaction("settings", "readwrite");
  const other = await transaction.store.get("device");
  if (typeof other !== "string") {
    await transaction.store.put(made, "device");
  }
  await transaction.done;
  return typeof other === "string" ? other : made;
}

async function wrappingKey(deviceKey: string, salt: Bytes, account: string): Promise<CryptoKey> {
  const secret = await crypto.subtle.importKey("raw", fromBase64(deviceKey), "HKDF", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt, info: utf8(`pendopo field ${account}`) },
    secret,
    { name: "AES-GCM", length: 256 },
    false,
    ["wrapKey", "unwrapKey"],
  );
}

const DATA_KEY = { name: "AES-GCM", length: 256 } as const;

async function fresh(entry: Entry): Promise<VaultRow> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const wrapping = await wrappingKey(entry.deviceKey, salt, entry.account);
  const readable = await crypto.subtle.generateKey(DATA_KEY, true, ["encrypt", "decrypt"]);
  const wrapped = await crypto.subtle.wrapKey("raw", readable, wrapping, { name: "AES-GCM", iv });
  return { account: entry.account, name: entry.name, wrapped, salt, iv, collections: entry.collections };
}

async function unwrap(row: VaultRow, deviceKey: string): Promise<CryptoKey> {
  const wrapping = await wrappingKey(deviceKey, row.salt, row.account);
  try {
    return await crypto.subtle.unwrapKey(
      "raw",
      row.wrapped,
      wrapping,
      { name: "AES-GCM", iv: row.iv },
      DATA_KEY,
      false,
      ["encrypt", "decrypt"],
    );
  } catch {
    throw new KeyChanged();
  }
}

function sessionOf(row: VaultRow): Session | null {
  if (!row.key) {
    return null;
  }
  return {
    account: row.account,
    name: row.name,
    key: row.key,
    collections: row.collections,
    ...(row.nikKey ? { nikKey: row.nikKey } : {}),
  };
}

/** Opens the vault of the account that just said hello, and locks every other one. */
export async function enter(database: Database, entry: Entry): Promise<Session> {
  const known = await database.get("vault", entry.account);
  const row = known ?? (await fresh(entry));
  const key = await unwrap(row, entry.deviceKey);
  const nikKey = entry.nikKey
    ? await crypto.subtle.importKey(
        "raw",
        fromBase64(entry.nikKey),
        { name: "HMAC", hash: "SHA-256" },
        false,
        ["sign"],
      )
    : undefined;
  const now: VaultRow = { ...row, name: entry.name, collections: entry.collections, key };
  if (nikKey) {
    now.nikKey = nikKey;
  } else {
    delete now.nikKey;
  }
  const transaction = database.transaction("vault", "readwrite");
  for (const other of await transaction.store.getAll()) {
    if (other.account !== entry.account) {
      await transaction.store.put(withoutKey(other));
    }
  }
  await transaction.store.put(now);
  await transaction.done;
  return sessionOf(now)!;
}

function withoutKey(row: VaultRow): VaultRow {
  const { key: _key, nikKey: _nikKey, ...locked } = row;
  return locked;
}

/** The account whose key is at hand, without any network. */
export async function resume(database: Database): Promise<Session | null> {
  const rows = await database.getAll("vault");
  return rows.map(sessionOf).find((session) => session !== null) ?? null;
}

/** Takes every usable key off the phone. What is not sent stays, sealed. */
export async function lock(database: Database): Promise<void> {
  const transaction = database.transaction("vault", "readwrite");
  for (const row of await transaction.store.getAll()) {
    await transaction.store.put(withoutKey(row));
  }
  await transaction.done;
}
