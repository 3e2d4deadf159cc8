/** A slow line makes people press twice. The second press of the same form within ten seconds
 * is swallowed; the page still works if the first never arrived. */
export function guardTwice(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method !== "post") return;
    const last = Number(form.dataset.sentAt ?? 0);
    if (Date.now() - last < 10_000) {
      event.preventDefault();
      return;
    }
    form.dataset.sentAt = String(Date.now());
    form.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sent-at]")) {
      delete form.dataset.sentAt;
      form.removeAttribute("aria-busy");
    }
  });
}
