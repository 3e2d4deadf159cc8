// The warning that a business may be counted already, while its form is being filled.
import type { Draft } from "../store";
import { factOf, type FormDraft } from "../work/draft";
import { suspects, type Suspect } from "../work/duplicates";
import { type Listed, listed } from "../work/list";
import { t } from "../words/words";
import type { App } from "./app";
import { h, icon, tag } from "./dom";
import { rtRw } from "./home";

function text(draft: FormDraft, fact: string): string {
  const value = factOf(draft, fact);
  return typeof value === "string" ? value : "";
}

function row({ business, why }: Suspect): HTMLElement {
  const { body, id } = business;
  return h(
    "li",
    {},
    h("a", { href: `#/business/${encodeURIComponent(id)}` }, t("duplicate_open", { name: body.name })),
    h("span", { class: "small whose" }, [body.owner, rtRw(body)].filter(Boolean).join(" · ")),
    ...why.map((reason) => tag(reason === "nik" ? "bad" : "mind", t(`why_${reason}`))),
  );
}

export function duplicates(app: App, draft: Draft<FormDraft>): { element: HTMLElement; look: () => Promise<void> } {
  const element = h("div", { "aria-live": "polite" });
  let list: Promise<Listed[]> | null = null;
  let last = "";
  const look = async () => {
    const { content } = draft;
    if (content.purpose !== "census") {
      return;
    }
    const typed = {
      name: text(content, "business_name"),
      owner: text(content, "owner_name"),
      phone: text(content, "owner_phone"),
      nik: text(content, "owner_nik").replace(/\D/g, ""),
    };
    const key = JSON.stringify(typed);
    if (key === last) {
      return;
    }
    last = key;
    list ??= listed(app.store);
    const found = await suspects(await list, typed, content.entity, app.store.session().nikKey);
    if (key !== last) {
      return;
    }
    element.replaceChildren(
      ...(found.length === 0
        ? []
        : [
            h(
              "div",
              { class: "notice mind" },
              icon("warn"),
              h(
                "div",
                { class: "grow" },
                h("p", {}, h("strong", {}, t("duplicate_title"))),
                h("ul", { class: "suspects" }, ...found.map(row)),
                h("p", { class: "small" }, t("duplicate_text")),
              ),
            ),
          ]),
    );
  };
  void look();
  return { element, look };
}
