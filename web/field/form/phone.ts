// Indonesian telephone numbers, by the hall's rules (`vocab`).
import type { Words } from "./questionnaire";

const PROBLEMS: Record<string, Words> = {
  foreign: {
    id: "Nomor telepon hanya terdiri dari angka.",
    en: "A telephone number has digits only.",
    jv: "Nomer telpun mung angka.",
  },
  abroad: {
    id: "Nomor luar negeri; isi nomor Indonesia (+62).",
    en: "A number abroad; give an Indonesian one (+62).",
    jv: "Nomer luar negeri; isinen nomer Indonesia (+62).",
  },
  length: {
    id: "Jumlah angkanya tidak cocok: ponsel 9 sampai 12 angka setelah 0, telepon rumah 8 sampai 11.",
    en: "The number of digits does not fit: a mobile has 9 to 12 after the 0, a landline 8 to 11.",
    jv: "Cacahe angka ora cocog: HP 9 nganti 12 angka sawise 0, telpun omah 8 nganti 11.",
  },
  prefix: {
    id: "Nomor telepon pelanggan tidak diawali angka itu.",
    en: "No subscriber's number starts like this.",
    jv: "Nomer telpun ora diwiwiti angka kuwi.",
  },
};

/** The number as dialled within the country, or what is wrong with it. */
export function readPhone(text: string): { phone: string } | { message: Words } {
  const plain = text.trim().replace(/[\s().\-]/g, "");
  if (/[^0-9+]/.test(plain) || plain.lastIndexOf("+") > 0) {
    return { message: PROBLEMS.foreign! };
  }
  if (plain.startsWith("+") && !plain.startsWith("+62")) {
    return { message: PROBLEMS.abroad! };
  }
  const national = plain.replace(/^\+?62/, "").replace(/^0+/, "");
  const mobile = national.startsWith("8");
  // 080x are free and premium services; 01, 00 and 06 begin no area code.
  if (!/^(8[1-9]|[2-579][1-9])/.test(national)) {
    return { message: PROBLEMS.prefix! };
  }
  const [least, most] = mobile ? [9, 12] : [8, 11];
  if (national.length < least || national.length > most) {
    return { message: PROBLEMS.length! };
  }
  return { phone: `0${national}` };
}
