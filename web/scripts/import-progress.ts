interface Progress {
  done: number;
  total: number | null;
  text: string;
  finished: boolean;
}

/** Shows the progress of a running import from server-sent events. Without script the page
 * reloads itself by its `meta refresh`, which this removes. */
export function followImport(): void {
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
    if (words) words.textContent = now.text;
    if (now.finished) {
      events.close();
      location.reload();
    }
  });
}
