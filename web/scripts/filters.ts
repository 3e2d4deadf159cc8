/** Choosing in a filter's select sends the form at once with a mouse or a finger. By keyboard the
 * arrow keys walk through the options, and a list which reloads under them is unusable: there the
 * "show" button sends. */
export function sendOnChange(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-send-on-change]")) {
    let byKey = false;
    form.addEventListener("keydown", () => (byKey = true));
    form.addEventListener("pointerdown", () => (byKey = false));
    form.addEventListener("change", (event) => {
      if (!byKey && event.target instanceof HTMLSelectElement) form.requestSubmit();
    });
  }
}
