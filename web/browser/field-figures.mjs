// The promised figures of the field form, on Debian's Chromium at phone size: bytes of the first load,
// opening offline on a processor slowed four times, a list of 5,000 businesses opened and searched.
// Prints one line for docs/benchmarks.md. Uses the hall at PENDOPO_FIELD_URL, or starts the stories' one.
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium as launcher } from "@playwright/test";
import { chromium, logIn } from "./hall.mjs";

const port = process.env.PENDOPO_FIELD_PORT ?? "8994";
const address = process.env.PENDOPO_FIELD_URL ?? `http://127.0.0.1:${port}`;
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const BUSINESSES = 5000;
const ROUNDS = 5;

async function hall() {
  if (process.env.PENDOPO_FIELD_URL) {
    return () => undefined;
  }
  const child = spawn("node", ["web/browser/field-hall.mjs", port], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  for (;;) {
    const answer = await fetch(`${address}/healthz`).catch(() => null);
    if (answer?.ok) {
      return () => child.kill();
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Businesses that nobody has, in the first assigned area. */
function madeUp(area) {
  return Array.from({ length: BUSINESSES }, (_, at) => ({
    id: `0190cccc-0000-7000-8000-${String(at).padStart(12, "0")}`,
    version: 1,
    deleted: false,
    body: {
      name: `Usaha Contoh ${(at * 7919) % BUSINESSES}`,
      owner: `Pemilik ${at % 700}`,
      village: area.code,
      rt: area.rt,
      rw: area.rw,
      nik_check: at.toString(16).padStart(6, "0"),
      state: "to_visit",
    },
  }));
}

async function fill(page) {
  const pulled = await page.evaluate(() =>
    fetch("/api/sync/pull?collection=field.assignment&cursor=&limit=500").then((answer) => answer.json()),
  );
  const [assignment] = pulled.items;
  const all = madeUp(assignment.body.area);
  await page.route(/\/api\/sync\/pull\?collection=field\.business/, (route) => {
    const query = new URL(route.request().url()).searchParams;
    const at = Number(query.get("cursor") || 0);
    const items = all.slice(at, at + Number(query.get("limit")));
    const cursor = String(at + items.length);
    return route.fulfill({ json: { items, cursor, more: at + items.length < all.length, reset: false } });
  });
  return assignment.id;
}

function median(numbers) {
  return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)];
}

const stop = await hall();
const browser = await launcher.launch(chromium);
try {
  const context = await browser.newContext({ baseURL: address, viewport: { width: 360, height: 740 }, locale: "id-ID" });
  const page = await context.newPage();
  await logIn(page, "enumerator");
  const area = await fill(page);
  let bytes = 0;
  const seen = new Set();
  page.on("response", async (response) => {
    const { pathname } = new URL(response.url());
    if (!seen.has(pathname) && /^\/(field|assets)/.test(pathname)) {
      seen.add(pathname);
      bytes += (await response.body().catch(() => Buffer.alloc(0))).length;
    }
  });
  await page.goto("/field");
  await page.locator("#bar .link.idle").waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const worker = await (await context.request.get("/field/worker.js")).body();
  bytes += seen.has("/field/worker.js") ? 0 : worker.length;

  await context.setOffline(true);
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  const opened = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await page.goto("about:blank");
    await page.goto("/field", { waitUntil: "commit" });
    await page.locator("html[data-ready=yes] .area").first().waitFor();
    opened.push(await page.evaluate(() => Number(document.documentElement.dataset.readyAt)));
  }
  const begun = Date.now();
  await page.locator(`a[href="#/list/${encodeURIComponent(area)}"]`).click();
  await page.locator(".line").first().waitFor();
  const list = Date.now() - begun;
  const searched = await page.evaluate(async () => {
    const query = document.querySelector("#query");
    const at = performance.now();
    query.value = "contoh 4999";
    query.dispatchEvent(new Event("input"));
    return performance.now() - at;
  });
  const found = await page.locator(".line").count();
  if (found !== 1) {
    throw new Error(`the search found ${found} of ${BUSINESSES}`);
  }
  console.log(
    `field: first load ${Math.round(bytes / 1024)} KB, opened offline in ${Math.round(median(opened))} ms at 4x ` +
      `(slowest ${Math.round(Math.max(...opened))} of ${ROUNDS}), list of ${BUSINESSES} in ${list} ms, ` +
      `searched in ${Math.round(searched)} ms`,
  );
} finally {
  await browser.close();
  stop();
}
