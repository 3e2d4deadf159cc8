// The collections of the field room and of mentoring, as the hall registers them.
import type { Answers, Photos, Place, Questionnaire } from "../form/questionnaire";

export interface Area {
  code: string;
  name: string;
  rt?: string | null;
  rw?: string | null;
}

export interface Assignment {
  round: string;
  /** What the round is called. */
  name: string;
  /** The questionnaire of the round, `sensus@3`. */
  questionnaire: string;
  closes_on?: string | null;
  area: Area;
  target: number;
  done: number;
}

export type BusinessState = "to_visit" | "visited" | "refused" | "not_found";

export interface Business {
  name: string;
  owner: string;
  village: string;
  rt?: string | null;
  rw?: string | null;
  phone_last4?: string | null;
  nik_check?: string | null;
  location?: { lat: number; lon: number } | null;
  state: BusinessState;
  /** A second visit to check the first: it stands on the list under an id of its own. */
  revisit?: boolean;
  business?: string;
}

export type AnswerOutcome = "complete" | "refused" | "not_found" | "moved" | "closed";

/** One census answer set. */
export interface Answer {
  business: string | null;
  questionnaire: string;
  outcome: AnswerOutcome;
  started_at: number;
  ended_at: number;
  /** By how much the phone's clock was ahead, as far as known when it was answered. */
  clock_offset_ms: number | null;
  location: Place | null;
  answers: Answers;
  photos: Photos;
  /** The item whose conflict this decides. */
  resolves?: string;
  /** The decision is for what stands at the office; nothing of this is written. */
  keep?: "theirs";
}

/** What the office decided about an answer set. */
export interface Verdict {
  entity: string;
  business: string | null;
  state: string;
  reason?: string | null;
}

/** A business in a mentor's care. */
export interface Engagement {
  business: string;
  name: string;
  owner: string;
  place?: string | null;
  due_on?: string | null;
  next_on?: string | null;
  reasons?: string[] | null;
}

/** A visit, as the mentoring room notes it. */
export interface Visit {
  engagement: string;
  day: string;
  began: string;
  ended: string;
  place: string;
  point: string;
  notes: string;
  owner_tasks: string;
  mentor_tasks: string;
  next: string;
  clock_offset_ms: number | null;
  photos: Photos;
  resolves?: string;
}

declare module "../store/collections" {
  interface Pulled {
    "field.questionnaire": Questionnaire;
    "field.assignment": Assignment;
    "field.business": Business;
    "field.answer": Verdict;
    "mentoring.engagement": Engagement;
  }
  interface Pushed {
    "field.answer": Answer;
    "mentoring.visit": Visit;
  }
}
