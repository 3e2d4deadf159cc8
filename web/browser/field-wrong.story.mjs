// What goes wrong with phones: clocks, memory, updates, photos that are none, answers sent twice.
import { expect, test } from "@playwright/test";
import { fillForm, fillPage, finishForm, halfway, openField, syncAll } from "./field-form.mjs";
import { between } from "./field-proxy.mjs";

test.skip(({ viewport }) => viewport.width > 480, "a phone's story");

function name(info, what) {
  return `${what} ${info.project.name} ${info.workerIndex}-${info.repeatEachIndex}-${info.retry}`;
}

/** The bodies of what the app pushes. */
function pushes(page) {
  const bodies = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/api/sync/push")) {
      bodies.push(request.postDataJSON());
    }
  });
  return bodies;
}

test("a clock in 2019 is said, and the answer carries how wrong it was", async ({ page }, info) => {
  await page.addInitScript(() => {
    const Right = Date;
    const off = Right.UTC(2019, 4, 1, 3) - Right.now();
    globalThis.Date = class extends Right {
      constructor(...parts) {
        super(...(parts.length > 0 ? parts : [Right.now() + off]));
      }
      static now() {
        return Right.now() + off;
      }
    };
  });
  const sent = pushes(page);
  await openField(page);
  await expect(page.locator("#bar")).toContainText(/Jam ponsel ini meleset [\d.]+ hari/);
  await page.getByRole("link", { name: "Usaha baru" }).click();
  await fillForm(page, name(info, "Jam Kuno"));
  await finishForm(page);
  await syncAll(page);
  const [item] = sent.flatMap((body) => body.items);
  const now = Date.now();
  expect(new Date(item.made_at).getUTCFullYear()).toBe(2019);
  expect(Math.abs(item.body.ended_at - item.body.clock_offset_ms - now)).toBeLessThan(60_000);
});

test("the same device sending twice makes no second answer", async ({ page }, info) => {
  const sent = pushes(page);
  await openField(page);
  await page.getByRole("link", { name: "Usaha baru" }).click();
  await fillForm(page, name(info, "Kirim Dua Kali"));
  await finishForm(page);
  await syncAll(page);
  const body = sent.find((one) => one.items.length > 0);
  const states = await page.evaluate(async (again) => {
    const { csrf } = await (await fetch(`/api/sync/hello?device=${again.device}`)).json();
    const out = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const response = await fetch("/api/sync/push", {
        method: "POST",
        headers: { "content-type": "application/json", "x-csrf-token": csrf },
        body: JSON.stringify(again),
      });
      out.push(...(await response.json()).results.map((result) => result.state));
    }
    return out;
  }, body);
  expect(new Set(states)).toEqual(new Set(["duplicate"]));
});

/** Gives the app this much room in all, before it has written anything. */
async function room(page, bytes) {
  await page.goto("/healthz");
  const session = await page.context().newCDPSession(page);
  await session.send("Storage.overrideQuotaForOrigin", { origin: new URL(page.url()).origin, quotaSize: bytes });
}

/** From the open form to the page with a photo. */
async function toPhoto(page, title) {
  await page.locator(".sheet").waitFor();
  for (let pages = 0; pages < 12; pages += 1) {
    if (await page.locator(".field:not([hidden]) input[type=file]").count()) {
      return;
    }
    const heading = await page.locator("h1").textContent();
    await fillPage(page, title);
    await page.getByRole("button", { name: "Lanjut" }).click();
    await expect(page.locator("h1")).not.toHaveText(heading);
  }
}

const picture = (page, width, height) =>
  page.evaluate(
    async ([w, h]) => {
      const canvas = document.createElement("canvas");
      canvas.width = w;
      canvas.height = h;
      const context = canvas.getContext("2d");
      for (let at = 0; at < 4_000; at += 1) {
        context.fillStyle = `hsl(${(at * 47) % 360} 70% ${20 + ((at * 13) % 60)}%)`;
        context.fillRect((at * 7919) % w, (at * 104_729) % h, w / 20, h / 20);
      }
      return canvas.toDataURL("image/jpeg", 0.98).split(",")[1];
    },
    [width, height],
  );

/** A photo as a camera writes it: with place, time and phone beside the picture. */
async function camera(page) {
  const plain = Buffer.from(await picture(page, 4_000, 3_000), "base64");
  const text = Buffer.from("Exif\0\0GPSLatitude -6.92 SECRETPHONE");
  const length = Buffer.alloc(2);
  length.writeUInt16BE(text.length + 2);
  return Buffer.concat([plain.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, text, plain.subarray(2)]);
}

test("a photo is made small on the phone, without place and time, and goes after the text", async ({ page }, info) => {
  const order = [];
  const photos = [];
  await page.exposeFunction("went", (kind, bytes) => {
    order.push(kind);
    photos.push(Buffer.from(bytes, "base64"));
  });
  await page.addInitScript(() => {
    const { fetch } = globalThis;
    globalThis.fetch = async (address, init = {}) => {
      if (String(address).endsWith("/push")) {
        await globalThis.went("text", "");
      } else if (init.method === "PUT") {
        await globalThis.went("photo", btoa(String.fromCharCode(...init.body)));
      }
      return fetch(address, init);
    };
  });
  const title = name(info, "Foto Besar");
  await openField(page);
  await page.getByRole("link", { name: "Usaha baru" }).click();
  await toPhoto(page, title);
  const buffer = await camera(page);
  expect(buffer.length).toBeGreaterThan(400 * 1024);
  const input = page.locator(".field:not([hidden]) input[type=file]").first();
  await input.setInputFiles({ name: "catatan.txt", mimeType: "text/plain", buffer: Buffer.from("bukan foto") });
  await expect(page.locator(".wrong")).toContainText("bukan foto");
  await input.setInputFiles({ name: "IMG_1.jpg", mimeType: "image/jpeg", buffer });
  await expect(page.locator(".photos li")).toHaveCount(1);
  await expect(page.locator(".wrong")).toHaveCount(0);
  await fillForm(page, title);
  await finishForm(page);
  await syncAll(page);
  const whole = Buffer.concat(photos);
  expect(whole.length).toBeLessThanOrEqual(200 * 1024);
  expect(whole.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
  expect(whole.includes("SECRETPHONE")).toBe(false);
  expect(order.indexOf("text")).toBeLessThan(order.indexOf("photo"));
});

test("a full phone refuses photos first and says so, and keeps every answer", async ({ page }, info) => {
  const title = name(info, "Memori Penuh");
  await room(page, 3.5 * 1024 * 1024);
  await openField(page);
  await page.getByRole("link", { name: "Usaha baru" }).click();
  await toPhoto(page, title);
  const buffer = Buffer.from(await picture(page, 1_600, 1_200), "base64");
  const wrong = page.locator(".wrong");
  const input = page.locator(".field:not([hidden]) input[type=file]").first();
  for (let taken = 0; taken < 10 && !(await wrong.isVisible()); taken += 1) {
    await input.setInputFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer });
    await expect(wrong.or(page.locator(".photos li").nth(taken))).toBeVisible();
  }
  await expect(wrong).toContainText("Memori ponsel hampir penuh");
  await expect(page.locator("#bar").getByRole("alert")).toContainText("Memori ponsel hampir penuh");
  await fillForm(page, title);
  await finishForm(page);
  await page.reload();
  await page.locator("#bar .link.idle").waitFor();
  await syncAll(page);
  await page.goto("/field#/unsent");
  await expect(page.locator(".line", { hasText: title })).toContainText("Terkirim");
});

test("an app updated in the middle of a form goes on where the form was", async ({ browser, baseURL }, info) => {
  const title = name(info, "Aplikasi Baru");
  let newer = false;
  const proxy = await between(baseURL, (path, body) =>
    newer && path === "/field/worker.js" ? Buffer.concat([body, Buffer.from("\n// newer")]) : body,
  );
  const { viewport, locale, timezoneId } = info.project.use;
  const context = await browser.newContext({ baseURL: proxy.address, viewport, locale, timezoneId });
  const page = await context.newPage();
  await openField(page);
  const form = await halfway(page, title, "Darmi Rahayu");
  // The hall has a newer app: another worker under the same name.
  newer = true;
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration("/field")).update());
  await expect(page.locator("#bar")).toContainText("Versi baru aplikasi siap");
  const reloaded = page.waitForEvent("load");
  await page.getByRole("button", { name: "Pakai versi baru" }).click();
  await reloaded;
  expect(page.url()).toBe(form);
  await expect(page.locator("[data-path=owner_name] input")).toHaveValue("Darmi Rahayu");
  await fillForm(page, title);
  await finishForm(page);
  await syncAll(page);
  await context.close();
  proxy.close();
});

test("what is not sent goes into a locked file", async ({ page, context }, info) => {
  await openField(page);
  await context.setOffline(true);
  await page.getByRole("link", { name: "Usaha baru" }).click();
  await fillForm(page, name(info, "Cadangan"));
  await finishForm(page);
  await page.goto("/field#/device");
  await page.locator("#export-password").fill("pendek");
  await page.getByRole("button", { name: "Simpan cadangan" }).click();
  await expect(page.locator(".wrong")).toContainText("minimal 8");
  await page.locator("#export-password").fill("kopi pagi hari");
  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name: "Simpan cadangan" }).click();
  const chunks = [];
  for await (const chunk of await (await waiting).createReadStream()) {
    chunks.push(chunk);
  }
  const file = Buffer.concat(chunks);
  expect(file.subarray(0, 8).toString()).toBe("PENDOPO1");
  expect(file.includes("Cadangan")).toBe(false);
  // The same file on the same phone adds nothing.
  await page.locator("#import-file").setInputFiles({ name: "a.pendopo", mimeType: "application/octet-stream", buffer: file });
  await page.locator("#import-password").fill("salah sandi");
  await page.getByRole("button", { name: "Ambil", exact: true }).click();
  await expect(page.locator(".wrong")).toContainText("sandi tidak cocok");
  await page.locator("#import-password").fill("kopi pagi hari");
  await page.getByRole("button", { name: "Ambil", exact: true }).click();
  await expect(page.getByText("0 bagian diambil")).toBeVisible();
  await context.setOffline(false);
  await syncAll(page);
});
