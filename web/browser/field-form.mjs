// What the stories of the field form share: opening it, filling whatever it asks, reading what is unsent.
import { expect } from "@playwright/test";
import { logIn } from "./hall.mjs";

/** Waits until the worker carries the page and the phone has what it needs to go offline. */
export async function openField(page, who = "enumerator") {
  await logIn(page, who);
  await page.goto("/field");
  await expect(page.locator("#bar .link.idle")).toBeVisible();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

/** Something to put into a field, by its kind. */
async function answer(field, name) {
  const path = await field.getAttribute("data-path");
  const select = field.locator("select");
  if (await select.count()) {
    const value = await select.locator("option").nth(1).getAttribute("value");
    return select.selectOption(value);
  }
  const option = field.locator("input[type=radio], input[type=checkbox]").first();
  if (await option.count()) {
    return option.check();
  }
  const input = field.locator("input:not([type=file])").first();
  if (!(await input.count())) {
    return undefined;
  }
  const kind = (await input.getAttribute("type")) ?? "text";
  const mode = await input.getAttribute("inputmode");
  if (path === "business_name") {
    return input.fill(name);
  }
  if (path.endsWith("nik")) {
    return input.fill("3324096505809999");
  }
  if (path.endsWith("year")) {
    return input.fill("2015");
  }
  if (kind === "date") {
    return input.fill("1980-05-25");
  }
  if (kind === "tel") {
    return input.fill("0812 9999 0001");
  }
  return input.fill(mode === "decimal" || path === "sales" || path === "capital" ? "5" : "Sri Lestari");
}

/** Answers what is required on this page, also what only comes up by an answer. */
export async function fillPage(page, name) {
  await page.locator(".sheet").waitFor();
  const done = new Set();
  for (;;) {
    const fields = page.locator(".sheet .field[data-path]:not([hidden]):has(.must)");
    let next = null;
    for (const field of await fields.all()) {
      const path = await field.getAttribute("data-path");
      if (!done.has(path) && (await field.isVisible())) {
        next = { field, path };
        break;
      }
    }
    if (!next) {
      return;
    }
    done.add(next.path);
    await answer(next.field, name);
  }
}

/** Begins a new business and goes as far as its owner's name, which is written to the phone. */
export async function halfway(page, name, owner) {
  await page.getByRole("link", { name: "Usaha baru" }).click();
  await fillPage(page, name);
  await page.getByRole("button", { name: "Lanjut" }).click();
  await page.locator("[data-path=owner_name] input").fill(owner);
  await expect(page.locator(".saved")).toContainText("Tersimpan");
  return page.url();
}

/** From the open form to its last page, answering what is required. */
export async function fillForm(page, name) {
  const review = page.getByRole("heading", { name: "Periksa dan selesaikan" });
  for (let pages = 0; pages < 30 && !(await review.isVisible()); pages += 1) {
    const title = await page.locator("h1").textContent();
    await fillPage(page, name);
    await page.getByRole("button", { name: "Lanjut" }).click();
    await expect(page.locator("h1")).not.toHaveText(title);
  }
  await expect(review).toBeVisible();
}

/** Ends the form and waits for the page that says so. */
export async function finishForm(page) {
  await page.getByRole("button", { name: "Selesai", exact: true }).click();
  await expect(page.getByText("Tersimpan dan menunggu dikirim.")).toBeVisible();
}

/** Asks for a sync now and waits until nothing is left to send. */
export async function syncAll(page) {
  await page.locator("#bar button").first().click();
  await expect(page.locator("#bar .link.idle")).toBeVisible();
  await expect(page.locator("#bar a.unsent:not(.decide)")).toHaveCount(0);
}
