"""PyPI's `qriskit` against our QRIS crate: the same codes built, the same verdicts on broken ones.

    python qris.py OURS
"""

from __future__ import annotations

import random
import string
import sys

import qriskit
from qriskit.crc import crc16

from ours import Ours

ROUNDS = 400
BROKEN_PER_ROUND = 6


def merchant(chance: random.Random) -> qriskit.QRIS:
    text = lambda most: "".join(chance.choices(string.ascii_uppercase + string.digits + " .-", k=chance.randint(1, most))).strip() or "A"
    digits = lambda count: "".join(chance.choices(string.digits, k=count))
    account = qriskit.MerchantAccount.create(
        tag="26", guid="COM.GO-JEK.WWW", pan=digits(18), merchant_id=digits(10), criteria=chance.choice(["UMI", "UKE", "UME", "UBE"])
    )
    national = qriskit.MerchantAccount.national(nmid="ID" + digits(13), criteria="UMI")
    extra = {"07": text(20)} if chance.random() < 0.3 else None
    return qriskit.build(
        merchant_name=text(25), merchant_city=text(15), mcc=digits(4), accounts=[account, national],
        postal_code=digits(5) if chance.random() < 0.8 else None, additional_data=extra,
    )


def broken(chance: random.Random, text: str) -> str:
    """One careless change; half of the time with a fresh CRC, so that the other rules are asked."""
    at = chance.randrange(len(text) - 4)
    letter = chance.choice(string.digits + string.ascii_uppercase)
    changed = chance.choice([
        text[:at] + letter + text[at + 1:],
        text[:at] + text[at + 1:],
        text[:at] + letter + text[at:],
    ])
    if chance.random() < 0.5:
        return changed
    body = changed[:-4]
    return body + crc16(body)


def same_verdict(ours: Ours, text: str) -> None:
    peer = qriskit.is_valid(text)
    answer = ours.ask(do="qris", text=text)
    if peer == answer["valid"]:
        return
    # The one known difference: amounts with one decimal, which the EMVCo tables for the rupiah
    # (none or two) do not have and which qriskit takes.
    amounts = [problem for problem in answer["problems"] if problem["code"] == "qris.amount"]
    assert peer and amounts, (text, peer, answer["problems"])


def main(ours_program: str) -> None:
    chance = random.Random(20261124)
    ours = Ours(ours_program)
    verdicts = 0
    try:
        for _ in range(ROUNDS):
            shop = merchant(chance)
            text = shop.dumps()
            told = ours.ask(do="qris", text=text)
            assert told["valid"] and told["merchant"]["nmid"] == shop.nmid, (text, told)
            assert told["merchant"]["name"] == shop.merchant_name
            rupiah = chance.randint(1, 10 ** chance.randint(1, 12))
            reference = f"INV-{chance.randint(0, 10 ** 9)}" if chance.random() < 0.7 else None
            built = ours.ask(do="amount", text=text, rupiah=rupiah, reference=reference)
            assert built == {"qris": shop.to_dynamic(rupiah, reference=reference).dumps()}, (text, built)
            assert not [issue for issue in qriskit.validate(built["qris"]) if issue.severity == "error"]
            for _ in range(BROKEN_PER_ROUND):
                same_verdict(ours, broken(chance, chance.choice([text, built["qris"]])))
                verdicts += 1
            wrong = text[:-4] + ("0000" if text[-4:] != "0000" else "0001")
            assert ours.ask(do="amount", text=wrong, rupiah=1, reference=None) == {"error": "qris.unsound"}
            verdicts += 1
    finally:
        ours.close()
    print(f"qris: {ROUNDS} codes built alike, {verdicts} verdicts on broken ones alike")


if __name__ == "__main__":
    main(*sys.argv[1:])
