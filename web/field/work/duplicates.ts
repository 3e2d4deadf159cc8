// "This one may be counted already": from what the phone knows of the assigned area. It warns and never
// forbids; the office decides with all the data.
import { nikCheck } from "../form/nik";
import { folded, type Listed } from "./list";

export interface Suspect {
  business: Listed;
  why: ("nik" | "phone" | "name")[];
}

export interface Typed {
  name: string;
  owner: string;
  phone: string;
  nik: string;
}

/** What businesses are called in general says nothing about which one it is. */
const COMMON = new Set("usaha toko warung kios cv pt ud bu ibu pak bapak mbak mas bp dan".split(" "));

function pieces(text: string): Set<string> {
  const plain = folded(text)
    .split(" ")
    .filter((word) => word && !COMMON.has(word))
    .join(" ");
  const padded = ` ${plain} `;
  const out = new Set<string>();
  for (let at = 0; plain && at + 3 <= padded.length; at += 1) {
    out.add(padded.slice(at, at + 3));
  }
  return out;
}

/** Shared runs of three letters, from 0 to 1 (Dice). */
export function likeness(one: string, other: string): number {
  const [left, right] = [pieces(one), pieces(other)];
  if (left.size === 0 || right.size === 0) {
    return 0;
  }
  let shared = 0;
  for (const piece of left) {
    shared += right.has(piece) ? 1 : 0;
  }
  return (2 * shared) / (left.size + right.size);
}

const LIKE = 0.7;
const MOST = 3;

export async function suspects(list: Listed[], typed: Typed, self: string, nikKey?: CryptoKey): Promise<Suspect[]> {
  const hash = nikKey && typed.nik.length === 16 ? await nikCheck(nikKey, typed.nik) : null;
  const last4 = typed.phone.replace(/\D/g, "").slice(-4);
  const found: (Suspect & { weight: number })[] = [];
  for (const business of list) {
    if (business.id === self) {
      continue;
    }
    const { body } = business;
    const why: Suspect["why"] = [];
    if (hash && body.nik_check && hash.startsWith(body.nik_check.toLowerCase())) {
      why.push("nik");
    }
    const name = likeness(typed.name, body.name);
    const owner = likeness(typed.owner, body.owner);
    const phone = typed.phone.length >= 9 && last4.length === 4 && last4 === body.phone_last4;
    if (phone && (name > 0.3 || owner > 0.3)) {
      why.push("phone");
    }
    // A like name alone is common ("Keripik Tempe"); the owner or an identical name makes it telling.
    if (name >= LIKE && (owner >= 0.5 || name > 0.95)) {
      why.push("name");
    }
    if (why.length > 0) {
      found.push({ business, why, weight: (why.includes("nik") ? 4 : 0) + (why.includes("phone") ? 2 : 0) + name });
    }
  }
  return found
    .sort((one, other) => other.weight - one.weight)
    .slice(0, MOST)
    .map(({ business, why }) => ({ business, why }));
}
