// Who can read what on a phone that several people use, and that may be lost.
import { expect, test } from "vitest";
import { CannotOpen, KeyChanged, Locked, Store } from "../store";
import type { FormDraft } from "../work/draft";
import { begin } from "../work/draft";
import { Hall } from "./hall";
import { fill, nameOfStore, newSync, photo, readyStore, SENSUS, untilSent } from "./set";

/** Everything in the database as text, the way somebody with the phone's files would search it. */
async function everything(store: Store): Promise<string> {
  const parts: string[] = [];
  for (const name of store.database.objectStoreNames) {
    for (const value of await store.database.getAll(name)) {
      parts.push(
        JSON.stringify(value, (_, part: unknown) => {
          const bytes = part instanceof ArrayBuffer ? new Uint8Array(part) : part;
          return bytes instanceof Uint8Array ? String.fromCharCode(...bytes.slice(0, 60_000)) : part;
        }),
      );
    }
  }
  return parts.join("\n");
}

test("nothing that was said or fetched lies readable on the phone", async () => {
  const { store, hall, sync } = await readyStore();
  hall.put("field.business", "b-1", { name: "Warung Rahasia", owner: "Wulandari", village: "x", state: "to_visit" });
  await sync.nudge();
  const draft = begin(SENSUS, { purpose: "census", entity: null, version: null, title: "Dapur Tersembunyi" });
  draft.content.answers = { owner_nik: "3324120101800001" };
  await store.drafts.save(draft);
  await fill(store, { name: "Gudang Sunyi", photos: [photo(500)] });
  const text = await everything(store);
  expect(text).toContain("account-siti");
  for (const secret of ["Warung Rahasia", "Wulandari", "Dapur Tersembunyi", "3324120101800001", "Gudang Sunyi"]) {
    expect(text).not.toContain(secret);
  }
  const bytes = String.fromCharCode(...photo(500).slice(0, 40));
  expect(text).not.toContain(bytes);
});

test("the key that opens the work cannot be read out of the browser", async () => {
  const { store } = await readyStore();
  const { key } = store.session();
  expect(key.extractable).toBe(false);
  await expect(crypto.subtle.exportKey("raw", key)).rejects.toThrow();
});

test("logged out mid-draft: nothing can be read, nothing is lost, the same account finds all of it", async () => {
  const { store, hall } = await readyStore();
  const draft = begin(SENSUS, { purpose: "census", entity: null, version: null, title: "Setengah" });
  draft.content.answers = { business_name: "Setengah jadi" };
  await store.drafts.save(draft);
  await fill(store, { name: "Selesai" });
  await store.lock();
  await expect(store.outbox.list()).rejects.toBeInstanceOf(Locked);
  await expect(store.drafts.get(draft.id)).rejects.toBeInstanceOf(Locked);
  expect(await store.lockedAway()).toBe(2);
  const again = await Store.open({ name: nameOfStore(store) });
  expect(again.unlocked).toBe(false);
  const sync = newSync(again, hall);
  await untilSent(again, sync);
  expect((await again.drafts.get<FormDraft>(draft.id))?.content.answers.business_name).toBe("Setengah jadi");
  expect(hall.kept.length).toBe(1);
  again.close();
});

test("a login that ended elsewhere stops the asking, and the open page may still finish its draft", async () => {
  const { store, hall, sync } = await readyStore();
  hall.account = null;
  const late = newSync(store, hall);
  await late.nudge();
  expect(late.state.kind).toBe("login");
  const id = await fill(store, { name: "Terakhir" });
  const asked = hall.calls.length;
  const again = await Store.open({ name: nameOfStore(store) });
  expect(again.unlocked).toBe(false);
  expect(hall.calls.length).toBe(asked);
  hall.account = { id: "account-siti", name: "Siti" };
  late.forget();
  await untilSent(store, late);
  expect(hall.kept.map((item) => item.id)).toEqual([id]);
  expect(sync.state.kind).toBe("idle");
  again.close();
});

test("another account on the same phone neither reads nor sends the first one's work", async () => {
  const { store, hall } = await readyStore();
  const id = await fill(store, { name: "Milik Siti", photos: [photo(200)] });
  const row = (await store.database.get("outbox", id))!;
  hall.account = { id: "account-joko", name: "Joko" };
  const sync = newSync(store, hall);
  await sync.nudge();
  expect(store.session().account).toBe("account-joko");
  expect(hall.kept).toEqual([]);
  expect(await store.outbox.list()).toEqual([]);
  expect(await store.outbox.get(id)).toBe(null);
  expect(await store.lockedAway()).toBe(1);
  const { openBytes } = await import("../store/seal");
  await expect(openBytes(store.session().key, `outbox/account-siti/${id}/said`, row.sealed)).rejects.toBeInstanceOf(CannotOpen);
  await fill(store, { name: "Milik Joko" });
  await untilSent(store, sync);
  expect(hall.kept.length).toBe(1);
  hall.account = { id: "account-siti", name: "Siti" };
  sync.forget();
  await untilSent(store, sync);
  expect(hall.kept.map((item) => item.id)).toContain(id);
  expect([...hall.files.values()].map((file) => file.whole)).toEqual([true]);
});

test("a sealed piece moved to another place does not open", async () => {
  const { store, sync } = await readyStore();
  const one = await fill(store, { name: "Satu" });
  const other = await fill(store, { name: "Dua" });
  const [first, second] = [(await store.database.get("outbox", one))!, (await store.database.get("outbox", other))!];
  await store.database.put("outbox", { ...first, sealed: second.sealed });
  await expect(store.outbox.get(one)).rejects.toBeInstanceOf(CannotOpen);
  expect(sync.state.kind).toBe("idle");
});

test("a key changed by the office says so, and leaves the locked work where it is", async () => {
  const { store, hall } = await readyStore();
  await fill(store);
  await store.lock();
  hall.keys.clear();
  const sync = newSync(store, hall);
  await sync.nudge();
  expect(sync.state).toMatchObject({ kind: "declined", code: "field.key_changed" });
  expect(await store.lockedAway()).toBe(1);
  const entry = { account: "account-siti", name: "Siti", deviceKey: btoa("x".repeat(32)), collections: [] };
  await expect(store.enter(entry)).rejects.toBeInstanceOf(KeyChanged);
});

test("two halls' keys for two phones are not the same work", async () => {
  const hall = new Hall();
  const first = await readyStore(hall);
  const second = await readyStore(hall);
  expect(first.store.device).not.toBe(second.store.device);
  expect(hall.keyOf(first.store.device)).not.toBe(hall.keyOf(second.store.device));
});

test("logged out without a signal: the login at the hall is ended before anybody is let in again", async () => {
  const { store, hall, sync } = await readyStore();
  const leave = hall.leave.bind(hall);
  hall.leave = () => Promise.reject(new Error("no signal"));
  await sync.leave();
  await store.lock();
  hall.leave = leave;
  const later = newSync(store, hall);
  await later.nudge();
  expect(later.state.kind).toBe("login");
  expect(store.unlocked).toBe(false);
  expect(hall.calls.at(-1)).toBe("leave");
  hall.account = { id: "account-siti", name: "Siti" };
  await later.nudge();
  expect(store.unlocked).toBe(true);
});

test("another account that logs in beside an open form does not get that form", async () => {
  const { store, hall } = await readyStore();
  const draft = begin(SENSUS, { purpose: "census", entity: null, version: null, title: "Milik Siti" });
  await store.drafts.save(draft);
  hall.account = { id: "account-joko", name: "Joko" };
  let switched = 0;
  const sync = newSync(store, hall, { onSwitch: () => (switched += 1) });
  await sync.nudge();
  expect(switched).toBe(1);
  draft.content.answers = { business_name: "Diketik sesudahnya" };
  await expect(store.drafts.save(draft)).rejects.toBeInstanceOf(Locked);
  const { finish } = await import("../work/draft");
  await expect(finish(store, draft, "complete")).rejects.toBeInstanceOf(Locked);
  expect(await store.drafts.list()).toEqual([]);
  hall.account = { id: "account-siti", name: "Siti" };
  sync.forget();
  await sync.nudge();
  expect((await store.drafts.list<FormDraft>()).map((one) => one.content.title)).toEqual(["Milik Siti"]);
});
