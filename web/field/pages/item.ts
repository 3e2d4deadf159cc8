// One item that a person must decide: refused with its reason, or two versions side by side.
import { type Questionnaire, say } from "../form/questionnaire";
import { type Item, type Theirs, uuid } from "../store";
import { chosenAnswers, decided, entryOf, type Line, linesOf, type Side } from "../work/compare";
import { again, APP, newest } from "../work/draft";
import { language, ofHall, t, when } from "../words/words";
import type { App, Page, View } from "./app";
import { confirm, h, notice } from "./dom";

async function formOf(app: App, item: Item): Promise<Questionnaire | null> {
  const [id = "", version] = (item.form ?? "").split("@");
  const all = (await app.store.all("field.questionnaire")).map((kept) => kept.body);
  return all.find((one) => one.id === id && String(one.version) === version) ?? newest(app.store, id);
}

export const item: Page = async (app, [id = ""]) => {
  const found = await app.store.outbox.get(id);
  if (found?.state === "refused") {
    return refused(app, found, await formOf(app, found));
  }
  if (found?.state === "conflict" && found.outcome.theirs) {
    return conflict(app, found, found.outcome.theirs as Theirs<object>, await formOf(app, found));
  }
  return { title: t("app"), body: [h("p", {}, t("unknown_page"))] };
};

function refused(app: App, one: Item, form: Questionnaire | null): View {
  const { error } = one.outcome;
  const entry = error?.field ? entryOf(form, error.field.split(".")[0]!) : undefined;
  const mend = async () => {
    const draft = await again(app.store, one);
    if (draft) {
      draft.content.page = form?.pages.find((page) => entry && page.questions.includes(entry))?.id ?? null;
      await app.store.drafts.save(draft);
      app.go(`#/form/${draft.id}`);
    }
  };
  const away = async () => {
    if (await confirm(t("refused_away_ask"), t("refused_away"), t("cancel"))) {
      await app.store.outbox.putAway(one.id);
      app.store.changed();
      void app.sync.nudge();
      app.go("#/unsent");
    }
  };
  return {
    title: t("refused_title"),
    body: [
      notice(
        "bad",
        "warn",
        h("p", {}, h("strong", {}, error ? ofHall(error) : "")),
        entry ? h("p", {}, t("refused_where", { what: say(entry.label, language()) })) : "",
      ),
      h(
        "div",
        { class: "acts column" },
        form && one.collection === "field.answer"
          ? h("button", { type: "button", class: "main-act big wide", onclick: () => void mend() }, t("refused_mend"))
          : "",
        h("button", { type: "button", class: "wide", onclick: () => void away() }, t("refused_away")),
      ),
    ],
  };
}

/** What the person chose so far, with the radios that show it. */
class Choosing {
  readonly chosen = new Map<string, Side>();
  readonly missing = h("p", { class: "wrong", role: "alert" });
  readonly #radios: { key: string; side: Side; input: HTMLInputElement }[] = [];

  constructor(readonly lines: Line[]) {}

  private cell(line: Line, side: Side): HTMLElement {
    const id = `${line.key}-${side}`;
    const input = h("input", { type: "radio", name: line.key, id, onchange: () => void this.chosen.set(line.key, side) });
    this.#radios.push({ key: line.key, side, input });
    return h(
      "label",
      { class: "choice side", for: id },
      input,
      h("span", {}, h("span", { class: "whose" }, t(side)), h("span", {}, line[side])),
    );
  }

  rows(): HTMLElement[] {
    return this.lines.map((line) =>
      h(
        "fieldset",
        { class: "versus" },
        h("legend", {}, line.label),
        h("div", { class: "sides" }, this.cell(line, "mine"), this.cell(line, "theirs")),
      ),
    );
  }

  all(side: Side): void {
    for (const radio of this.#radios.filter((one) => one.side === side)) {
      radio.input.checked = true;
      this.chosen.set(radio.key, side);
    }
    this.missing.textContent = "";
  }

  complete(): boolean {
    const left = this.lines.filter((line) => !this.chosen.has(line.key)).length;
    this.missing.textContent = left > 0 ? t("conflict_missing", { n: left }) : "";
    return left === 0;
  }
}

function conflict(app: App, one: Item, theirs: Theirs<object>, form: Questionnaire | null): View {
  const choosing = new Choosing(linesOf(form, one, theirs.body));
  const decide = async () => {
    if (!choosing.complete()) {
      return;
    }
    const now = Date.now();
    const { entity, files, form: name, collection } = one;
    const body = decided(one, theirs.body, choosing.chosen);
    const next = { id: uuid(now), collection, entity, madeAt: now, files, base: theirs.version, form: name, app: APP, body };
    await app.store.outbox.add(next as never, { instead: one.id });
    app.store.changed();
    void app.sync.nudge();
    app.say(t("finished"));
    app.go("#/unsent");
  };
  const edit = async () => {
    if (!choosing.complete()) {
      return;
    }
    const answers = chosenAnswers(one, theirs.body, choosing.chosen);
    const draft = await again(app.store, one, { version: theirs.version, answers });
    if (draft) {
      await app.store.drafts.save(draft);
      app.go(`#/form/${draft.id}`);
    }
  };
  const by = theirs.by ? t("conflict_by", { by: theirs.by, at: theirs.at ? when(theirs.at) : "" }) : "";
  return {
    title: t("conflict_title"),
    body: [
      h("p", {}, t(choosing.lines.length > 0 ? "conflict_text" : "conflict_same")),
      by ? h("p", { class: "small soft" }, by) : "",
      choosing.lines.length > 1
        ? h(
            "div",
            { class: "acts" },
            h("button", { type: "button", onclick: () => choosing.all("mine") }, t("all_mine")),
            h("button", { type: "button", onclick: () => choosing.all("theirs") }, t("all_theirs")),
          )
        : "",
      ...choosing.rows(),
      choosing.missing,
      h(
        "div",
        { class: "acts column" },
        h("button", { type: "button", class: "main-act big wide", onclick: () => void decide() }, t("conflict_send")),
        form && one.collection === "field.answer"
          ? h("button", { type: "button", class: "wide", onclick: () => void edit() }, t("conflict_edit"))
          : "",
      ),
    ],
  };
}
