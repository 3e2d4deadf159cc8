// Writes a backup file of the field form as docs/offline.md describes it, from nothing but that page: five
// hundred forms are more than a story can type.
import { createHash, randomBytes, webcrypto } from "node:crypto";

const { subtle } = webcrypto;
const utf8 = (text) => new TextEncoder().encode(text);

let last = 0;

/** A UUIDv7, each after the one before. */
export function uuid7() {
  last = Math.max(Date.now(), last + 1);
  const time = last.toString(16).padStart(12, "0");
  const rest = randomBytes(10);
  rest[0] = 0x70 | (rest[0] & 0x0f);
  rest[2] = 0x80 | (rest[2] & 0x3f);
  const hex = time + rest.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

async function keyOf(password, salt) {
  const secret = await subtle.importKey("raw", utf8(password), "PBKDF2", false, ["deriveKey"]);
  return subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: 600_000 },
    secret,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt"],
  );
}

async function frame(key, number, bytes) {
  const iv = randomBytes(12);
  const place = { name: "AES-GCM", iv, additionalData: utf8(`parcel/${number}`) };
  const sealed = Buffer.from(await subtle.encrypt(place, key, bytes));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(sealed.length);
  return Buffer.concat([length, iv, sealed]);
}

/** `forms` are bodies with the photos that belong to them: `{entity, form, body(files), photos: [bytes]}`. */
export async function parcel(account, password, forms) {
  const pieces = [];
  const items = [];
  for (const [at, { entity, form, body, photos }] of forms.entries()) {
    const files = photos.map((photo) => {
      const row = {
        id: uuid7(),
        account,
        state: "queued",
        size: photo.length,
        sha256: createHash("sha256").update(photo).digest("hex"),
      };
      pieces.push([{ kind: "file", row }, photo]);
      return row.id;
    });
    const id = uuid7();
    const row = { id, account, collection: "field.answer", entity, place: at + 1, state: "queued", madeAt: Date.now(), files };
    const said = { base: null, form, app: "story", body: body(files) };
    pieces.push([{ kind: "item", row, said, outcome: {} }, Buffer.alloc(0)]);
    items.push({ id, entity, files, said });
  }
  const salt = randomBytes(16);
  const key = await keyOf(password, salt);
  const head = { account, name: "", at: Date.now(), pieces: pieces.length };
  const frames = [await frame(key, 0, utf8(JSON.stringify(head)))];
  for (const [piece, photo] of pieces) {
    const bytes = Buffer.concat([utf8(JSON.stringify(piece)), Buffer.from([0]), photo]);
    frames.push(await frame(key, frames.length, bytes));
  }
  return { file: Buffer.concat([utf8("PENDOPO1"), salt, ...frames]), items };
}
