// A hall in memory that keeps to the protocol of docs/offline.md, with a link that can break anywhere.
import type { Problem, Theirs } from "../store";
import type { Bytes } from "../store/bytes";
import { sha256 } from "../store/bytes";
import { Broken, Declined, type Hello, type Link, LoginNeeded, type Page, type PushItem, type PushResult } from "../sync/link";

interface Row {
  sequence: number;
  version: number;
  deleted: boolean;
  body: unknown;
}

/** Where a call breaks: before the hall hears it, after it has acted, or after so many bytes of a file. */
export type Break = "none" | "before" | "after" | { bytes: number };

export type Judge = (item: PushItem) => { refused: Problem } | { conflict: Theirs } | null;

const KEY = btoa("k".repeat(32));

export class Hall implements Link {
  account: { id: string; name: string } | null = { id: "account-siti", name: "Siti" };
  keys = new Map<string, string>();
  nikKey: string | undefined;
  /** The hall's clock. */
  now: () => number = () => Date.now();
  collections = ["field.questionnaire", "field.assignment", "field.business", "field.answer"];
  kept: PushItem[] = [];
  conflicts: PushItem[] = [];
  files = new Map<string, { bytes: Uint8Array; size: number; whole: boolean }>();
  /** Every call in order, for looking at what went over the wire. */
  calls: string[] = [];
  judge: Judge = () => null;
  /** Says for each call, counted from 0, how it breaks. */
  breaks: (call: number, name: string) => Break = () => "none";
  #answers = new Map<string, PushResult>();
  #orders = new Map<string, number>();
  #shelves = new Map<string, Map<string, Row>>();
  #sequence = 0;
  #generation = 1;

  put(collection: string, id: string, body: unknown, deleted = false): void {
    const shelf = this.#shelves.get(collection) ?? new Map<string, Row>();
    this.#sequence += 1;
    const version = (shelf.get(id)?.version ?? 0) + 1;
    shelf.set(id, { sequence: this.#sequence, version, deleted, body });
    this.#shelves.set(collection, shelf);
  }

  drop(collection: string, id: string): void {
    this.put(collection, id, null, true);
  }

  /** The hall was restored from a backup: old cursors mean nothing any more. */
  restart(): void {
    this.#generation += 1;
  }

  private async over<T>(name: string, act: () => Promise<T>): Promise<T> {
    const call = this.calls.length;
    this.calls.push(name);
    const how = this.breaks(call, name);
    if (how === "before") {
      throw new Broken("lost on the way there");
    }
    const answer = await act();
    if (how === "after") {
      throw new Broken("lost on the way back");
    }
    return answer;
  }

  private known(): { id: string; name: string } {
    if (!this.account) {
      throw new LoginNeeded();
    }
    return this.account;
  }

  hello(device: string): Promise<Hello> {
    return this.over("hello", async () => {
      const account = this.known();
      const at = `${account.id}/${device}`;
      const key = this.keys.get(at) ?? btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))));
      this.keys.set(at, key);
      const more = this.nikKey ? { nik_key: this.nikKey } : {};
      return { account, csrf: "token", now: this.now(), app: "hall", key, collections: this.collections, ...more };
    });
  }

  pull(collection: string, cursor: string, limit: number): Promise<Page> {
    return this.over(`pull ${collection}`, async () => {
      this.known();
      const [generation, from] = cursor.split(":");
      const reset = cursor !== "" && Number(generation) !== this.#generation;
      const since = reset || cursor === "" ? 0 : Number(from);
      const rows = [...(this.#shelves.get(collection) ?? new Map<string, Row>())]
        .filter(([, row]) => row.sequence > since)
        .sort(([, one], [, other]) => one.sequence - other.sequence);
      const page = rows.slice(0, limit);
      const end = page.at(-1)?.[1].sequence ?? since;
      return {
        items: page.map(([id, { version, deleted, body }]) => ({ id, version, deleted, ...(deleted ? {} : { body }) })),
        cursor: `${this.#generation}:${end}`,
        more: rows.length > limit,
        reset,
      };
    });
  }

  push(_csrf: string, device: string, _clock: number, items: PushItem[]): Promise<{ now: number; results: PushResult[] }> {
    return this.over("push", async () => {
      this.known();
      const stopped = new Set<string>();
      const results = items.map((item) => this.take(device, item, stopped));
      return { now: this.now(), results };
    });
  }

  private take(device: string, item: PushItem, stopped: Set<string>): PushResult {
    const before = this.#answers.get(item.id);
    if (before) {
      return before.state === "conflict" ? before : { ...before, state: "duplicate" };
    }
    if (stopped.has(item.entity)) {
      return { id: item.id, state: "waiting" };
    }
    const line = `${device}/${item.entity}`;
    const expected = (this.#orders.get(line) ?? 0) + 1;
    if (item.order !== expected) {
      stopped.add(item.entity);
      return { id: item.id, state: "waiting", expected };
    }
    const verdict = this.judge(item);
    if (verdict && "refused" in verdict) {
      stopped.add(item.entity);
      return { id: item.id, state: "refused", error: verdict.refused };
    }
    this.#orders.set(line, expected);
    if (verdict) {
      stopped.add(item.entity);
      this.conflicts.push(structuredClone(item));
      const result: PushResult = { id: item.id, state: "conflict", theirs: verdict.conflict };
      this.#answers.set(item.id, result);
      return result;
    }
    this.kept.push(structuredClone(item));
    const result: PushResult = { id: item.id, state: "accepted", version: (item.base ?? 0) + 1 };
    this.#answers.set(item.id, result);
    return result;
  }

  received(file: string): Promise<number | null> {
    return this.over("head", async () => this.files.get(file)?.bytes.byteLength ?? null);
  }

  async send(_csrf: string, file: string, offset: number, size: number, sum: string, bytes: Bytes): Promise<number> {
    const call = this.calls.length;
    this.calls.push("send");
    const how = this.breaks(call, "send");
    if (how === "before") {
      throw new Broken("lost on the way there");
    }
    this.known();
    const held = this.files.get(file) ?? { bytes: new Uint8Array(0), size, whole: false };
    if (offset !== held.bytes.byteLength) {
      return held.bytes.byteLength;
    }
    const came = typeof how === "object" ? bytes.slice(0, how.bytes) : bytes;
    const joined = new Uint8Array(held.bytes.byteLength + came.byteLength);
    joined.set(held.bytes);
    joined.set(came, held.bytes.byteLength);
    const whole = joined.byteLength === size;
    this.files.set(file, { bytes: joined, size, whole });
    if (whole && ((await sha256(joined)) !== sum || joined[0] === 0)) {
      const error = { code: "field.no_picture", id: "Berkas ini bukan foto.", en: "This file is no photo." };
      throw new Declined(422, error);
    }
    if (how === "after" || came.byteLength < bytes.byteLength) {
      throw new Broken("cut off");
    }
    return joined.byteLength;
  }

  async leave(): Promise<void> {
    this.calls.push("leave");
    this.account = null;
  }

  /** The key of the account on a device, as the hall has it. */
  keyOf(device: string): string {
    return this.keys.get(`${this.account?.id}/${device}`) ?? KEY;
  }
}
