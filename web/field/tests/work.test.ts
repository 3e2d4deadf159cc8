// Drafts, visits, the list, the warning of duplicates.
import { expect, test } from "vitest";
import type { Questionnaire } from "../form/questionnaire";
import { Saver, Store } from "../store";
import { begin, finish, type FormDraft, newest, visitOf } from "../work/draft";
import { likeness, suspects } from "../work/duplicates";
import { type Listed, listed, search, within } from "../work/list";
import type { Visit } from "../work/records";
import { Hall } from "./hall";
import { fill, nameOfStore, newSync, readyStore, SENSUS, untilSent, VILLAGE } from "./set";

const one = (id: string, body: Partial<Listed["body"]>): Listed => ({
  id,
  version: 1,
  body: { name: "", owner: "", village: VILLAGE, state: "to_visit", ...body },
  unsent: false,
  fresh: false,
});

test("a draft is written at every change and found again after the phone was switched off", async () => {
  const { store } = await readyStore();
  const draft = begin(SENSUS, { purpose: "census", entity: null, version: null, title: "" });
  const saver = new Saver((error) => {
    throw error;
  });
  for (const name of ["K", "Ke", "Ker", "Keripik"]) {
    draft.content.answers = { business_name: name };
    saver.save(() => store.drafts.save(draft));
  }
  await saver.settled();
  const again = await Store.open({ name: nameOfStore(store) });
  expect((await again.drafts.get<FormDraft>(draft.id))?.content.answers).toEqual({ business_name: "Keripik" });
  again.close();
});

test("app updated mid-draft: the draft goes on and ends with the version it was begun with", async () => {
  const { store, hall, sync } = await readyStore();
  const draft = begin((await newest(store, "sensus"))!, { purpose: "census", entity: null, version: null, title: "X" });
  await store.drafts.save(draft);
  hall.put("field.questionnaire", "form-2", { ...SENSUS, version: 2, pages: [] });
  hall.drop("field.questionnaire", "form-1");
  await sync.nudge();
  expect((await newest(store, "sensus"))?.version).toBe(2);
  const again = await Store.open({ name: nameOfStore(store) });
  const found = (await again.drafts.get<FormDraft>(draft.id))!;
  expect(found.content.questionnaire).toEqual(SENSUS);
  found.content.answers = { business_name: "Lanjut" };
  await finish(again, found, "complete");
  await untilSent(again, newSync(again, hall));
  expect(hall.kept[0]!.form).toBe("sensus@1");
  expect(hall.kept[0]!.app).toBe("test");
  again.close();
});

test("a draft thrown away takes its photos with it, and no other", async () => {
  const { store } = await readyStore();
  const kept = await store.files.hold(new Uint8Array([1, 2, 3]));
  const gone = await store.files.hold(new Uint8Array([4, 5, 6]));
  const draft = begin(SENSUS, { purpose: "census", entity: null, version: null, title: "" });
  await store.drafts.save(draft);
  await store.drafts.drop(draft.id, [gone.id]);
  expect(await store.files.bytes(gone.id)).toBe(null);
  expect((await store.files.bytes(kept.id))?.byteLength).toBe(3);
});

const KUNJUNGAN: Questionnaire = {
  id: "kunjungan",
  version: 1,
  title: { id: "Kunjungan" },
  choices: { place: [{ value: "home", label: { id: "Rumah pemilik" } }, { value: "elsewhere", label: { id: "Lain" } }] },
  pages: [
    {
      id: "satu",
      title: { id: "Satu" },
      questions: [
        { id: "day", kind: "date", label: { id: "Hari" }, required: true },
        { id: "began", kind: "text", label: { id: "Mulai" } },
        { id: "ended", kind: "text", label: { id: "Selesai" } },
        { id: "place_kind", kind: "choice", label: { id: "Di mana" }, choices: "place" },
        { id: "place", kind: "text", label: { id: "Tempat" }, relevant: ["is", "place_kind", "elsewhere"] },
        { id: "location", kind: "location", label: { id: "Titik" } },
        { id: "notes", kind: "text", label: { id: "Catatan" } },
        {
          id: "owner_tasks",
          kind: "repeat",
          label: { id: "Tugas" },
          questions: [{ id: "owner_task", kind: "text", label: { id: "Tugas" } }],
        },
        { id: "next", kind: "date", label: { id: "Berikut" } },
      ],
    },
  ],
};

test("a mentor's visit is noted offline by the same store and engine", async () => {
  const hall = new Hall();
  hall.collections = ["field.questionnaire", "mentoring.engagement", "mentoring.visit"];
  hall.put("field.questionnaire", "form-k", KUNJUNGAN);
  hall.put("mentoring.engagement", "e-1", { business: "b-1", name: "Batik Sri", owner: "Sri" });
  const { store } = await readyStore(hall);
  const sync = newSync(store, hall);
  await sync.nudge();
  const [engagement] = await store.all("mentoring.engagement");
  const draft = begin((await newest(store, "kunjungan"))!, {
    purpose: "visit",
    entity: engagement!.id,
    version: engagement!.version,
    title: engagement!.body.name,
  });
  draft.content.answers = {
    day: "2026-11-30",
    began: "09.30",
    ended: "11.00",
    place_kind: "home",
    location: { lat: -6.92, lon: 110.2, accuracy_m: 9 },
    notes: "Kemasan baru dicoba.",
    owner_tasks: [{ owner_task: "Cetak label" }, { owner_task: "Foto\nproduk" }],
    next: "2026-12-14",
  };
  await finish(store, draft, "complete");
  await untilSent(store, sync);
  const item = hall.kept[0]!;
  expect([item.collection, item.entity, item.form]).toEqual(["mentoring.visit", "e-1", "kunjungan@1"]);
  expect(item.body as Visit).toMatchObject({
    engagement: "e-1",
    day: "2026-11-30",
    began: "09.30",
    ended: "11.00",
    place: "Rumah pemilik",
    point: "-6.92, 110.2",
    notes: "Kemasan baru dicoba.",
    owner_tasks: "Cetak label\nFoto produk",
    mentor_tasks: "",
    next: "2026-12-14",
  });
});

test("a visit without times takes those of the form, in Jakarta and with the clock put right", () => {
  const { content } = begin(KUNJUNGAN, { purpose: "visit", entity: "e", version: 1, title: "" }, Date.UTC(2026, 10, 30, 18, 5));
  const hour = 3_600_000;
  expect(visitOf(content, Date.UTC(2026, 10, 30, 19, 0), -hour)).toMatchObject({
    day: "2026-12-01",
    began: "00:05",
    ended: "01:00",
  });
});

test("a business that is merged or taken away meanwhile keeps its unsent answer on the phone's list of unsent work", async () => {
  const { store, hall, sync } = await readyStore();
  hall.put("field.business", "b-1", { name: "Warung", owner: "Budi", village: VILLAGE, state: "to_visit" });
  await sync.nudge();
  const id = await fill(store, { entity: "b-1", version: 1, name: "Warung" });
  hall.drop("field.business", "b-1");
  hall.breaks = (_, name) => (name === "push" ? "before" : "none");
  await sync.nudge();
  expect((await store.outbox.list()).map((item) => item.id)).toEqual([id]);
  hall.breaks = () => "none";
  const error = { code: "field.merged", id: "Usaha ini digabung.", en: "This business was merged." };
  hall.judge = () => ({ refused: error });
  await sync.nudge();
  expect((await store.outbox.get(id))?.outcome.error).toEqual(error);
  expect((await listed(store)).map((row) => row.id)).not.toContain("nobody");
});

test("search finds every word in name, owner or number, whatever the accents and marks", () => {
  const list = [one("1", { name: "Keripik Témpe \"Bu Sri\"", owner: "Sri Wahyuni", phone_last4: "7890" }), one("2", { name: "Batik", owner: "Sri" })];
  expect(search(list, "tempe sri").map(({ id }) => id)).toEqual(["1"]);
  expect(search(list, "SRI").length).toBe(2);
  expect(search(list, "7890").map(({ id }) => id)).toEqual(["1"]);
  expect(search(list, "  ").length).toBe(2);
  expect(search(list, "kopi")).toEqual([]);
});

test("an area takes RT and RW with or without leading zeroes", () => {
  const area = { code: VILLAGE, name: "Kebondalem", rt: "001", rw: "2" };
  expect(within(area, one("1", { rt: "1", rw: "002" }).body)).toBe(true);
  expect(within(area, one("1", { rt: "2", rw: "2" }).body)).toBe(false);
  expect(within({ ...area, rt: null, rw: null }, one("1", {}).body)).toBe(true);
  expect(within({ ...area, code: "33.24.09.2004", name: "Lain" }, one("1", { rt: "1", rw: "2" }).body)).toBe(false);
});

test("the warning of duplicates says by what: NIK by its keyed hash, telephone with a like name, like names", async () => {
  const key = await crypto.subtle.importKey("raw", new Uint8Array(32), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const { nikCheck } = await import("../form/nik");
  const nik = "3324120101800001";
  const list = [
    one("nik", { name: "Lain sekali", nik_check: (await nikCheck(key, nik)).slice(0, 6) }),
    one("phone", { name: "Dapur Kita", owner: "Bu Sri Wahyuni", phone_last4: "7890" }),
    one("name", { name: "Keripik Tempe Bu Sri", owner: "Sri Wahyuni" }),
    one("same-kind", { name: "Keripik Tempe", owner: "Joko Susilo" }),
    one("none", { name: "Bengkel Motor", owner: "Anton", phone_last4: "7890" }),
  ];
  const typed = { name: "Kripik Tempe Bu Sri", owner: "Sri Wahyuni", phone: "081234567890", nik };
  const found = await suspects(list, typed, "self", key);
  expect(found.map(({ business, why }) => [business.id, why])).toEqual([
    ["nik", ["nik"]],
    ["phone", ["phone"]],
    ["name", ["name"]],
  ]);
  expect(await suspects(list, { ...typed, name: "", owner: "", phone: "", nik: "" }, "self", key)).toEqual([]);
  expect(likeness("Toko", "Warung")).toBe(0);
});
