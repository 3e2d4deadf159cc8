// What the hall does not have, what it refused and why, and what it has.
import { isUnsent, type FileRow, type Item } from "../store";
import { factReader, type Listed, listed } from "../work/list";
import type { Answer, Verdict } from "../work/records";
import { ofHall, t, when } from "../words/words";
import type { Page } from "./app";
import { h, icon, tag, type Tone } from "./dom";

const TONES: Record<Item["state"], Tone> = {
  queued: "mind",
  waiting: "mind",
  conflict: "bad",
  refused: "bad",
  sent: "good",
  settled: "",
};

/** What an item is called in lists. */
export function itemTitle(item: Item, businesses: Map<string, Listed>, facts: Awaited<ReturnType<typeof factReader>>, visits: Map<string, string>): string {
  if (item.collection === "mentoring.visit") {
    return `${t("visit_of")}: ${visits.get(item.entity) ?? ""}`;
  }
  const answer = item.body as Answer;
  return facts(item.form, answer.answers).name || businesses.get(item.entity)?.body.name || t("draft_unnamed");
}

function photoWords(item: Item, files: Map<string, FileRow>): (Node | string)[] {
  const rows = item.files.map((id) => files.get(id));
  const left = rows.filter((row) => row?.state === "queued").length;
  const bad = rows.filter((row) => row?.state === "refused");
  return [
    left > 0
      ? tag("mind", t("item_photos_left", { n: left }))
      : rows.length > 0
        ? h("span", { class: "small soft" }, t("item_photos", { n: rows.length }))
        : "",
    bad.length > 0
      ? h("p", { class: "wrong" }, `${t("item_photos_bad", { n: bad.length })}: ${bad[0]!.error ? ofHall(bad[0]!.error) : ""}`)
      : "",
  ];
}

function verdictWords(verdict: Verdict | undefined): Node | string {
  if (verdict?.state === "accepted") {
    return tag("good", t("item_accepted"));
  }
  return verdict?.reason ? h("p", { class: "wrong" }, t("item_returned", { why: verdict.reason })) : "";
}

function row(item: Item, title: string, files: Map<string, FileRow>, verdict: Verdict | undefined): HTMLElement {
  const decide = item.state === "conflict" || item.state === "refused";
  const at =
    item.state === "sent" && item.settledAt !== undefined
      ? t("item_sent_at", { at: when(item.settledAt) })
      : t("item_made_at", { at: when(item.madeAt) });
  const answer = item.body as Answer;
  const outcome = item.collection === "field.answer" && answer.outcome !== "complete" ? t(`outcome_${answer.outcome}`) : "";
  return h(
    "li",
    { class: "line" },
    decide ? h("a", { href: `#/item/${item.id}` }, h("b", {}, title)) : h("b", {}, title),
    h("span", { class: "small soft" }, [outcome, at].filter(Boolean).join(" · ")),
    h(
      "span",
      { class: "tags" },
      tag(TONES[item.state], t(`item_${item.state}`)),
      ...photoWords(item, files),
      verdictWords(verdict),
    ),
    item.state === "refused" && item.outcome.error ? h("p", { class: "wrong" }, ofHall(item.outcome.error)) : "",
    decide ? h("p", {}, h("a", { class: "button", href: `#/item/${item.id}` }, t("item_open"))) : "",
  );
}

export const unsent: Page = async (app) => {
  const { store } = app;
  const [items, rows, list, facts, engagements, decided] = await Promise.all([
    store.outbox.list(),
    store.files.list(),
    listed(store),
    factReader(store),
    store.all("mentoring.engagement"),
    store.all("field.answer"),
  ]);
  const verdicts = new Map(decided.map(({ id, body }) => [id, body]));
  const files = new Map(rows.map((file) => [file.id, file]));
  const businesses = new Map(list.map((one) => [one.id, one]));
  const visits = new Map(engagements.map(({ id, body }) => [id, body.name]));
  const photosLeft = (item: Item) => item.files.some((id) => files.get(id)?.state === "queued");
  const groups: [string, Item[]][] = [
    [t("decide_list"), items.filter((item) => item.state === "conflict" || item.state === "refused")],
    [
      t("waiting_list"),
      items.filter((item) => item.state === "queued" || item.state === "waiting" || (item.state === "sent" && photosLeft(item))),
    ],
    [t("sent_list"), items.filter((item) => !isUnsent(item.state) && !(item.state === "sent" && photosLeft(item))).reverse()],
  ];
  const nothing = groups[0]![1].length + groups[1]![1].length === 0;
  return {
    title: t("unsent_title"),
    live: true,
    body: [
      nothing ? h("div", { class: "empty" }, icon("done"), h("p", {}, t("unsent_none"))) : "",
      ...groups
        .filter(([, group]) => group.length > 0)
        .map(([title, group]) =>
          h(
            "section",
            {},
            h("h2", {}, title),
            h(
              "ul",
              { class: "lines" },
              ...group.slice(0, 200).map((item) => row(item, itemTitle(item, businesses, facts, visits), files, verdicts.get(item.id))),
            ),
          ),
        ),
      nothing ? "" : h("p", {}, h("a", { class: "button", href: "#/device" }, t("export_title"))),
    ],
  };
};
