// When the phone asks, and when it leaves the hall alone.
import { expect, test } from "vitest";
import type { Locks } from "../sync/run";
import { pause } from "../sync/run";
import { fill, newSync, readyStore, untilSent } from "./set";

test("pauses double up to five minutes and differ from phone to phone", () => {
  expect([1, 2, 3, 4].map((failures) => pause(failures, () => 1))).toEqual([2_000, 4_000, 8_000, 16_000]);
  expect(pause(60, () => 1)).toBe(300_000);
  expect(pause(60, () => 0)).toBe(150_000);
});

test("a hall that is down is asked less and less often; something getting through makes the pause short again", async () => {
  const { store, hall, sync } = await readyStore();
  for (let at = 0; at < 30; at += 1) {
    await fill(store, { name: `Usaha ${at}` });
  }
  const waits: number[] = [];
  const note = () => sync.state.kind === "offline" && waits.push(Math.round((sync.state.again - Date.now()) / 500) / 2);
  hall.breaks = () => "before";
  for (let turn = 0; turn < 4; turn += 1) {
    await sync.nudge();
    note();
  }
  let pushes = 0;
  hall.breaks = (_, name) => (name === "push" && (pushes += 1) > 1 ? "before" : "none");
  await sync.nudge();
  note();
  expect(waits).toEqual([1.5, 3, 6, 12, 1.5]);
});

test("a hall that says when to come back is believed", async () => {
  const { store, hall, sync } = await readyStore();
  await fill(store);
  const { Broken } = await import("../sync/link");
  hall.push = () => Promise.reject(new Broken("status 503", 90_000));
  await sync.nudge();
  expect(sync.state.kind === "offline" && sync.state.again - Date.now()).toBeGreaterThan(80_000);
});

/** Web Locks as two tabs of one browser see them. */
function oneLock(): Locks {
  let held = false;
  return {
    async request(_name, _options, work) {
      if (held) {
        await work(null);
        return;
      }
      held = true;
      try {
        await work({});
      } finally {
        held = false;
      }
    },
  };
}

test("two tabs never both sync", async () => {
  const { store, hall } = await readyStore();
  await fill(store);
  const locks = oneLock();
  const first = newSync(store, hall, { locks });
  const second = newSync(store, hall, { locks });
  const before = hall.calls.length;
  await Promise.all([first.nudge(), second.nudge()]);
  expect([first.state.kind, second.state.kind].sort()).toEqual(["idle", "other_tab"]);
  expect(hall.calls.slice(before).filter((name) => name === "push").length).toBe(1);
  await untilSent(store, second);
});

test("what was said while a round was running goes in the next one at once", async () => {
  const { store, hall, sync } = await readyStore();
  await fill(store, { name: "Satu" });
  let added: Promise<unknown> | null = null;
  hall.breaks = (_, name) => {
    if (name === "pull field.business" && !added) {
      added = fill(store, { name: "Dua" }).then(() => void sync.nudge());
    }
    return "none";
  };
  await sync.nudge();
  await added;
  await sync.nudge();
  expect(hall.kept.length).toBe(2);
});

test("a token that went stale is renewed by one new hello, not more", async () => {
  const { store, hall, sync } = await readyStore();
  await fill(store);
  const { Declined } = await import("../sync/link");
  const push = hall.push.bind(hall);
  let stale = true;
  hall.push = async (...all) => {
    if (stale) {
      stale = false;
      throw new Declined(403, { code: "stale", id: "Basi.", en: "Stale." });
    }
    return push(...all);
  };
  const before = hall.calls.filter((name) => name === "hello").length;
  await sync.nudge();
  expect(sync.state.kind).toBe("idle");
  expect(hall.calls.filter((name) => name === "hello").length).toBe(before + 1);
  hall.push = () => Promise.reject(new Declined(403, { code: "no", id: "Bukan tugas Anda.", en: "Not yours." }));
  await fill(store);
  await sync.nudge();
  expect(sync.state).toMatchObject({ kind: "declined", code: "no" });
});
