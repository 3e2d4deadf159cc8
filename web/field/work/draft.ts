// A form being filled: how it begins, and how it becomes something to send. A draft keeps the version
// of the questionnaire it was begun with, whatever the hall has since.
import { counted, flat, ask, rowsOf } from "../form/engine";
import { type Answers, type Photos, type Place, type Question, type Questionnaire, nameOf } from "../form/questionnaire";
import type { Draft, Item, Store } from "../store";
import { uuid } from "../store";
import { within } from "./list";
import type { AnswerOutcome, Answer, Business, Visit } from "./records";

export const APP = typeof __APP__ === "string" ? __APP__ : "test";

declare const __APP__: string;

export interface FormDraft {
  purpose: "census" | "visit";
  /** What it is about: the business, or the engagement of a visit. */
  entity: string;
  /** The business on the hall's list; null if it is new. */
  business: string | null;
  base: number | null;
  /** `sensus@3` */
  form: string;
  /** The questionnaire itself, because the hall may have forgotten this version when the form ends. */
  questionnaire: Questionnaire;
  /** Shown in lists: the name of the business. */
  title: string;
  answers: Answers;
  photos: Photos;
  location: Place | null;
  startedAt: number;
  page: string | null;
  /** The item that this one replaces: refused, or in conflict. */
  instead?: string;
  resolves?: string;
}

export interface Subject {
  purpose: FormDraft["purpose"];
  entity: string | null;
  business?: string | null;
  version: number | null;
  title: string;
  answers?: Answers;
}

/** The newest version of a questionnaire on the phone. */
export async function newest(store: Store, id: string): Promise<Questionnaire | null> {
  const all = (await store.all("field.questionnaire")).map((kept) => kept.body).filter((one) => one.id === id);
  return all.sort((one, other) => other.version - one.version)[0] ?? null;
}

/** The questionnaire of the round in whose area a business lies; for a new one that of the person's first area. */
export async function census(store: Store, business: Business | null): Promise<Questionnaire | null> {
  const all = (await store.all("field.questionnaire")).map((kept) => kept.body);
  const assignments = (await store.all("field.assignment")).map((kept) => kept.body);
  const assignment = assignments.find((one) => business && within(one.area, business)) ?? assignments[0];
  return (
    all.find((one) => nameOf(one) === assignment?.questionnaire) ??
    all.filter((one) => one.id !== VISIT_FORM).sort((one, other) => other.version - one.version)[0] ??
    null
  );
}

export const VISIT_FORM = "kunjungan";

export function begin(questionnaire: Questionnaire, subject: Subject, now: number = Date.now()): Draft<FormDraft> {
  return {
    id: uuid(now),
    collection: subject.purpose === "census" ? "field.answer" : "mentoring.visit",
    changedAt: now,
    content: {
      purpose: subject.purpose,
      entity: subject.entity ?? uuid(now),
      business: subject.business === undefined ? subject.entity : subject.business,
      base: subject.version,
      form: nameOf(questionnaire),
      questionnaire,
      title: subject.title,
      answers: subject.answers ?? {},
      photos: {},
      location: null,
      startedAt: now,
      page: null,
    },
  };
}

/** The answer to the first question that becomes a fact of that name. */
export function factOf(draft: Pick<FormDraft, "questionnaire" | "answers">, fact: string): unknown {
  const found = flat(ask(draft.questionnaire, draft.answers)).find(
    ({ asked }) => asked.question.fact === fact && !asked.row,
  );
  return found ? draft.answers[found.asked.question.id] : undefined;
}

function placeOf(draft: FormDraft): Place | null {
  const asked = flat(ask(draft.questionnaire, draft.answers, draft.photos));
  const question = asked.find(({ asked: one }) => one.question.kind === "location" && !one.row);
  const value = question && draft.answers[question.asked.question.id];
  return value && typeof value === "object" && "lat" in value ? (value as Place) : draft.location;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}

/** Day and time in Jakarta, UTC+7 all year. */
function jakarta(at: number): { day: string; time: string } {
  const date = new Date(at + 7 * 3_600_000);
  return {
    day: `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`,
    time: `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`,
  };
}

function text(answers: Answers, question: string): string {
  const value = answers[question];
  return typeof value === "string" ? value : "";
}

/** The rows of a repeat as lines: the first answer of each. */
function lines(answers: Answers, repeat: string): string {
  return rowsOf(answers, repeat)
    .map((row) => Object.values(row).find((value) => typeof value === "string") ?? "")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter(Boolean)
    .join("\n");
}

/** Where a visit was, in the words of the questionnaire's list, or in the mentor's own. */
function meetingPlace(draft: FormDraft, answers: Answers): string {
  const question = draft.questionnaire.pages
    .flatMap((page) => page.questions)
    .find((entry): entry is Question => entry.id === "place_kind" && entry.kind === "choice");
  const list = draft.questionnaire.choices[question?.choices ?? ""] ?? [];
  return text(answers, "place") || list.find((choice) => choice.value === answers.place_kind)?.label.id || "";
}

/** What a visit says, from the answers of `kunjungan`; times not asked for are those of the form. */
export function visitOf(draft: FormDraft, endedAt: number, offset: number | null): Visit {
  const { answers, photos } = counted(draft.questionnaire, draft.answers, draft.photos);
  const began = jakarta(draft.startedAt + (offset ?? 0));
  const ended = jakarta(endedAt + (offset ?? 0));
  const place = placeOf(draft);
  return {
    engagement: draft.entity,
    day: text(answers, "day") || began.day,
    began: text(answers, "began") || began.time,
    ended: text(answers, "ended") || ended.time,
    place: meetingPlace(draft, answers),
    point: place ? `${place.lat}, ${place.lon}` : "",
    notes: text(answers, "notes"),
    owner_tasks: lines(answers, "owner_tasks"),
    mentor_tasks: lines(answers, "mentor_tasks"),
    next: text(answers, "next"),
    clock_offset_ms: ahead(offset),
    photos,
    ...(draft.resolves ? { resolves: draft.resolves } : {}),
  };
}

/** The hall speaks of how much a phone is ahead; the store of what is to be added to its time. */
function ahead(offset: number | null): number | null {
  return offset === null ? null : 0 - offset;
}

export function answerOf(draft: FormDraft, outcome: AnswerOutcome, endedAt: number, offset: number | null): Answer {
  const { answers, photos } =
    outcome === "complete" ? counted(draft.questionnaire, draft.answers, draft.photos) : { answers: {}, photos: {} };
  return {
    business: draft.business,
    questionnaire: draft.form,
    outcome,
    started_at: draft.startedAt,
    ended_at: endedAt,
    clock_offset_ms: ahead(offset),
    location: placeOf(draft),
    answers,
    photos,
    ...(draft.resolves ? { resolves: draft.resolves } : {}),
  };
}

/** Ends a draft: it goes into the outbox under its own id, so ending it twice makes one item. */
export async function finish(
  store: Store,
  draft: Draft<FormDraft>,
  outcome: AnswerOutcome,
  now: number = Date.now(),
): Promise<void> {
  const { content } = draft;
  const offset = (await store.clock())?.offset ?? null;
  const shared = { id: draft.id, entity: content.entity, madeAt: now, base: content.base, form: content.form, app: APP };
  const ends = { draft: draft.id, ...(content.instead ? { instead: content.instead } : {}) };
  if (content.purpose === "visit") {
    const body = visitOf(content, now, offset);
    const files = Object.values(body.photos).flat();
    await store.outbox.add({ ...shared, collection: "mentoring.visit", files, body }, ends);
  } else {
    const body = answerOf(content, outcome, now, offset);
    const files = Object.values(body.photos).flat();
    await store.outbox.add({ ...shared, collection: "field.answer", files, body }, ends);
  }
  store.changed();
}

/** A draft that mends a refused item, or decides a conflict against `theirs`. */
export async function again(store: Store, item: Item, theirs?: { version: number; answers: Answers }): Promise<Draft<FormDraft> | null> {
  const body = item.body as Answer;
  const [id, version] = (item.form ?? "").split("@");
  const all = (await store.all("field.questionnaire")).map((kept) => kept.body);
  const questionnaire = all.find((one) => one.id === id && String(one.version) === version) ?? (await newest(store, id ?? ""));
  if (!questionnaire || item.collection !== "field.answer") {
    return null;
  }
  const draft = begin(questionnaire, { purpose: "census", entity: item.entity, version: item.base, title: "" });
  Object.assign(draft.content, {
    business: body.business,
    answers: theirs?.answers ?? body.answers,
    photos: body.photos,
    location: body.location,
    startedAt: body.started_at,
    instead: item.id,
    ...(theirs ? { resolves: item.id, base: theirs.version } : {}),
  });
  draft.content.title = String(factOf(draft.content, "business_name") ?? "");
  return draft;
}
