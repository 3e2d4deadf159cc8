// The link breaks at every place where it can: nothing is lost, nothing is doubled, nothing is out of order.
import { afterEach, expect, test, vi } from "vitest";
import { Broken, Declined, HttpLink, LoginNeeded } from "../sync/link";
import type { Break } from "./hall";
import { fill, photo, readyStore, untilSent } from "./set";

/** Three forms, two of them of the same new business, and a photo; gives what the hall has in the end. */
async function work(breaks: (call: number, name: string) => Break, size = 64) {
  const ready = await readyStore();
  const { store, hall, sync } = ready;
  const bytes = photo(size);
  const first = await fill(store, { name: "Satu", photos: [bytes] });
  const entity = (await store.outbox.get(first))!.entity;
  const second = await fill(store, { name: "Satu, dibetulkan", entity });
  const third = await fill(store, { name: "Dua" });
  const from = hall.calls.length;
  hall.breaks = (call, name) => breaks(call - from, name);
  await untilSent(store, sync);
  return { hall, ids: [first, second, third], bytes, calls: hall.calls.slice(from) };
}

function whole({ hall, ids, bytes }: Awaited<ReturnType<typeof work>>): void {
  expect([...hall.kept.map((item) => item.id)].sort()).toEqual([...ids].sort());
  const orders = (entity: string) => hall.kept.filter((item) => item.entity === entity).map((item) => item.order);
  const entity = hall.kept.find((item) => item.id === ids[0])!.entity;
  expect(orders(entity)).toEqual([1, 2]);
  expect(hall.kept.map((item) => item.id).indexOf(ids[0]!)).toBeLessThan(hall.kept.map((item) => item.id).indexOf(ids[1]!));
  expect([...hall.files.values()]).toEqual([{ bytes, size: bytes.byteLength, whole: true }]);
}

test("a link that breaks at any call, before or after the hall acts, loses and doubles nothing", async () => {
  const { calls } = await work(() => "none");
  for (let at = 0; at <= calls.length; at += 1) {
    for (const how of ["before", "after"] as const) {
      whole(await work((call) => (call === at ? how : "none")));
    }
  }
});

test("a photo that breaks off at any byte goes on from that byte", async () => {
  for (let bytes = 0; bytes <= 64; bytes += 1) {
    let first = true;
    const done = await work((_, name) => {
      const cut = name === "send" && first;
      first = first && name !== "send";
      return cut ? { bytes } : "none";
    });
    whole(done);
  }
});

test("a photo spoilt on the way is sent anew once, and refused if it is spoilt again", async () => {
  for (const times of [1, 2]) {
    const { store, hall, sync } = await readyStore();
    const bytes = photo(9_000);
    await fill(store, { photos: [bytes] });
    let spoilt = 0;
    const send = hall.send.bind(hall);
    hall.send = async (csrf, file, offset, ...rest) => {
      const now = await send(csrf, file, offset, ...rest);
      if (now === bytes.byteLength && (spoilt += 1) <= times) {
        hall.files.delete(file);
        throw new Declined(422, { code: "sync.file_changed", id: "Tidak cocok.", en: "Does not fit." });
      }
      return now;
    };
    await untilSent(store, sync);
    expect((await store.files.list()).map((file) => file.state)).toEqual([times === 1 ? "sent" : "refused"]);
  }
});

test("a link on which every second call breaks still gets everything over", async () => {
  whole(await work((call) => (call % 2 === 0 ? (call % 4 === 0 ? "before" : "after") : "none"), 30_000));
});

test("a link that carries only some hundred bytes at a time moves on", async () => {
  whole(await work((_, name) => (name === "send" ? { bytes: 700 } : "none"), 20_000));
});

test("a broken link makes pieces and batches smaller, a good one larger", async () => {
  const { store, hall, sync } = await readyStore();
  for (let at = 0; at < 40; at += 1) {
    await fill(store, { name: `Usaha ${at}` });
  }
  const sizes: number[] = [];
  const push = hall.push.bind(hall);
  hall.push = (csrf, device, clock, items) => {
    sizes.push(items.length);
    return push(csrf, device, clock, items);
  };
  let broken = 2;
  hall.breaks = (_, name) => (name === "push" && (broken -= 1) >= 0 ? "before" : "none");
  await untilSent(store, sync);
  expect(sizes.slice(0, 5)).toEqual([10, 5, 2, 4, 8]);
  expect(hall.kept.length).toBe(40);
});

afterEach(() => vi.unstubAllGlobals());

function answers(body: string, init: ResponseInit = {}): void {
  vi.stubGlobal("fetch", async () => new Response(body, init));
}

test("an answer cut off at any byte counts as a broken link, never as an answer", async () => {
  const whole = JSON.stringify({ now: 1, results: [{ id: "x", state: "accepted" }] });
  for (let end = 0; end < whole.length; end += 1) {
    answers(whole.slice(0, end));
    await expect(new HttpLink().push("t", "d", 0, [])).rejects.toBeInstanceOf(Broken);
  }
  answers(whole);
  expect((await new HttpLink().push("t", "d", 0, [])).results.length).toBe(1);
});

test("only the hall's own words count as an answer: a hotel's login page is a broken link", async () => {
  answers("<html>Please pay</html>", { status: 200 });
  await expect(new HttpLink().hello("d")).rejects.toBeInstanceOf(Broken);
  answers("<html>Log in</html>", { status: 401 });
  await expect(new HttpLink().hello("d")).rejects.toBeInstanceOf(Broken);
  answers(JSON.stringify({ code: "login", id: "Masuk.", en: "Log in." }), { status: 401 });
  await expect(new HttpLink().hello("d")).rejects.toBeInstanceOf(LoginNeeded);
  answers(JSON.stringify({ code: "no", id: "Tidak.", en: "No." }), { status: 403 });
  await expect(new HttpLink().hello("d")).rejects.toBeInstanceOf(Declined);
  answers("", { status: 503, headers: { "retry-after": "7" } });
  await expect(new HttpLink().hello("d")).rejects.toMatchObject({ retryAfter: 7_000 });
  vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("no network")));
  await expect(new HttpLink().hello("d")).rejects.toBeInstanceOf(Broken);
});

test("a file's answer says where the hall is, also when the two disagree", async () => {
  answers("", { status: 409, headers: { "upload-offset": "12" } });
  expect(await new HttpLink().send("t", "f", 4, 20, "s", photo(8))).toBe(12);
  answers("", { status: 200, headers: { "upload-offset": "8" } });
  expect(await new HttpLink().received("f")).toBe(8);
  vi.stubGlobal("fetch", async () => new Response(null, { status: 404 }));
  expect(await new HttpLink().received("f")).toBe(null);
});
