// What is pulled and what is pushed, by name. A room that works offline adds its collections by
// merging into these two interfaces (see the field form's and the mentors' below); the store itself
// knows nothing about any of them.

/** Pulled collections: name to the body of a record. */
export interface Pulled {}

/** Pushed collections: name to the body of an item. */
export interface Pushed {}

export type PulledName = Extract<keyof Pulled, string>;
export type PushedName = Extract<keyof Pushed, string>;

/** A pulled record with the version the hall gave it. */
export interface Kept<Body> {
  id: string;
  version: number;
  body: Body;
}

/** What the hall says is wrong, in both languages. */
export interface Problem {
  code: string;
  id: string;
  en: string;
  field?: string;
}

/** The other side of a conflict. */
export interface Theirs<Body = unknown> {
  version: number;
  body: Body;
  by?: string;
  at?: number;
}

/** What the hall answered about one item. */
export interface Outcome {
  version?: number;
  theirs?: Theirs;
  error?: Problem;
}
