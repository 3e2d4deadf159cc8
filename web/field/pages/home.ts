import { factOf, type FormDraft } from "../work/draft";
import { type Listed, progress, waiting } from "../work/list";
import type { Assignment, Engagement } from "../work/records";
import type { Draft, Kept } from "../store";
import { t, when } from "../words/words";
import type { App, Page } from "./app";
import { h, icon, tag } from "./dom";

/** `RT 01/RW 02`, or the one of them that is known. */
export function rtRw({ rt, rw }: { rt?: string | null; rw?: string | null }): string {
  return [rt ? `RT ${rt}` : "", rw ? `RW ${rw}` : ""].filter(Boolean).join("/");
}

export function areaName(area: Assignment["area"]): string {
  const parts = [area.name];
  const within = rtRw(area);
  return (within ? [...parts, within] : parts).join(", ");
}

function areaCard({ id, body }: Kept<Assignment>, list: Listed[]): HTMLElement {
  const { done, target, waiting: here } = progress(body, list);
  const name = areaName(body.area);
  const words = t("area_done", { done, target });
  return h(
    "li",
    { class: "card area" },
    h("h3", {}, h("a", { href: `#/list/${encodeURIComponent(id)}` }, name)),
    h("p", { class: "small soft" }, body.name),
    h("progress", { max: Math.max(1, target), value: Math.min(done, target), "aria-label": `${name}: ${words}` }),
    h("p", {}, words),
    here > 0 ? h("p", {}, tag("mind", t("area_waiting", { n: here }))) : "",
  );
}

export function draftTitle(draft: FormDraft): string {
  const owner = factOf(draft, "owner_name");
  return draft.title || (typeof owner === "string" && owner ? t("draft_of", { owner }) : t("draft_unnamed"));
}

function draftRow(draft: Draft<FormDraft>): HTMLElement {
  const name = draftTitle(draft.content);
  return h(
    "li",
    { class: "line" },
    h("a", { href: `#/form/${draft.id}` }, h("b", {}, name), h("span", { class: "unseen" }, `: ${t("draft_continue")}`)),
    h("span", { class: "small soft" }, t("draft_changed", { at: when(draft.changedAt) })),
  );
}

function visitRow({ id, body }: Kept<Engagement>): HTMLElement {
  const due = body.next_on ?? body.due_on;
  const facts = [body.owner, body.place ?? "", due ? t("visit_due", { at: due.split("-").reverse().join("/") }) : ""].filter(Boolean);
  return h(
    "li",
    { class: "line" },
    h("a", { href: `#/visit/${encodeURIComponent(id)}` }, h("b", {}, body.name)),
    h("span", { class: "small soft" }, facts.join(" · ")),
  );
}

function section(title: string, ...content: (Node | string)[]): HTMLElement {
  return h("section", {}, h("h2", {}, title), ...content);
}

function areas(app: App, assignments: Kept<Assignment>[], list: Listed[]): HTMLElement | string {
  if (!app.store.session().collections.includes("field.assignment") && assignments.length === 0) {
    return "";
  }
  const rows = assignments.sort((one, other) => areaName(one.body.area).localeCompare(areaName(other.body.area), "id"));
  return section(
    t("areas"),
    rows.length === 0
      ? h("div", { class: "empty" }, icon("place"), h("p", {}, t("no_areas")))
      : h("ul", { class: "areas" }, ...rows.map((row) => areaCard(row, list))),
    rows.length === 0
      ? ""
      : h("p", {}, h("a", { class: "button main-act big wide", href: "#/new" }, icon("plus"), t("new_business"))),
  );
}

export const home: Page = async (app) => {
  const { store } = app;
  const [assignments, engagements, list, drafts] = await Promise.all([
    store.all("field.assignment"),
    store.all("mentoring.engagement"),
    waiting(store),
    store.drafts.list<FormDraft>(),
  ]);
  const day = (one: Kept<Engagement>) => one.body.due_on ?? one.body.next_on ?? "9999";
  const { items, decide, photos } = await store.outbox.unsent();
  return {
    title: t("greeting", { name: store.session().name }),
    live: true,
    body: [
      items + decide + photos === 0 && app.sync.state.kind === "idle" && app.sync.state.at !== null
        ? h("p", { class: "soft" }, icon("done"), " ", t("all_sent"))
        : "",
      drafts.length > 0 ? section(t("drafts"), h("ul", { class: "lines" }, ...drafts.map(draftRow))) : "",
      areas(app, assignments, list),
      engagements.length > 0
        ? section(
            t("visits"),
            h("ul", { class: "lines" }, ...engagements.sort((one, other) => day(one).localeCompare(day(other))).map(visitRow)),
          )
        : "",
      h("p", {}, h("a", { href: "#/device" }, t("tools_open"))),
    ],
  };
};

