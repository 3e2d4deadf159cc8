// "What offline collection really needs": what users of other systems suffered from, a test for each.
import { expect, test } from "vitest";
import { Store } from "../store";
import { listed, progress } from "../work/list";
import type { Answer } from "../work/records";
import { fill, nameOfStore, newStore, newSync, photo, readyStore, SENSUS, untilSent, VILLAGE } from "./set";

const business = (name: string) => ({ name, owner: "Budi", village: VILLAGE, rt: "1", rw: "2", state: "to_visit" });

test("point 1: the id of a record is made on the phone and sending it again makes no second one", async () => {
  const { store, hall, sync } = await readyStore();
  const id = await fill(store);
  hall.breaks = (_, name) => (name === "push" ? "after" : "none");
  await sync.nudge();
  await sync.nudge();
  expect(hall.calls.filter((name) => name === "push").length).toBe(2);
  hall.breaks = () => "none";
  await untilSent(store, sync);
  expect(hall.kept.map((item) => item.id)).toEqual([id]);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/);
});

test("point 2: what is finished survives a restart, is counted as unsent and goes into a file", async () => {
  const { store, hall } = await readyStore();
  await fill(store, { photos: [photo(300)] });
  const name = nameOfStore(store);
  const file = await store.exportUnsent("kopi pagi hari");
  store.close();
  const again = await Store.open({ name });
  expect(await again.outbox.unsent()).toEqual({ items: 1, decide: 0, photos: 1 });
  await again.database.clear("outbox");
  await again.database.clear("files");
  await again.database.clear("blobs");
  expect(await again.importUnsent(file, "kopi pagi hari")).toEqual({ added: 2, known: 0 });
  await untilSent(again, newSync(again, hall));
  expect(hall.kept.length).toBe(1);
  expect([...hall.files.values()].map((one) => one.whole)).toEqual([true]);
  again.close();
});

test("point 3: a list that was fetched shows at once what was done on the phone", async () => {
  const { store, hall, sync } = await readyStore();
  hall.put("field.business", "b-1", business("Warung Budi"));
  await sync.nudge();
  await fill(store, { entity: "b-1", version: 1, name: "Warung Pak Budi" });
  await fill(store, { name: "Batik Sri" });
  const list = await listed(store);
  expect(list.map(({ body, unsent, fresh }) => [body.name, body.state, unsent, fresh])).toEqual([
    ["Batik Sri", "visited", true, true],
    ["Warung Pak Budi", "visited", true, false],
  ]);
  const [assignment] = await store.all("field.assignment");
  expect(progress(assignment!.body, list)).toMatchObject({ done: 0, target: 10, waiting: 1 });
});

test("point 4: what is deleted at the hall or taken from this person goes from the phone, unsent work stays", async () => {
  const { store, hall, sync } = await readyStore();
  hall.put("field.business", "b-1", business("Satu"));
  hall.put("field.business", "b-2", business("Dua"));
  await sync.nudge();
  hall.breaks = () => "before";
  await fill(store, { entity: "b-1", version: 1, name: "Satu" });
  hall.breaks = (_, name) => (name === "push" ? "before" : "none");
  hall.drop("field.business", "b-1");
  hall.drop("field.assignment", "area-1");
  await sync.nudge();
  hall.breaks = () => "none";
  await untilSent(store, sync);
  expect((await store.all("field.business")).map(({ id }) => id)).toEqual(["b-2"]);
  expect(await store.all("field.assignment")).toEqual([]);
  expect(hall.kept.map((item) => item.entity)).toEqual(["b-1"]);
});

test("point 5: only changes are fetched, and what broke off goes on where it was", async () => {
  const { store, hall, sync } = await readyStore();
  for (let at = 0; at < 1_200; at += 1) {
    hall.put("field.business", `b-${at}`, business(`Usaha ${at}`));
  }
  let pulls = 0;
  hall.breaks = (_, name) => (name === "pull field.business" && (pulls += 1) === 2 ? "before" : "none");
  await sync.nudge();
  expect((await store.all("field.business")).length).toBe(500);
  const before = hall.calls.length;
  await sync.nudge();
  expect((await store.all("field.business")).length).toBe(1_200);
  expect(hall.calls.slice(before).filter((name) => name === "pull field.business").length).toBe(3);
  hall.put("field.business", "b-7", business("Berganti nama"));
  await sync.nudge();
  expect((await store.get("field.business", "b-7"))?.body.name).toBe("Berganti nama");
  const bytes = photo(200_000);
  await fill(store, { photos: [bytes] });
  let sends = 0;
  hall.breaks = (_, name) => (name === "send" && (sends += 1) === 2 ? { bytes: 5_000 } : "none");
  await sync.nudge();
  const held = [...hall.files.values()][0]!.bytes.byteLength;
  expect(held).toBeGreaterThan(5_000);
  hall.breaks = () => "none";
  await untilSent(store, sync);
  expect([...hall.files.values()][0]!.bytes).toEqual(bytes);
});

test("point 6: a record carries the version of the form it was filled by, whatever came since", async () => {
  const { store, hall, sync } = await readyStore();
  hall.put("field.questionnaire", "form-2", { ...SENSUS, version: 2 });
  await sync.nudge();
  await fill(store);
  await fill(store, { form: { ...SENSUS, version: 2 } });
  await untilSent(store, sync);
  expect(hall.kept.map((item) => item.form)).toEqual(["sensus@1", "sensus@2"]);
  expect(hall.kept.map((item) => (item.body as Answer).questionnaire)).toEqual(["sensus@1", "sensus@2"]);
});

test("point 7: a refusal says which record and why, and others go on", async () => {
  const { store, hall, sync } = await readyStore();
  const bad = await fill(store, { name: "Ditolak" });
  const good = await fill(store, { name: "Diterima" });
  const error = { code: "field.village", id: "Desa ini bukan tugas Anda.", en: "Not your village.", field: "village" };
  hall.judge = (item) => (item.id === bad ? { refused: error } : null);
  await sync.nudge();
  const item = await store.outbox.get<Answer>(bad);
  expect(item?.state).toBe("refused");
  expect(item?.outcome.error).toEqual(error);
  expect(item?.body.answers.business_name).toBe("Ditolak");
  expect(hall.kept.map(({ id }) => id)).toEqual([good]);
  expect(await store.outbox.unsent()).toEqual({ items: 0, decide: 1, photos: 0 });
});

test("point 8: photos go after all texts", async () => {
  const { store, hall, sync } = await readyStore();
  for (let at = 0; at < 60; at += 1) {
    await fill(store, { name: `Usaha ${at}`, photos: at % 20 === 0 ? [photo(100)] : [] });
  }
  const before = hall.calls.length;
  await untilSent(store, sync);
  const calls = hall.calls.slice(before);
  expect(calls.filter((name) => name === "send").length).toBe(3);
  expect(calls.lastIndexOf("push")).toBeLessThan(calls.indexOf("send"));
});

test("point 9: five thousand businesses open as a few sealed pieces, which a cheap phone can do", async () => {
  const { store, hall, sync } = await readyStore();
  for (let at = 0; at < 5_000; at += 1) {
    hall.put("field.business", `b-${at}`, business(`Usaha ${at}`));
  }
  await sync.nudge();
  expect((await listed(store)).length).toBe(5_000);
  expect(await store.database.countFromIndex("shelf", "collection", ["account-siti", "field.business"])).toBeLessThanOrEqual(32);
});

test("a new store has nothing and says so", async () => {
  const store = await newStore();
  expect(store.unlocked).toBe(false);
  expect(await store.lockedAway()).toBe(0);
});
