// The project of the centre as an officer, a judge and the head use it, and as everybody sees it.
import { expect, test } from "@playwright/test";
import { logIn } from "./hall.mjs";

test("a parcel typed corner by corner is drawn with its area, a crossing one is refused", async ({ page }, info) => {
  await logIn(page, "officer");
  await page.goto("/project/sites");
  const code = `S${info.project.name.replace(/\W/g, "").slice(0, 6)}${info.retry}`;
  const bow = "-6.925, 110.20\n-6.9261, 110.2011\n-6.925, 110.2011\n-6.9261, 110.20";
  await page.getByLabel("Kode").fill(code);
  await page.getByLabel("Lokasi", { exact: true }).fill("Tanah cerita");
  await page.getByLabel("Sudut-sudut bidang").fill(bow);
  await page.getByRole("button", { name: "Simpan lokasi" }).click();
  await expect(page.getByRole("alert")).toContainText("memotong dirinya sendiri");
  await expect(page.getByLabel("Kode")).toHaveValue(code);
  await page.getByLabel("Sudut-sudut bidang").fill("-6.925, 110.20\n-6.925, 110.2011\n-6.9261, 110.2011\n-6.9261, 110.20");
  await page.getByRole("button", { name: "Simpan lokasi" }).click();
  await expect(page.locator("figure svg")).toBeVisible();
  await expect(page.locator(".figures")).toContainText("1,4");
  await page.getByText("Ubah batas atau tarik lokasi").click();
  await page.getByRole("button", { name: "Tarik lokasi ini" }).click();
  await expect(page.locator("main")).toContainText("tidak ikut diperingkat");
});

test("the head compares criteria, reads the ranking and decides", async ({ page }) => {
  await logIn(page, "head");
  await page.goto("/project/judge");
  await expect(page.locator("main select").first()).toBeVisible();
  await page.getByRole("button", { name: "Simpan penilaian" }).click();
  await expect(page.getByRole("status").first()).toContainText("Penilaian disimpan");
  await page.goto("/project/ranking");
  await expect(page.locator("main")).toContainText("Terbaik:");
  await expect(page.locator("main")).toContainText("disengketakan");
  await page.goto("/project");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("di mana kita berdiri");
});

test("a contract above the ceiling cannot be saved and what was typed stays", async ({ page }) => {
  await logIn(page, "officer");
  await page.goto("/project/ledger");
  await page.locator("#line").selectOption({ index: 1 });
  await page.locator("#what").fill("Contoh terlalu besar");
  await page.locator("#partner").fill("CV Cerita");
  await page.locator("#amount").fill("999 miliar");
  await page.getByRole("button", { name: "Catat kontrak" }).click();
  await expect(page.getByRole("alert")).toContainText("melebihi pagu");
  await expect(page.locator("#partner")).toHaveValue("CV Cerita");
});

test("everybody sees the open page", async ({ page }) => {
  await page.goto("/project/open");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("UMKM Center");
  await expect(page.locator("main")).toContainText("contoh rekaan");
});
