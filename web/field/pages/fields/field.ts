// One question as a field: label, hint, control.
import type { Asked } from "../../form/engine";
import { say } from "../../form/questionnaire";
import { language, t } from "../../words/words";
import { h } from "../dom";
import type { Filling } from "../filling";
import { choiceField } from "./choice";
import { locationField } from "./location";
import { photoField } from "./photo";
import { textField } from "./text";

export interface Parts {
  id: string;
  label: (Node | string)[];
  hint: HTMLElement | null;
}

/** Label and hint, the same for all kinds. */
export function partsOf({ path, question }: Asked): Parts {
  const hint = question.hint ? say(question.hint, language()) : "";
  return {
    id: `q-${path}`,
    label: [
      say(question.label, language()),
      question.required ? h("span", { class: "must" }, ` (${t("required")})`) : "",
    ],
    hint: hint ? h("span", { class: "hint", id: `hint-${path}` }, hint) : null,
  };
}

export function questionField(filling: Filling, asked: Asked): HTMLElement {
  switch (asked.question.kind) {
    case "note":
      return filling.add({
        path: asked.path,
        element: h("p", { class: "told" }, say(asked.question.label, language())),
      });
    case "choice":
    case "choices":
    case "yes_no":
    case "region":
      return choiceField(filling, asked);
    case "location":
      return locationField(filling, asked);
    case "photo":
      return photoField(filling, asked);
    default:
      return textField(filling, asked);
  }
}
