// Photos of a question: taken, made small, kept sealed, shown.
import type { Asked } from "../../form/engine";
import { PhoneFull } from "../../store";
import { t } from "../../words/words";
import { NoPicture, shrink } from "../../work/photo";
import { h, icon, size } from "../dom";
import { type Filling, setWrong } from "../filling";
import { partsOf } from "./field";

/** As many as the hall takes for one question. */
const MOST = 10;

export function photoField(filling: Filling, asked: Asked): HTMLElement {
  const { path } = asked;
  const { id, label, hint } = partsOf(asked);
  const { files } = filling.app.store;
  const list = h("ul", { class: "photos" });
  const working = h("p", { role: "status", class: "beside" });
  const input = h("input", {
    id,
    type: "file",
    accept: "image/*",
    capture: "environment",
    class: "unseen",
    "aria-describedby": hint?.id,
  });
  const take = h("label", { for: id, class: "button take" }, icon("camera"), t("photo_take"));

  const draw = async () => {
    const rows = await Promise.all(
      filling.photos(path).map(async (file, at) => {
        const [row, bytes] = [await files.row(file), await files.bytes(file)];
        const words = t("photo_of", { n: at + 1, size: size(row?.size ?? 0) });
        const picture = h("img", { alt: words, width: 96, height: 72 });
        if (bytes) {
          const address = URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" }));
          picture.addEventListener("load", () => URL.revokeObjectURL(address));
          picture.src = address;
        }
        const remove = h(
          "button",
          { type: "button", class: "plain", onclick: () => void drop(file) },
          t("photo_remove", { n: at + 1 }),
        );
        return h("li", {}, bytes ? picture : h("span", { class: "small soft" }, t("photo_sent")), h("span", { class: "small" }, words), remove);
      }),
    );
    list.replaceChildren(...rows);
    take.hidden = rows.length >= MOST;
  };

  const drop = async (file: string) => {
    filling.setPhotos(
      path,
      filling.photos(path).filter((one) => one !== file),
    );
    if ((await files.row(file))?.state === "held") {
      await files.drop(file);
    }
    await draw();
    input.focus();
  };

  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) {
      void keep(file);
    }
  });
  const keep = async (file: File) => {
    setWrong(element, path, null);
    working.textContent = t("photo_working");
    try {
      const row = await files.hold(await shrink(file));
      filling.setPhotos(path, [...filling.photos(path), row.id]);
      await draw();
    } catch (error) {
      if (error instanceof NoPicture) {
        setWrong(element, path, t("photo_bad"));
      } else if (error instanceof PhoneFull) {
        setWrong(element, path, `${t("full_title")}. ${t("full_text")}`);
      } else {
        throw error;
      }
    } finally {
      working.textContent = "";
      input.value = "";
      filling.app.store.changed();
    }
  };

  void draw();
  const element = h("div", { class: "field" }, h("span", { class: "label" }, ...label), hint, input, take, working, list);
  return filling.add({ path, element });
}
