// An officer at work: search, filter, a business, a fact, a list brought in.
import { expect, test } from "@playwright/test";
import { logIn } from "./hall.mjs";

test("a list is searched with a slip of the finger and taken away as a file", async ({ page }) => {
  await logIn(page, "officer");
  await page.goto("/registry");
  await page.getByRole("searchbox").fill("kripik");
  await page.getByRole("button", { name: "Cari" }).click();
  await expect(page.locator("tbody")).toContainText("Keripik Tempe");
  await page.getByRole("link", { name: "Belum jualan online" }).click();
  await expect(page).toHaveURL(/online=no/);
  const file = page.waitForEvent("download");
  await page.getByRole("link", { name: "CSV" }).click();
  expect((await file).suggestedFilename()).toMatch(/^umkm-.*\.csv$/);
});

test("a fact is told on the page of a business and its door is shown", async ({ page }) => {
  await logIn(page, "officer");
  await page.goto("/registry?q=mebel");
  await page.locator("tbody th a").first().click();
  await page.locator("#fact-sales").getByRole("link", { name: /Ubah/ }).click();
  await page.locator("#value").fill("4 miliar");
  await page.getByRole("button", { name: "Simpan" }).click();
  await expect(page.locator("#fact-sales")).toContainText("Rp4.000.000.000");
  await expect(page.locator("#fact-sales")).toContainText("Petugas");
});

test("a list is uploaded, checked, taken in and reported", async ({ page }, info) => {
  await logIn(page, "officer");
  await page.goto("/import");
  const name = `Toko Cerita ${info.project.name}`;
  const csv = `Nama Pemilik;Nama Usaha;Kecamatan;Desa;No HP\nSri Rahayu;${name};Weleri;Weleri;081298765432\nX;Rusak;;;abc\n`;
  await page.getByLabel("Asal daftar").fill("Sensus cerita");
  await page.getByLabel("Berkas").setInputFiles({ name: "cerita.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await page.getByRole("button", { name: /Unggah/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Periksa pasangan kolom");
  await expect(page.getByLabel("Nama Usaha")).toHaveValue("business_name");
  await page.getByRole("button", { name: "Jalankan impor" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Laporan impor", { timeout: 30_000 });
  await page.goto(`/registry?q=${encodeURIComponent(name)}`);
  await expect(page.locator("tbody")).toContainText(name);
});

test("the keyboard alone is enough: skip link, search, filters", async ({ page }) => {
  await logIn(page, "officer");
  await page.goto("/registry");
  await page.keyboard.press("Tab");
  await expect(page.locator(".skip")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#content")).toBeFocused();
  await page.getByText("Saringan").focus();
  await page.keyboard.press("Enter");
  await page.locator("#f-district").focus();
  await page.keyboard.press("ArrowDown");
  await expect(page).toHaveURL(/\/registry(#content)?$/);
});
