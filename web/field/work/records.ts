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
}

export type AnswerOutcome = "complete" | "refused" | "not_found" | "moved" | "closed";

/** One census answer set. */
export interface Answer {
  business: string | null;
  questionnaire: string;
  outcome: AnswerOutcome;
  started_at: number;
  ended_at: number;
  clock_offset_ms: number;
  location: Place | null;
  answers: Answers;
  photos: Photos;
  /** The item whose conflict this decides. */
  resolves?: string;
}

/** A business in a mentor's care. */
export interface Engagement {
  business: string;
  name: string;
  owner: string;
  village?: string | null;
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
  clock_offset_ms: number;
  photos: Photos;
  resolves?: string;
}

declare module "../store/collections" {
  interface Pulled {
    "field.questionnaire": Questionnaire;
    "field.assignment": Assignment;
    "field.business": Business;
    "mentoring.engagement": Engagement;
  }
  interface Pushed {
    "field.answer": Answer;
    "mentoring.visit": Visit;
  }
}
