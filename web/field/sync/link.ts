// The wire: five calls, and what may go wrong with each in words the engine can act on.
import type { Problem, Theirs } from "../store/collections";
import type { Bytes } from "../store/bytes";
import type { Incoming } from "../store/shelf";

export interface Hello {
  account: { id: string; name: string };
  csrf: string;
  now: number;
  app: string;
  key: string;
  nik_key?: string;
  collections: string[];
}

export interface Page {
  items: Incoming[];
  cursor: string;
  more: boolean;
  reset: boolean;
}

export interface PushItem {
  id: string;
  collection: string;
  entity: string;
  order: number;
  base: number | null;
  made_at: number;
  form: string | null;
  app: string;
  files: string[];
  body: unknown;
}

export interface PushResult {
  id: string;
  state: "accepted" | "duplicate" | "conflict" | "refused" | "waiting";
  version?: number;
  theirs?: Theirs;
  error?: Problem;
  expected?: number;
}

/** The link broke, or the hall is not well: the same again later. */
export class Broken extends Error {
  constructor(
    message: string,
    readonly retryAfter: number | null = null,
  ) {
    super(message);
    this.name = "Broken";
  }
}

/** The hall does not know who asks. */
export class LoginNeeded extends Error {
  constructor() {
    super("login needed");
    this.name = "LoginNeeded";
  }
}

/** The hall understood and said no. */
export class Declined extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.code);
    this.name = "Declined";
  }
}

export interface Link {
  hello(device: string): Promise<Hello>;
  pull(collection: string, cursor: string, limit: number): Promise<Page>;
  push(csrf: string, device: string, clock: number, items: PushItem[]): Promise<{ now: number; results: PushResult[] }>;
  /** Bytes of a file that the hall has; null if it knows nothing of it. */
  received(file: string): Promise<number | null>;
  /** Sends the next bytes and gives how many the hall has now. */
  send(csrf: string, file: string, offset: number, size: number, sha256: string, bytes: Bytes): Promise<number>;
  /** Ends the login. */
  leave(csrf: string): Promise<void>;
}

const PATIENCE = 60_000;

export function unknownProblem(status: number): Problem {
  return {
    code: `http.${status}`,
    id: `Server menjawab dengan kode ${status}.`,
    en: `The server answered with code ${status}.`,
  };
}

async function problemOf(response: Response): Promise<Problem | null> {
  let body: unknown = await response.json().catch(() => null);
  // The guard at the door wraps its words; the rooms do not.
  if (body !== null && typeof body === "object" && "error" in body) {
    body = body.error;
  }
  if (body !== null && typeof body === "object" && "code" in body && "id" in body && "en" in body) {
    return body as Problem;
  }
  return null;
}

/** Turns an answer that is no success into what the engine acts on. */
async function fault(response: Response): Promise<Error> {
  const problem = await problemOf(response);
  // A hotel's or a shop's network may answer in the hall's place: only the hall's own words count.
  if (response.status === 401 && problem) {
    return new LoginNeeded();
  }
  if (problem && response.status >= 400 && response.status < 500 && response.status !== 429 && response.status !== 408) {
    return new Declined(response.status, problem);
  }
  const after = Number(response.headers.get("retry-after"));
  return new Broken(`status ${response.status}`, Number.isFinite(after) && after > 0 ? after * 1000 : null);
}

export class HttpLink implements Link {
  constructor(
    private readonly base = "/api/sync",
    private readonly app = "",
    private readonly patience = PATIENCE,
  ) {}

  private async ask(path: string, init: RequestInit = {}): Promise<Response> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), this.patience);
    try {
      return await fetch(`${this.base}${path}`, {
        credentials: "same-origin",
        cache: "no-store",
        redirect: "error",
        ...init,
        headers: { accept: "application/json", ...init.headers },
        signal: stop.signal,
      });
    } catch (error) {
      throw new Broken(String(error));
    } finally {
      clearTimeout(timer);
    }
  }

  private async json<T>(path: string, init?: RequestInit): Promise<T> {
    const response = await this.ask(path, init);
    if (!response.ok) {
      throw await fault(response);
    }
    try {
      return (await response.json()) as T;
    } catch (error) {
      // Cut off in the middle of the answer.
      throw new Broken(String(error));
    }
  }

  hello(device: string): Promise<Hello> {
    return this.json(`/hello?${new URLSearchParams({ device, app: this.app })}`);
  }

  pull(collection: string, cursor: string, limit: number): Promise<Page> {
    const query = new URLSearchParams({ collection, cursor, limit: String(limit) });
    return this.json(`/pull?${query}`);
  }

  push(csrf: string, device: string, clock: number, items: PushItem[]): Promise<{ now: number; results: PushResult[] }> {
    return this.json("/push", {
      method: "POST",
      headers: { "content-type": "application/json", "x-csrf-token": csrf },
      body: JSON.stringify({ device, clock, items }),
    });
  }

  async received(file: string): Promise<number | null> {
    const response = await this.ask(`/file/${file}`, { method: "HEAD" });
    if (response.status === 404) {
      return null;
    }
    if (!response.ok) {
      // HEAD has no body, so whose 401 it is cannot be told: a GET that has one will.
      throw new Broken(`status ${response.status}`);
    }
    return Number(response.headers.get("upload-offset") ?? 0);
  }

  async send(csrf: string, file: string, offset: number, size: number, sha256: string, bytes: Bytes): Promise<number> {
    const query = new URLSearchParams({ offset: String(offset), size: String(size), sha256 });
    const response = await this.ask(`/file/${file}?${query}`, {
      method: "PUT",
      headers: { "content-type": "application/octet-stream", "x-csrf-token": csrf },
      body: bytes,
    });
    if (response.ok || response.status === 409) {
      const at = response.headers.get("upload-offset");
      if (at !== null) {
        return Number(at);
      }
    }
    if (response.ok) {
      return offset + bytes.byteLength;
    }
    throw await fault(response);
  }

  async leave(csrf: string): Promise<void> {
    const response = await fetch("/account/logout", {
      method: "POST",
      credentials: "same-origin",
      redirect: "manual",
      body: new URLSearchParams({ csrf }),
    }).catch((error: unknown) => {
      throw new Broken(String(error));
    });
    if (!response.ok && response.type !== "opaqueredirect") {
      throw new Broken(`status ${response.status}`);
    }
  }
}
