// Two versions of one thing, line by line. Nothing here decides; it only lays side by side and puts
// together what a person chose.
import { isRepeat } from "../form/engine";
import { writeNumber } from "../form/money";
import { type Answers, type Entry, type Questionnaire, say } from "../form/questionnaire";
import type { Item } from "../store";
import { language, t } from "../words/words";
import type { Answer, Visit } from "./records";

export type Side = "mine" | "theirs";

/** One line of the comparison: the outcome, or a question on which the two differ. */
export interface Line {
  key: string;
  label: string;
  mine: string;
  theirs: string;
}

const OUTCOME = "outcome";

/** What of a visit is no answer of the mentor's. */
const TECHNICAL = new Set(["engagement", "clock_offset_ms", "resolves", "photos", "point"]);

/** The answers within a body, whatever collection it is of. */
function answersOf(item: Item, body: object): Answers {
  if (item.collection === "field.answer") {
    return (body as Partial<Answer>).answers ?? {};
  }
  return Object.fromEntries(Object.entries(body).filter(([key]) => !TECHNICAL.has(key)));
}

function outcomeOf(body: object): Answer["outcome"] | undefined {
  return (body as Partial<Answer>).outcome;
}

/** The question of a name, or the repeat in which it is asked. */
export function entryOf(form: Questionnaire | null, question: string): Entry | undefined {
  const all = form?.pages.flatMap((page) => page.questions) ?? [];
  const inside = (entry: Entry) => isRepeat(entry) && entry.questions.some((inner) => inner.id === question);
  return all.find((entry) => entry.id === question) ?? all.find(inside);
}

/** Identity numbers are shown to nobody but who typed them: the hall does not give them back to compare. */
const SEALED = new Set(["owner_nik", "owner_kk", "owner_npwp", "npwp"]);

function isSealed(entry: Entry | undefined): boolean {
  return entry !== undefined && !isRepeat(entry) && (entry.kind === "nik" || SEALED.has(entry.fact ?? ""));
}

/** A value in words a person can compare. */
function words(form: Questionnaire | null, entry: Entry | undefined, value: unknown): string {
  if (value === undefined || value === null || value === "") {
    return t("no_answer");
  }
  if (typeof value === "boolean") {
    return t(value ? "yes" : "no");
  }
  if (typeof value === "number") {
    return writeNumber(value);
  }
  if (Array.isArray(value)) {
    return value.map((one) => words(form, entry, one)).join("; ") || t("no_answer");
  }
  if (typeof value === "object") {
    const inner = entry && isRepeat(entry) ? entry.questions : [];
    return Object.entries(value)
      .map(([name, part]) => {
        const question = inner.find((one) => one.id === name);
        return `${question ? say(question.label, language()) : name}: ${words(form, question, part)}`;
      })
      .join(", ");
  }
  const list = entry && !isRepeat(entry) && entry.choices ? form?.choices[entry.choices] : undefined;
  const choice = list?.find((one) => one.value === value);
  return choice ? say(choice.label, language()) : String(value);
}

export function linesOf(form: Questionnaire | null, item: Item, theirs: object): Line[] {
  const lines: Line[] = [];
  const mine = item.body as object;
  const [here, there] = [outcomeOf(mine), outcomeOf(theirs)];
  if (here && there && here !== there) {
    lines.push({ key: OUTCOME, label: t("outcome"), mine: t(`outcome_${here}`), theirs: t(`outcome_${there}`) });
  }
  const [ours, other] = [answersOf(item, mine), answersOf(item, theirs)];
  for (const key of new Set([...Object.keys(ours), ...Object.keys(other)])) {
    const entry = entryOf(form, key);
    if (!isSealed(entry) && JSON.stringify(ours[key]) !== JSON.stringify(other[key])) {
      lines.push({
        key: `q:${key}`,
        label: entry ? say(entry.label, language()) : key,
        mine: words(form, entry, ours[key]),
        theirs: words(form, entry, other[key]),
      });
    }
  }
  return lines;
}

/** The answers as chosen; everything on which both agree stays. */
export function chosenAnswers(item: Item, theirs: object, chosen: Map<string, Side>): Answers {
  const [ours, other] = [answersOf(item, item.body as object), answersOf(item, theirs)];
  const out: Answers = { ...other, ...ours };
  for (const [key, side] of chosen) {
    if (key.startsWith("q:")) {
      const question = key.slice(2);
      const value = (side === "mine" ? ours : other)[question];
      if (value === undefined) {
        delete out[question];
      } else {
        out[question] = value;
      }
    }
  }
  return out;
}

/** The body that decides the conflict. */
export function decided(item: Item, theirs: object, chosen: Map<string, Side>): Answer | Visit {
  const answers = chosenAnswers(item, theirs, chosen);
  if (item.collection !== "field.answer") {
    return { ...(item.body as Visit), ...(answers as Partial<Visit>), resolves: item.id };
  }
  const mine = item.body as Answer;
  const outcome = chosen.get(OUTCOME) === "theirs" ? (outcomeOf(theirs) ?? mine.outcome) : mine.outcome;
  // Whoever chose the office's side in every line leaves what stands there as it is.
  const keep = [...chosen.values()].every((side) => side === "theirs") ? ({ keep: "theirs" } as const) : {};
  return { ...mine, answers, outcome, resolves: item.id, ...keep };
}
