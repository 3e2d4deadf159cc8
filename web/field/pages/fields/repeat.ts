// The same questions several times, a row each.
import { rowsOf, withoutRow } from "../../form/engine";
import { say, type Repeat } from "../../form/questionnaire";
import { language, t } from "../../words/words";
import { h, icon } from "../dom";
import type { Filling } from "../filling";
import { questionField } from "./field";

export function repeatField(filling: Filling, repeat: Repeat): HTMLElement {
  const what = say(repeat.label, language());
  const rows = h("div", { class: "rows" });
  const add = h("button", { type: "button", class: "take" }, icon("plus"), t("add_row", { what }));
  const most = repeat.most ?? Number.POSITIVE_INFINITY;

  const draw = () => {
    filling.forget(`${repeat.id}.`);
    const all = rowsOf(filling.draft.answers, repeat.id);
    rows.replaceChildren(
      ...all.map((_, at) =>
        h(
          "fieldset",
          { class: "card row-of" },
          h("legend", {}, t("row", { what, n: at + 1 })),
          ...repeat.questions.map((question) =>
            questionField(filling, {
              path: `${repeat.id}.${at}.${question.id}`,
              question,
              row: { repeat: repeat.id, at },
            }),
          ),
          h("button", { type: "button", class: "plain danger", onclick: () => remove(at) }, t("remove_row", { what, n: at + 1 })),
        ),
      ),
    );
    add.disabled = all.length >= most;
    add.title = all.length >= most ? t("row_most", { n: most }) : "";
    filling.refresh();
  };

  const remove = (at: number) => {
    const { draft } = filling;
    Object.assign(draft, withoutRow(draft.answers, draft.photos, repeat.id, at));
    draw();
    filling.changed();
    add.focus();
  };

  add.addEventListener("click", () => {
    const { draft } = filling;
    draft.answers = { ...draft.answers, [repeat.id]: [...rowsOf(draft.answers, repeat.id), {}] };
    draw();
    filling.changed();
    rows.lastElementChild?.querySelector<HTMLElement>("input, select")?.focus();
  });

  const hint = repeat.hint ? h("span", { class: "hint" }, say(repeat.hint, language())) : null;
  const element = h("div", { class: "field" }, h("h2", {}, what), hint, rows, add);
  filling.add({ path: repeat.id, element });
  draw();
  return element;
}
