// A questionnaire as the hall compiles it. Everything a person is asked is data; nothing here knows
// what is asked.

export type Language = "id" | "en" | "jv";

export type Words = { id: string } & Partial<Record<Language, string>>;

export type Scalar = string | number | boolean;

export type Expr =
  | ["answered", string]
  | ["is", string, Scalar]
  | ["any", string, Scalar[]]
  | ["over", string, Scalar]
  | ["under", string, Scalar]
  | ["matches", string, string]
  | ["all", Expr[]]
  | ["one", Expr[]]
  | ["not", Expr];

export type QuestionKind =
  | "text"
  | "number"
  | "money"
  | "choice"
  | "choices"
  | "date"
  | "phone"
  | "nik"
  | "location"
  | "photo"
  | "yes_no"
  | "note"
  | "region";

export interface Check {
  test: Expr;
  message: Words;
}

interface Asked {
  id: string;
  label: Words;
  hint?: Words | null;
  relevant?: Expr | null;
}

export interface Question extends Asked {
  kind: QuestionKind;
  required?: boolean;
  check?: Check | null;
  choices?: string | null;
  min?: number | null;
  max?: number | null;
  /** The rulebook fact that the answer becomes. */
  fact?: string | null;
}

export interface Repeat extends Asked {
  kind: "repeat";
  required?: boolean;
  most?: number | null;
  questions: Question[];
}

export type Entry = Question | Repeat;

export interface Page {
  id: string;
  title: Words;
  relevant?: Expr | null;
  questions: Entry[];
}

export interface Choice {
  value: string;
  label: Words;
}

export interface Questionnaire {
  id: string;
  version: number;
  title: Words;
  pages: Page[];
  choices: Record<string, Choice[]>;
}

export interface Place {
  lat: number;
  lon: number;
  accuracy_m: number;
}

export type Value = Scalar | string[] | Place;
export type Row = Record<string, Value | undefined>;
export type Answers = Record<string, Value | Row[] | undefined>;
/** Files by question; within a repeat by `repeat.row.question`. */
export type Photos = Record<string, string[]>;

/** `sensus@3`: the name under which a record says what it was filled by. */
export function nameOf(questionnaire: Pick<Questionnaire, "id" | "version">): string {
  return `${questionnaire.id}@${questionnaire.version}`;
}

/** The words in a language, else in Indonesian. */
export function say(words: Words, language: Language): string {
  return words[language] || words.id;
}
