// The frame: which page is shown, what the bar above it says, and what happens when something changes.
import type { Store } from "../store";
import type { Sync } from "../sync";
import type { Clock } from "../store";
import type { Language } from "../form/questionnaire";
import { LANGUAGES, language, t, useLanguage } from "../words/words";
import { bar } from "./bar";
import { h } from "./dom";

export interface App {
  store: Store;
  sync: Sync;
  clock: Clock | null;
  /** A newer app waits; calling it takes it into use. */
  update: (() => void) | null;
  /** Set while a change could not be written. */
  unsaved: "full" | "failed" | null;
  install: (() => void) | null;
  go(hash: string): void;
  /** Shows the page anew. */
  refresh(): Promise<void>;
  /** Says something once, at the top of the next page. */
  say(text: string): void;
  /** Called before the page is left: a form writes what is still in its hands. */
  leaving: (() => Promise<void>) | null;
}

export interface View {
  title: string;
  body: (Node | string)[];
  /** Whether it may be drawn again whenever something changes; a form may not. */
  live?: boolean;
}

export type Page = (app: App, parameters: string[]) => Promise<View>;

const LANGUAGE_KEY = "pendopo-language";

/** Puts new content in place of old if it says something else: what is the same is not taken from under a finger. */
function renew(place: HTMLElement, fresh: Node[]): void {
  const old = [...place.childNodes];
  if (old.length !== fresh.length || fresh.some((node, at) => !node.isEqualNode(old[at]!))) {
    place.replaceChildren(...fresh);
  }
}

/** Between two drawings of what changed, in milliseconds. */
const PAUSE = 120;

export class Frame implements App {
  clock: Clock | null = null;
  update: (() => void) | null = null;
  unsaved: "full" | "failed" | null = null;
  install: (() => void) | null = null;
  leaving: (() => Promise<void>) | null = null;
  #note: string | null = null;
  #said: string | null = null;
  #live = false;
  #drawing = 0;
  #stale = false;
  #waiting: ReturnType<typeof setTimeout> | null = null;

  constructor(
    readonly store: Store,
    readonly sync: Sync,
    private readonly pages: Record<string, Page>,
    private readonly login: Page,
  ) {
    this.remembered();
    window.addEventListener("hashchange", () => void this.show(true));
    store.watch(() => this.changed());
    sync.watch(() => this.changed());
  }

  private remembered(): void {
    const known = localStorage.getItem(LANGUAGE_KEY);
    const code = LANGUAGES.find((one) => one.code === known)?.code;
    useLanguage(code ?? "id");
  }

  go(hash: string): void {
    if (location.hash === hash) {
      void this.show(true);
    } else {
      location.hash = hash;
    }
  }

  say(text: string): void {
    this.#note = text;
  }

  refresh(): Promise<void> {
    return this.show(false);
  }

  /** Many changes in a row are drawn once, and a slow phone rests twice as long as the drawing took. */
  private changed(): void {
    this.#stale = true;
    this.#waiting ??= setTimeout(() => void this.redraw(), PAUSE);
  }

  private async redraw(): Promise<void> {
    const began = performance.now();
    this.#stale = false;
    await (this.#live ? this.show(false) : this.bar());
    const rest = Math.max(PAUSE, 2 * (performance.now() - began));
    this.#waiting = setTimeout(() => {
      this.#waiting = null;
      if (this.#stale) {
        this.changed();
      }
    }, rest);
  }

  async bar(): Promise<void> {
    const place = document.getElementById("bar");
    if (place) {
      renew(place, await bar(this));
    }
  }

  private tongues(): void {
    const place = document.getElementById("tongue");
    place?.setAttribute("aria-label", t("language"));
    place?.replaceChildren(
      ...LANGUAGES.map(({ code, short, name }) =>
        h(
          "button",
          {
            type: "button",
            lang: code,
            title: name,
            "aria-label": name,
            "aria-pressed": code === language() ? "true" : "false",
            onclick: () => void this.speak(code),
          },
          short,
        ),
      ),
    );
  }

  private async speak(code: Language): Promise<void> {
    localStorage.setItem(LANGUAGE_KEY, code);
    await this.leaving?.();
    useLanguage(code);
    await this.show(false);
  }

  /** Draws the page that the address names; `arrived` moves the focus to its heading. */
  async show(arrived: boolean): Promise<void> {
    this.#drawing += 1;
    const drawing = this.#drawing;
    if (arrived) {
      // From here on nothing draws the old page again over the new one.
      this.#live = false;
      await this.leaving?.();
      this.leaving = null;
    }
    const [name = "", ...parameters] = location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
    const draw = this.store.unlocked ? this.pages[name] : this.login;
    let view: View;
    try {
      view = draw ? await draw(this, parameters) : { title: t("app"), body: [h("p", {}, t("unknown_page"))] };
    } catch (error) {
      console.error(error);
      view = { title: t("app"), body: [h("p", { role: "alert" }, String(error))] };
    }
    if (drawing !== this.#drawing) {
      return;
    }
    this.#live = view.live ?? false;
    // Said until the person goes on, however often the page is drawn meanwhile.
    if (arrived || this.#note !== null) {
      this.#said = this.#note;
      this.#note = null;
    }
    const note = this.#said;
    const main = document.getElementById("content")!;
    const heading = h("h1", { tabindex: "-1" }, view.title);
    const way = name && this.store.unlocked ? h("p", { class: "way" }, h("a", { href: "#/" }, `‹ ${t("home")}`)) : "";
    const said = note ? h("div", { class: "notice good", role: "status" }, h("p", {}, note)) : "";
    const page = [h("div", { class: "wrap" }, way, heading, said, ...view.body)];
    if (arrived || !this.#live) {
      main.replaceChildren(...page);
    } else {
      renew(main, page);
    }
    document.title = `${view.title} · Pendopo`;
    this.tongues();
    await this.bar();
    if (arrived) {
      heading.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
  }
}
