// What is to be sent. An item enters in the same transaction that ends its draft, keeps the id it was
// made with until the hall has it, and stays in order with what else concerns the same thing.
import type { Outcome, Pushed, PushedName } from "./collections";
import type { Database, ItemState, OutboxRow } from "./database";
import type { Quota } from "./quota";
import { open, seal } from "./seal";
import { Locked, type Session } from "./vault";

/** What an item says. */
export interface Said<Body = unknown> {
  /** Version of the thing that the person saw; null if it is new. */
  base: number | null;
  /** The questionnaire it was filled by, `sensus@3`. */
  form: string | null;
  /** The app it was filled with. */
  app: string;
  body: Body;
}

/** An item with its answer, opened. */
export interface Item<Body = unknown> extends Said<Body> {
  id: string;
  collection: string;
  entity: string;
  place: number;
  state: ItemState;
  madeAt: number;
  settledAt?: number;
  files: string[];
  outcome: Outcome;
}

export interface NewItem<Name extends PushedName> extends Said<Pushed[Name]> {
  id: string;
  collection: Name;
  entity: string;
  madeAt: number;
  files: string[];
}

/** An item ready to go, with its order within its entity. */
export interface Departing {
  item: Item;
  order: number;
}

/** Sent and settled items are kept this long for the page that lists them. */
const KEEP = 30 * 24 * 3600 * 1000;

const OPEN: ItemState[] = ["queued", "waiting", "conflict", "refused"];

/** Whether an item still needs sending or deciding. */
export function isUnsent(state: ItemState): boolean {
  return OPEN.includes(state);
}

export class Outbox {
  readonly #opened = new Map<string, { account: string; said: Said }>();

  constructor(
    private readonly database: Database,
    private readonly quota: Quota,
    private readonly session: () => Session,
    /** Called when a draft has ended. */
    private readonly ended: (draft: string) => void,
  ) {}

  private placeOf(id: string, part: string): string {
    return `outbox/${this.session().account}/${id}/${part}`;
  }

  /** What an item says never changes, so it is opened once. */
  private async said<Body>(row: OutboxRow): Promise<Said<Body>> {
    const { account, key } = this.session();
    const known = this.#opened.get(row.id);
    if (known?.account === account) {
      return known.said as Said<Body>;
    }
    const said = await open<Said<Body>>(key, this.placeOf(row.id, "said"), row.sealed);
    this.#opened.set(row.id, { account, said });
    return said;
  }

  /** Forgets what was opened, when the account is locked. */
  forget(): void {
    this.#opened.clear();
  }

  private async openRow<Body>(row: OutboxRow): Promise<Item<Body>> {
    const { key } = this.session();
    const said = await this.said<Body>(row);
    const outcome = row.outcome ? await open<Outcome>(key, this.placeOf(row.id, "outcome"), row.outcome) : {};
    const { id, collection, entity, place, state, madeAt, files } = row;
    const settled = row.settledAt === undefined ? {} : { settledAt: row.settledAt };
    return { ...said, id, collection, entity, place, state, madeAt, files, outcome, ...settled };
  }

  private rows(): Promise<OutboxRow[]> {
    return this.database.getAllFromIndex("outbox", "account", this.session().account);
  }

  /** Every item, the oldest first. */
  async list(): Promise<Item[]> {
    const rows = (await this.rows()).sort((one, other) => one.place - other.place);
    return Promise.all(rows.map((row) => this.openRow(row)));
  }

  async get<Body>(id: string): Promise<Item<Body> | null> {
    const row = await this.database.get("outbox", id);
    return row && row.account === this.session().account ? this.openRow<Body>(row) : null;
  }

  /** How many items and photos the hall does not have yet; needs no key. */
  async unsent(): Promise<{ items: number; decide: number; photos: number }> {
    const states = (await this.rows()).map((row) => row.state);
    const files = await this.database.getAllFromIndex("files", "account", this.session().account);
    return {
      items: states.filter((state) => state === "queued" || state === "waiting").length,
      decide: states.filter((state) => state === "conflict" || state === "refused").length,
      photos: files.filter((file) => file.state === "queued").length,
    };
  }

  /**
   * Queues an item. One transaction ends the draft, hands its photos over and, if the item decides a
   * conflict or mends what was refused, takes that one out of the way and stands in its place.
   */
  async add<Name extends PushedName>(item: NewItem<Name>, ends: { draft?: string; instead?: string } = {}): Promise<void> {
    const { account, key } = this.session();
    const { id, collection, entity, madeAt, files, base, form, app, body } = item;
    const sealed = await seal(key, this.placeOf(id, "said"), { base, form, app, body });
    await this.quota.must(async () => {
      const transaction = this.database.transaction(["outbox", "drafts", "files", "settings"], "readwrite");
      const draft = ends.draft ? await transaction.objectStore("drafts").get(ends.draft) : undefined;
      if (draft && draft.account !== account) {
        throw new Locked();
      }
      const outbox = transaction.objectStore("outbox");
      const settings = transaction.objectStore("settings");
      const counter = `place:${account}`;
      const before = ends.instead ? await outbox.get(ends.instead) : undefined;
      let place = Number((await settings.get(counter)) ?? 0) + 1;
      if (before) {
        // Right behind the one it replaces, before all that waits: halves of halves are enough room.
        const later = (await outbox.index("account").getAll(account)).filter((row) => row.place > before.place);
        const next = later.reduce((least, row) => Math.min(least, row.place), before.place + 2);
        place = (before.place + next) / 2;
        await outbox.put({ ...before, state: "settled", settledAt: madeAt });
      } else {
        await settings.put(place, counter);
      }
      if (!(await outbox.get(id))) {
        await outbox.put({ id, account, collection, entity, place, state: "queued", madeAt, files, sealed });
      }
      for (const file of files) {
        const row = await transaction.objectStore("files").get(file);
        if (row?.state === "held") {
          await transaction.objectStore("files").put({ ...row, state: "queued" });
        }
      }
      if (ends.draft) {
        await transaction.objectStore("drafts").delete(ends.draft);
      }
      await transaction.done;
    });
    if (ends.draft) {
      this.ended(ends.draft);
    }
  }

  /**
   * What may go now: of every entity the items in order, up to the first which a person must decide.
   * The order continues what the hall has kept, so it has no gaps however often a sending broke off.
   */
  async departing(most: number, bytes: number): Promise<Departing[]> {
    const { account } = this.session();
    const rows = (await this.rows()).sort((one, other) => one.place - other.place);
    const shut = new Set(
      rows.filter((row) => row.state === "conflict" || row.state === "refused").map((row) => row.entity),
    );
    const orders = new Map<string, number>();
    const out: Departing[] = [];
    let size = 0;
    for (const row of rows) {
      if ((row.state !== "queued" && row.state !== "waiting") || shut.has(row.entity)) {
        continue;
      }
      size += row.sealed.data.byteLength + 400;
      if (out.length >= most || (out.length > 0 && size > bytes)) {
        break;
      }
      const kept = orders.get(row.entity) ?? (await this.database.get("kept", [account, row.entity]))?.count ?? 0;
      orders.set(row.entity, kept + 1);
      out.push({ item: await this.openRow(row), order: kept + 1 });
    }
    return out;
  }

  /** Writes down what the hall answered. What it has kept counts once, however often it was sent. */
  async settle(id: string, state: ItemState, outcome: Outcome): Promise<void> {
    const { account, key } = this.session();
    const sealed = await seal(key, this.placeOf(id, "outcome"), outcome);
    await this.quota.must(async () => {
      const transaction = this.database.transaction(["outbox", "kept"], "readwrite");
      const row = await transaction.objectStore("outbox").get(id);
      if (row && (row.state === "queued" || row.state === "waiting")) {
        const settled = state === "waiting" ? {} : { settledAt: Date.now() };
        await transaction.objectStore("outbox").put({ ...row, ...settled, state, outcome: sealed });
        if (state === "sent" || state === "conflict") {
          const kept = transaction.objectStore("kept");
          const count = (await kept.get([account, row.entity]))?.count ?? 0;
          await kept.put({ account, entity: row.entity, count: count + 1 });
        }
      }
      await transaction.done;
    });
  }

  /** Takes over how many items of an entity the hall has kept, when the two disagree. */
  async recount(entity: string, count: number): Promise<void> {
    await this.database.put("kept", { account: this.session().account, entity, count });
  }

  /** Puts a refused item away: what waits behind it may go. It stays in the list and in the export. */
  async putAway(id: string): Promise<void> {
    const row = await this.database.get("outbox", id);
    if (row?.state === "refused") {
      await this.database.put("outbox", { ...row, state: "settled", settledAt: Date.now() });
    }
  }

  /** Forgets what was settled long ago. */
  async prune(now: number = Date.now()): Promise<void> {
    for (const row of await this.rows()) {
      if (!isUnsent(row.state) && row.settledAt !== undefined && now - row.settledAt > KEEP) {
        const files = await Promise.all(row.files.map((file) => this.database.get("files", file)));
        if (files.every((file) => !file || file.state === "sent")) {
          const transaction = this.database.transaction(["outbox", "files"], "readwrite");
          await transaction.objectStore("outbox").delete(row.id);
          await Promise.all(row.files.map((file) => transaction.objectStore("files").delete(file)));
          await transaction.done;
        }
      }
    }
  }
}
