"""The port: keys, settings, registers, and the bytes of the published client."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from drivers.model.document import Payments
from kkmserver.config_doors import ItkassaSettings, Organization, SmtpSettings
from tests.kkmserver.dialects.itkassa.shop import BASE, JOBS, OTHER_KEY, SHOP, K, go, send, settings, shop
from tests.kkmserver.dispatch.counter import Till

SETTINGS = f"{BASE}/organization/settings"
# Pretty-printed, Cyrillic as it is, floats as PHP writes them. Source: spec/itkassa.md 2, 6, 15.
LIB_PHP = """{
    "creItemId": "%s",
    "commands": [
        {
            "Type": "Sale",
            "tagCashierName": "Иванов Иван",
            "tagCashierInn": "500100732259",
            "sno": "sno_osn",
            "lines": [
                {
                    "price": "12.34",
                    "quantity": "2",
                    "title": "Товар \\u0027один\\u0027",
                    "total": 24.680000000000000,
                    "tax": "vat_20",
                    "ppr": "goods",
                    "psr": "full_settle"
                }
            ],
            "amountCash": 500,
            "amountElectronic": null
        },
        {
            "type": "feed"
        },
        {
            "type": "cut"
        }
    ]
}"""


def test_the_bytes_of_the_published_client(tmp_path: Path) -> None:
    async def main() -> None:
        async with shop(tmp_path) as one:
            sent = (LIB_PHP % one.register().upper()).encode()
            head = (
                f"POST {JOBS} HTTP/1.1\r\nHost: api.qkkmserver.ru\r\nAccept: */*\r\n"
                f"Content-Type: application/json;charset=UTF-8\r\nX-Api-Key: {K}\r\nConnection: close\r\n"
                f"Content-Length: {len(sent)}\r\n\r\n"
            )
            told = (await send(one.port, head.encode() + sent)).json
            assert told["object"]["queueItem"]["status"]
            assert told["object"]["commands"] == json.loads(sent)["commands"], "the sender's spelling"
            assert told["object"]["creItemId"] == one.register().upper()
            assert (told["object"]["type"], told["object"]["title"]) == ("sale", "ФД Продажа")
            ended = await one.ended(told["object"]["id"])
            assert (ended["queueItem"], ended["resultItem"]["result"]) == (None, "success")
            assert json.loads(ended["resultItem"]["commands"]) == ended["commands"]
            assert ended["resultItem"]["commands"].isascii()
            (copy,) = await one.receipts()
            assert (copy.payments, copy.cashier_inn) == (Payments(cash=2468), "500100732259")

    go(main())


def test_where_results_are_told(tmp_path: Path) -> None:
    whole = {
        "callbackApiKey": "S3cretForShop1",
        "errorEmail": "ops@example.org",
        "testUrl": "https://shop.example/test",
        "printResultUrl": "https://shop.example/result?shop=1",
    }

    async def main() -> None:
        async with shop(tmp_path) as one:
            assert (await one.post(SETTINGS, whole)).json == {"code": 0, "object": whole}
            told = await one.post(SETTINGS, {"errorEmail": "", "testUrl": None})
            assert told.json["object"] == {**whole, "errorEmail": ""}
            assert (await one.post(SETTINGS, {}, key=OTHER_KEY)).json["object"]["callbackApiKey"] == ""
        async with shop(tmp_path) as one:
            assert (await one.post(SETTINGS, {})).json["object"] == {**whole, "errorEmail": ""}

    go(main())


@pytest.mark.parametrize(("name", "value"), [
    ("callbackApiKey", "ключ"),
    ("callbackApiKey", "a" * 37),
    ("errorEmail", "ops"),
    ("errorEmail", "a@b\r\nBcc: c@d"),
    ("errorEmail", "a@=?utf-8?q?=0d=0aBcc:c?="),
    ("errorEmail", "a@["),
    ("errorEmail", "\ud800@shop.example"),
    ("testUrl", "file:///etc/passwd"),
    ("printResultUrl", "https:///x"),
    ("printResultUrl", "http://[::1"),
    ("printResultUrl", ["https://shop.example"]),
])  # fmt: skip
def test_wrong_settings_change_nothing(tmp_path: Path, name: str, value: Any) -> None:
    async def main() -> None:
        async with shop(tmp_path) as one:
            before = (await one.post(SETTINGS, {})).json
            told = await one.post(SETTINGS, {"testUrl": "https://shop.example", name: value})
            assert (told.status, told.json["code"], list(told.json["errors"])) == (200, 1, [name])
            assert (await one.post(SETTINGS, {})).json == before

    go(main())


def test_registers_in_the_mixed_kinds_of_the_api(tmp_path: Path) -> None:
    async def main() -> None:
        async with shop(tmp_path, registers=2, pool=True) as one:
            told = (await one.get(f"{BASE}/cre/items/")).json
            assert [item["id"] for item in told["list"]] == [one.register(number) for number in (1, 2, 100)]
            item = told["list"][0]
            assert item["title"] == f"KKT Эмулятор SN:{item['productNumber']} ИНН:7700000009"
            assert (item["defaultSno"], item["defaultTax"], item["isFiscalized"]) == (None, "vat_none", True)
            state = item["state"]
            assert (state["isOnline"], state["lastErrorId"], state["lastErrorText"]) == (1, "0", "Ошибок нет")
            assert (state["sessionNumber"], state["ofdUnsentNumber"]) == ("0", 0)
            (node,) = told["related"]["node"].values()
            assert node["name"] == f"Узел {node['id'][:8]}"
            assert (await one.get(f"{BASE}/cre/items", key=OTHER_KEY)).json["list"] == []

    go(main())


@pytest.mark.parametrize(("sent", "status"), [
    (b"{", 400),
    (b"[]", 400),
    (b'{"creItemId": "x", "commands": []}', 200),
    (b"{}", 200),
])  # fmt: skip
def test_what_is_no_job(tmp_path: Path, sent: bytes, status: int) -> None:
    async def main() -> None:
        async with shop(tmp_path) as one:
            told = await one.post(JOBS, sent)
            assert told.status == status
            assert told.json["code"] != 0
            assert told.json["message"]

    go(main())


def test_wrong_keys_are_braked_and_right_ones_are_not(tmp_path: Path) -> None:
    async def main() -> None:
        async with shop(tmp_path) as one:
            wrong = [asyncio.create_task(one.get(f"{BASE}/cre/items", key="wrong")) for _ in range(12)]
            done, late = await asyncio.wait(wrong, timeout=0.3)
            assert len(done) < len(wrong)
            assert {task.result().status for task in done} <= {401, 429}
            assert (await one.get(f"{BASE}/cre/items")).status == 200
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    go(main())


def test_other_keys_count_at_once(tmp_path: Path) -> None:
    async def main() -> None:
        async with shop(tmp_path) as one:
            new = Organization(id=SHOP, name="Магазин", api_keys=("An0therKey0fTheSh0p",), devices=(1,))
            one.door.reload(ItkassaSettings(enabled=True, organizations=(new,)), SmtpSettings())
            assert (await one.get(f"{BASE}/cre/items")).status == 401
            assert (await one.get(f"{BASE}/cre/items", key="An0therKey0fTheSh0p")).status == 200
            one.door.reload(settings(), SmtpSettings())

    go(main())


def test_a_register_that_is_switched_off(tmp_path: Path) -> None:
    async def main() -> None:
        async with shop(tmp_path, drivers={1: Till()}) as one:
            await one.dispatch.switch(1, "", active=False)
            told = await one.run({"type": "print", "text": "Привет"})
            assert (told["lastErrorId"], told["result"]) == (255, "critical_error")
            assert "не найдено" in told["lastErrorMessage"]

    go(main())
