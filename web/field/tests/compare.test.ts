// Two versions side by side.
import { expect, test } from "vitest";
import type { Item } from "../store";
import { chosenAnswers, decided, linesOf, type Side } from "../work/compare";
import type { Answer } from "../work/records";
import { SENSUS } from "./set";

const mine: Answer = {
  business: "b-1",
  questionnaire: "sensus@1",
  outcome: "complete",
  started_at: 1,
  ended_at: 2,
  clock_offset_ms: 0,
  location: null,
  answers: { business_name: "Warung Budi", kind: "food", owner_name: "Budi" },
  photos: { front: ["f"] },
};

const item = { id: "i-1", collection: "field.answer", body: mine } as unknown as Item;
const theirs = { outcome: "closed", answers: { business_name: "Warung Pak Budi", owner_name: "Budi", village: "33.24.09.2003" } };

test("only what differs is laid side by side, in words", () => {
  expect(linesOf(SENSUS, item, theirs)).toEqual([
    { key: "outcome", label: "Hasil kunjungan", mine: "Kuesioner diisi", theirs: "Usaha sudah tutup" },
    { key: "q:business_name", label: "Nama", mine: "Warung Budi", theirs: "Warung Pak Budi" },
    { key: "q:kind", label: "Jenis", mine: "Makanan", theirs: "tidak dijawab" },
    { key: "q:village", label: "Desa", mine: "tidak dijawab", theirs: "33.24.09.2003" },
  ]);
});

test("the decision takes each line from the side that was chosen and names what it decides", () => {
  const chosen = new Map<string, Side>([
    ["outcome", "mine"],
    ["q:business_name", "theirs"],
    ["q:kind", "theirs"],
    ["q:village", "mine"],
  ]);
  expect(chosenAnswers(item, theirs, chosen)).toEqual({ business_name: "Warung Pak Budi", owner_name: "Budi" });
  expect(decided(item, theirs, chosen)).toMatchObject({ outcome: "complete", photos: { front: ["f"] }, resolves: "i-1" });
  chosen.set("outcome", "theirs");
  expect(decided(item, theirs, chosen)).toMatchObject({ outcome: "closed" });
});
