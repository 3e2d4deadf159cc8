// Order, conflicts, refusals: what goes, what waits, and that nothing is decided over a person's head.
import { expect, test } from "vitest";
import { again } from "../work/draft";
import { finish } from "../work/draft";
import type { Answer } from "../work/records";
import type { PushItem } from "../sync/link";
import { fill, newStore, photo, readyStore, untilSent } from "./set";

const refusal = { code: "no", id: "Tidak.", en: "No." };

test("ending the same draft twice makes one record", async () => {
  const { store, hall, sync } = await readyStore();
  const id = await fill(store);
  const item = (await store.outbox.get<Answer>(id))!;
  await store.outbox.add({ ...item, collection: "field.answer", body: item.body });
  await untilSent(store, sync);
  expect(hall.kept.length).toBe(1);
});

test("items about one business go in order and without gaps, from the first to the last", async () => {
  const { store, hall, sync } = await readyStore();
  for (let at = 0; at < 70; at += 1) {
    await fill(store, { entity: "b-1", name: `Ke-${at}` });
  }
  let calls = 0;
  hall.breaks = (_, name) => (name === "push" && (calls += 1) % 3 === 0 ? "after" : "none");
  await untilSent(store, sync);
  expect(hall.kept.map((item) => item.order)).toEqual(Array.from({ length: 70 }, (_, at) => at + 1));
  expect(hall.kept.map((item) => (item.body as Answer).answers.business_name)).toEqual(
    Array.from({ length: 70 }, (_, at) => `Ke-${at}`),
  );
});

test("what stands behind a refused item waits; the mended one goes in its place with the same order", async () => {
  const { store, hall, sync } = await readyStore();
  const first = await fill(store, { entity: "b-1", name: "Salah" });
  const second = await fill(store, { entity: "b-1", name: "Sesudahnya" });
  hall.judge = (item) => ((item.body as Answer).answers.business_name === "Salah" ? { refused: refusal } : null);
  await sync.nudge();
  expect((await store.outbox.get(second))?.state).toBe("waiting");
  const draft = (await again(store, (await store.outbox.get(first))!))!;
  draft.content.answers.business_name = "Benar";
  await finish(store, draft, "complete");
  await untilSent(store, sync);
  expect(hall.kept.map((item) => [(item.body as Answer).answers.business_name, item.order])).toEqual([
    ["Benar", 1],
    ["Sesudahnya", 2],
  ]);
  expect((await store.outbox.get(first))?.state).toBe("settled");
});

test("a refused item that is put away lets the next one go and stays to be read", async () => {
  const { store, hall, sync } = await readyStore();
  const first = await fill(store, { entity: "b-1", name: "Salah" });
  await fill(store, { entity: "b-1", name: "Sesudahnya" });
  hall.judge = (item) => (item.id === first ? { refused: refusal } : null);
  await sync.nudge();
  await store.outbox.putAway(first);
  await untilSent(store, sync);
  expect(hall.kept.map((item) => item.order)).toEqual([1]);
  expect((await store.outbox.get<Answer>(first))?.body.answers.business_name).toBe("Salah");
});

test("a conflict keeps both sides, waits for the person, and the decision names what it decides", async () => {
  const { store, hall, sync } = await readyStore();
  const first = await fill(store, { entity: "b-1", version: 1, name: "Punya saya", photos: [photo(50)] });
  const later = await fill(store, { entity: "b-1", version: 1, name: "Sesudahnya" });
  const theirs = { version: 4, body: { answers: { business_name: "Punya kantor" }, outcome: "complete" }, by: "Bu Rini", at: 1 };
  hall.judge = (item: PushItem) => (item.base === 1 && item.id === first ? { conflict: theirs } : null);
  await sync.nudge();
  const item = (await store.outbox.get<Answer>(first))!;
  expect(item.state).toBe("conflict");
  expect(item.body.answers.business_name).toBe("Punya saya");
  expect(item.outcome.theirs).toEqual(theirs);
  expect(hall.kept).toEqual([]);
  const draft = (await again(store, item, { version: 4, answers: { business_name: "Bersama" } }))!;
  await finish(store, draft, "complete");
  await untilSent(store, sync);
  expect(hall.kept.map((one) => [(one.body as Answer).answers.business_name, one.order, one.base])).toEqual([
    ["Bersama", 2, 4],
    ["Sesudahnya", 3, 1],
  ]);
  expect((hall.kept[0]!.body as Answer).resolves).toBe(first);
  expect(hall.kept[1]!.id).toBe(later);
  expect(hall.kept[0]!.files.length).toBe(1);
});

test("a room may settle a conflict by itself through its hook", async () => {
  const { store, hall, sync } = await readyStore();
  store.onConflict("field.answer", ({ body }, { body: other }) => ({
    ...(body as Answer),
    answers: { ...(other as Answer).answers, ...(body as Answer).answers },
  }));
  const first = await fill(store, { entity: "b-1", version: 1, name: "Nama" });
  const theirs = { version: 2, body: { answers: { note: "dari kantor" } } };
  hall.judge = (item) => (item.id === first ? { conflict: theirs } : null);
  await untilSent(store, sync);
  const body = hall.kept[0]!.body as Answer;
  expect(body.answers).toMatchObject({ note: "dari kantor", business_name: "Nama" });
  expect(body.resolves).toBe(first);
});

test("a hall restored from a backup says which order it expects, and the phone follows", async () => {
  const { store, hall, sync } = await readyStore();
  await store.outbox.recount("b-1", 7);
  await fill(store, { entity: "b-1", name: "Satu" });
  await fill(store, { entity: "b-1", name: "Dua" });
  await untilSent(store, sync);
  expect(hall.kept.map((item) => item.order)).toEqual([1, 2]);
});

test("a photo that the hall refuses leaves its answer standing and says why", async () => {
  const { store, hall, sync } = await readyStore();
  const id = await fill(store, { photos: [photo(80, 0), photo(80)] });
  await untilSent(store, sync);
  const files = await store.files.list();
  expect(files.map((file) => file.state).sort()).toEqual(["refused", "sent"]);
  expect(files.find((file) => file.state === "refused")?.error?.code).toBe("field.no_picture");
  expect((await store.outbox.get(id))?.state).toBe("sent");
  expect(hall.kept.length).toBe(1);
});

test("what was sent long ago is forgotten, what was not never is", async () => {
  const { store, hall, sync } = await readyStore();
  const sent = await fill(store, { name: "Lama" });
  await untilSent(store, sync);
  hall.breaks = () => "before";
  const unsent = await fill(store, { name: "Belum" });
  await store.outbox.prune(Date.now() + 400 * 24 * 3_600_000);
  expect((await store.outbox.list()).map((item) => item.id)).toEqual([unsent]);
  expect(await store.outbox.get(sent)).toBe(null);
});

test("a store of nobody refuses to take work in", async () => {
  const store = await newStore();
  await expect(fill(store)).rejects.toThrow("locked");
});
