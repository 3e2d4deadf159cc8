// What is typed: words, numbers, money, days, telephone, NIK.
import type { Asked } from "../../form/engine";
import { readMoney, readNumber, writeNumber } from "../../form/money";
import { readNik } from "../../form/nik";
import { readPhone } from "../../form/phone";
import { say, type QuestionKind, type Value } from "../../form/questionnaire";
import { language, t } from "../../words/words";
import { h } from "../dom";
import { type Filling, setWrong } from "../filling";
import { partsOf } from "./field";

const INPUTS: Partial<Record<QuestionKind, Record<string, string>>> = {
  number: { type: "text", inputmode: "decimal" },
  money: { type: "text", inputmode: "text" },
  date: { type: "date" },
  phone: { type: "tel", inputmode: "tel" },
  nik: { type: "text", inputmode: "numeric", maxlength: "24" },
};

function shown(kind: QuestionKind, value: Value | undefined): string {
  if (value === undefined) {
    return "";
  }
  return (kind === "number" || kind === "money") && typeof value === "number" ? writeNumber(value) : String(value);
}

/** What a text means, or that it means nothing. */
function read(kind: QuestionKind, text: string): { value: Value | undefined } | { wrong: string } {
  const trimmed = text.trim();
  if (trimmed === "") {
    return { value: undefined };
  }
  if (kind === "number" || kind === "money") {
    const number = kind === "money" ? readMoney(trimmed) : readNumber(trimmed);
    return number === null ? { wrong: t("not_a_number") } : { value: number };
  }
  return { value: kind === "text" ? text : trimmed };
}

/** What is said beside the field while typing. */
function remark(kind: QuestionKind, value: Value | undefined): { text: string; tone: string } {
  if (kind === "money" && typeof value === "number") {
    return { text: t("amount", { n: writeNumber(value) }), tone: "" };
  }
  if (kind === "nik") {
    if (typeof value !== "string") {
      return { text: t("nik_count", { n: 0 }), tone: "" };
    }
    const count = value.replace(/\D/g, "").length;
    if (count < 16 && !/[^\d\s.\-']/.test(value)) {
      return { text: t("nik_count", { n: count }), tone: "" };
    }
    const found = readNik(value, new Date().getFullYear());
    if ("flaw" in found) {
      return { text: say(found.flaw.message, language()), tone: "bad" };
    }
    const birth = new Date(`${found.nik.birth}T00:00:00Z`).toLocaleDateString(language() === "en" ? "en-GB" : "id-ID", {
      day: "numeric",
      month: "long",
      year: "numeric",
      timeZone: "UTC",
    });
    return { text: t("nik_good", { sex: t(found.nik.sex), birth }), tone: "good" };
  }
  return { text: "", tone: "" };
}

export function textField(filling: Filling, asked: Asked): HTMLElement {
  const { question, path } = asked;
  const { kind } = question;
  const { id, label, hint } = partsOf(asked);
  const money = kind === "money" ? h("span", { class: "hint", id: `money-${path}` }, t("money_hint")) : null;
  const beside = h("span", { class: "beside", id: `beside-${path}`, "aria-live": "polite" });
  const described = [hint?.id, money?.id, beside.id].filter(Boolean).join(" ");
  const attributes = { id, autocomplete: "off", "aria-describedby": described, ...(INPUTS[kind] ?? { type: "text" }) };
  const input = h("input", attributes);
  input.value = shown(kind, filling.value(asked));
  const tell = () => {
    const { text, tone } = remark(kind, filling.value(asked));
    beside.textContent = text;
    beside.className = `beside ${tone}`;
  };
  const element = h("div", { class: "field" }, h("label", { for: id }, ...label), hint, money, input, beside);
  let unread: string | null = null;
  input.addEventListener("input", () => {
    const found = read(kind, input.value);
    unread = "wrong" in found ? found.wrong : null;
    if ("value" in found) {
      filling.set(asked, found.value);
      setWrong(element, path, null);
    }
    tell();
  });
  input.addEventListener("change", () => {
    if (unread !== null) {
      setWrong(element, path, unread);
      return;
    }
    const value = filling.value(asked);
    if (kind === "phone" && typeof value === "string" && value) {
      const found = readPhone(value);
      setWrong(element, path, "message" in found ? say(found.message, language()) : null);
    }
    if (kind === "number" || kind === "money") {
      input.value = shown(kind, value);
    }
  });
  tell();
  return filling.add({ path, element });
}
