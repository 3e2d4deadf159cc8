// What the fields share: the answers in hand, which fields are shown, what is wrong with them.
import { ask, flat, isAskedRepeat, type Asked, type Fault, valueOf, withValue } from "../form/engine";
import { say, type Choice, type Question, type Value } from "../form/questionnaire";
import type { FormDraft } from "../work/draft";
import { language } from "../words/words";
import type { App } from "./app";
import { h } from "./dom";

/** A field on the page. */
export interface Field {
  path: string;
  element: HTMLElement;
  /** Takes over what was typed and not read yet; false if it cannot be read. */
  settle?: () => void;
}

export class Filling {
  readonly #fields = new Map<string, Field>();
  readonly #listeners: (() => void)[] = [];

  constructor(
    readonly app: App,
    readonly draft: FormDraft,
    /** Villages of the assigned areas, to choose from. */
    readonly villages: { code: string; name: string }[],
    private readonly keep: () => void,
  ) {}

  add(field: Field): HTMLElement {
    this.#fields.set(field.path, field);
    field.element.dataset.path = field.path;
    return field.element;
  }

  /** Forgets the fields of a repeat's rows before they are drawn anew. */
  forget(prefix: string): void {
    for (const path of [...this.#fields.keys()]) {
      if (path.startsWith(prefix)) {
        this.#fields.delete(path);
      }
    }
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  value(asked: Asked): Value | undefined {
    return valueOf(this.draft.answers, asked);
  }

  set(asked: Asked, value: Value | undefined): void {
    this.draft.answers = withValue(this.draft.answers, asked, value);
    const field = this.#fields.get(asked.path);
    if (field) {
      // What was wrong is being mended; it is looked at again when the page is left.
      setWrong(field.element, asked.path, null);
    }
    if (asked.question.fact === "business_name" && typeof value === "string") {
      this.draft.title = value;
    }
    this.changed();
  }

  photos(path: string): string[] {
    return this.draft.photos[path] ?? [];
  }

  setPhotos(path: string, files: string[]): void {
    this.draft.photos = { ...this.draft.photos, [path]: files };
    this.changed();
  }

  changed(): void {
    this.keep();
    this.refresh();
    for (const listener of this.#listeners) {
      listener();
    }
  }

  choices(question: Question): Choice[] {
    return this.draft.questionnaire.choices[question.choices ?? ""] ?? [];
  }

  /** Shows what is asked now and hides the rest; what is hidden keeps its answer in the draft. */
  refresh(): void {
    const pages = ask(this.draft.questionnaire, this.draft.answers, this.draft.photos);
    const shown = new Set(flat(pages).map(({ asked }) => asked.path));
    for (const { entries } of pages) {
      for (const entry of entries) {
        if (isAskedRepeat(entry)) {
          shown.add(entry.path);
        }
      }
    }
    for (const [path, { element }] of this.#fields) {
      element.hidden = !shown.has(path);
    }
  }

  settleFields(): void {
    for (const field of this.#fields.values()) {
      field.settle?.();
    }
  }

  /** Writes under each field what is wrong with it, tied to it for readers of screens. */
  mark(list: Fault[]): void {
    for (const [path, { element }] of this.#fields) {
      const fault = list.find((one) => one.path === path);
      setWrong(element, path, fault ? say(fault.message, language()) : null);
    }
  }
}

export function setWrong(element: HTMLElement, path: string, text: string | null): void {
  element.querySelector(":scope > .wrong, :scope > fieldset > .wrong")?.remove();
  const control = element.querySelector<HTMLElement>("input, select, textarea, fieldset");
  if (text === null) {
    control?.removeAttribute("aria-invalid");
    return;
  }
  const id = `wrong-${path}`;
  const place = element.querySelector("fieldset") ?? element;
  const words = h("span", { class: "wrong", id }, text);
  const before = place.querySelector(":scope > input, :scope > select, :scope > textarea, :scope > .choices, :scope > .take");
  place.insertBefore(words, before);
  if (control && control.tagName !== "FIELDSET") {
    control.setAttribute("aria-invalid", "true");
    const others = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id);
    control.setAttribute("aria-describedby", [...others, id].join(" "));
  }
}

