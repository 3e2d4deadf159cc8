/** A reader goes through hundreds of pairs: one key for each answer. The keys are those of the
 * buttons on the page, so whoever has no script presses the buttons. */
export function answerByKey(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const at = event.target as HTMLElement;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(at.tagName)) return;
    const key = event.key.toLowerCase();
    if (!/^[a-z]$/.test(key)) return;
    const button = document.querySelector<HTMLButtonElement>(`button[data-key="${key}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
}
