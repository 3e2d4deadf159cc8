// The named patterns of `matches`, the same as the hall's (`questionnaire/src/pattern.rs`). Names, not
// regular expressions, so that a questionnaire can bring nothing that is slow or wrong on a phone.
import { readNik } from "./nik";

type Test = (digits: string, bare: boolean) => boolean;

const PATTERNS: Record<string, Test> = {
  digits: (_, bare) => bare,
  rt: (digits, bare) => bare && digits.length <= 3,
  kk: (digits, bare) => bare && digits.length === 16,
  nik: (digits, bare) => bare && "nik" in readNik(digits, new Date().getFullYear()),
  nib: (digits, bare) => bare && digits.length === 13,
  npwp: (digits, bare) => bare && (digits.length === 15 || digits.length === 16),
  phone: (digits, bare) =>
    (digits.startsWith("0") && bare && digits.length >= 10 && digits.length <= 13) ||
    (digits.startsWith("62") && digits.length >= 10 && digits.length <= 15),
};

function isEmail(text: string): boolean {
  const [name, host, ...rest] = text.split("@");
  return (
    Boolean(name) &&
    host !== undefined &&
    rest.length === 0 &&
    !/\s/u.test(text) &&
    host.includes(".") &&
    host.split(".").every((label) => label !== "")
  );
}

/** Patterns whose answers are digits alone: the phone shows its number keys for them. */
export const DIGITS: ReadonlySet<string> = new Set(Object.keys(PATTERNS).filter((name) => name !== "phone"));

/** Whether a text is written so; a name this app does not know refuses nothing. */
export function matches(name: string, text: string): boolean | null {
  if (name === "email") {
    return isEmail(text.trim());
  }
  const test = PATTERNS[name];
  if (!test) {
    return null;
  }
  const kept = text.replace(/[ .-]/g, "");
  const digits = kept.startsWith("+") ? kept.slice(1) : kept;
  return /^[0-9]+$/.test(digits) && test(digits, digits.length === kept.length);
}
