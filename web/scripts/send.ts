/** A photo goes off as soon as it is taken: one tap for the camera and none for the button, which is
 * there for whoever has no script. */
export function sendWhenChosen(): void {
  for (const field of document.querySelectorAll<HTMLInputElement>("input[data-send-file]")) {
    const form = field.form;
    if (!form) continue;
    form.classList.add("by-script");
    field.addEventListener("change", () => {
      if (field.files?.length) form.requestSubmit();
    });
  }
}
