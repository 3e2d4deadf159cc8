// Where the phone is. A first fix is often hundreds of metres off, so the phone is listened to for a
// while and the best is kept; how good it is goes with it and is shown.
import type { Place } from "../form/questionnaire";

export type PlaceProblem = "denied" | "unavailable";

const GOOD_ENOUGH = 10;
const LISTEN = 25_000;

function round(value: number): number {
  // A tenth of a metre; more digits would only pretend.
  return Math.round(value * 1e6) / 1e6;
}

/** Listens until the place is good enough or time is up; calls back at each better one. */
export function locate(better: (place: Place) => void, ended: (problem: PlaceProblem | null) => void): () => void {
  if (!navigator.geolocation) {
    ended("unavailable");
    return () => undefined;
  }
  let best: Place | null = null;
  let over = false;
  const stop = (problem: PlaceProblem | null) => {
    if (!over) {
      over = true;
      navigator.geolocation.clearWatch(watch);
      clearTimeout(timer);
      ended(best ? null : problem);
    }
  };
  const timer = setTimeout(() => stop("unavailable"), LISTEN);
  const watch = navigator.geolocation.watchPosition(
    ({ coords }) => {
      if (!best || coords.accuracy < best.accuracy_m) {
        best = { lat: round(coords.latitude), lon: round(coords.longitude), accuracy_m: Math.round(coords.accuracy) };
        better(best);
      }
      if (coords.accuracy <= GOOD_ENOUGH) {
        stop(null);
      }
    },
    (error) => stop(error.code === error.PERMISSION_DENIED ? "denied" : "unavailable"),
    { enableHighAccuracy: true, maximumAge: 0, timeout: LISTEN },
  );
  return () => stop(null);
}
