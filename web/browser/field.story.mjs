// An enumerator's day: a form that opens without a signal, a business counted in the last village, a
// login that ended, two people who noted different things.
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { fillForm, finishForm, halfway, openField, syncAll } from "./field-form.mjs";
import { logIn } from "./hall.mjs";

async function fine(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(" ")}`)).toEqual([]);
}

function name(info, what) {
  return `${what} ${info.project.name} ${info.workerIndex}-${info.repeatEachIndex}-${info.retry}`;
}

test("the form opens offline after the first visit, with lists, drafts and all", async ({ page, context }) => {
  await openField(page);
  await fine(page);
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Wilayah tugas" })).toBeVisible();
  await expect(page.locator("#bar .link.offline")).toContainText("Tanpa sinyal");
  await page.locator(".area a").first().click();
  await expect(page.locator("#query")).toBeVisible();
  await fine(page);
  await page.locator("#query").fill("tidak-ada-yang-begini");
  await expect(page.getByText(/Tidak ada usaha yang cocok|Belum ada usaha/)).toBeVisible();
});

test("a business is counted without a signal, waits loudly, and is sent once", async ({ page, context }, info) => {
  const title = name(info, "Rempeyek Bu Sri");
  await openField(page);
  await context.setOffline(true);
  await page.getByRole("link", { name: "Usaha baru" }).click();
  // What is wrong is said once, tied to its field; then the person may go on and come back.
  await page.getByRole("button", { name: "Lanjut" }).click();
  await expect(page.getByRole("alert")).toContainText("perlu diperbaiki");
  await fine(page);
  await fillForm(page, title);
  await fine(page);
  await finishForm(page);
  await expect(page.locator("#bar a.unsent")).toContainText("1 isian belum terkirim");
  // The phone is switched off and on: it is still there, and the list knows the new business.
  await page.reload();
  await expect(page.locator("#bar a.unsent")).toContainText("1 isian belum terkirim");
  await page.locator("#bar a.unsent").click();
  await expect(page.locator(".line", { hasText: title })).toContainText("Menunggu sinyal");
  await context.setOffline(false);
  await syncAll(page);
  await expect(page.locator(".line", { hasText: title })).toContainText("Terkirim");
  await fine(page);
});

test("a mentor notes a visit without a signal, with the keyboard alone", async ({ page, context }) => {
  await openField(page, "mentor");
  await context.setOffline(true);
  const visits = page.locator("section", { has: page.getByRole("heading", { name: "Kunjungan pendampingan" }) });
  const name = await visits.getByRole("link").first().textContent();
  await visits.getByRole("link").first().press("Enter");
  await page.locator(".sheet").waitFor();
  // Enter in a field turns the page; what is missing is said, and the words have the focus.
  await page.locator("[data-path=began] input").press("Enter");
  await expect(page.locator("#summary")).toBeFocused();
  await fine(page);
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  await page.locator("[data-path=day] input").fill(yesterday);
  await page.locator("[data-path=began] input").fill("09.30");
  await page.locator("[data-path=ended] input").fill("10.30");
  await page.locator("[data-path=place_kind] input").first().press("Space");
  await page.locator("[data-path=notes] input").fill("Dapur bersih, label belum lengkap.");
  await page.locator("[data-path=notes] input").press("Enter");
  await page.locator("[data-path=owner_tasks] > button").press("Enter");
  await expect(page.locator("[data-path='owner_tasks.0.owner_task'] input")).toBeFocused();
  await page.keyboard.type("Cetak label baru");
  await page.locator("[data-path=next_agreed] input").last().press("Space");
  await page.getByRole("button", { name: "Lanjut" }).press("Enter");
  await expect(page.getByRole("heading", { name: "Periksa dan selesaikan" })).toBeFocused();
  await page.getByRole("button", { name: "Selesai", exact: true }).press("Enter");
  await expect(page.getByText("Tersimpan dan menunggu dikirim.")).toBeVisible();
  await context.setOffline(false);
  await syncAll(page);
  await page.goto("/field#/unsent");
  await expect(page.locator(".line", { hasText: `Kunjungan: ${name}` }).first()).toContainText("Terkirim");
});

test("a login that ended in the middle of a form loses no letter", async ({ page, context }, info) => {
  const title = name(info, "Tempe Mbok Darmi");
  await openField(page);
  const form = await halfway(page, title, "Darmi Rahayu");
  await context.clearCookies();
  await page.locator("#bar button").first().click();
  await expect(page.locator("#bar .link.login")).toContainText("masuk lagi");
  // The open form goes on; only the next start is locked.
  await page.locator("[data-path=owner_name] input").fill("Darmi Rahayu Ningsih");
  await expect(page.locator(".saved")).toContainText("Tersimpan");
  await page.reload();
  await expect(page.getByRole("heading", { name: "Masuk dulu" })).toBeVisible();
  await expect(page.getByText(/tersimpan aman dan terkunci/)).toBeVisible();
  await fine(page);
  await logIn(page, "enumerator");
  await page.goto(form);
  await expect(page.locator("[data-path=owner_name] input")).toHaveValue("Darmi Rahayu Ningsih");
});

test("another account on the same phone sees nothing of it", async ({ page, context }, info) => {
  const title = name(info, "Sambal Bu Rahasia");
  await openField(page);
  await context.setOffline(true);
  await page.getByRole("link", { name: "Usaha baru" }).click();
  await fillForm(page, title);
  await finishForm(page);
  await context.setOffline(false);
  await context.clearCookies();
  await logIn(page, "mentor");
  await page.goto("/field");
  await expect(page.locator("#bar .link.idle")).toBeVisible();
  await expect(page.locator("body")).not.toContainText(title);
  await expect(page.locator("#bar a.unsent")).toHaveCount(0);
  await context.clearCookies();
  await openField(page);
  await syncAll(page);
  await page.goto("/field#/unsent");
  await expect(page.locator(".line", { hasText: title })).toContainText("Terkirim");
});

test("two versions of one business stand side by side, and nothing is overwritten in silence", async ({
  page,
  context,
  browser,
}, info) => {
  await openField(page);
  await context.setOffline(true);
  await page.locator(".area a").first().click();
  const title = await page.locator(".line a").first().textContent();
  await page.locator(".line a").first().click();
  await page.locator("summary").click();
  await page.getByRole("button", { name: "Pemilik menolak" }).click();
  await page.getByRole("button", { name: "Ya, catat" }).click();
  await expect(page.locator("#bar a.unsent")).toBeVisible();

  // Meanwhile the same enumerator notes something else about it with another phone.
  const other = await browser.newContext({ baseURL: info.project.use.baseURL, viewport: info.project.use.viewport });
  const second = await other.newPage();
  await openField(second);
  await second.locator(".area a").first().click();
  await second.locator("#query").fill(title);
  await second.getByRole("link", { name: title, exact: true }).first().click();
  await second.locator("summary").click();
  await second.getByRole("button", { name: "Usaha sudah tutup" }).click();
  await second.getByRole("button", { name: "Ya, catat" }).click();
  await syncAll(second);
  await other.close();

  await context.setOffline(false);
  await page.locator("#bar button").first().click();
  await expect(page.locator("#bar a.decide")).toContainText("perlu keputusan");
  await page.locator("#bar a.decide").click();
  await page.getByRole("link", { name: "Putuskan" }).click();
  await expect(page.getByRole("heading", { name: "Dua versi untuk usaha yang sama" })).toBeVisible();
  await expect(page.locator(".versus").first()).toContainText("Pemilik menolak");
  await expect(page.locator(".versus").first()).toContainText("Usaha sudah tutup");
  await fine(page);
  await page.getByRole("button", { name: "Kirim keputusan" }).click();
  await expect(page.getByText(/belum dipilih/)).toBeVisible();
  await page.locator(".versus label", { hasText: "Usaha sudah tutup" }).click();
  await page.getByRole("button", { name: "Kirim keputusan" }).click();
  await syncAll(page);
  await expect(page.locator("#bar a.unsent")).toHaveCount(0);
});
