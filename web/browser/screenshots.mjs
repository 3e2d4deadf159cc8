// Takes the pictures in docs/pictures from a running hall:
//   PENDOPO_URL=http://127.0.0.1:8080 npm run screenshots [folder]
// Accounts come from the environment, see hall.mjs; by default those of the story hall.
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { chromium as browserType } from "@playwright/test";
import { chromium, logIn } from "./hall.mjs";

const address = process.env.PENDOPO_URL ?? "http://127.0.0.1:8080";
const folder = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, "../../docs/pictures"));

const shapes = [
  { name: "phone", viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 },
  { name: "desktop", viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 },
];

/** What is photographed: who looks, and at what. A function finds pages whose address is not known. */
const scenes = [
  { name: "home", at: "/" },
  { name: "home-english", at: "/?lang=en" },
  { name: "next", at: "/next?product_kind=processed_food&preservation=dry&nib=tidak" },
  { name: "login", at: "/account/login" },
  { name: "not-found", at: "/tidak-ada" },
  { name: "plan", who: "owner", at: "/plan", whole: true },
  { name: "registry", who: "officer", at: "/registry" },
  { name: "registry-offline", who: "officer", at: "/registry?online=no" },
  { name: "registry-search", who: "officer", at: "/registry?q=kripik" },
  { name: "registry-empty", who: "officer", at: "/registry?q=zzzz" },
  { name: "business", who: "officer", at: firstBusiness, whole: true },
  { name: "insight", who: "officer", at: "/insight", whole: true },
  { name: "case-queue", who: "officer", at: "/licensing" },
  { name: "case", who: "officer", at: firstCase, whole: true },
  { name: "case-own", who: "owner", at: "/licensing/own" },
  { name: "case-track", who: "owner", at: ownCase, whole: true },
  { name: "kbli", at: "/licensing/kbli?q=jual+keripik+tempe", whole: true },
  { name: "batches", who: "officer", at: "/licensing/batches" },
  { name: "notices", who: "owner", at: "/account/notices" },
  { name: "mentoring", who: "mentor", at: "/mentoring", whole: true },
  { name: "mentoring-case", who: "mentor", at: firstMentoring, whole: true },
  { name: "mentoring-assess", who: "mentor", at: async (page) => `${await firstMentoring(page)}/assess/pendampingan` },
  { name: "mentoring-visit", who: "mentor", at: async (page) => `${await firstMentoring(page)}/visit`, whole: true },
  { name: "mentoring-mine", who: "owner", at: "/mentoring/mine", whole: true },
  { name: "mentoring-mentors", who: "officer", at: "/mentoring/mentors" },
  { name: "mentoring-neglect", who: "officer", at: "/mentoring/neglect", whole: true },
  { name: "mentoring-effect", who: "officer", at: "/mentoring/effect", whole: true },
  { name: "mentoring-trainings", who: "officer", at: "/mentoring/trainings" },
  { name: "import", who: "officer", at: "/import" },
  { name: "account", who: "officer", at: "/account" },
  { name: "people", who: "admin", at: "/people" },
  { name: "audit", who: "admin", at: "/audit" },
];

async function firstMentoring(page) {
  await page.goto("/mentoring");
  return page.locator(".cases h3 a").first().getAttribute("href");
}

async function firstBusiness(page) {
  await page.goto("/registry?online=no");
  return page.locator("tbody th a").first().getAttribute("href");
}

async function firstCase(page) {
  await page.goto("/licensing");
  return page.locator("tbody th a").first().getAttribute("href");
}

async function ownCase(page) {
  await page.goto("/licensing/own");
  return page.locator("main ul.parcels a").first().getAttribute("href");
}

const wanted = process.env.PENDOPO_SCENES?.split(",");
await mkdir(folder, { recursive: true });
const browser = await browserType.launch(chromium);
for (const shape of shapes) {
  const contexts = new Map();
  for (const scene of scenes) {
    if (wanted && !wanted.includes(scene.name)) continue;
    const who = scene.who ?? "nobody";
    if (!contexts.has(who)) {
      const context = await browser.newContext({
        baseURL: address,
        viewport: shape.viewport,
        deviceScaleFactor: shape.deviceScaleFactor,
        locale: "id-ID",
      });
      const page = await context.newPage();
      if (scene.who) await logIn(page, scene.who);
      contexts.set(who, page);
    }
    const page = contexts.get(who);
    await page.goto(typeof scene.at === "function" ? await scene.at(page) : scene.at);
    if (scene.name.endsWith("english")) await page.context().clearCookies({ name: "lang" });
    const file = path.join(folder, `${scene.name}-${shape.name}.png`);
    await page.screenshot({ path: file, fullPage: scene.whole ?? false });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    console.log(`${path.basename(file)}${over > 0 ? ` is ${over} px too wide` : ""}`);
  }
  for (const page of contexts.values()) await page.context().close();
}
await browser.close();
