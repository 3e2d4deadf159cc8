// Small means to build pages: no framework, because a form needs none and a cheap phone thanks for it.

type Attribute = string | number | boolean | null | undefined | ((event: Event) => void);
type Child = Node | string | null | undefined | false | Child[];

function append(parent: Element, child: Child): void {
  if (Array.isArray(child)) {
    for (const one of child) {
      append(parent, one);
    }
  } else if (child !== null && child !== undefined && child !== false) {
    parent.append(child);
  }
}

/** An element. Attributes that begin with `on` are listeners; false and null are left out. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, Attribute> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      element.addEventListener(name.slice(2), value);
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, String(value));
    }
  }
  append(element, children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

const DRAWINGS: Record<string, string> = {
  done: "m5 12.5 4.5 4.5L19 7.5",
  warn: "M12 4 3 20h18zM12 10v4.500M12 17.500v.01",
  wait: "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM12 7.500V12l3 2",
  sync: "M5 12a7 7 0 0 1 12-5l2 2M19 5v4h-4M19 12a7 7 0 0 1-12 5l-2-2M5 19v-4h4",
  offline: "M4 4l16 16M8.500 15a5 5 0 0 1 6-.8M5 11.500a10 10 0 0 1 4-2.200M12 19h.01M13 9a10 10 0 0 1 6 2.500",
  next: "M5 12h14m0 0-5-5m5 5-5 5",
  lock: "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
  camera: "M4 8h4l1.500-2.500h5L16 8h4v11H4zM12 10.500a3 3 0 1 1 0 6 3 3 0 0 1 0-6z",
  place: "M12 21c4-5 6-8 6-11a6 6 0 1 0-12 0c0 3 2 6 6 11zM12 8a2 2 0 1 1 0 4 2 2 0 0 1 0-4z",
  plus: "M12 5v14M5 12h14",
};

/** A picture beside a text, hidden from readers of screens. */
export function icon(name: keyof typeof DRAWINGS): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [key, value] of [
    ["class", "icon"],
    ["viewBox", "0 0 24 24"],
    ["aria-hidden", "true"],
  ]) {
    svg.setAttribute(key!, value!);
  }
  path.setAttribute("d", DRAWINGS[name] ?? "");
  svg.append(path);
  return svg;
}

export type Tone = "good" | "bad" | "mind" | "";

export function notice(tone: Tone, picture: string, ...children: Child[]): HTMLElement {
  const role = tone === "bad" ? "alert" : null;
  return h("div", { class: `notice ${tone}`, role }, icon(picture), h("div", { class: "grow" }, ...children));
}

export function tag(tone: Tone | "blue", text: string): HTMLElement {
  return h("span", { class: `tag ${tone}` }, text);
}

/** Asks before something that cannot be taken back; the native dialog keeps focus and Escape right. */
export function confirm(question: string, yes: string, no: string): Promise<boolean> {
  return new Promise((resolve) => {
    const dialog = h(
      "dialog",
      { class: "ask", "aria-labelledby": "ask-words" },
      h("p", { id: "ask-words" }, question),
      h(
        "div",
        { class: "acts" },
        h("button", { type: "button", class: "main-act", onclick: () => dialog.close("yes") }, yes),
        h("button", { type: "button", onclick: () => dialog.close("") }, no),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

const UNITS = ["KB", "MB", "GB"];

/** A number of bytes in words, rounded as far as anybody cares. */
export function size(bytes: number): string {
  let [amount, unit] = [bytes / 1024, 0];
  while (amount >= 1000 && unit < UNITS.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  return `${amount.toLocaleString("id-ID", { maximumFractionDigits: unit === 0 || amount >= 10 ? 0 : 1 })} ${UNITS[unit]}`;
}
