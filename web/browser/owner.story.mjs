// An owner with a cheap phone: log in, see the next step, answer, finish a step, share.
import { expect, test } from "@playwright/test";
import { logIn } from "./hall.mjs";

test("an owner logs in by phone and sees the next step first", async ({ page }) => {
  await logIn(page, "owner");
  await expect(page).toHaveURL(/\/plan$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Keripik Tempe Bu Siti");
  // Which step it is depends on the permits that other stories brought this owner meanwhile.
  const next = page.getByRole("region").filter({ hasText: "Langkah berikutnya" });
  await expect(next.getByRole("heading", { level: 2 })).not.toBeEmpty();
  await next.getByText("Kenapa?").click();
  await expect(next.locator("details.why")).toContainText(/Dasar: \S/);
});

test("one tap answers a question and the question is gone", async ({ page }) => {
  await logIn(page, "owner");
  const ask = page.locator("form.ask:has(button[name=value])").first();
  const id = await ask.getAttribute("id");
  await ask.getByRole("button").first().click();
  await expect(page.getByRole("status")).toContainText("Terima kasih");
  await expect(page.locator(`#${id}`)).toHaveCount(0);
});

test("a shared plan opens for anybody and shows no person", async ({ page, browser, baseURL }) => {
  await logIn(page, "owner");
  await page.getByRole("button", { name: "Buat tautan" }).click();
  await expect(page.getByRole("img", { name: /QR/ })).toBeVisible();
  const link = await page.locator('a[href*="/plan/shared/"]').first().getAttribute("href");
  const stranger = await browser.newContext({ baseURL });
  const other = await stranger.newPage();
  await other.goto(new URL(link).pathname);
  await expect(other.getByRole("heading", { level: 1 })).toHaveText("Keripik Tempe Bu Siti");
  await expect(other.locator("body")).not.toContainText("Siti Aminah");
  await stranger.close();
});

test("everything works with script switched off", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/");
  await page.locator("#product_kind").selectOption("ready_food");
  await page.getByRole("button", { name: "Apa langkah saya berikutnya?" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Apa langkah berikutnya?");
  await page.locator("form.ask button, .finish button").first().click();
  await expect(page.locator("main")).toContainText(/Langkah berikutnya|Ceritakan/);
  await logIn(page, "owner");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Keripik Tempe Bu Siti");
  await context.close();
});
