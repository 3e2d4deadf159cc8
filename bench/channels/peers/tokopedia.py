"""PyPI's `tiktok-shop-api` against our signatures, our simulator and our webhook code.

    python tokopedia.py SIMULATOR OURS
"""

from __future__ import annotations

import hashlib
import hmac
import http.server
import io
import json
import queue
import sys
import threading
import urllib.parse
import urllib.request

from tiktok_shop_api import TikTokShop, TikTokShopAuth, TikTokShopError, Webhooks
from tiktok_shop_api.generated import models
from tiktok_shop_api.generated.types import File
from tiktok_shop_api.signing import Signer

from ours import Ours, Simulator

KEY, SECRET = "sim_app_key", "sim_app_secret"
CONFIG = {"tokopedia": {"service_id": "svc", "app_key": KEY, "app_secret": SECRET}}


def our_signatures(ours: Ours) -> int:
    """Every request of ours is signed as the peer would sign it."""
    session = {"merchant": "749404", "cipher": "CIPHER 1+/=", "access": "token"}
    requests = ours.ask(do="requests", channel="tokopedia", config=CONFIG, session=session, now=1_700_000_000)
    signed = 0
    for request in requests:
        url = urllib.parse.urlsplit(request["url"])
        query = urllib.parse.parse_qsl(url.query, keep_blank_values=True)
        given = dict(query).get("sign")
        if given is None:
            assert url.path.startswith("/api/v2/token/"), request["url"]
            continue
        expected = Signer.sign(
            path=url.path,
            query=query,
            content_type=request["content_type"],
            body=request["body"].encode() if request["body"] else None,
            app_secret=SECRET,
        )
        assert given == expected, request["url"]
        signed += 1
    assert signed >= 8, signed
    return signed


class Hall(http.server.BaseHTTPRequestHandler):
    """Takes the simulator's webhooks."""

    received: queue.Queue = queue.Queue()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.received.put((self.headers["authorization"], body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def control(base: str, path: str, body: object) -> dict:
    request = urllib.request.Request(f"{base}/_sim/{path}", json.dumps(body).encode(), method="POST")
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def consented(base: str) -> str:
    """The code that the consent page sends back with."""
    opener = urllib.request.build_opener(NoRedirect)
    try:
        opener.open(f"{base}/open/authorize?service_id=svc&state=s")
    except urllib.error.HTTPError as answer:
        back = urllib.parse.urlsplit(answer.headers["location"])
        return dict(urllib.parse.parse_qsl(back.query))["code"]
    raise AssertionError("the consent page did not send back")


def product(uri: str) -> models.CreateProductRequest:
    return models.CreateProductRequest.from_dict({
        "title": "Keripik Tempe Kendal",
        "description": "<p>Renyah & gurih</p>",
        "category_id": "600011",
        "main_images": [{"uri": uri}],
        "skus": [{
            "seller_sku": "KDL-1",
            "price": {"amount": "15000", "currency": "IDR"},
            "inventory": [{"warehouse_id": "7068", "quantity": 10}],
        }],
        "listing_platforms": ["TOKOPEDIA"],
        "idempotency_key": "once",
    })


def simulator_serves_the_peer(simulator: Simulator) -> None:
    base = simulator.address
    auth = TikTokShopAuth(KEY, SECRET, "svc", base_url=base)
    tokens = auth.exchange_code(consented(base))
    tokens = auth.refresh(tokens.refresh_token)
    client = TikTokShop(app_key=KEY, app_secret=SECRET, access_token=tokens.access_token, base_url=base)
    shop = client.authorization.get_authorized_shops().data.shops[0]
    client = TikTokShop(
        app_key=KEY, app_secret=SECRET, access_token=tokens.access_token, shop_cipher=shop.cipher, base_url=base
    )
    picture = File(payload=io.BytesIO(b"\xff\xd8\xff\xd9"), file_name="1.jpg", mime_type="image/jpeg")
    uri = client.products.upload_product_image(body=models.UploadProductImageRequest(data=picture)).data.uri
    made = client.products.create_product(body=product(uri)).data
    again = client.products.create_product(body=product(uri)).data
    assert made.product_id == again.product_id, "the same key makes one product"
    sku = made.skus[0].id
    inventory = models.UpdateInventoryRequest.from_dict({"skus": [
        {"id": sku, "inventory": [{"quantity": 7, "warehouse_id": "7068"}]},
        {"id": "nobody", "inventory": [{"quantity": 1}]},
    ]})
    data = client.products.update_inventory(made.product_id, body=inventory).data
    assert [error.detail.sku_id for error in data.errors] == ["nobody"], "a success with a failure inside"
    prices = models.UpdatePriceRequest.from_dict({"skus": [{"id": sku, "price": {"amount": "16000", "currency": "IDR"}}]})
    client.products.update_price(made.product_id, body=prices)
    found = client.products.search_products(page_size=10, body=models.SearchProductsRequest()).data.products[0]
    assert found.skus[0].price.tax_exclusive_price == "16000"
    assert found.skus[0].inventory[0].quantity == 7
    order = control(base, "orders", {"platform": "tiktok", "merchant": shop.id, "lines": [{"sku": "KDL-1", "quantity": 2}]})
    detail = client.orders.get_order_detail(ids=[order["id"]]).data.orders[0]
    assert len(detail.line_items) == 2 and detail.payment.total_amount == "32000"
    forger = TikTokShop(
        app_key=KEY, app_secret="guess", access_token=tokens.access_token, shop_cipher=shop.cipher, base_url=base
    )
    try:
        forger.products.search_products(page_size=10, body=models.SearchProductsRequest())
    except TikTokShopError as error:
        assert error.code == 106001, error
    else:
        raise AssertionError("a forged signature was taken")


def webhooks_agree(ours: Ours) -> int:
    """What the simulator signed, the peer believes and parses, and so do we; a changed byte, neither."""
    checked = 0
    while not Hall.received.empty():
        signature, body = Hall.received.get()
        event = Webhooks.verify_and_parse(app_key=KEY, app_secret=SECRET, raw_body=body, signature=signature)
        assert not type(event).__name__.startswith("Unknown"), event
        both_say(ours, signature, body, True)
        both_say(ours, signature, body.replace(b"order", b"Order", 1), False)
        checked += 1
    for kind in (1, 5, 6, 7, 11, 16):
        data = {"order_id": "1", "order_status": "UNPAID", "product_id": "2", "status": "x"}
        message = {"type": kind, "tts_notification_id": str(kind), "shop_id": "7", "timestamp": 1_700_000_000, "data": data}
        body = json.dumps(message).encode()
        signature = hmac.new(SECRET.encode(), KEY.encode() + body, hashlib.sha256).hexdigest()
        both_say(ours, signature, body, True)
        both_say(ours, signature[::-1], body, False)
        both_say(ours, "", body, False)
        checked += 1
    return checked


def both_say(ours: Ours, signature: str, body: bytes, expected: bool) -> None:
    peer = Webhooks.verify(app_key=KEY, app_secret=SECRET, raw_body=body, signature=signature)
    now = json.loads(body)["timestamp"]
    text = body.decode()
    answer = ours.ask(do="webhook", channel="tokopedia", config=CONFIG, headers=[["Authorization", signature]], body=text, now=now)
    assert (peer, answer["ok"]) == (expected, expected), (signature, body, answer)


def main(simulator_program: str, ours_program: str) -> None:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hall)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    simulator = Simulator(simulator_program, "--hall", f"http://127.0.0.1:{server.server_port}")
    ours = Ours(ours_program)
    try:
        signed = our_signatures(ours)
        simulator_serves_the_peer(simulator)
        first = Hall.received.get(timeout=10)
        Hall.received.put(first)
        checked = webhooks_agree(ours)
    finally:
        ours.close()
        simulator.close()
        server.shutdown()
    print(f"tokopedia: {signed} signatures and {checked} webhooks agree with the peer; the simulator serves the peer")


if __name__ == "__main__":
    main(*sys.argv[1:])
