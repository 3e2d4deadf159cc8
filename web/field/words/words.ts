// Every text of the app: Indonesian, English, Javanese. `{n}` and its like are filled in.
import type { Language } from "../form/questionnaire";
import { FORM } from "./form";
import { HOME } from "./home";
import { WORK } from "./work";

export const WORDS = { ...HOME, ...FORM, ...WORK } as const;

export type Key = keyof typeof WORDS;

const COLUMN: Record<Language, 0 | 1 | 2> = { id: 0, en: 1, jv: 2 };

let current: Language = "id";

export const LANGUAGES: { code: Language; short: string; name: string }[] = [
  { code: "id", short: "ID", name: "Bahasa Indonesia" },
  { code: "jv", short: "JV", name: "Basa Jawa" },
  { code: "en", short: "EN", name: "English" },
];

export function language(): Language {
  return current;
}

export function useLanguage(code: Language): void {
  current = code;
  document.documentElement.lang = code;
}

/** A value within a text; numbers with the thousands apart. */
function written(value: string | number | undefined): string | undefined {
  return typeof value === "number" ? value.toLocaleString(current === "en" ? "en-GB" : "id-ID") : value;
}

export function t(key: Key, values: Record<string, string | number> = {}): string {
  const text: string = WORDS[key][COLUMN[current]];
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => written(values[name]) ?? whole);
}

/** Words that come from the hall: they have no Javanese. */
export function ofHall(problem: { id: string; en: string }): string {
  return current === "en" ? problem.en : problem.id;
}

export function when(at: number): string {
  return new Date(at).toLocaleString(current === "en" ? "en-GB" : "id-ID", {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
}

export function time(at: number): string {
  return new Date(at).toLocaleTimeString(current === "en" ? "en-GB" : "id-ID", { hour: "2-digit", minute: "2-digit" });
}
