// The list of businesses as the person should see it: what was pulled, with what was done here on top.
// What a person did stays visible from the moment it is done, sent or not.
import { type Item, type Store, isUnsent } from "../store";
import type { Questionnaire } from "../form/questionnaire";
import type { Answer, Assignment, Business, BusinessState } from "./records";
import type { Kept } from "../store";

export interface Listed {
  id: string;
  version: number | null;
  body: Business;
  /** Something about it waits on this phone. */
  unsent: boolean;
  /** It exists only on this phone so far. */
  fresh: boolean;
}

const STATES: Record<Answer["outcome"], BusinessState> = {
  complete: "visited",
  refused: "refused",
  not_found: "not_found",
  moved: "not_found",
  closed: "not_found",
};

function named(answer: Answer, item: Item, facts: (form: string | null, answers: Answer["answers"]) => Partial<Business>): Business {
  return { name: "", owner: "", village: "", state: STATES[answer.outcome], ...facts(item.form, answer.answers) };
}

/** Lays the answers of this phone over what was pulled. */
export function overlay(
  pulled: Kept<Business>[],
  items: Item[],
  facts: (form: string | null, answers: Answer["answers"]) => Partial<Business>,
): Listed[] {
  const all = new Map<string, Listed>(
    pulled.map(({ id, version, body }) => [id, { id, version, body, unsent: false, fresh: false }]),
  );
  for (const item of items) {
    if (item.collection !== "field.answer" || item.state === "settled") {
      continue;
    }
    const answer = item.body as Answer;
    const known = all.get(item.entity);
    const unsent = isUnsent(item.state);
    if (!known) {
      if (answer.business === null) {
        const body = named(answer, item, facts);
        all.set(item.entity, { id: item.entity, version: item.outcome.version ?? null, body, unsent, fresh: true });
      }
      continue;
    }
    const older = item.outcome.version !== undefined && (known.version ?? 0) >= item.outcome.version;
    if (unsent || !older) {
      all.set(item.entity, {
        ...known,
        unsent: known.unsent || unsent,
        body: { ...known.body, ...facts(item.form, answer.answers), state: STATES[answer.outcome] },
      });
    }
  }
  return [...all.values()].sort((one, other) => byName.compare(one.body.name, other.body.name));
}

/** Made once: comparing thousands of names by a language's rules is slow enough as it is. */
const byName = new Intl.Collator("id");

/** The facts of an answer that the list shows. */
export async function factReader(store: Store): Promise<(form: string | null, answers: Answer["answers"]) => Partial<Business>> {
  const forms = new Map<string, Questionnaire>(
    (await store.all("field.questionnaire")).map(({ body }) => [`${body.id}@${body.version}`, body]),
  );
  const names = { business_name: "name", owner_name: "owner", village: "village", rt: "rt", rw: "rw" } as const;
  return (form, answers) => {
    const questions = forms.get(form ?? "")?.pages.flatMap((page) => page.questions) ?? [];
    const out: Record<string, string> = {};
    for (const question of questions) {
      const name = "fact" in question ? names[question.fact as keyof typeof names] : undefined;
      const value = answers[question.id];
      if (name && typeof value === "string" && value) {
        out[name] = value;
      }
    }
    return out;
  };
}

/** What waits on this phone, without opening the thousands that do not. */
export async function waiting(store: Store): Promise<Listed[]> {
  const items = (await store.outbox.list()).filter((item) => isUnsent(item.state) && item.collection === "field.answer");
  if (items.length === 0) {
    return [];
  }
  const pulled: Kept<Business>[] = [];
  for (const entity of new Set(items.map((item) => item.entity))) {
    const known = await store.get("field.business", entity);
    if (known) {
      pulled.push(known);
    }
  }
  return overlay(pulled, items, await factReader(store));
}

export async function listed(store: Store): Promise<Listed[]> {
  const [pulled, items, facts] = await Promise.all([
    store.all("field.business"),
    store.outbox.list(),
    factReader(store),
  ]);
  return overlay(pulled, items, facts);
}

/** Letters and digits only, for searching. */
export function folded(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}+/gu, "")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}

/** Those that have every word of the query in name, owner or number. */
export function search(list: Listed[], query: string): Listed[] {
  const words = folded(query).split(" ").filter(Boolean);
  if (words.length === 0) {
    return list;
  }
  return list.filter(({ body }) => {
    const hay = folded(`${body.name} ${body.owner} ${body.phone_last4 ?? ""}`);
    return words.every((word) => hay.includes(word));
  });
}

export function within(area: Assignment["area"], body: Business): boolean {
  const same = (one?: string | null, other?: string | null) => !one || (other ?? "").replace(/^0+/, "") === one.replace(/^0+/, "");
  return (body.village === area.code || body.village === area.name) && same(area.rt, body.rt) && same(area.rw, body.rw);
}

/** How far an area is: what the hall counted, and what lies on this phone on top. */
export function progress(assignment: Assignment, list: Listed[]): { done: number; target: number; waiting: number } {
  const here = list.filter((one) => one.unsent && within(assignment.area, one.body)).length;
  return { done: assignment.done, target: assignment.target, waiting: here };
}
