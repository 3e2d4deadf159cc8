// What is chosen: one, several, yes or no, a village.
import type { Asked } from "../../form/engine";
import { say, type Value } from "../../form/questionnaire";
import { language, t } from "../../words/words";
import { h } from "../dom";
import type { Filling } from "../filling";
import { partsOf } from "./field";

/** More than this many are chosen from a list that folds away. */
const FEW = 10;

interface Option {
  value: Value;
  text: string;
}

function optionsOf(filling: Filling, { question }: Asked): Option[] {
  if (question.kind === "yes_no") {
    return [
      { value: true, text: t("yes") },
      { value: false, text: t("no") },
    ];
  }
  if (question.kind === "region") {
    return filling.villages.map(({ code, name }) => ({ value: code, text: name }));
  }
  return filling.choices(question).map((choice) => ({ value: choice.value, text: say(choice.label, language()) }));
}

function folded(filling: Filling, asked: Asked, options: Option[]): HTMLElement {
  const { id, label, hint } = partsOf(asked);
  const value = filling.value(asked);
  const known = options.some((option) => option.value === value);
  const select = h(
    "select",
    { id, "aria-describedby": hint?.id },
    h("option", { value: "" }, t("choose")),
    ...options.map((option) =>
      h("option", { value: String(option.value), selected: option.value === value }, option.text),
    ),
    value !== undefined && !known ? h("option", { value: String(value), selected: true }, String(value)) : "",
  );
  select.addEventListener("change", () => filling.set(asked, select.value || undefined));
  return h("div", { class: "field" }, h("label", { for: id }, ...label), hint, select);
}

function several(filling: Filling, asked: Asked, option: Option, checked: boolean): void {
  const before = filling.value(asked);
  const chosen = Array.isArray(before) ? before : [];
  const value = String(option.value);
  const now = checked ? [...chosen.filter((one) => one !== value), value] : chosen.filter((one) => one !== value);
  filling.set(asked, now.length > 0 ? now : undefined);
}

function spread(filling: Filling, asked: Asked, options: Option[]): HTMLElement {
  const { path, question } = asked;
  const { id, label, hint } = partsOf(asked);
  const many = question.kind === "choices";
  const value = filling.value(asked);
  const inputs: HTMLInputElement[] = [];
  const rows = options.map((option, at) => {
    const chosen = Array.isArray(value) ? value.includes(String(option.value)) : value === option.value;
    const input = h("input", { type: many ? "checkbox" : "radio", name: id, id: `${id}-${at}` });
    input.checked = chosen;
    inputs.push(input);
    input.addEventListener("change", () => {
      if (many) {
        several(filling, asked, option, input.checked);
      } else {
        filling.set(asked, option.value);
      }
      clear.hidden = many || question.required === true;
    });
    return h("label", { class: "choice", for: `${id}-${at}` }, input, h("span", {}, option.text));
  });
  const clear = h(
    "button",
    {
      type: "button",
      class: "plain small",
      hidden: many || question.required || value === undefined,
      onclick: () => {
        for (const input of inputs) {
          input.checked = false;
        }
        clear.hidden = true;
        filling.set(asked, undefined);
      },
    },
    t("clear"),
  );
  const set = h(
    "fieldset",
    { "aria-describedby": hint?.id },
    h("legend", {}, ...label),
    hint,
    h("div", { class: question.kind === "yes_no" ? "choices two" : "choices" }, ...rows),
    clear,
  );
  return h("div", { class: "field", "data-kind": question.kind, id: `field-${path}` }, set);
}

export function choiceField(filling: Filling, asked: Asked): HTMLElement {
  const options = optionsOf(filling, asked);
  const fold = asked.question.kind === "region" || (asked.question.kind === "choice" && options.length > FEW);
  return filling.add({
    path: asked.path,
    element: fold ? folded(filling, asked, options) : spread(filling, asked, options),
  });
}
