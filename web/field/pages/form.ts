// The form, page by page. Every change is written to the phone at once; nothing here waits for a link.
import { type AskedPage, ask, faults, isRepeat, type Fault } from "../form/engine";
import { say } from "../form/questionnaire";
import { type Draft, PhoneFull, Saver } from "../store";
import { finish, type FormDraft } from "../work/draft";
import { language, t, time } from "../words/words";
import type { App, Page, View } from "./app";
import { confirm, h, icon, notice } from "./dom";
import { draftTitle } from "./home";
import { duplicates } from "./duplicate";
import { Filling } from "./filling";
import { questionField } from "./fields/field";
import { repeatField } from "./fields/repeat";

const REVIEW = "review";

/** What the person holds in hand, between the page and the store. */
class Sheet {
  readonly saved = h("p", { class: "small soft saved", role: "status" });
  readonly filling: Filling;
  readonly #saver: Saver;

  constructor(
    readonly app: App,
    readonly draft: Draft<FormDraft>,
    villages: { code: string; name: string }[],
  ) {
    this.#saver = new Saver((error) => this.failed(error));
    this.filling = new Filling(app, draft.content, villages, () => this.keep());
    this.saved.textContent = t("saved", { at: time(draft.changedAt) });
    app.leaving = () => this.#saver.settled();
  }

  keep(): void {
    this.saved.textContent = t("saving");
    this.#saver.save(async () => {
      this.draft.changedAt = Date.now();
      await this.app.store.drafts.save(this.draft);
      this.saved.textContent = t("saved", { at: time(this.draft.changedAt) });
      if (this.app.unsaved) {
        this.app.unsaved = null;
        this.app.store.changed();
      }
    });
  }

  private failed(error: unknown): void {
    this.app.unsaved = error instanceof PhoneFull ? "full" : "failed";
    this.saved.textContent = t("save_failed");
    this.app.store.changed();
    console.error(error);
  }

  settled(): Promise<void> {
    return this.#saver.settled();
  }
}

function summary(list: Fault[], title: (path: string) => string, hint: string, go: (fault: Fault) => void): HTMLElement {
  return h(
    "div",
    { class: "notice bad", role: "alert", tabindex: "-1", id: "summary" },
    icon("warn"),
    h(
      "div",
      { class: "grow" },
      h("p", {}, h("strong", {}, t("wrong_title", { n: list.length }))),
      h(
        "ul",
        {},
        ...list.map((fault) =>
          h(
            "li",
            {},
            h("button", { type: "button", class: "plain", onclick: () => go(fault) }, title(fault.path)),
            ` ${say(fault.message, language())}`,
          ),
        ),
      ),
      hint ? h("p", { class: "small" }, hint) : "",
    ),
  );
}

function titles(draft: FormDraft): (path: string) => string {
  const names = new Map<string, string>();
  for (const entry of draft.questionnaire.pages.flatMap((page) => page.questions)) {
    names.set(entry.id, say(entry.label, language()));
    if (isRepeat(entry)) {
      for (const inner of entry.questions) {
        names.set(`${entry.id}.${inner.id}`, say(inner.label, language()));
      }
    }
  }
  return (path) => {
    const [name, row, question] = path.split(".");
    return question === undefined
      ? (names.get(path) ?? path)
      : `${names.get(name!) ?? name} ${Number(row) + 1}: ${names.get(`${name}.${question}`) ?? question}`;
  };
}

function focusOn(path: string): void {
  const field = document.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`);
  const control = field?.querySelector<HTMLElement>("input, select, textarea, button") ?? field;
  control?.focus();
  field?.scrollIntoView({ block: "center" });
}

/** Where the form is: a page that is asked now, or the review. */
function placed(pages: AskedPage[], at: string | null): { page: AskedPage | null; number: number } {
  if (at === REVIEW || pages.length === 0) {
    return { page: null, number: pages.length };
  }
  const number = Math.max(0, pages.findIndex(({ page }) => page.id === at));
  return { page: pages[number]!, number };
}

export const form: Page = async (app, [id = ""]) => {
  const draft = await app.store.drafts.get<FormDraft>(id);
  if (!draft) {
    return { title: t("app"), body: [h("p", {}, t("unknown_page"))] };
  }
  const areas = (await app.store.all("field.assignment")).map((kept) => kept.body.area);
  const villages = [...new Map(areas.map(({ code, name }) => [code, { code, name }])).values()];
  return show(new Sheet(app, draft, villages));
};

function show(sheet: Sheet): View {
  const { draft, app } = sheet;
  const { content } = draft;
  const pages = ask(content.questionnaire, content.answers, content.photos);
  const { page, number } = placed(pages, content.page);
  const move = async (to: string) => {
    content.page = to;
    sheet.keep();
    await sheet.settled();
    app.go(`#/form/${draft.id}`);
  };
  const heading = page ? say(page.page.title, language()) : t("review");
  const steps = pages.length + 1;
  const top = [
    h("p", { class: "small soft" }, `${say(content.questionnaire.title, language())} · ${draftTitle(content)}`),
    h("progress", { max: steps, value: number + 1, "aria-label": t("page_of", { at: number + 1, all: steps }) }),
    h("p", { class: "small soft" }, t("page_of", { at: number + 1, all: steps })),
    sheet.saved,
  ];
  return {
    title: heading,
    body: page ? [...top, ...questions(sheet, pages, number, move)] : [...top, ...review(sheet, pages, move)],
  };
}

function questions(sheet: Sheet, pages: AskedPage[], number: number, move: (to: string) => Promise<void>): (Node | string)[] {
  const { content } = sheet.draft;
  const { page } = pages[number]!;
  const place = h("div", { id: "wrong" });
  const fields = page.questions.map((entry) =>
    isRepeat(entry) ? repeatField(sheet.filling, entry) : questionField(sheet.filling, { path: entry.id, question: entry }),
  );
  const name = titles(content);
  let warned = false;
  const next = async () => {
    sheet.filling.settleFields();
    const list = faults(content.questionnaire, content.answers, content.photos).filter((one) => one.page === page.id);
    sheet.filling.mark(list);
    if (list.length > 0 && !warned) {
      // Said once; a person in front of an open door may go on and come back to it.
      warned = true;
      place.replaceChildren(summary(list, name, t("wrong_page"), (fault) => focusOn(fault.path)));
      document.getElementById("summary")?.focus();
      return;
    }
    const now = ask(content.questionnaire, content.answers, content.photos);
    const at = now.findIndex((one) => one.page.id === page.id);
    await move(now[at + 1]?.page.id ?? REVIEW);
  };
  const duplicate = duplicates(sheet.app, sheet.draft);
  sheet.filling.onChange(() => {
    warned = false;
    void duplicate.look();
  });
  sheet.filling.refresh();
  return [
    place,
    duplicate.element,
    h("form", { class: "sheet", novalidate: true, onsubmit: (event) => (event.preventDefault(), void next()) },
      ...fields,
      h(
        "div",
        { class: "acts turn" },
        h("button", { type: "submit", class: "main-act big" }, t("next"), icon("next")),
        number > 0
          ? h("button", { type: "button", class: "big", onclick: () => void move(pages[number - 1]!.page.id) }, t("previous"))
          : "",
      ),
    ),
    discard(sheet),
  ];
}

function review(sheet: Sheet, pages: AskedPage[], move: (to: string) => Promise<void>): (Node | string)[] {
  const { content } = sheet.draft;
  const list = faults(content.questionnaire, content.answers, content.photos);
  const go = async (fault: Fault) => {
    await move(fault.page);
    setTimeout(() => focusOn(fault.path), 50);
  };
  const end = async () => {
    try {
      await finish(sheet.app.store, sheet.draft, "complete");
    } catch (error) {
      sheet.app.unsaved = error instanceof PhoneFull ? "full" : "failed";
      sheet.app.store.changed();
      console.error(error);
      return;
    }
    void sheet.app.sync.nudge();
    sheet.app.say(t("finished"));
    sheet.app.go("#/");
  };
  const last = pages.at(-1)?.page.id;
  return [
    list.length > 0
      ? summary(list, titles(content), "", (fault) => void go(fault))
      : notice("good", "done", h("p", {}, t("review_good"))),
    h(
      "div",
      { class: "acts turn" },
      h(
        "button",
        { type: "button", class: "main-act big", disabled: list.length > 0, onclick: () => void end() },
        icon("done"),
        t("finish"),
      ),
      last ? h("button", { type: "button", class: "big", onclick: () => void move(last) }, t("previous")) : "",
    ),
    discard(sheet),
  ];
}

function discard(sheet: Sheet): HTMLElement {
  const { draft, app } = sheet;
  const drop = async () => {
    if (await confirm(t("drop_ask", { name: draftTitle(draft.content) }), t("drop_yes"), t("cancel"))) {
      await sheet.settled();
      await app.store.drafts.drop(draft.id, Object.values(draft.content.photos).flat());
      app.store.changed();
      app.go("#/");
    }
  };
  return h("p", { class: "discard" }, h("button", { type: "button", class: "plain danger", onclick: () => void drop() }, t("drop")));
}
