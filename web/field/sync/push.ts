// Sends the texts. Every answer of the hall is written down before the next batch goes; an answer that
// was lost on the way makes the same items go again, under the same ids, and the hall knows them.
import type { Outcome } from "../store/collections";
import type { ItemState } from "../store/database";
import type { Departing } from "../store/outbox";
import type { Store } from "../store/store";
import { uuid } from "../store/uuid";
import { Broken, type Link, type PushItem, type PushResult } from "./link";

const MOST = 50;
const BYTES = 900 * 1024;

const STATES: Record<PushResult["state"], ItemState> = {
  accepted: "sent",
  duplicate: "sent",
  conflict: "conflict",
  refused: "refused",
  waiting: "waiting",
};

/** How many items go at once: few on a link that breaks, many on one that holds. */
export class Batch {
  size = 10;

  held(): void {
    this.size = Math.min(MOST, this.size * 2);
  }

  broke(): void {
    this.size = Math.max(1, Math.floor(this.size / 2));
  }
}

function wire({ item, order }: Departing): PushItem {
  return {
    id: item.id,
    collection: item.collection,
    entity: item.entity,
    order,
    base: item.base,
    made_at: item.madeAt,
    form: item.form,
    app: item.app,
    files: item.files,
    body: item.body,
  };
}

async function settle(store: Store, departing: Departing, result: PushResult): Promise<void> {
  const { item } = departing;
  const { version, theirs, error } = result;
  const outcome: Outcome = {
    ...(version === undefined ? {} : { version }),
    ...(theirs === undefined ? {} : { theirs }),
    ...(error === undefined ? {} : { error }),
  };
  await store.outbox.settle(item.id, STATES[result.state], outcome);
  if (result.state === "waiting" && result.expected !== undefined) {
    await store.outbox.recount(item.entity, result.expected - 1);
  }
  if (result.state === "conflict" && theirs) {
    const body = store.hookOf(item.collection)?.(item, theirs);
    if (body !== undefined) {
      const madeAt = Date.now();
      const decided = {
        id: uuid(madeAt),
        collection: item.collection as never,
        entity: item.entity,
        madeAt,
        files: item.files,
        base: theirs.version,
        form: item.form,
        app: item.app,
        body: { ...(body as object), resolves: item.id } as never,
      };
      await store.outbox.add(decided, { instead: item.id });
    }
  }
}

/** Sends until nothing may go any more. */
export async function push(store: Store, link: Link, csrf: string, batch: Batch): Promise<void> {
  for (;;) {
    const departing = await store.outbox.departing(batch.size, BYTES);
    if (departing.length === 0) {
      return;
    }
    let results: PushResult[];
    try {
      ({ results } = await link.push(csrf, store.device, Date.now(), departing.map(wire)));
    } catch (error) {
      if (error instanceof Broken) {
        batch.broke();
      }
      throw error;
    }
    batch.held();
    const known = new Map(departing.map((one) => [one.item.id, one]));
    let moved = false;
    for (const result of results) {
      const one = known.get(result.id);
      if (one) {
        await settle(store, one, result);
        moved ||= result.state !== "waiting" || (result.expected !== undefined && result.expected !== one.order);
      }
    }
    store.changed();
    if (!moved) {
      // Everything waits for something we do not have: asking again at once would only hammer.
      return;
    }
  }
}
