// Where it is, with how sure the phone is of it.
import type { Asked } from "../../form/engine";
import type { Place } from "../../form/questionnaire";
import { t } from "../../words/words";
import { locate } from "../../work/place";
import { h, icon } from "../dom";
import type { Filling } from "../filling";
import { partsOf } from "./field";

/** Above this many metres it is worth trying again. */
const ROUGH = 30;

function isPlace(value: unknown): value is Place {
  return typeof value === "object" && value !== null && "lat" in value;
}

export function locationField(filling: Filling, asked: Asked): HTMLElement {
  const { id, label, hint } = partsOf(asked);
  const words = h("p", { role: "status", class: "beside" });
  const rough = h("p", { class: "small soft" });
  const text = h("span", {});
  const take = h("button", { type: "button", id, class: "take" }, icon("place"), text);
  const draw = (state: "rest" | "taking") => {
    const value = filling.value(asked);
    text.textContent = t(isPlace(value) ? "place_again" : "place_take");
    words.textContent = isPlace(value) ? t("place_got", { n: value.accuracy_m }) : "";
    rough.textContent = isPlace(value) && value.accuracy_m > ROUGH && state === "rest" ? t("place_rough") : "";
    if (state === "taking") {
      words.textContent = `${t("place_taking")} ${words.textContent}`;
    }
  };
  take.addEventListener("click", () => {
    take.disabled = true;
    let best: Place | null = null;
    draw("taking");
    locate(
      (place) => {
        best = place;
        filling.set(asked, { ...place });
        draw("taking");
      },
      (problem) => {
        take.disabled = false;
        draw("rest");
        if (problem && !best) {
          words.textContent = t(problem === "denied" ? "place_denied" : "place_unavailable");
        }
      },
    );
  });
  draw("rest");
  const element = h("div", { class: "field" }, h("span", { class: "label", id: `label-${asked.path}` }, ...label), hint, take, words, rough);
  take.setAttribute("aria-describedby", `label-${asked.path}`);
  return filling.add({ path: asked.path, element });
}
