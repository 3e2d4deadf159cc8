// NIK, telephone and money as people write them; the vectors are the hall's own.
import { expect, test } from "vitest";
import vectors from "../../../vocab/vectors/numbers.json";
import { readMoney, readNumber } from "../form/money";
import { nikCheck, readNik } from "../form/nik";
import { readPhone } from "../form/phone";

test.each(vectors.nik.map((vector) => [vector.text, vector] as const))("NIK %j is read as the hall reads it", (text, vector) => {
  const read = readNik(text, vectors.this_year);
  expect("flaw" in read ? read.flaw.code : undefined).toBe(vector.flaw);
  if ("nik" in read && vector.birth) {
    expect(read.nik.birth).toBe(vector.birth);
    expect(read.nik.sex).toBe(vector.sex);
  }
});

test.each(vectors.phone.map((vector) => [vector.text, vector.national] as const))(
  "telephone %j is read as the hall reads it",
  (text, national) => {
    const read = readPhone(text);
    expect("phone" in read ? read.phone : undefined).toBe(national);
  },
);

test("every flaw is said in all three languages", () => {
  for (const { text, flaw } of vectors.nik) {
    const read = readNik(text, 2026);
    if (flaw && "flaw" in read) {
      const { id, en, jv } = read.flaw.message;
      expect([id, en, jv].every((words) => words && words.length > 5)).toBe(true);
    }
  }
});

test("the keyed hash of a NIK is HMAC-SHA256 over its digits", async () => {
  const raw = new TextEncoder().encode("Jefe");
  const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  // The second example of RFC 4231.
  expect(await nikCheck(key, "what do ya want for nothing?")).toBe(
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  );
});

test("money is read as people say it", () => {
  const said: [string, number | null][] = [
    ["1500000", 1_500_000],
    ["1.500.000", 1_500_000],
    ["Rp 1.500.000", 1_500_000],
    ["1,5 jt", 1_500_000],
    ["750 rb", 750_000],
    ["750rb", 750_000],
    ["2 juta", 2_000_000],
    ["1,25 M", 1_250_000_000],
    ["1.50", null],
    ["1,5.0", null],
    ["banyak", null],
    ["", null],
    ["5 lusin", null],
  ];
  for (const [text, amount] of said) {
    expect(readMoney(text), text).toBe(amount);
  }
  expect(readNumber("3,5")).toBe(3.5);
  expect(readNumber("-2")).toBe(-2);
});
