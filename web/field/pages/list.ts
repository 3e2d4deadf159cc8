import { type Listed, listed, search, within } from "../work/list";
import type { BusinessState } from "../work/records";
import { t } from "../words/words";
import type { Page } from "./app";
import { h, icon, tag, type Tone } from "./dom";
import { areaName, rtRw } from "./home";

const STEP = 50;

export const STATE_TONES: Record<BusinessState, Tone | "blue"> = {
  to_visit: "blue",
  visited: "good",
  refused: "bad",
  not_found: "mind",
};

function row(one: Listed): HTMLElement {
  const { body } = one;
  return h(
    "li",
    { class: "line" },
    h("a", { href: `#/business/${encodeURIComponent(one.id)}` }, h("b", {}, body.name || t("draft_unnamed"))),
    h("span", { class: "small soft" }, [body.owner, rtRw(body)].filter(Boolean).join(" · ")),
    h(
      "span",
      { class: "tags" },
      tag(STATE_TONES[body.state], t(`state_${body.state}`)),
      body.revisit ? tag("mind", t("state_revisit")) : "",
      one.fresh ? tag("blue", t("state_fresh")) : "",
      one.unsent ? tag("mind", t("state_unsent")) : "",
    ),
  );
}

/** The businesses of an area, searched on the phone. */
export const list: Page = async (app, [assignment = ""]) => {
  const { store } = app;
  const area = (await store.get("field.assignment", assignment))?.body.area;
  const all = (await listed(store)).filter((one) => !area || within(area, one.body));
  let shown = STEP;
  const results = h("ul", { class: "lines" });
  const count = h("p", { class: "small soft", role: "status" });
  const more = h("button", { type: "button", onclick: () => ((shown += STEP), draw()) });
  const nothing = h("div", { class: "empty", hidden: true }, icon("place"), h("p", {}));
  const query = h("input", { id: "query", type: "search", autocomplete: "off", enterkeyhint: "search" });
  const filter = h(
    "select",
    { id: "filter" },
    h("option", { value: "" }, t("filter_all")),
    ...(["to_visit", "visited", "refused", "not_found"] as const).map((state) =>
      h("option", { value: state }, t(`state_${state}`)),
    ),
  );
  const draw = () => {
    const found = search(all, query.value).filter((one) => !filter.value || one.body.state === filter.value);
    results.replaceChildren(...found.slice(0, shown).map(row));
    count.textContent = t("found", { n: found.length.toLocaleString("id-ID") });
    more.hidden = found.length <= shown;
    more.textContent = t("more", { n: Math.min(STEP, found.length - shown) });
    nothing.hidden = found.length > 0;
    nothing.querySelector("p")!.textContent = t(all.length === 0 ? "none_here" : "none_found");
  };
  const anew = () => {
    shown = STEP;
    draw();
  };
  query.addEventListener("input", anew);
  filter.addEventListener("change", anew);
  draw();
  return {
    title: area ? areaName(area) : t("filter_all"),
    body: [
      h(
        "form",
        { class: "find", role: "search", onsubmit: (event) => event.preventDefault() },
        h("div", { class: "field" }, h("label", { for: "query" }, t("search")), query),
        h("div", { class: "field" }, h("label", { for: "filter" }, t("filter_state")), filter),
      ),
      count,
      results,
      nothing,
      h("p", {}, more),
      h(
        "p",
        { class: "always" },
        h("a", { class: "button main-act big wide", href: "#/new" }, icon("plus"), t("new_business")),
      ),
    ],
  };
};
