// How wrong the phone's clock is. The hall tells its time at hello; half the way there and back is
// taken off. What is noted offline carries the difference, so that the office can put it right.
import type { Database } from "./database";

export interface Clock {
  /** Hall's time less the phone's, in milliseconds. */
  offset: number;
  /** The phone's time when it was measured. */
  measuredAt: number;
}

/** From here on the phone's clock counts as wrong, and the person is told. */
export const WRONG_CLOCK = 5 * 60 * 1000;

export function measure(asked: number, answered: number, hall: number): Clock {
  return { offset: Math.round(hall - (asked + answered) / 2), measuredAt: answered };
}

export async function keepClock(database: Database, clock: Clock): Promise<void> {
  await database.put("settings", clock, "clock");
}

/** The difference last measured; null if never, or if the phone's clock was set back since. */
export async function clockOf(database: Database, now: number = Date.now()): Promise<Clock | null> {
  const clock = (await database.get("settings", "clock")) as Clock | undefined;
  return clock && now >= clock.measuredAt - WRONG_CLOCK ? clock : null;
}
