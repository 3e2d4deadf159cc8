// The whole of a hard week in one go: five hundred forms with a thousand photos, and a link that does not
// hold for longer than two seconds.
import { expect, test } from "@playwright/test";
import { ask, faults, flat, withValue } from "../field/form/engine";
import { openField } from "./field-form.mjs";
import { parcel, uuid7 } from "./field-parcel.mjs";

test.skip(({ viewport }) => viewport.width > 480, "a phone's story");

const FORMS = 500;
const PASSWORD = "kopi pagi hari";

/** What the phone knows of itself and of the census, asked of the hall as the app asks it. */
async function known(page) {
  return page.evaluate(async () => {
    const request = indexedDB.open("pendopo");
    const database = await new Promise((resolve) => {
      request.onsuccess = () => resolve(request.result);
    });
    const read = (store, key) =>
      new Promise((resolve) => {
        const got = database.transaction(store).objectStore(store).get(key);
        got.onsuccess = () => resolve(got.result);
      });
    const device = await read("settings", "device");
    database.close();
    const json = async (path) => (await fetch(`/api/sync/${path}`)).json();
    const hello = await json(`hello?device=${device}`);
    const forms = await json("pull?collection=field.questionnaire&cursor=&limit=50");
    const areas = await json("pull?collection=field.assignment&cursor=&limit=50");
    const canvas = document.createElement("canvas");
    canvas.width = 32;
    canvas.height = 24;
    canvas.getContext("2d").fillRect(4, 4, 12, 12);
    const photo = canvas.toDataURL("image/jpeg", 0.5).split(",")[1];
    return {
      device,
      account: hello.account.id,
      csrf: hello.csrf,
      forms: forms.items.map((item) => item.body),
      area: areas.items[0].body.area,
      photo,
    };
  });
}

const PLAIN = { number: 1, money: 1_000, date: "1980-05-25", phone: "081299990001", nik: "3324096505809999", yes_no: false };

/** The fewest answers with which a form may end. */
function answersFor(form, area) {
  let answers = {};
  for (let turn = 0; turn < 200; turn += 1) {
    const [fault] = faults(form, answers);
    if (!fault) {
      return answers;
    }
    const { asked } = flat(ask(form, answers)).find((one) => one.asked.path === fault.path);
    const { kind, choices } = asked.question;
    const first = form.choices[choices]?.[0].value;
    const value = { ...PLAIN, choice: first, choices: [first], region: area.code, text: "Sri Lestari" }[kind];
    answers = withValue(answers, asked, value);
  }
  throw new Error("the form asks for ever");
}

function photoQuestion(form, answers) {
  return flat(ask(form, answers)).find(({ asked }) => asked.question.kind === "photo").asked.path;
}

test("500 forms with 1,000 photos over a link that drops every 2 s: nothing lost, nothing doubled", async ({
  page,
  context,
}) => {
  test.setTimeout(300_000);
  await openField(page);
  const phone = await known(page);
  const form = phone.forms.filter((one) => one.id === "sensus").sort((a, b) => b.version - a.version)[0];
  const answers = answersFor(form, phone.area);
  const question = photoQuestion(form, answers);
  const photo = Buffer.from(phone.photo, "base64");
  const run = uuid7().slice(0, 13);
  const forms = Array.from({ length: FORMS }, (_, at) => ({
    entity: uuid7(),
    form: `${form.id}@${form.version}`,
    photos: [photo, photo],
    body: (files) => ({
      business: null,
      questionnaire: `${form.id}@${form.version}`,
      outcome: "complete",
      started_at: Date.now() - 600_000,
      ended_at: Date.now() - 1_000,
      clock_offset_ms: 0,
      location: null,
      answers: { ...answers, business_name: `Usaha ${run} ${at}`, owner_name: `Pemilik ${run} ${at}` },
      photos: { [question]: files },
    }),
  }));
  const { file, items } = await parcel(phone.account, PASSWORD, forms);

  // Taken in without a signal, from the file another phone wrote.
  await context.setOffline(true);
  await page.goto("/field#/device");
  await page.locator("#import-file").setInputFiles({ name: "cadangan.pendopo", mimeType: "application/octet-stream", buffer: file });
  await page.locator("#import-password").fill(PASSWORD);
  await page.getByRole("button", { name: "Ambil", exact: true }).click();
  await expect(page.getByText("1.500 bagian diambil, 0 sudah ada.")).toBeVisible({ timeout: 120_000 });
  await expect(page.locator("#bar a.unsent")).toContainText(`${FORMS} isian belum terkirim`);
  await expect(page.locator("#bar a.unsent")).toContainText("1.000 foto");

  const sent = new Map();
  page.on("request", (request) => {
    if (request.url().endsWith("/api/sync/push")) {
      for (const item of request.postDataJSON().items) {
        sent.set(item.id, item);
      }
    }
  });
  let broken = 0;
  page.on("requestfailed", (request) => {
    broken += request.url().includes("/api/sync/") ? 1 : 0;
  });
  let over = false;
  const link = (async () => {
    while (!over) {
      await context.setOffline(false);
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      await context.setOffline(true);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    await context.setOffline(false);
  })();
  await expect(page.locator("#bar a.unsent")).toHaveCount(0, { timeout: 240_000 });
  over = true;
  await link;
  expect(broken).toBeGreaterThan(0);

  // Nothing lost: the hall knows every form, and has every byte of every photo. Nothing doubled: it calls
  // each form sent again the same one.
  expect([...sent.keys()].sort()).toEqual(items.map(({ id }) => id).sort());
  const seen = await page.evaluate(
    async ({ all, files, size, csrf, device }) => {
      const states = {};
      for (let from = 0; from < all.length; from += 50) {
        const response = await fetch("/api/sync/push", {
          method: "POST",
          headers: { "content-type": "application/json", "x-csrf-token": csrf },
          body: JSON.stringify({ device, clock: Date.now(), items: all.slice(from, from + 50) }),
        });
        for (const { state } of (await response.json()).results) {
          states[state] = (states[state] ?? 0) + 1;
        }
      }
      let whole = 0;
      for (const id of files) {
        const response = await fetch(`/api/sync/file/${id}`, { method: "HEAD" });
        whole += Number(response.headers.get("upload-offset")) === size ? 1 : 0;
      }
      return { states, whole };
    },
    {
      all: [...sent.values()],
      files: items.flatMap((item) => item.files),
      size: photo.length,
      csrf: phone.csrf,
      device: phone.device,
    },
  );
  expect(seen).toEqual({ states: { duplicate: FORMS }, whole: 2 * FORMS });
});
