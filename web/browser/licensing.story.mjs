// A permit from the phone to the certificate: the owner sends photos, an officer handles the case on one page.
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { logIn } from "./hall.mjs";

// A grey pixel: the smallest picture that is one.
const photo = {
  name: "ktp.png",
  mimeType: "image/png",
  buffer: Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==",
    "base64",
  ),
};

async function clean(page) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(wide, "nothing sticks out at the side").toBe(false);
}

test("an owner sends photos by phone, an officer finds one wanting, and the permit is issued", async ({ browser, page }, info) => {
  test.skip(info.project.name !== "phone", "one owner, one permit");
  await logIn(page, "owner");
  await page.goto("/plan");
  await page.getByRole("button", { name: /Urus lewat sini.*NIB/ }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("NIB");
  const at = page.url();
  await clean(page);
  // Choosing the photo sends it.
  const papers = await page.locator("input[data-send-file]").count();
  for (let paper = 0; paper < papers; paper++) {
    await page.locator(".papers > li").nth(paper).locator("input[type=file]").setInputFiles(photo);
    await expect(page.locator(".papers > li").nth(paper)).toContainText("Menunggu diperiksa");
  }

  const office = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "id-ID" });
  const officer = await office.newPage();
  await logIn(officer, "officer");
  await officer.goto("/licensing");
  await clean(officer);
  await officer.goto(at);
  await clean(officer);
  // The officer touches nothing but the keyboard from here on.
  await officer.keyboard.press("x");
  await officer.keyboard.type("Fotonya buram.");
  await officer.keyboard.press("Enter");
  await expect(officer.locator(".papers > li").first()).toContainText("Fotonya buram.");

  await page.goto(at);
  await expect(page.locator(".papers > li").first()).toContainText("Fotonya buram.");
  await clean(page);
  await page.goto("/account/notices");
  await expect(page.locator("main")).toContainText("Fotonya buram.");
  await clean(page);
  await page.goto(at);
  await page.locator(".papers > li").first().locator("input[type=file]").setInputFiles(photo);
  await expect(page.locator(".papers > li").first()).toContainText("Menunggu diperiksa");

  await officer.goto(at);
  for (let paper = 0; paper < papers; paper++) {
    await officer.keyboard.press("g");
    await expect(officer.locator(".papers > li.good")).toHaveCount(paper + 1);
  }
  await officer.keyboard.press("s");
  await expect(officer.locator(".figures")).toContainText("Sudah diajukan");
  await officer.keyboard.press("i");
  await officer.keyboard.type("9120001234576");
  await officer.keyboard.press("Enter");
  await expect(officer.locator(".figures")).toContainText("Terbit");
  await office.close();

  await page.goto(at);
  await expect(page.locator("main")).toContainText("9120001234576");
  await clean(page);
  await page.goto("/plan");
  await expect(page.getByRole("button", { name: /Urus lewat sini.*NIB/ })).toHaveCount(0);
});

test("an owner is told at once, in plain words, what is wrong with a file", async ({ page }, info) => {
  test.skip(info.project.name !== "phone", "owners come by phone");
  await logIn(page, "owner");
  await page.goto("/licensing/own");
  await clean(page);
  await page.locator(".parcels a").first().click();
  const at = page.url();
  const send = page.locator("input[data-send-file]").first();
  test.skip((await send.count()) === 0, "the other story has finished the only case");
  for (const [name, type, bytes, told] of [
    ["surat.pdf", "application/pdf", Buffer.concat([Buffer.from("MZ"), Buffer.alloc(400)]), /program/i],
    ["foto.jpg", "image/jpeg", Buffer.from("<html><script>alert(1)</script></html>"), /foto|PDF/i],
  ]) {
    await page.goto(at);
    await page.locator("input[data-send-file]").first().setInputFiles({ name, mimeType: type, buffer: bytes });
    await expect(page.getByRole("alert")).toContainText(told);
    await clean(page);
  }
});

test("what is filled in for a paper is kept and comes back", async ({ page }, info) => {
  test.skip(info.project.name !== "desktop", "one officer");
  await logIn(page, "officer");
  await page.goto("/licensing");
  await page.locator("table[data-rows] tbody th a").first().click();
  await expect(page.getByRole("heading", { name: "Surat dan lembar dari sini" })).toBeVisible();
  await page.goto("/licensing/messages");
  await clean(page);
});

test("the queue is walked with the keyboard alone", async ({ page }, info) => {
  test.skip(info.project.name !== "desktop", "phones have no keyboard");
  await logIn(page, "officer");
  await page.goto("/licensing");
  await page.keyboard.press("j");
  await expect(page.locator("table[data-rows] tbody th a").first()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/licensing\/cases\//);
  await page.keyboard.press("b");
  await expect(page).toHaveURL(/\/licensing$/);
});

test("the activity finder understands the market, and its page is for everybody", async ({ page }) => {
  await page.goto("/licensing/kbli");
  await clean(page);
  await page.getByRole("searchbox").fill("gawe tempe");
  await page.getByRole("button", { name: "Cari" }).click();
  await expect(page.locator("main")).toContainText("10391");
  await expect(page.locator("main")).toContainText("10307");
  await clean(page);
});
