// The bar above every page: what is not sent, loud; how the link is, in words; what the phone lacks.
import { WRONG_CLOCK } from "../store";
import { PHOTO_RESERVE } from "../store/quota";
import { ofHall, t, time } from "../words/words";
import type { App } from "./app";
import { h, icon, notice } from "./dom";

function link(app: App): { text: string; picture: string } {
  const { state } = app.sync;
  switch (state.kind) {
    case "busy":
      return { text: t("sync_busy"), picture: "sync" };
    case "offline":
      return { text: t("sync_offline", { at: time(state.again) }), picture: "offline" };
    case "other_tab":
      return { text: t("sync_other_tab"), picture: "wait" };
    case "login":
      return { text: t("sync_login"), picture: "lock" };
    case "declined":
      return { text: ofHall(state), picture: "warn" };
    case "idle":
      return state.at === null
        ? { text: t("sync_never"), picture: "wait" }
        : { text: t("sync_idle", { at: time(state.at) }), picture: "done" };
  }
}

function counter(items: number, decide: number, photos: number): HTMLElement | null {
  const parts: string[] = [];
  if (items > 0) {
    parts.push(items === 1 ? t("unsent_one") : t("unsent_many", { n: items }));
  }
  if (photos > 0) {
    parts.push(t("unsent_photos", { n: photos }));
  }
  if (decide > 0) {
    parts.push(t("decide_many", { n: decide }));
  }
  if (parts.length === 0) {
    return null;
  }
  return h(
    "a",
    { class: `unsent ${decide > 0 ? "decide" : ""}`, href: "#/unsent" },
    icon("warn"),
    h("b", {}, parts.join(" · ")),
    h("span", {}, t("unsent_see"), icon("next")),
  );
}

function wrongBy(offset: number): string {
  const minutes = Math.round(Math.abs(offset) / 60_000);
  if (minutes < 120) {
    return t("clock_minutes", { n: minutes });
  }
  const hours = Math.round(minutes / 60);
  return hours < 48 ? t("clock_hours", { n: hours }) : t("clock_days", { n: Math.round(hours / 24) });
}

async function warnings(app: App): Promise<Node[]> {
  const out: Node[] = [];
  if (app.unsaved) {
    out.push(notice("bad", "warn", h("p", {}, t(app.unsaved === "full" ? "full_hard" : "save_failed"))));
  }
  const room = await app.store.quota.room();
  if (!app.unsaved && (!room.ballast || room.tight || (room.left !== null && room.left < PHOTO_RESERVE))) {
    out.push(notice("bad", "warn", h("p", {}, h("strong", {}, t("full_title"), ". "), t("full_text"))));
  }
  if (app.clock && Math.abs(app.clock.offset) > WRONG_CLOCK) {
    out.push(notice("mind", "wait", h("p", {}, t("clock_wrong", { by: wrongBy(app.clock.offset) }))));
  }
  if (app.update) {
    const use = h("button", { type: "button", onclick: () => app.update?.() }, t("update_use"));
    out.push(notice("", "sync", h("p", {}, t("update_ready")), h("p", {}, use)));
  }
  return out;
}

export async function bar(app: App): Promise<Node[]> {
  if (!app.store.unlocked) {
    return [];
  }
  const { items, decide, photos } = await app.store.outbox.unsent();
  const { text, picture } = link(app);
  const login = app.sync.state.kind === "login";
  const act = login
    ? h("a", { class: "button", href: "/account/login?door=staff&next=%2Ffield" }, t("login"))
    : h(
        "button",
        { type: "button", disabled: app.sync.state.kind === "busy", onclick: () => void app.sync.nudge() },
        t("sync_now"),
      );
  const line = h("div", { class: `link ${app.sync.state.kind}` }, icon(picture), h("span", {}, text), act);
  return [line, counter(items, decide, photos), ...(await warnings(app))].filter((node) => node !== null);
}

