// The form engine: what is asked, what is wrong, what counts.
import { expect, test } from "vitest";
import vectors from "../../../questionnaire/vectors/expressions.json";
import { ask, counted, faults, flat, withoutRow, withValue } from "../form/engine";
import { evaluate, type Truth } from "../form/expression";
import type { Answers, Expr, Photos, Questionnaire } from "../form/questionnaire";

interface Vector {
  expression: unknown;
  answers: Record<string, unknown>;
  photos?: Record<string, string[]>;
  truth: string;
}

const TRUTHS: Record<string, Truth> = { true: true, false: false, unknown: null };

test("every expression is worth what the hall says it is", () => {
  const all = vectors.expressions as unknown as Vector[];
  expect(all.length).toBeGreaterThan(60);
  for (const { expression, answers, photos, truth } of all) {
    const look = (question: string) => answers[question] ?? photos?.[question];
    expect(evaluate(expression as Expr, look), JSON.stringify(expression)).toBe(TRUTHS[truth]);
  }
});

const label = (id: string) => ({ id });

const FORM: Questionnaire = {
  id: "sensus",
  version: 3,
  title: label("Sensus"),
  choices: { kind: [{ value: "food", label: label("Makanan") }, { value: "craft", label: label("Kerajinan") }] },
  pages: [
    {
      id: "satu",
      title: label("Satu"),
      questions: [
        { id: "kind", kind: "choice", label: label("Jenis"), choices: "kind", required: true },
        { id: "nik", kind: "nik", label: label("NIK") },
        { id: "workers", kind: "number", label: label("Pekerja"), min: 1, max: 500 },
        {
          id: "women",
          kind: "number",
          label: label("Perempuan"),
          check: { test: ["not", ["over", "women", 500]], message: label("Terlalu banyak") },
        },
        { id: "told", kind: "note", label: label("Terima kasih") },
      ],
    },
    {
      id: "makanan",
      title: label("Makanan"),
      relevant: ["is", "kind", "food"],
      questions: [
        { id: "halal", kind: "yes_no", label: label("Halal?"), required: true },
        { id: "number", kind: "text", label: label("Nomor"), required: true, relevant: ["is", "halal", true] },
        { id: "proof", kind: "photo", label: label("Bukti"), required: true, relevant: ["answered", "number"] },
      ],
    },
    {
      id: "produk",
      title: label("Produk"),
      questions: [
        {
          id: "products",
          kind: "repeat",
          label: label("Produk"),
          most: 3,
          questions: [
            { id: "name", kind: "text", label: label("Nama"), required: true },
            { id: "sold", kind: "yes_no", label: label("Dijual?") },
            { id: "price", kind: "money", label: label("Harga"), relevant: ["is", "sold", true], required: true },
            { id: "shot", kind: "photo", label: label("Foto") },
          ],
        },
      ],
    },
  ],
};

const paths = (answers: Answers, photos: Photos = {}) => flat(ask(FORM, answers, photos)).map(({ asked }) => asked.path);
const wrong = (answers: Answers, photos: Photos = {}) => faults(FORM, answers, photos, 2026).map((one) => one.path);

test("what hangs on an unanswered question is not asked, and what it asks drives nothing further", () => {
  expect(paths({})).toEqual(["kind", "nik", "workers", "women", "told"]);
  expect(paths({ kind: "food" })).toContain("halal");
  expect(paths({ kind: "food", halal: true, number: "ID1" })).toContain("proof");
  // The page is hidden again: the old answers in it show nothing and count for nothing.
  const back: Answers = { kind: "craft", halal: true, number: "ID1" };
  expect(paths(back)).not.toContain("number");
  expect(counted(FORM, back, { proof: ["f"] })).toEqual({ answers: { kind: "craft" }, photos: {} });
});

test("what is required is missed only where it is asked", () => {
  expect(wrong({})).toEqual(["kind"]);
  expect(wrong({ kind: "food" })).toEqual(["halal"]);
  expect(wrong({ kind: "food", halal: true })).toEqual(["number"]);
  expect(wrong({ kind: "food", halal: true, number: "x" })).toEqual(["proof"]);
  expect(wrong({ kind: "food", halal: true, number: "x" }, { proof: ["f"] })).toEqual([]);
  expect(wrong({ kind: "food", halal: false })).toEqual([]);
});

test("kinds, limits and checks say what is wrong", () => {
  const base = { kind: "craft" };
  expect(wrong({ ...base, nik: "3324120101800001" })).toEqual([]);
  expect(wrong({ ...base, nik: "332412" })).toEqual(["nik"]);
  expect(wrong({ ...base, workers: 0 })).toEqual(["workers"]);
  expect(wrong({ ...base, workers: 501 })).toEqual(["workers"]);
  expect(wrong({ ...base, workers: "dua" })).toEqual(["workers"]);
  expect(wrong({ ...base, women: 501 })).toEqual(["women"]);
});

test("the rows of a repeat are asked each for itself", () => {
  const answers: Answers = { kind: "craft", products: [{ name: "A", sold: true }, { sold: false, price: 9 }] };
  expect(paths(answers).filter((path) => path.startsWith("products"))).toEqual([
    "products.0.name",
    "products.0.sold",
    "products.0.price",
    "products.0.shot",
    "products.1.name",
    "products.1.sold",
    "products.1.shot",
  ]);
  expect(wrong(answers)).toEqual(["products.0.price", "products.1.name"]);
  expect(counted(FORM, answers, { "products.1.shot": ["f"] })).toEqual({
    answers: { kind: "craft", products: [{ name: "A", sold: true }, { sold: false }] },
    photos: { "products.1.shot": ["f"] },
  });
});

test("taking a row out moves the photos of the rows behind it up", () => {
  const answers: Answers = { products: [{ name: "A" }, { name: "B" }, { name: "C" }] };
  const photos = { front: ["x"], "products.0.shot": ["a"], "products.1.shot": ["b"], "products.2.shot": ["c"] };
  expect(withoutRow(answers, photos, "products", 1)).toEqual({
    answers: { products: [{ name: "A" }, { name: "C" }] },
    photos: { front: ["x"], "products.0.shot": ["a"], "products.1.shot": ["c"] },
  });
});

test("numbers are sent as the hall reads them, and a change leaves the old answers alone", () => {
  const before: Answers = { kind: "craft", nik: "33.24.12.010180.0001" };
  const [asked] = flat(ask(FORM, before)).map((one) => one.asked);
  const after = withValue(before, asked!, "food");
  expect(before.kind).toBe("craft");
  expect(after.kind).toBe("food");
  expect(counted(FORM, before, {}).answers.nik).toBe("3324120101800001");
});
