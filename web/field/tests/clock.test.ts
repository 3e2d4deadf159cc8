// Phones whose clock is wrong.
import { expect, test } from "vitest";
import { clockOf, measure, WRONG_CLOCK } from "../store/clock";
import { timeOf, uuid } from "../store/uuid";
import type { Answer } from "../work/records";
import { Hall } from "./hall";
import { fill, readyStore, untilSent } from "./set";

const IN_2019 = Date.UTC(2019, 4, 1);

test("half the way there and back is taken off the measured difference", () => {
  expect(measure(1_000, 3_000, 62_000)).toEqual({ offset: 60_000, measuredAt: 3_000 });
});

test("a clock in 2019: the answer carries how wrong it is, so that the office can put it right", async () => {
  const hall = new Hall();
  const wrongBy = Date.now() - IN_2019;
  hall.now = () => Date.now() + wrongBy;
  const { store, sync } = await readyStore(hall);
  await fill(store, { name: "Satu" });
  await untilSent(store, sync);
  const body = hall.kept[0]!.body as Answer;
  expect(Math.abs(body.clock_offset_ms! + wrongBy)).toBeLessThan(5_000);
  expect(Math.abs(body.clock_offset_ms!)).toBeGreaterThan(WRONG_CLOCK);
  expect(Math.abs(body.ended_at - body.clock_offset_ms! - hall.now())).toBeLessThan(10_000);
});

test("a clock set back after it was measured counts as unknown", async () => {
  const { store } = await readyStore();
  expect(await store.clock()).not.toBe(null);
  expect(await clockOf(store.database, IN_2019)).toBe(null);
});

test("ids made while the clock goes back are still in the order they were made", () => {
  const now = Date.now() + 60_000;
  const ids = [uuid(now), uuid(now), uuid(IN_2019), uuid(now + 1)];
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(4);
  expect(timeOf(ids[0]!)).toBe(now);
});
