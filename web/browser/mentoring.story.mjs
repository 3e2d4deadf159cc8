// A mentor's morning and the owner's view of it.
import { expect, test } from "@playwright/test";
import { logIn } from "./hall.mjs";

test("a mentor sees why to visit, notes a visit, and a wrong time loses nothing", async ({ page }) => {
  await logIn(page, "mentor");
  await page.goto("/mentoring");
  await page.locator(".cases h3 a").first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Keripik Tempe");
  await page.getByText("Mengapa nilainya begini").first().click();
  await expect(page.getByText(/rasio konsistensi/).first()).toBeVisible();
  await page.getByRole("link", { name: "Catat kunjungan" }).click();
  await page.locator("#began").fill("00:20");
  await page.locator("#ended").fill("00:10");
  await page.locator("#notes").fill("Stiker sudah dicetak");
  await page.getByRole("button", { name: "Simpan" }).click();
  await expect(page.getByRole("alert")).toContainText("sebelum mulai");
  await expect(page.locator("#notes")).toHaveValue("Stiker sudah dicetak");
});

test("an owner reads the mentor's name, ticks a task and asks", async ({ page }, info) => {
  await logIn(page, "owner");
  await page.goto("/mentoring/mine");
  await expect(page.getByText("Cetak label baru").first()).toBeVisible();
  const question = `Bagaimana label halal? ${info.project.name}`;
  await page.getByLabel("Pertanyaan Anda").fill(question);
  await page.getByRole("button", { name: "Kirim pertanyaan" }).click();
  await expect(page.getByText(question)).toBeVisible();
});
