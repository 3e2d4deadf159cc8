// What must hold on every page: nothing wider than the screen, no accessibility fault that axe can
// see (WCAG 2.2 A and AA), nothing against the page's own policy, and a small first view.
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { logIn } from "./hall.mjs";

const pages = {
  nobody: ["/project/open", "/", "/next", "/next?product_kind=processed_food&nib=tidak", "/account/login", "/account/reset", "/tidak-ada", "/?lang=en"],
  owner: ["/plan", "/account", "/mentoring/mine"],
  mentor: ["/mentoring", "/mentoring/mentors", "/mentoring/trainings"],
  officer: ["/mentoring", "/mentoring/mentors", "/mentoring/assignment", "/mentoring/neglect", "/mentoring/effect", "/mentoring/trainings", "/registry", "/registry?online=no", "/registry?q=zzzz", "/registry/new", "/insight", "/insight/33.24.12", "/import", "/people", "/account/password",
    "/project", "/project/sites", "/project/judge", "/project/ranking", "/project/programme", "/project/space", "/project/budget", "/project/budget?year=2030", "/project/ledger", "/project/clock", "/project/settings/clock"],
  admin: ["/people", "/audit", "/import"],
};

for (const [who, addresses] of Object.entries(pages)) {
  test(`${who}: every page is accessible, fits, and obeys its policy`, async ({ page }) => {
    test.setTimeout(120_000);
    const complaints = [];
    page.on("console", (message) => {
      if (message.type() === "error" && !message.text().includes("404")) complaints.push(message.text());
    });
    if (who !== "nobody") await logIn(page, who);
    const all = [...addresses];
    if (who === "officer") {
      await page.goto("/registry?q=keripik");
      const business = await page.locator("tbody th a").first().getAttribute("href");
      all.push(business, `${business}/facts/nib`, `${business}/unmask/owner_nik`);
    }
    if (who === "mentor") {
      await page.goto("/mentoring");
      const one = await page.locator(".cases h3 a").first().getAttribute("href");
      all.push(one, `${one}/visit`, `${one}/assess/pendampingan`);
    }
    for (const address of all) {
      await page.goto(address);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(over, `${address} is too wide`).toBeLessThanOrEqual(0);
      const found = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
        .analyze();
      const faults = found.violations.map((fault) => `${fault.id}: ${fault.nodes.map((node) => node.target).join(" | ")}`);
      expect(faults, address).toEqual([]);
    }
    expect(complaints).toEqual([]);
  });
}

test("the first view weighs less than 100 KB", async ({ page }) => {
  let bytes = 0;
  page.on("response", async (response) => {
    const sizes = await response.request().sizes();
    bytes += sizes.responseBodySize + sizes.responseHeadersSize;
  });
  await page.goto("/", { waitUntil: "networkidle" });
  expect(bytes).toBeGreaterThan(1_000);
  expect(bytes).toBeLessThan(100 * 1024);
  console.log(`first view: ${(bytes / 1024).toFixed(1)} KB`);
});
