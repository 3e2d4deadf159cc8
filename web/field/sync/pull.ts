// Brings the phone's copy up to date, page by page, each with its cursor in one transaction.
import type { Store } from "../store/store";
import { Broken, type Link } from "./link";

const LEAST = 20;
const MOST = 500;

/** How far the pulling is: how large a page the link carries, and which collection comes next. */
export class Sweep {
  limit = MOST;
  /** Collections brought up to date since the last whole sweep; a link that breaks goes on behind them. */
  readonly done = new Set<string>();

  held(): void {
    this.limit = Math.min(MOST, this.limit * 2);
  }

  broke(): void {
    this.limit = Math.max(LEAST, Math.floor(this.limit / 4));
  }
}

async function one(store: Store, link: Link, collection: string, sweep: Sweep): Promise<void> {
  let more = true;
  while (more) {
    const cursor = await store.shelf.cursor(collection);
    const page = await link.pull(collection, cursor, sweep.limit);
    sweep.held();
    await store.shelf.take(collection, page.items, page.cursor, page.reset);
    if (page.items.length > 0 || page.reset) {
      store.changed();
    }
    // A hall that says "more" without moving on would be asked for ever.
    more = page.more && (page.cursor !== cursor || page.reset);
  }
}

export async function pull(store: Store, link: Link, collections: string[], sweep: Sweep): Promise<void> {
  try {
    for (const collection of collections.filter((name) => !sweep.done.has(name))) {
      await one(store, link, collection, sweep);
      sweep.done.add(collection);
    }
  } catch (error) {
    if (error instanceof Broken) {
      sweep.broke();
    }
    throw error;
  }
  sweep.done.clear();
}
