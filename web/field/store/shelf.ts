// Pulled records. They lie in buckets, each sealed as one piece: thousands of businesses open in a few
// dozen decryptions. Records and cursor are written in one transaction, so a pull that is cut off at
// any byte goes on where it was.
import type { Kept } from "./collections";
import type { Database, ShelfRow } from "./database";
import type { Quota } from "./quota";
import { open, seal } from "./seal";
import type { Session } from "./vault";

const BUCKETS = 32;

/** A record as it comes in a pull. */
export interface Incoming {
  id: string;
  version: number;
  deleted: boolean;
  body?: unknown;
}

function bucketOf(id: string): number {
  let sum = 7;
  for (let at = 0; at < id.length; at += 1) {
    sum = (Math.imul(sum, 31) + id.charCodeAt(at)) >>> 0;
  }
  return sum % BUCKETS;
}

function placeOf(account: string, collection: string, bucket: number): string {
  return `shelf/${account}/${collection}/${bucket}`;
}

type Bucket = Record<string, Kept<unknown>>;

export class Shelf {
  constructor(
    private readonly database: Database,
    private readonly quota: Quota,
    private readonly session: () => Session,
  ) {}

  private async openRow(row: ShelfRow): Promise<Bucket> {
    const place = placeOf(row.account, row.collection, row.bucket);
    return open<Bucket>(this.session().key, place, row.sealed);
  }

  /** Every record of a collection. */
  async all<Body>(collection: string): Promise<Kept<Body>[]> {
    const range: [string, string] = [this.session().account, collection];
    const rows = await this.database.getAllFromIndex("shelf", "collection", range);
    const buckets = await Promise.all(rows.map((row) => this.openRow(row)));
    return buckets.flatMap((bucket) => Object.values(bucket) as Kept<Body>[]);
  }

  async get<Body>(collection: string, id: string): Promise<Kept<Body> | null> {
    const { account } = this.session();
    const row = await this.database.get("shelf", [account, collection, bucketOf(id)]);
    return row ? (((await this.openRow(row))[id] as Kept<Body> | undefined) ?? null) : null;
  }

  async cursor(collection: string): Promise<string> {
    const row = await this.database.get("cursor", [this.session().account, collection]);
    return row?.cursor ?? "";
  }

  /** When a collection was last pulled, by the phone's clock. */
  async pulledAt(collection: string): Promise<number | null> {
    return (await this.database.get("cursor", [this.session().account, collection]))?.at ?? null;
  }

  /** Takes one page of a pull in. `reset` throws the old copy away in the same transaction. */
  async take(collection: string, items: Incoming[], cursor: string, reset: boolean): Promise<void> {
    const { account, key } = this.session();
    const groups = new Map<number, Incoming[]>();
    for (const item of items) {
      const bucket = bucketOf(item.id);
      groups.set(bucket, [...(groups.get(bucket) ?? []), item]);
    }
    const rows: ShelfRow[] = [];
    for (const [bucket, incoming] of groups) {
      const known = reset ? undefined : await this.database.get("shelf", [account, collection, bucket]);
      const records = known ? await this.openRow(known) : {};
      for (const item of incoming) {
        if (item.deleted) {
          delete records[item.id];
        } else {
          records[item.id] = { id: item.id, version: item.version, body: item.body };
        }
      }
      const sealed = await seal(key, placeOf(account, collection, bucket), records);
      rows.push({ account, collection, bucket, revision: (known?.revision ?? 0) + 1, sealed });
    }
    await this.quota.must(async () => {
      const transaction = this.database.transaction(["shelf", "cursor"], "readwrite");
      const shelf = transaction.objectStore("shelf");
      if (reset) {
        const old = await shelf.index("collection").getAllKeys([account, collection]);
        await Promise.all(old.map((row) => shelf.delete(row)));
      }
      await Promise.all(rows.map((row) => shelf.put(row)));
      await transaction.objectStore("cursor").put({ account, collection, cursor, at: Date.now() });
      await transaction.done;
    });
  }
}
