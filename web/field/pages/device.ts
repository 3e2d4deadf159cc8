// The phone: room, backup, logging out.
import { ParcelError, PhoneFull } from "../store";
import { APP } from "../work/draft";
import { t } from "../words/words";
import type { App, Page } from "./app";
import { confirm, h, size } from "./dom";
import { setWrong } from "./filling";

const SHORTEST = 8;

function passwordField(id: string, hint: string): { element: HTMLElement; input: HTMLInputElement } {
  const words = hint ? h("span", { class: "hint", id: `${id}-hint` }, hint) : null;
  const input = h("input", { id, type: "password", autocomplete: "off", "aria-describedby": words?.id });
  const element = h("div", { class: "field" }, h("label", { for: id }, t("export_password")), words, input);
  return { element, input };
}

function download(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

function exporting(app: App): HTMLElement {
  const { element, input } = passwordField("export-password", t("export_password_hint"));
  const done = h("p", { role: "status" });
  const act = async (event: Event) => {
    event.preventDefault();
    const short = input.value.length < SHORTEST;
    setWrong(element, "export", short ? t("export_short") : null);
    if (short) {
      input.focus();
      return;
    }
    const blob = await app.store.exportUnsent(input.value);
    download(blob, `pendopo-${new Date().toISOString().slice(0, 16).replace(/[:T]/g, "-")}.pendopo`);
    input.value = "";
    done.textContent = t("export_done");
  };
  return h(
    "form",
    { class: "card", novalidate: true, onsubmit: (event) => void act(event) },
    h("h2", {}, t("export_title")),
    h("p", {}, t("export_text")),
    element,
    h("button", { type: "submit" }, t("export_do")),
    done,
  );
}

function importing(app: App): HTMLElement {
  const { element, input } = passwordField("import-password", "");
  const file = h("input", { id: "import-file", type: "file" });
  const choose = h("div", { class: "field" }, h("label", { for: "import-file" }, t("import_file")), file);
  const done = h("p", { role: "status" });
  const act = async (event: Event) => {
    event.preventDefault();
    const chosen = file.files?.[0];
    setWrong(choose, "import", chosen ? null : t("import_choose"));
    setWrong(element, "import-password", null);
    if (!chosen) {
      return;
    }
    try {
      const { added, known } = await app.store.importUnsent(chosen, input.value);
      done.textContent = t("import_done", { added, known });
      input.value = "";
      file.value = "";
      void app.sync.nudge();
    } catch (error) {
      if (error instanceof PhoneFull) {
        setWrong(choose, "import", `${t("full_title")}. ${t("full_text")}`);
        return;
      }
      if (!(error instanceof ParcelError)) {
        throw error;
      }
      const wrongField = error.reason === "password" ? element : choose;
      setWrong(wrongField, "import", t(`import_${error.reason}`));
    }
  };
  return h(
    "form",
    { class: "card", novalidate: true, onsubmit: (event) => void act(event) },
    h("h2", {}, t("import_title")),
    choose,
    element,
    h("button", { type: "submit" }, t("import_do")),
    done,
  );
}

async function leave(app: App): Promise<void> {
  const { items, decide, photos } = await app.store.outbox.unsent();
  const left = items + decide + photos;
  if (left > 0 && !(await confirm(t("logout_ask", { n: left }), t("logout_yes"), t("cancel")))) {
    return;
  }
  await app.sync.leave();
  await app.store.lock();
  app.go("#/");
}

export const device: Page = async (app) => {
  const room = await app.store.quota.room();
  const memory =
    room.left !== null && room.used !== null
      ? t("device_room_left", { used: size(room.used), left: size(room.left) })
      : t("device_room_unknown");
  return {
    title: t("device_title"),
    body: [
      h("dl", { class: "pairs" }, h("dt", {}, t("device_room")), h("dd", {}, memory), h("dt", {}, t("device_app")), h("dd", {}, APP)),
      h("p", { class: "small soft" }, t(room.persisted ? "device_persisted" : "device_not_persisted")),
      app.install ? h("p", {}, h("button", { type: "button", onclick: () => app.install?.() }, t("install"))) : "",
      exporting(app),
      importing(app),
      h(
        "div",
        { class: "card" },
        h("h2", {}, t("logout")),
        h("p", {}, t("logout_text")),
        h("button", { type: "button", class: "danger", onclick: () => void leave(app) }, t("logout")),
      ),
      h("p", {}, h("a", { href: "/" }, t("full_app"))),
    ],
  };
};
