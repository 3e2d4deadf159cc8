/** A reader goes through hundreds of pairs, an officer through dozens of cases: one key for each
 * answer, J and K to walk along the rows. The keys are those written on the page, so whoever has no
 * script presses the buttons and follows the links. */
export function answerByKey(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const at = event.target as HTMLElement;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(at.tagName)) return;
    const key = event.key.toLowerCase();
    if (!/^[a-z]$/.test(key)) return;
    if ((key === "j" || key === "k") && walk(key === "j" ? 1 : -1)) {
      event.preventDefault();
      return;
    }
    const field = document.querySelector<HTMLInputElement>(`[data-focus-key="${key}"]`);
    const button = document.querySelector<HTMLElement>(`button[data-key="${key}"], a[data-key="${key}"]`);
    if (!field && !button) return;
    event.preventDefault();
    if (button) button.click();
    else field?.focus();
  });
}

/** To the next or previous row; Enter then follows its link as it does everywhere. */
function walk(by: number): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>("table[data-rows] tbody th a, ul[data-rows] > li")];
  if (rows.length === 0) return false;
  const at = rows.findIndex((row) => row === document.activeElement || row.contains(document.activeElement));
  const to = at < 0 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1);
  rows[to]?.focus();
  rows[to]?.scrollIntoView({ block: "nearest" });
  return true;
}
