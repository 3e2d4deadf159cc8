import { t } from "../words/words";
import type { Page } from "./app";
import { h, icon } from "./dom";

/** Nobody is logged in: what is here stays shut, and says that it is still here. */
export const login: Page = async (app) => {
  const kept = await app.store.lockedAway();
  return {
    title: t("locked_title"),
    live: true,
    body: [
      kept > 0 ? h("div", { class: "notice mind" }, icon("lock"), h("p", {}, t("locked_kept", { n: kept }))) : "",
      h("p", {}, t("locked_first")),
      h("p", {}, h("a", { class: "button main-act big", href: "/account/login?door=staff&next=%2Ffield" }, t("login"))),
    ],
  };
};
