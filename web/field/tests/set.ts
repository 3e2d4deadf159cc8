// What the tests share: a store of its own for each, a small questionnaire, finished answers.
import { afterEach } from "vitest";
import type { Questionnaire } from "../form/questionnaire";
import { Store } from "../store";
import type { StorageManagerLike } from "../store/quota";
import { Sync, type SyncOptions } from "../sync/run";
import { begin, finish } from "../work/draft";
import { Hall } from "./hall";

export const SENSUS: Questionnaire = {
  id: "sensus",
  version: 1,
  title: { id: "Pendataan" },
  choices: { kind: [{ value: "food", label: { id: "Makanan" } }, { value: "craft", label: { id: "Kerajinan" } }] },
  pages: [
    {
      id: "usaha",
      title: { id: "Usaha" },
      questions: [
        { id: "business_name", kind: "text", label: { id: "Nama" }, required: true, fact: "business_name" },
        { id: "owner_name", kind: "text", label: { id: "Pemilik" }, fact: "owner_name" },
        { id: "village", kind: "region", label: { id: "Desa" }, fact: "village" },
        { id: "kind", kind: "choice", label: { id: "Jenis" }, choices: "kind" },
        { id: "front", kind: "photo", label: { id: "Foto" } },
      ],
    },
  ],
};

export const VILLAGE = "33.24.09.2003";

let number = 0;
const open: Store[] = [];

export async function newStore(name = `test-${(number += 1)}`, storage?: StorageManagerLike): Promise<Store> {
  const store = await Store.open({ name, ...(storage ? { storage } : {}) });
  open.push(store);
  return store;
}

export function nameOfStore(store: Store): string {
  return store.database.name;
}

afterEach(() => {
  for (const store of open.splice(0)) {
    store.close();
  }
});

export function newSync(store: Store, hall: Hall, options: SyncOptions = {}): Sync {
  return new Sync(store, hall, { locks: undefined, random: () => 0.5, ...options });
}

/** A store of Siti with the questionnaire and one assigned area on it. */
export async function readyStore(hall = new Hall(), storage?: StorageManagerLike): Promise<{ store: Store; hall: Hall; sync: Sync }> {
  if (hall.calls.length === 0) {
    hall.put("field.questionnaire", "form-1", SENSUS);
    hall.put("field.assignment", "area-1", {
      round: "2026",
      area: { code: VILLAGE, name: "Kebondalem", rt: "1", rw: "2" },
      target: 10,
      done: 0,
    });
  }
  const store = await newStore(undefined, storage);
  const sync = newSync(store, hall);
  await sync.nudge();
  await store.quota.prepare();
  return { store, hall, sync };
}

export interface Done {
  name?: string;
  entity?: string | null;
  version?: number | null;
  photos?: Uint8Array<ArrayBuffer>[];
  form?: Questionnaire;
  now?: number;
}

/** Fills a form and ends it. */
export async function fill(store: Store, done: Done = {}): Promise<string> {
  const { name = "Keripik Tempe", entity = null, version = null, photos = [], form = SENSUS, now } = done;
  const draft = begin(form, { purpose: "census", entity, version, title: name }, now);
  draft.content.answers = { business_name: name, owner_name: "Sri Wahyuni", village: VILLAGE };
  for (const photo of photos) {
    const { id } = await store.files.hold(photo);
    draft.content.photos.front = [...(draft.content.photos.front ?? []), id];
  }
  await store.drafts.save(draft);
  await finish(store, draft, "complete", now);
  return draft.id;
}

/** Bytes that pass for a photo: the hall of the tests refuses those that begin with zero. */
export function photo(size: number, first = 255): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size).map((_, at) => (at * 31) % 251);
  bytes[0] = first;
  return bytes;
}

/** Syncs again and again until nothing is left, as the pauses would. */
export async function untilSent(store: Store, sync: Sync, most = 400): Promise<void> {
  for (let turn = 0; turn < most; turn += 1) {
    await sync.nudge();
    const { items, photos } = await store.outbox.unsent();
    if (items + photos === 0 && sync.state.kind === "idle") {
      return;
    }
  }
  throw new Error(`not sent after ${most} rounds: ${JSON.stringify(sync.state)}`);
}
