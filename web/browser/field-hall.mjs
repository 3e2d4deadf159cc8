// Stands in for the hall in the stories of the field form: the same files of the app, the questionnaires
// of the house, and the protocol of docs/offline.md, in memory. It forgets everything when it ends.
//
//   node browser/field-hall.mjs 8992
import { createHash, createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "smol-toml";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const dist = path.join(root, "web/assets/dist");
const port = Number(process.argv[2] ?? 8992);

const NIK_KEY = Buffer.alloc(32, 7);
const DEVICE_KEY = (account) => createHash("sha256").update(account).digest("base64");
const COLLECTIONS = ["field.questionnaire", "field.assignment", "field.business", "field.answer", "mentoring.engagement", "mentoring.visit"];
const VILLAGES = [
  { code: "33.24.09.2003", name: "Sukodono", rt: "01", rw: "02" },
  { code: "33.24.09.2005", name: "Bangunsari", rt: null, rw: "01" },
];
const NAMES = ["Keripik Tempe Bu Siti", "Kopi Robusta Gonoharjo", "Jahit Mbak Yuni", "Gula Aren Limbangan", "Telur Asin Brangsong"];
const OWNERS = ["Siti Aminah", "Agus Riyanto", "Yuni Astuti", "Ngatinah", "Mujiono"];

function id(group, at) {
  return `0190${group}-0000-7000-8000-${String(at).padStart(12, "0")}`;
}

const businesses = Array.from({ length: 60 }, (_, at) => {
  const { code, rt, rw } = VILLAGES[at % VILLAGES.length];
  const nik = `332409010180${String(at + 1).padStart(4, "0")}`;
  return {
    id: id("aaaa", at),
    body: {
      name: `${NAMES[at % NAMES.length]} ${at + 1}`,
      owner: OWNERS[at % OWNERS.length],
      village: code,
      rt: rt ?? "03",
      rw,
      phone_last4: String(1000 + at),
      nik_check: createHmac("sha256", NIK_KEY).update(nik).digest("hex").slice(0, 6),
      state: "to_visit",
    },
  };
});

const shelves = {
  "field.questionnaire": [],
  "field.assignment": VILLAGES.map((area, at) => ({
    id: id("bbbb", at),
    body: { round: id("dddd", 0), name: "Pendataan contoh", questionnaire: "sensus@1", area, target: 30, done: 4 },
  })),
  "field.business": businesses,
  "field.answer": [],
  "mentoring.engagement": businesses.slice(0, 2).map(({ id: business, body }, at) => ({
    id: id("cccc", at),
    body: { business, name: body.name, owner: body.owner, place: "Sukodono", due_on: null, next_on: null },
  })),
  "mentoring.visit": [],
};
for (const name of ["sensus-1", "kunjungan-1"]) {
  const form = parse(await readFile(path.join(root, `questionnaire/forms/${name}.toml`), "utf8"));
  shelves["field.questionnaire"].push({ id: `${form.id}@${form.version}`, body: form });
}

/** What came in, by id; versions and last words by what it is about; orders by phone. */
const kept = new Map();
const things = new Map();
const counts = new Map();
const files = new Map();

function words(code, text) {
  return { code, id: text, en: text };
}

/** One item, by the rules of the hall: known by its id, in its order, against the version its sender saw. */
function take(device, item) {
  const before = kept.get(item.id);
  const thing = things.get(item.entity) ?? { version: 0, body: null };
  if (before) {
    return { id: item.id, state: "duplicate", version: thing.version };
  }
  const place = `${device} ${item.collection} ${item.entity}`;
  const expected = (counts.get(place) ?? 0) + 1;
  if (item.order !== expected) {
    return { id: item.id, state: "waiting", expected };
  }
  counts.set(place, expected);
  kept.set(item.id, item);
  if (item.collection === "field.answer" && (item.base ?? 0) !== thing.version) {
    const theirs = { version: thing.version, body: thing.body, by: "Dewi Lestari", at: Date.now() };
    return { id: item.id, state: "conflict", version: thing.version, theirs };
  }
  const version = thing.version + 1;
  things.set(item.entity, { version, body: item.body });
  return { id: item.id, state: "accepted", version };
}

function push({ device, items }) {
  const stopped = new Set();
  const results = items.map((item) => {
    if (stopped.has(item.entity)) {
      return { id: item.id, state: "waiting" };
    }
    const result = take(device, item);
    if (!["accepted", "duplicate"].includes(result.state)) {
      stopped.add(item.entity);
    }
    return result;
  });
  return { now: Date.now(), results };
}

function pull(query) {
  const all = shelves[query.get("collection")] ?? [];
  const at = Number(query.get("cursor") || 0);
  const items = all.slice(at, at + Number(query.get("limit") || 200)).map(({ id: record, body }) => ({
    id: record,
    version: things.get(record)?.version ?? 0,
    deleted: false,
    body,
  }));
  const cursor = String(at + items.length);
  return { items, cursor, more: at + items.length < all.length, reset: false };
}

/** The next bytes of a photo; what broke off in the middle stays. */
async function receive(request, file, query) {
  const held = files.get(file) ?? Buffer.alloc(0);
  if (Number(query.get("offset")) !== held.length) {
    return { status: 409, offset: held.length };
  }
  const chunks = [held];
  try {
    for await (const chunk of request) {
      chunks.push(chunk);
    }
  } catch {
    // The line broke; the phone asks how far it came.
  }
  const bytes = Buffer.concat(chunks);
  files.set(file, bytes);
  if (bytes.length < Number(query.get("size"))) {
    return { status: 204, offset: bytes.length };
  }
  const fits = createHash("sha256").update(bytes).digest("hex") === query.get("sha256");
  const picture = bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]));
  return fits && picture
    ? { status: 204, offset: bytes.length }
    : { status: 422, offset: bytes.length, body: words("sync.no_picture", "Berkas ini bukan foto.") };
}

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; " +
  "manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const STATIC = {
  "/field": ["field.html", "text/html; charset=utf-8"],
  "/field/worker.js": ["field-worker.js", "text/javascript; charset=utf-8"],
  "/field/manifest.webmanifest": ["field.webmanifest", "application/manifest+json"],
};
const TYPES = { ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".png": "image/png" };

async function file(pathname) {
  const name = path.basename(pathname);
  const [found, type] = STATIC[pathname] ?? [name, TYPES[path.extname(name)] ?? "application/octet-stream"];
  const body = await readFile(path.join(dist, found)).catch(() => null);
  // The worker lies below the page that it carries.
  const headers = { "service-worker-allowed": "/field" };
  return body ? { status: 200, type, headers, body } : { status: 404, type, body: "" };
}

async function text(request) {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

const LOGIN = `<!doctype html><html lang="id"><title>Masuk</title><main><form method="post" action="/account/login">
<label>Nama <input id="name" name="name"></label><label>Sandi <input id="password" name="password" type="password"></label>
<button class="main-act">Masuk</button></form></main></html>`;

async function account(request, pathname) {
  if (pathname === "/account/logout") {
    return { status: 303, headers: { location: "/", "set-cookie": "who=; Path=/; Max-Age=0" } };
  }
  if (request.method === "GET") {
    return { status: 200, type: "text/html; charset=utf-8", body: LOGIN };
  }
  const name = new URLSearchParams(await text(request)).get("name");
  return { status: 303, headers: { location: "/healthz", "set-cookie": `who=${name}; Path=/; HttpOnly; SameSite=Lax` } };
}

async function sync(request, pathname, query) {
  const who = /(?:^|; )who=(\w+)/.exec(request.headers.cookie ?? "")?.[1];
  const json = (status, body) => ({ status, type: "application/json", body: JSON.stringify(body) });
  if (!who) {
    return json(401, { error: words("error-login", "Silakan masuk dahulu.") });
  }
  if (!["GET", "HEAD"].includes(request.method) && request.headers["x-csrf-token"] !== `token of ${who}`) {
    return json(403, { error: words("error-stale", "Formulir kedaluwarsa.") });
  }
  if (pathname === "/api/sync/hello") {
    const known = { id: `account-${who}`, name: who };
    const keys = { key: DEVICE_KEY(who + query.get("device")), nik_key: NIK_KEY.toString("base64") };
    return json(200, { account: known, csrf: `token of ${who}`, now: Date.now(), app: "stories", ...keys, collections: COLLECTIONS });
  }
  if (pathname === "/api/sync/pull") {
    return json(200, pull(query));
  }
  if (pathname === "/api/sync/push") {
    return json(200, push(JSON.parse(await text(request))));
  }
  const name = pathname.split("/").pop();
  if (request.method === "PUT") {
    const { status, offset, body } = await receive(request, name, query);
    return { ...json(status, body), headers: { "upload-offset": String(offset) }, ...(body ? {} : { body: "" }) };
  }
  const held = files.get(name);
  return { status: held ? 204 : 404, headers: { "upload-offset": String(held?.length ?? 0) }, body: "" };
}

async function answer(request) {
  const { pathname, searchParams } = new URL(request.url, "http://hall");
  if (pathname.startsWith("/api/sync/")) {
    return sync(request, pathname, searchParams);
  }
  if (pathname.startsWith("/account/")) {
    return account(request, pathname);
  }
  return pathname === "/healthz" ? { status: 200, type: "text/plain", body: "ok" } : file(pathname);
}

http
  .createServer((request, response) => {
    answer(request)
      .catch((error) => ({ status: 500, type: "text/plain", body: String(error) }))
      .then(({ status, type, headers, body }) => {
        response.writeHead(status, { ...(type ? { "content-type": type } : {}), "content-security-policy": POLICY, ...headers });
        response.end(body);
      });
  })
  .listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${port}`));
