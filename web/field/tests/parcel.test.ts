// Unsent work as a file.
import { expect, test } from "vitest";
import { ParcelError } from "../store";
import { Hall } from "./hall";
import { fill, newStore, newSync, photo, readyStore, untilSent } from "./set";

const PASSWORD = "kopi pagi hari";

async function packed() {
  const { store, hall } = await readyStore();
  const ids = [await fill(store, { name: "Satu", photos: [photo(3_000)] }), await fill(store, { name: "Dua" })];
  return { store, hall, ids, file: await store.exportUnsent(PASSWORD) };
}

test("a backup goes to another phone of the same account and is sent from there, once", async () => {
  const { store, hall, ids, file } = await packed();
  const other = await newStore();
  const sync = newSync(other, hall);
  await sync.nudge();
  expect(await other.importUnsent(file, PASSWORD)).toEqual({ added: 3, known: 0 });
  expect(await other.importUnsent(file, PASSWORD)).toEqual({ added: 0, known: 3 });
  await untilSent(other, sync);
  await untilSent(store, newSync(store, hall));
  expect(hall.kept.map((item) => item.id)).toEqual(ids);
  expect([...hall.files.values()].map((one) => one.bytes)).toEqual([photo(3_000)]);
});

test("a backup holds nothing readable", async () => {
  const { file } = await packed();
  const text = new TextDecoder("latin1").decode(await file.arrayBuffer());
  expect(text.startsWith("PENDOPO1")).toBe(true);
  expect(text).not.toContain("Satu");
  expect(text).not.toContain("account-siti");
});

async function refused(file: Blob, password: string, account = "account-siti"): Promise<string> {
  const hall = new Hall();
  hall.account = { id: account, name: "X" };
  const store = await newStore();
  await newSync(store, hall).nudge();
  const error: unknown = await store.importUnsent(file, password).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ParcelError);
  expect((await store.outbox.list()).length).toBe(0);
  return (error as ParcelError).reason;
}

test("a file that is not ours, another password, another account: said, and nothing taken in", async () => {
  const { file } = await packed();
  expect(await refused(new Blob(["halo"]), PASSWORD)).toBe("not_ours");
  expect(await refused(file, "kopi sore hari")).toBe("password");
  expect(await refused(file, PASSWORD, "account-joko")).toBe("other_account");
});

test("a backup cut off or changed anywhere is refused whole", async () => {
  const { file } = await packed();
  const bytes = new Uint8Array(await file.arrayBuffer());
  for (const end of [24, 30, 60, 700, bytes.length - 1]) {
    expect(["cut_off", "password"]).toContain(await refused(new Blob([bytes.slice(0, end)]), PASSWORD));
  }
  const changed = bytes.slice();
  changed[bytes.length - 5]! ^= 1;
  expect(await refused(new Blob([changed]), PASSWORD)).toBe("cut_off");
});
