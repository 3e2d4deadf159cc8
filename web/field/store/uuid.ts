// Ids made on the phone. UUIDv7 begins with the time, so that what was made first sorts first; the
// clock of a phone may be wrong or set back, therefore an id is never before the one made last.

let last = 0;

/** A new UUIDv7 of this moment (milliseconds, as right as the phone knows it). */
export function uuid(now: number = Date.now()): string {
  last = Math.max(last + 1, Math.floor(now));
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let at = 0; at < 6; at += 1) {
    bytes[at] = Math.floor(last / 2 ** (8 * (5 - at))) % 256;
  }
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** When an id was made, in milliseconds. */
export function timeOf(id: string): number {
  return Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);
}
