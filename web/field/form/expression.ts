// The conditions of skips and checks. Three-valued: what was not answered is unknown, and unknown is
// neither yes nor no until "and", "or" or "not" settle it.
import type { Expr, Scalar } from "./questionnaire";
import { matches } from "./patterns";

export type Truth = boolean | null;

/** What is known of a question: `undefined` if it is not answered. */
export type Look = (question: string) => unknown;

/** Whether a value says nothing. */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) {
    return true;
  }
  if (typeof value === "string") {
    return value.trim() === "";
  }
  return typeof value === "object" && Object.keys(value).length === 0;
}

function same(value: unknown, wanted: Scalar): boolean {
  return Array.isArray(value) ? value.includes(wanted) : value === wanted;
}

function compare(value: unknown, limit: Scalar): number | null {
  if (typeof value === "number" && typeof limit === "number") {
    return value - limit;
  }
  // Days are written so that their order is the order of their letters; other texts have none.
  if (typeof value === "string" && typeof limit === "string" && isDay(value) && isDay(limit)) {
    return value < limit ? -1 : value > limit ? 1 : 0;
  }
  return null;
}

export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
}

export function evaluate(expr: Expr, look: Look): Truth {
  switch (expr[0]) {
    case "answered":
      return !isEmpty(look(expr[1]));
    case "not": {
      const truth = evaluate(expr[1], look);
      return truth === null ? null : !truth;
    }
    case "all":
      return kleene(expr[1], look, false);
    case "one":
      return kleene(expr[1], look, true);
    default:
      break;
  }
  const value = look(expr[1]);
  if (isEmpty(value)) {
    return null;
  }
  switch (expr[0]) {
    case "is":
      return same(value, expr[2]);
    case "any":
      return expr[2].some((wanted) => same(value, wanted));
    case "over": {
      const order = compare(value, expr[2]);
      return order === null ? null : order > 0;
    }
    case "under": {
      const order = compare(value, expr[2]);
      return order === null ? null : order < 0;
    }
    case "matches":
      return typeof value === "string" ? matches(expr[2], value) : null;
  }
}

/** "And" is settled by a no, "or" by a yes; else one unknown leaves the whole unknown. */
function kleene(parts: Expr[], look: Look, settles: boolean): Truth {
  let unknown = false;
  for (const part of parts) {
    const truth = evaluate(part, look);
    if (truth === settles) {
      return settles;
    }
    unknown ||= truth === null;
  }
  return unknown ? null : !settles;
}
