// Everything a person said is sealed before it touches the phone's storage: AES-256-GCM under a data
// key that never leaves the browser's key store. Where a piece lies is bound into its seal, so that
// pieces cannot be swapped by somebody who can write to the database.
import { type Bytes, fromUtf8, utf8 } from "./bytes";

export interface Sealed {
  iv: Bytes;
  data: ArrayBuffer;
}

/** What could not be opened: another key, or a changed piece. */
export class CannotOpen extends Error {
  constructor(readonly place: string) {
    super(`cannot open ${place}`);
    this.name = "CannotOpen";
  }
}

export async function sealBytes(key: CryptoKey, place: string, bytes: BufferSource): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: utf8(place) }, key, bytes);
  return { iv, data };
}

export async function openBytes(key: CryptoKey, place: string, sealed: Sealed): Promise<ArrayBuffer> {
  try {
    return await crypto.subtle.decrypt(
      { name: "AES-GCM", iv: sealed.iv, additionalData: utf8(place) },
      key,
      sealed.data,
    );
  } catch {
    throw new CannotOpen(place);
  }
}

export async function seal(key: CryptoKey, place: string, value: unknown): Promise<Sealed> {
  return sealBytes(key, place, utf8(JSON.stringify(value)));
}

export async function open<T>(key: CryptoKey, place: string, sealed: Sealed): Promise<T> {
  return JSON.parse(fromUtf8(await openBytes(key, place, sealed))) as T;
}
