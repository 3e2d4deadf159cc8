// A phone without room: answers fit as long as anything does, photos are refused first, and when nothing
// fits any more the last change is still in hand and still goes into the backup.
import { afterEach, expect, test } from "vitest";
import { PhoneFull } from "../store";
import { PHOTO_RESERVE, type StorageManagerLike } from "../store/quota";
import { begin, type FormDraft } from "../work/draft";
import { fill, newStore, newSync, photo, readyStore, SENSUS, untilSent } from "./set";

const MEGABYTE = 1024 * 1024;
const put = IDBObjectStore.prototype.put;
const remove = IDBObjectStore.prototype.delete;

afterEach(() => {
  IDBObjectStore.prototype.put = put;
  IDBObjectStore.prototype.delete = remove;
});

/** From now on nothing fits, unless the ballast was thrown out and that was room enough. */
function noRoom(ballastHelps: boolean): void {
  let freed = false;
  IDBObjectStore.prototype.put = function (value: unknown, key?: IDBValidKey): IDBRequest<IDBValidKey> {
    if (!(freed && ballastHelps)) {
      throw new DOMException("no room", "QuotaExceededError");
    }
    return put.call(this, value, key);
  };
  IDBObjectStore.prototype.delete = function (key: IDBValidKey | IDBKeyRange): IDBRequest<undefined> {
    freed ||= key === "ballast";
    return remove.call(this, key);
  };
}

function manager(left: () => number): StorageManagerLike & { asked: number } {
  return {
    asked: 0,
    estimate: async () => ({ usage: 100 * MEGABYTE, quota: 100 * MEGABYTE + left() }),
    persisted: async () => false,
    async persist() {
      this.asked += 1;
      return true;
    },
  };
}

test("the browser is asked to keep the phone's work", async () => {
  const storage = manager(() => 500 * MEGABYTE);
  await readyStore(undefined, storage);
  expect(storage.asked).toBe(1);
});

test("storage full: photos are refused while answers still fit", async () => {
  let left = 500 * MEGABYTE;
  const { store } = await readyStore(undefined, manager(() => left));
  await store.files.hold(photo(1000));
  left = PHOTO_RESERVE - 1;
  await expect(store.files.hold(photo(1000))).rejects.toBeInstanceOf(PhoneFull);
  await fill(store, { name: "Masih muat" });
  expect((await store.outbox.unsent()).items).toBe(1);
});

test("storage full: the ballast makes room for the answer that did not fit", async () => {
  const { store, hall } = await readyStore(undefined, manager(() => 500 * MEGABYTE));
  expect((await store.quota.room()).ballast).toBe(true);
  noRoom(true);
  const id = await fill(store, { name: "Terakhir" });
  expect((await store.outbox.get(id))?.state).toBe("queued");
  expect((await store.quota.room()).ballast).toBe(false);
  await expect(store.files.hold(photo(1000))).rejects.toBeInstanceOf(PhoneFull);
  IDBObjectStore.prototype.put = put;
  await untilSent(store, newSync(store, hall));
  expect(hall.kept.map((item) => item.id)).toEqual([id]);
});

test("storage full to the last byte: the change stays in hand, shows in the list and goes into the backup", async () => {
  const { store, hall } = await readyStore(undefined, manager(() => 500 * MEGABYTE));
  const draft = begin(SENSUS, { purpose: "census", entity: null, version: null, title: "Tak muat" });
  draft.content.answers = { business_name: "Lama" };
  await store.drafts.save(draft);
  noRoom(false);
  draft.content.answers = { business_name: "Baru" };
  await expect(store.drafts.save(draft)).rejects.toBeInstanceOf(PhoneFull);
  const name = async () => (await store.drafts.get<FormDraft>(draft.id))?.content.answers.business_name;
  expect(await name()).toBe("Baru");
  expect((await store.drafts.list<FormDraft>()).map((one) => one.content.answers.business_name)).toEqual(["Baru"]);
  const file = await store.exportUnsent("kopi pagi hari");
  IDBObjectStore.prototype.put = put;
  // Another phone of the same account takes the backup in.
  const other = await newStore();
  await newSync(other, hall).nudge();
  await other.importUnsent(file, "kopi pagi hari");
  expect((await other.drafts.get<FormDraft>(draft.id))?.content.answers.business_name).toBe("Baru");
  // There is room again: the next change is written, and nothing is held in memory any more.
  await store.drafts.save(draft);
  expect(store.drafts.unwritten.size).toBe(0);
  expect(await name()).toBe("Baru");
});

test("storage full while ending a form: the draft is still there and ends later", async () => {
  const { store, hall } = await readyStore(undefined, manager(() => 500 * MEGABYTE));
  const draft = begin(SENSUS, { purpose: "census", entity: null, version: null, title: "Penuh" });
  draft.content.answers = { business_name: "Penuh" };
  await store.drafts.save(draft);
  const { finish } = await import("../work/draft");
  noRoom(false);
  await expect(finish(store, draft, "complete")).rejects.toBeInstanceOf(PhoneFull);
  IDBObjectStore.prototype.put = put;
  expect((await store.drafts.list()).length).toBe(1);
  await finish(store, draft, "complete");
  expect((await store.drafts.list()).length).toBe(0);
  await untilSent(store, newSync(store, hall));
  expect(hall.kept.length).toBe(1);
});
