// NIK, the number of a person in the population register: province, regency and district of first
// registration, birth date (women: day + 40), serial. There is no check digit. The same rules as the
// hall's (`vocab`), held to the same examples.
import type { Words } from "./questionnaire";

export interface Nik {
  digits: string;
  district: string;
  sex: "female" | "male";
  birth: string;
}

export interface Flaw {
  code: string;
  message: Words;
}

/** Provinces by Kemendagri's code. */
const PROVINCES = new Set(
  (
    "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65 71 72 73 74 75 76 81 82 " +
    "91 92 93 94 95 96"
  ).split(" "),
);

function flaw(code: string, id: string, en: string, jv: string): { flaw: Flaw } {
  return { flaw: { code: `nik.${code}`, message: { id, en, jv } } };
}

function isDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  date.setUTCFullYear(year);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && month >= 1 && day >= 1;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}

/** Reads a NIK as it is typed; `thisYear` decides the century of the birth. */
export function readNik(text: string, thisYear: number): { nik: Nik } | { flaw: Flaw } {
  const trimmed = text.trim().replace(/^(no[._ ]?)?(nik|ktp)\s*[:.]?\s*/i, "");
  if (/^\d[.,]\d+e\+?\d+$/i.test(trimmed)) {
    return flaw(
      "digits_lost",
      "Angka NIK hilang di spreadsheet; isi ulang dari KTP.",
      "NIK digits lost in a spreadsheet; enter it again from the card.",
      "Angka NIK ilang ing spreadsheet; isinen maneh saka KTP.",
    );
  }
  const float = /^\d+\.0$/.test(trimmed);
  const digits = (float ? trimmed.slice(0, -2) : trimmed).replace(/[\s.\-']/g, "");
  if (digits === "") {
    return flaw("empty", "NIK kosong.", "The NIK is empty.", "NIK isih kosong.");
  }
  const foreign = /[^0-9]/u.exec(digits)?.[0];
  if (foreign !== undefined) {
    return flaw(
      "foreign",
      `NIK hanya terdiri dari angka; ada tanda '${foreign}' di dalamnya.`,
      `A NIK has digits only; there is '${foreign}' in it.`,
      `NIK mung angka; ana tandha '${foreign}' ing njerone.`,
    );
  }
  if (digits.length !== 16) {
    return flaw(
      "length",
      `NIK terdiri dari 16 angka; yang ini ${digits.length} angka. Periksa KTP.`,
      `A NIK has 16 digits; this one has ${digits.length}. Check the identity card.`,
      `NIK iku 16 angka; iki ${digits.length} angka. Priksanen KTP.`,
    );
  }
  if (float && digits.endsWith("0")) {
    return flaw(
      "digits_lost",
      "Angka NIK hilang di spreadsheet; isi ulang dari KTP.",
      "NIK digits lost in a spreadsheet; enter it again from the card.",
      "Angka NIK ilang ing spreadsheet; isinen maneh saka KTP.",
    );
  }
  const province = digits.slice(0, 2);
  if (!PROVINCES.has(province)) {
    return flaw(
      "province",
      `NIK diawali kode provinsi; ${province} bukan kode provinsi.`,
      `A NIK starts with a province code; ${province} is no province.`,
      `NIK diwiwiti kode provinsi; ${province} dudu kode provinsi.`,
    );
  }
  if (digits.slice(2, 4) === "00" || digits.slice(4, 6) === "00") {
    return flaw(
      "region",
      `Kode kabupaten/kecamatan ${digits.slice(0, 6)} di dalam NIK tidak mungkin ada.`,
      `The regency and district code ${digits.slice(0, 6)} within the NIK cannot exist.`,
      `Kode kabupaten/kecamatan ${digits.slice(0, 6)} ing NIK ora mungkin ana.`,
    );
  }
  const written = Number(digits.slice(6, 8));
  const day = written > 40 ? written - 40 : written;
  const month = Number(digits.slice(8, 10));
  const year = Number(digits.slice(10, 12));
  if (!isDate(1900 + year, month, day) && !isDate(2000 + year, month, day)) {
    return flaw(
      "birth_date",
      `Angka ke-7 sampai ke-12 NIK (${digits.slice(6, 12)}) bukan tanggal lahir; perempuan: tanggal ditambah 40.`,
      `Digits 7 to 12 of the NIK (${digits.slice(6, 12)}) are no birth date; for women the day has 40 added.`,
      `Angka kaping 7 nganti 12 NIK (${digits.slice(6, 12)}) dudu tanggal lair; wong wadon: tanggal ditambah 40.`,
    );
  }
  const recent = thisYear - (thisYear % 100) + year;
  const guess = recent > thisYear ? recent - 100 : recent;
  const century = [guess, guess + 100, guess - 100].find((full) => isDate(full, month, day)) ?? guess;
  return {
    nik: {
      digits,
      district: `${digits.slice(0, 2)}.${digits.slice(2, 4)}.${digits.slice(4, 6)}`,
      sex: written > 40 ? "female" : "male",
      birth: `${century}-${two(month)}-${two(day)}`,
    },
  };
}

/** Whether a number's keyed hash begins as the hall's short one; the hall never sends the number. */
export async function nikCheck(key: CryptoKey, digits: string): Promise<string> {
  const signed = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(digits));
  return Array.from(new Uint8Array(signed), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
