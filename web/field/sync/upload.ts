// Sends photos, after the texts, piece by piece from where the hall is. A piece is as large as the link
// carries: it shrinks when one breaks, so that even a link of seconds moves forward.
import { unknownProblem, Broken, Declined, type Link } from "./link";
import type { FileRow } from "../store/database";
import type { Store } from "../store/store";

const SMALLEST = 4 * 1024;
const LARGEST = 256 * 1024;

export class Pieces {
  size = 64 * 1024;
  /** Photos of which the hall said it has every byte, but not yet what it thinks of them. */
  readonly whole = new Set<string>();

  held(): void {
    this.size = Math.min(LARGEST, this.size * 2);
  }

  broke(): void {
    this.size = Math.max(SMALLEST, Math.floor(this.size / 2));
  }
}

/** The bytes the hall has do not fit the hash: once they are sent anew, then the photo counts as refused. */
const SPOILT = "sync.file_changed";

async function one(store: Store, link: Link, csrf: string, row: FileRow, pieces: Pieces): Promise<void> {
  const bytes = await store.files.bytes(row.id);
  if (!bytes) {
    const gone = { code: "field.file_gone", id: "Foto hilang dari ponsel.", en: "The photo is gone from the phone." };
    await store.files.refused(row.id, gone);
    return;
  }
  // A new photo is nowhere yet; asking first costs a round trip only when something broke before.
  let offset = 0;
  if (row.begun) {
    offset = pieces.whole.has(row.id) ? row.size : ((await link.received(row.id)) ?? 0);
  }
  if (offset === row.size) {
    pieces.whole.add(row.id);
  }
  if (!row.begun) {
    await store.files.begun(row.id);
  }
  let standing = 0;
  // Also when all bytes are there already: an empty piece asks what became of the whole.
  let answered = false;
  let again = false;
  while (offset < row.size || !answered) {
    const piece = bytes.slice(offset, offset + pieces.size);
    let now: number;
    try {
      now = await link.send(csrf, row.id, offset, row.size, row.sha256, piece);
      answered = true;
    } catch (error) {
      if (error instanceof Broken) {
        pieces.broke();
      }
      const spoilt: boolean = error instanceof Declined && error.problem.code === SPOILT && !again;
      if (error instanceof Declined && (error.status === 409 || spoilt)) {
        // Busy elsewhere, or spoilt on the way: the hall says where to go on, which may be the start.
        again ||= spoilt;
        now = (await link.received(row.id)) ?? 0;
      } else {
        throw error;
      }
    }
    pieces.held();
    standing = now <= offset && !(answered && now === row.size) ? standing + 1 : 0;
    if (standing > 3) {
      throw new Broken("the hall does not take the next bytes");
    }
    offset = now;
  }
  pieces.whole.delete(row.id);
  await store.files.arrived(row.id);
}

export async function upload(store: Store, link: Link, csrf: string, pieces: Pieces): Promise<void> {
  for (const row of await store.files.list()) {
    if (row.state !== "queued") {
      continue;
    }
    try {
      await one(store, link, csrf, row, pieces);
    } catch (error) {
      if (error instanceof Declined && error.status !== 403 && error.status !== 404) {
        // This photo is no photo for the hall; the answer it belongs to stands.
        await store.files.refused(row.id, error.problem ?? unknownProblem(error.status));
      } else {
        throw error;
      }
    }
    store.changed();
  }
}
