interface Progress {
  done: number;
  total: number | null;
  text: string;
  finished: boolean;
  part?: number;
}

/** Shows the progress of running work from server-sent events. Without script the page
 * reloads itself by its `meta refresh`, which this removes. */
export function followWork(): void {
  const box = document.querySelector<HTMLElement>("[data-progress]");
  const address = box?.dataset.progress;
  if (!box || !address || !("EventSource" in window)) return;
  const bar = box.querySelector("progress");
  const words = box.querySelector("[data-words]");
  const events = new EventSource(address);
  events.addEventListener("progress", (event) => {
    const now = JSON.parse((event as MessageEvent<string>).data) as Progress;
    if (bar && now.total !== null) {
      bar.max = Math.max(now.total, 1);
      bar.value = now.done;
    }
    else bar?.removeAttribute("value");
    // A reader of screens is told of each new stage, not of every row.
    if (words && words.textContent !== now.text) words.textContent = now.text;
    markParts(box, now.part);
    if (now.finished) {
      events.close();
      location.reload();
    }
  });
}

function markParts(box: HTMLElement, running: number | undefined): void {
  if (running === undefined) return;
  box.querySelectorAll("ol.parts > li").forEach((part, at) => {
    part.className = at < running ? "done" : at === running ? "now" : "";
    if (at === running) part.setAttribute("aria-current", "step");
    else part.removeAttribute("aria-current");
  });
}
