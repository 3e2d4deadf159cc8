// Shopee's independent client, `@congminh1254/shopee-sdk`, against our signatures and our simulator.
//
//   node shopee.mjs SDK_FOLDER SIMULATOR OURS
//
// SDK_FOLDER is the installed package, SIMULATOR and OURS are the two programs.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [folder, simulator, ours] = process.argv.slice(2);
const { ShopeeSDK } = await import(pathToFileURL(`${folder}/lib/sdk.js`));
const { generateSignature } = await import(pathToFileURL(`${folder}/lib/utils/signature.js`));

const PARTNER = { partner_id: 1000001, partner_key: "sim_shopee_partner_key" };
const children = [];

function start(program) {
  const child = spawn(program, { stdio: ["pipe", "pipe", "inherit"] });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async () => JSON.parse((await lines.next()).value);
  const ask = (question) => {
    child.stdin.write(`${JSON.stringify(question)}\n`);
    return read();
  };
  return { read, ask };
}

class Memory {
  store(token) {
    this.token = { ...this.token, ...token };
  }
  get() {
    return this.token ?? null;
  }
  clear() {
    this.token = null;
  }
}

async function ourSignatures() {
  const config = {
    shopee: { redirect: "https://umkm.example/back", callback: "https://umkm.example/w", ...PARTNER },
  };
  const session = { merchant: "220001", cipher: null, access: "test_access_token" };
  const asked = { do: "requests", channel: "shopee", config, session, now: 1700000000 };
  const requests = await start(ours).ask(asked);
  assert.ok(requests.length >= 9, "requests for every task");
  for (const request of requests) {
    const url = new URL(request.url);
    const get = (name) => url.searchParams.get(name);
    const parts = [PARTNER.partner_id.toString(), url.pathname, get("timestamp")];
    if (get("access_token")) parts.push(get("access_token"), get("shop_id"));
    assert.equal(get("sign"), generateSignature(PARTNER.partner_key, parts), request.url);
  }
  return requests.length;
}

async function client(base, key = PARTNER.partner_key) {
  const memory = new Memory();
  const sdk = new ShopeeSDK(
    { partner_id: PARTNER.partner_id, partner_key: key, base_url: `${base}/api/v2`, base_auth_url: `${base}/auth` },
    memory,
  );
  return { sdk, memory };
}

async function simulatorServesThePeer() {
  const { address: base } = await start(simulator).read();
  const { sdk, memory } = await client(base);
  const consent = sdk.getAuthorizationUrl("https://umkm.example/back", { state: "s" });
  const back = new URL((await fetch(consent, { redirect: "manual" })).headers.get("location"));
  const shop = Number(back.searchParams.get("shop_id"));
  const token = await sdk.authenticateWithCode(back.searchParams.get("code"), shop);
  assert.equal(token.expire_in, 4 * 3600);

  const image = Buffer.from([0xff, 0xd8, 0xff, 0xd9]);
  const uploaded = await sdk.mediaSpace.uploadImage({ image, scene: "normal" });
  const item = {
    original_price: 15000,
    description: "Keripik tempe renyah buatan Kendal",
    weight: 0.25,
    item_name: "Keripik Tempe",
    item_sku: "KDL-1",
    logistic_info: [{ logistic_id: 8003, enabled: true }],
    category_id: 100781,
    image: { image_id_list: [uploaded.response.image_info.image_id] },
    seller_stock: [{ stock: 10 }],
  };
  const { item_id } = (await sdk.product.addItem(item)).response;
  const stock = await sdk.product.updateStock({ item_id, stock_list: [{ model_id: 0, seller_stock: [{ stock: 7 }] }] });
  assert.deepEqual(stock.response.failure_list, []);
  const price = await sdk.product.updatePrice({
    item_id,
    price_list: [{ model_id: 0, original_price: 16000 }, { model_id: 9, original_price: 1 }],
  });
  assert.equal(price.response.failure_list[0].failed_reason, "model not found", "a success with a failure inside");
  const list = await sdk.product.getItemList({ offset: 0, page_size: 100, item_status: ["NORMAL"] });
  assert.equal(list.response.total_count, 1);
  const details = await sdk.product.getItemBaseInfo({ item_id_list: [item_id] });
  assert.equal(details.response.item_list[0].price_info[0].original_price, 16000);
  assert.equal(details.response.item_list[0].stock_info_v2.summary_info.total_available_stock, 7);

  const order = { platform: "shopee", merchant: String(shop), lines: [{ sku: "KDL-1", quantity: 2 }] };
  const made = await (await fetch(`${base}/_sim/orders`, { method: "POST", body: JSON.stringify(order) })).json();
  const now = Math.floor(Date.now() / 1000);
  const range = { time_range_field: "update_time", time_from: now - 3600, time_to: now + 60, page_size: 100 };
  const orders = await sdk.order.getOrderList(range);
  assert.equal(orders.response.order_list[0].order_sn, made.id);

  // The client refreshes by itself when its token has run out.
  await fetch(`${base}/_sim/expire`, { method: "POST", body: "{}" });
  const before = memory.get().access_token;
  await sdk.product.getItemList({ offset: 0, page_size: 1, item_status: ["NORMAL"] });
  assert.notEqual(memory.get().access_token, before);

  const forger = await client(base, "guess");
  forger.memory.store(memory.get());
  await assert.rejects(
    forger.sdk.product.getItemList({ offset: 0, page_size: 1, item_status: ["NORMAL"] }),
    /error_sign|Wrong sign/,
  );
  await assert.rejects(sdk.product.addItem({ item_name: "nothing else" }), /error_param|must Not Null/);
}

try {
  const signatures = await ourSignatures();
  await simulatorServesThePeer();
  console.log(`shopee: ${signatures} signatures of ours agree with the peer; the simulator serves the peer`);
} finally {
  for (const child of children) child.kill();
}
