// One business: what the phone knows of it, and the ways to go on with it.
import { begin, census, finish, newest, type FormDraft, VISIT_FORM } from "../work/draft";
import { type Listed, listed } from "../work/list";
import type { AnswerOutcome } from "../work/records";
import { t, when } from "../words/words";
import type { App, Page, View } from "./app";
import { confirm, h, notice, tag } from "./dom";
import { rtRw } from "./home";
import { STATE_TONES } from "./list";

function withoutForm(): View {
  return { title: t("fill"), body: [notice("mind", "warn", h("p", {}, t("no_form")))], live: true };
}

/** Begins a draft and goes to it. */
async function start(app: App, one: Listed | null): Promise<View | null> {
  const questionnaire = await census(app.store, one?.body ?? null);
  if (!questionnaire) {
    return withoutForm();
  }
  const draft = begin(questionnaire, {
    purpose: "census",
    entity: one?.id ?? null,
    business: businessOf(one),
    version: one?.version ?? null,
    title: one?.body.name ?? "",
    answers: one && !one.body.revisit ? known(questionnaire, one) : {},
  });
  await app.store.drafts.save(draft);
  // In place of this address, so that "back" does not begin another draft.
  location.replace(`#/form/${draft.id}`);
  return null;
}

/** The business on the hall's list: another id for a second visit, none for one made here. */
function businessOf(one: Listed | null): string | null {
  return one === null || one.fresh ? null : (one.body.business ?? one.id);
}

/** What the list says already need not be typed again. A second visit asks everything anew, to compare. */
function known(questionnaire: FormDraft["questionnaire"], { body }: Listed): FormDraft["answers"] {
  const values: Record<string, string | null | undefined> = {
    business_name: body.name,
    owner_name: body.owner,
    village: body.village,
    rt: body.rt,
    rw: body.rw,
  };
  const out: FormDraft["answers"] = {};
  for (const question of questionnaire.pages.flatMap((page) => page.questions)) {
    const value = "fact" in question && question.fact ? values[question.fact] : undefined;
    if (value && (question.kind === "text" || question.kind === "region")) {
      out[question.id] = value;
    }
  }
  return out;
}

async function noteOutcome(app: App, one: Listed, outcome: AnswerOutcome): Promise<void> {
  const words = t(`outcome_${outcome}`);
  if (!(await confirm(t("outcome_ask", { outcome: words, name: one.body.name }), t("yes_note"), t("cancel")))) {
    return;
  }
  const questionnaire = await census(app.store, one.body);
  if (!questionnaire) {
    return;
  }
  const { id: entity, version, body } = one;
  const draft = begin(questionnaire, { purpose: "census", entity, business: businessOf(one), version, title: body.name });
  await finish(app.store, draft, outcome);
  void app.sync.nudge();
  app.say(t("finished"));
  app.go("#/");
}

export const fresh: Page = async (app) => (await start(app, null)) ?? { title: t("new_business"), body: [] };

export const business: Page = async (app, [id = ""]) => {
  const one = (await listed(app.store)).find((candidate) => candidate.id === id);
  if (!one) {
    return { title: t("app"), body: [h("p", {}, t("unknown_page"))] };
  }
  const drafts = (await app.store.drafts.list<FormDraft>()).filter((draft) => draft.content.entity === id);
  const { body } = one;
  const pairs: [string, string][] = [
    [t("owner"), body.owner],
    [t("place"), rtRw(body)],
    [t("phone_end"), body.phone_last4 ?? ""],
  ];
  const others: AnswerOutcome[] = ["refused", "not_found", "moved", "closed"];
  return {
    title: body.name || t("draft_unnamed"),
    body: [
      h(
        "p",
        { class: "tags" },
        tag(STATE_TONES[body.state], t(`state_${body.state}`)),
        body.revisit ? tag("mind", t("state_revisit")) : "",
        one.unsent ? tag("mind", t("state_unsent")) : "",
      ),
      h(
        "dl",
        { class: "pairs" },
        ...pairs.filter(([, value]) => value).flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
      ),
      ...drafts.map((draft) =>
        h(
          "p",
          {},
          h("a", { class: "button main-act big wide", href: `#/form/${draft.id}` }, t("draft_continue")),
          h("span", { class: "hint" }, t("draft_changed", { at: when(draft.changedAt) })),
        ),
      ),
      drafts.length === 0
        ? h(
            "p",
            {},
            h(
              "button",
              { type: "button", class: "main-act big wide", onclick: () => void begun(app, one) },
              t(body.state === "to_visit" ? "fill" : "fill_again"),
            ),
          )
        : "",
      h(
        "details",
        { class: "card" },
        h("summary", {}, t("cannot_fill")),
        h("p", { class: "hint" }, t("cannot_hint")),
        h(
          "div",
          { class: "acts column" },
          ...others.map((outcome) =>
            h(
              "button",
              { type: "button", class: "wide", onclick: () => void noteOutcome(app, one, outcome) },
              t(`outcome_${outcome}`),
            ),
          ),
        ),
      ),
    ],
  };
};

async function begun(app: App, one: Listed): Promise<void> {
  if ((await start(app, one)) !== null) {
    app.say(t("no_form"));
    await app.refresh();
  }
}

/** A mentor's visit: the same form engine with the questionnaire of visits. */
export const visit: Page = async (app, [id = ""]) => {
  const engagement = await app.store.get("mentoring.engagement", id);
  const questionnaire = await newest(app.store, VISIT_FORM);
  if (!engagement || !questionnaire) {
    return withoutForm();
  }
  const open = (await app.store.drafts.list<FormDraft>()).find((draft) => draft.content.entity === id);
  const draft =
    open ??
    begin(questionnaire, { purpose: "visit", entity: id, version: engagement.version, title: engagement.body.name });
  if (!open) {
    await app.store.drafts.save(draft);
  }
  location.replace(`#/form/${draft.id}`);
  return { title: t("visit_note"), body: [] };
};
