// What is asked now, what is wrong with it, and what of it counts. Pure: answers in, view out.
import { evaluate, isEmpty, type Look } from "./expression";
import { readNik } from "./nik";
import { readPhone } from "./phone";
import type {
  Answers,
  Entry,
  Page,
  Photos,
  Question,
  Questionnaire,
  Repeat,
  Row,
  Value,
  Words,
} from "./questionnaire";

/** A question in its place: `path` is its id, or `repeat.row.id` within a repeat. */
export interface Asked {
  path: string;
  question: Question;
  row?: { repeat: string; at: number };
}

export interface AskedRepeat {
  path: string;
  repeat: Repeat;
  rows: Asked[][];
}

export interface AskedPage {
  page: Page;
  entries: (Asked | AskedRepeat)[];
}

export interface Fault {
  path: string;
  page: string;
  message: Words;
}

/** The longest text that the hall takes. */
const LONGEST = 2_000;

const REQUIRED: Words = {
  id: "Pertanyaan ini wajib dijawab.",
  en: "This question must be answered.",
  jv: "Pitakonan iki kudu diwangsuli.",
};

export function isRepeat(entry: Entry): entry is Repeat {
  return entry.kind === "repeat";
}

export function isAskedRepeat(entry: Asked | AskedRepeat): entry is AskedRepeat {
  return "repeat" in entry && "rows" in entry;
}

export function rowsOf(answers: Answers, repeat: string): Row[] {
  const rows = answers[repeat];
  return Array.isArray(rows) && rows.every((row) => typeof row === "object" && row !== null) ? (rows as Row[]) : [];
}

/** What is asked, page by page. An answer that is hidden now drives nothing further down. */
export function ask(questionnaire: Questionnaire, answers: Answers, photos: Photos = {}): AskedPage[] {
  const seen = new Map<string, unknown>();
  const outer: Look = (question) => seen.get(question);
  const pages: AskedPage[] = [];
  for (const page of questionnaire.pages) {
    if (page.relevant && evaluate(page.relevant, outer) !== true) {
      continue;
    }
    const entries: (Asked | AskedRepeat)[] = [];
    for (const entry of page.questions) {
      if (entry.relevant && evaluate(entry.relevant, outer) !== true) {
        continue;
      }
      if (isRepeat(entry)) {
        entries.push(askRepeat(entry, answers, photos, outer));
        seen.set(entry.id, rowsOf(answers, entry.id));
      } else {
        entries.push({ path: entry.id, question: entry });
        seen.set(entry.id, entry.kind === "photo" ? photos[entry.id] : answers[entry.id]);
      }
    }
    pages.push({ page, entries });
  }
  return pages;
}

function askRepeat(repeat: Repeat, answers: Answers, photos: Photos, outer: Look): AskedRepeat {
  const rows = rowsOf(answers, repeat.id).map((row, at) => {
    const seen = new Map<string, unknown>();
    const look: Look = (question) => (seen.has(question) ? seen.get(question) : outer(question));
    const asked: Asked[] = [];
    for (const question of repeat.questions) {
      if (question.relevant && evaluate(question.relevant, look) !== true) {
        // Hidden in this row, and not to be found further out under the same name either.
        seen.set(question.id, undefined);
        continue;
      }
      const path = `${repeat.id}.${at}.${question.id}`;
      asked.push({ path, question, row: { repeat: repeat.id, at } });
      seen.set(question.id, question.kind === "photo" ? photos[path] : row[question.id]);
    }
    return asked;
  });
  return { path: repeat.id, repeat, rows };
}

/** Every question asked now, in order. */
export function flat(pages: AskedPage[]): { asked: Asked; page: string }[] {
  return pages.flatMap(({ page, entries }) =>
    entries
      .flatMap((entry) => (isAskedRepeat(entry) ? entry.rows.flat() : [entry]))
      .map((asked) => ({ asked, page: page.id })),
  );
}

export function valueOf(answers: Answers, asked: Asked): Value | undefined {
  if (asked.row) {
    return rowsOf(answers, asked.row.repeat)[asked.row.at]?.[asked.question.id];
  }
  return answers[asked.question.id] as Value | undefined;
}

/** The answers with one changed; the old ones are not touched. */
export function withValue(answers: Answers, asked: Asked, value: Value | undefined): Answers {
  const { row, question } = asked;
  if (!row) {
    return { ...answers, [question.id]: value };
  }
  const rows = rowsOf(answers, row.repeat).map((old, at) => (at === row.at ? { ...old, [question.id]: value } : old));
  return { ...answers, [row.repeat]: rows };
}

function number(text: number): string {
  return text.toLocaleString("id-ID");
}

/** What is wrong with a value by its kind alone. */
function kindFault(question: Question, value: Value, thisYear: number): Words | null {
  if (question.kind === "nik" && typeof value === "string") {
    const read = readNik(value, thisYear);
    return "flaw" in read ? read.flaw.message : null;
  }
  if (question.kind === "phone" && typeof value === "string") {
    const read = readPhone(value);
    return "message" in read ? read.message : null;
  }
  if (question.kind === "number" || question.kind === "money") {
    return numberFault(question, value);
  }
  if (question.kind === "text" && typeof value === "string" && [...value].length > LONGEST) {
    return {
      id: `Paling panjang ${number(LONGEST)} huruf.`,
      en: `At most ${number(LONGEST)} letters.`,
      jv: `Paling dawa ${number(LONGEST)} aksara.`,
    };
  }
  return null;
}

/** What is wrong with the rows of a repeat as a whole. */
function repeatFault({ repeat, rows }: AskedRepeat): Words | null {
  if (rows.length === 0 && repeat.required) {
    return REQUIRED;
  }
  const most = repeat.most ?? Number.POSITIVE_INFINITY;
  return rows.length > most
    ? { id: `Paling banyak ${most} isian.`, en: `At most ${most} rows.`, jv: `Paling akeh ${most} isian.` }
    : null;
}

function numberFault({ kind, min, max }: Question, value: Value): Words | null {
  if (typeof value !== "number" || !Number.isFinite(value) || (kind === "money" && (value < 0 || !Number.isInteger(value)))) {
    return { id: "Isi dengan angka.", en: "Give a number.", jv: "Isinen nganggo angka." };
  }
  if (min !== undefined && min !== null && value < min) {
    return {
      id: `Paling sedikit ${number(min)}.`,
      en: `At least ${number(min)}.`,
      jv: `Paling sithik ${number(min)}.`,
    };
  }
  if (max !== undefined && max !== null && value > max) {
    return {
      id: `Paling banyak ${number(max)}.`,
      en: `At most ${number(max)}.`,
      jv: `Paling akeh ${number(max)}.`,
    };
  }
  return null;
}

/** Everything that is wrong with what is asked now. */
export function faults(
  questionnaire: Questionnaire,
  answers: Answers,
  photos: Photos = {},
  thisYear: number = new Date().getFullYear(),
): Fault[] {
  const pages = ask(questionnaire, answers, photos);
  const all = flat(pages);
  const out: Fault[] = pages.flatMap(({ page, entries }) =>
    entries.filter(isAskedRepeat).flatMap((entry) => {
      const message = repeatFault(entry);
      return message ? [{ path: entry.path, page: page.id, message }] : [];
    }),
  );
  const valueAt = ({ path, question, ...rest }: Asked) =>
    question.kind === "photo" ? photos[path] : valueOf(answers, { path, question, ...rest });
  for (const { asked, page } of all) {
    const { question, path } = asked;
    const value = valueAt(asked);
    if (question.kind === "note") {
      continue;
    }
    if (isEmpty(value)) {
      if (question.required) {
        out.push({ path, page, message: REQUIRED });
      }
      continue;
    }
    const wrong = question.kind === "photo" ? null : kindFault(question, value as Value, thisYear);
    if (wrong) {
      out.push({ path, page, message: wrong });
      continue;
    }
    if (question.check) {
      const look: Look = (name) => {
        const near = all.find(
          (other) =>
            other.asked.question.id === name &&
            other.asked.row?.repeat === asked.row?.repeat &&
            other.asked.row?.at === asked.row?.at,
        );
        const found = near ?? all.find((other) => other.asked.question.id === name && !other.asked.row);
        return found ? valueAt(found.asked) : undefined;
      };
      if (evaluate(question.check.test, look) === false) {
        out.push({ path, page, message: question.check.message });
      }
    }
  }
  return out;
}

/** What is sent: only what is asked now, each in the form the hall reads. */
export function counted(questionnaire: Questionnaire, answers: Answers, photos: Photos): { answers: Answers; photos: Photos } {
  const out: Answers = {};
  const files: Photos = {};
  for (const page of ask(questionnaire, answers, photos)) {
    for (const entry of page.entries) {
      if (isAskedRepeat(entry)) {
        const rows = entry.rows.map((row) =>
          Object.fromEntries(row.flatMap((asked) => pair(asked, answers, photos, files))),
        );
        if (rows.length > 0) {
          out[entry.repeat.id] = rows;
        }
      } else {
        Object.assign(out, Object.fromEntries(pair(entry, answers, photos, files)));
      }
    }
  }
  return { answers: out, photos: files };
}

function pair(asked: Asked, answers: Answers, photos: Photos, files: Photos): [string, Value][] {
  const { question, path } = asked;
  if (question.kind === "photo") {
    const taken = photos[path] ?? [];
    if (taken.length > 0) {
      files[path] = taken;
    }
    return [];
  }
  const value = valueOf(answers, asked);
  if (question.kind === "note" || value === undefined || isEmpty(value)) {
    return [];
  }
  if (question.kind === "nik" && typeof value === "string") {
    const read = readNik(value, new Date().getFullYear());
    return [[question.id, "nik" in read ? read.nik.digits : value]];
  }
  if (question.kind === "phone" && typeof value === "string") {
    const read = readPhone(value);
    return [[question.id, "phone" in read ? read.phone : value]];
  }
  return [[question.id, value]];
}

/** Takes a row out of a repeat and moves the photos of the rows behind it up. */
export function withoutRow(answers: Answers, photos: Photos, repeat: string, at: number): { answers: Answers; photos: Photos } {
  const moved: Photos = {};
  for (const [path, files] of Object.entries(photos)) {
    const [name, row, question] = path.split(".");
    const number = Number(row);
    if (name !== repeat || question === undefined) {
      moved[path] = files;
    } else if (number < at) {
      moved[path] = files;
    } else if (number > at) {
      moved[`${name}.${number - 1}.${question}`] = files;
    }
  }
  const rows = rowsOf(answers, repeat).filter((_, number) => number !== at);
  return { answers: { ...answers, [repeat]: rows }, photos: moved };
}
