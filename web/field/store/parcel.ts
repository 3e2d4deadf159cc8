// Unsent work as a file, for the day a phone breaks or a browser is about to be cleared. The file
// holds personal data and may travel by chat, so it is locked by a password the person chooses. It
// comes in again on any phone of the same account; what is there already is not doubled.
//
// Layout: the line "PENDOPO1", salt (16), then frames: length (4, big endian), iv (12), sealed bytes.
// First frame the head, then one for each piece; the head says how many there are.
import { type Bytes, fromUtf8, utf8 } from "./bytes";
import type { Database, DraftRow, FileRow, OutboxRow } from "./database";
import type { Draft } from "./drafts";
import { isUnsent } from "./outbox";
import type { Quota } from "./quota";
import { type Sealed, open, openBytes, seal, sealBytes } from "./seal";
import type { Session } from "./vault";

const MAGIC = utf8("PENDOPO1");
const ROUNDS = 600_000;

interface Head {
  account: string;
  name: string;
  at: number;
  pieces: number;
}

type Piece =
  | { kind: "item"; row: Omit<OutboxRow, "sealed" | "outcome">; said: unknown; outcome: unknown }
  | { kind: "draft"; row: Omit<DraftRow, "sealed">; content: unknown }
  | { kind: "file"; row: FileRow };

/** Why a file cannot be taken in. */
export class ParcelError extends Error {
  constructor(readonly reason: "not_ours" | "password" | "cut_off" | "other_account") {
    super(reason);
    this.name = "ParcelError";
  }
}

async function passwordKey(password: string, salt: Bytes): Promise<CryptoKey> {
  const secret = await crypto.subtle.importKey("raw", utf8(password), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS },
    secret,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

async function frame(key: CryptoKey, number: number, value: Bytes): Promise<Blob> {
  const { iv, data } = await sealBytes(key, `parcel/${number}`, value);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, data.byteLength);
  return new Blob([length, iv, data]);
}

/** A piece as bytes: its JSON, and after a zero byte the photo if it is one. */
function join(piece: Piece, photo?: ArrayBuffer): Bytes {
  const text = utf8(JSON.stringify(piece));
  const out = new Uint8Array(text.byteLength + 1 + (photo?.byteLength ?? 0));
  out.set(text);
  if (photo) {
    out.set(new Uint8Array(photo), text.byteLength + 1);
  }
  return out;
}

function split(bytes: Bytes): { piece: Piece; photo: Bytes } {
  const end = bytes.indexOf(0);
  return { piece: JSON.parse(fromUtf8(bytes.subarray(0, end))) as Piece, photo: bytes.slice(end + 1) };
}

function places(account: string) {
  return {
    said: (id: string) => `outbox/${account}/${id}/said`,
    outcome: (id: string) => `outbox/${account}/${id}/outcome`,
    draft: (id: string) => `draft/${account}/${id}`,
    blob: (id: string) => `blob/${account}/${id}`,
  };
}

/** Everything the hall does not have, in one locked file. */
export async function pack(
  database: Database,
  session: Session,
  password: string,
  unwritten: Draft[] = [],
): Promise<Blob> {
  const { account, key, name } = session;
  const at = places(account);
  const items = (await database.getAllFromIndex("outbox", "account", account)).filter((row) => isUnsent(row.state));
  const newer = new Set(unwritten.map((draft) => draft.id));
  const drafts = (await database.getAllFromIndex("drafts", "account", account)).filter((row) => !newer.has(row.id));
  const files = (await database.getAllFromIndex("files", "account", account)).filter((row) => row.state !== "sent");
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const lock = await passwordKey(password, salt);
  const head: Head = { account, name, at: Date.now(), pieces: items.length + drafts.length + unwritten.length + files.length };
  const parts: Blob[] = [new Blob([MAGIC, salt]), await frame(lock, 0, utf8(JSON.stringify(head)))];
  for (const { sealed, outcome, ...row } of items) {
    const said = await open(key, at.said(row.id), sealed);
    const answer = outcome ? await open(key, at.outcome(row.id), outcome) : {};
    parts.push(await frame(lock, parts.length - 1, join({ kind: "item", row, said, outcome: answer })));
  }
  for (const { sealed, ...row } of drafts) {
    const content = await open(key, at.draft(row.id), sealed);
    parts.push(await frame(lock, parts.length - 1, join({ kind: "draft", row, content })));
  }
  for (const { content, id, collection, changedAt } of unwritten) {
    const row = { id, account, collection, changedAt };
    parts.push(await frame(lock, parts.length - 1, join({ kind: "draft", row, content })));
  }
  for (const row of files) {
    const blob = await database.get("blobs", row.id);
    const photo = blob ? await openBytes(key, at.blob(row.id), blob) : undefined;
    parts.push(await frame(lock, parts.length - 1, join({ kind: "file", row }, photo)));
  }
  return new Blob(parts, { type: "application/octet-stream" });
}

class Reader {
  #at = MAGIC.byteLength + 16;
  #number = 0;

  constructor(
    private readonly file: Blob,
    private readonly key: CryptoKey,
  ) {}

  async next(): Promise<Bytes> {
    const head = new Uint8Array(await this.file.slice(this.#at, this.#at + 16).arrayBuffer());
    const length = head.byteLength === 16 ? new DataView(head.buffer).getUint32(0) : 0;
    const data = await this.file.slice(this.#at + 16, this.#at + 16 + length).arrayBuffer();
    if (length === 0 || data.byteLength !== length) {
      throw new ParcelError("cut_off");
    }
    const sealed: Sealed = { iv: head.slice(4, 16), data };
    const place = `parcel/${this.#number}`;
    this.#at += 16 + length;
    this.#number += 1;
    return new Uint8Array(await openBytes(this.key, place, sealed));
  }
}

/** Takes a file in again and says how many pieces were new. Nothing is written if it is not whole. */
export async function unpack(
  database: Database,
  quota: Quota,
  session: Session,
  file: Blob,
  password: string,
): Promise<{ added: number; known: number }> {
  const start = new Uint8Array(await file.slice(0, MAGIC.byteLength + 16).arrayBuffer());
  if (start.byteLength !== MAGIC.byteLength + 16 || MAGIC.some((byte, at) => start[at] !== byte)) {
    throw new ParcelError("not_ours");
  }
  const key = await passwordKey(password, start.slice(MAGIC.byteLength));
  const head = await new Reader(file, key).next().catch((error: unknown) => {
    throw error instanceof ParcelError ? error : new ParcelError("password");
  });
  const { account, pieces } = JSON.parse(fromUtf8(head)) as Head;
  if (account !== session.account) {
    throw new ParcelError("other_account");
  }
  // Once through to see that it is whole, and once more to take it in.
  for (const take of [false, true]) {
    const reader = new Reader(file, key);
    await reader.next();
    const count = { added: 0, known: 0 };
    for (let number = 0; number < pieces; number += 1) {
      const bytes = await reader.next().catch(() => {
        throw new ParcelError("cut_off");
      });
      if (take) {
        const { piece, photo } = split(bytes);
        count[(await put(database, quota, session, piece, photo)) ? "added" : "known"] += 1;
      }
    }
    if (take) {
      return count;
    }
  }
  return { added: 0, known: 0 };
}

async function put(database: Database, quota: Quota, session: Session, piece: Piece, photo: Bytes): Promise<boolean> {
  const { account, key } = session;
  const at = places(account);
  const { row } = piece;
  const store = piece.kind === "item" ? "outbox" : piece.kind === "draft" ? "drafts" : "files";
  if (await database.get(store, row.id)) {
    return false;
  }
  if (piece.kind === "item") {
    const sealed = await seal(key, at.said(row.id), piece.said);
    const outcome = await seal(key, at.outcome(row.id), piece.outcome);
    await quota.must(async () => {
      const transaction = database.transaction(["outbox", "settings"], "readwrite");
      const counter = `place:${account}`;
      const last = Number((await transaction.objectStore("settings").get(counter)) ?? 0);
      await transaction.objectStore("settings").put(Math.max(last, Math.ceil(piece.row.place)), counter);
      await transaction.objectStore("outbox").put({ ...piece.row, sealed, outcome });
      await transaction.done;
    });
  } else if (piece.kind === "draft") {
    const sealed = await seal(key, at.draft(row.id), piece.content);
    await quota.must(() => database.put("drafts", { ...piece.row, sealed }));
  } else {
    const sealed = await sealBytes(key, at.blob(row.id), photo);
    await quota.must(async () => {
      const transaction = database.transaction(["files", "blobs"], "readwrite");
      await transaction.objectStore("files").put(piece.row);
      await transaction.objectStore("blobs").put(sealed, row.id);
      await transaction.done;
    });
  }
  return true;
}
