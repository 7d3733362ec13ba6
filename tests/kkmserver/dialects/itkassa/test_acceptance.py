"""The list at the end of spec/itkassa.md, check by check, in bytes; 14 and 15 are in test_callbacks.py."""

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from drivers.model.document import Payments
from drivers.model.ffd import VatRate
from tests.kkmserver.dialects.itkassa.receiver import receiving
from tests.kkmserver.dialects.itkassa.shop import BASE, JOBS, KEY, SALE, go, shop

OPEN = {"type": "openSession", "tagCashierName": "Петрова"}
LIB_PHP_SALE = {  # what the published client sends as its sample
    "type": "sale",
    "lines": [
        {"title": "Молоко", "price": "12.34", "quantity": "2", "total": 24.68, "tax": "vat_20"},
        {"title": "Сыр", "price": "50.01", "quantity": "2", "total": 100.02, "tax": "vat_20"},
    ],
    "amountCash": 500,
}

SLIP: list[dict[str, Any]] = [
    {"type": "startSlip"},
    {"type": "print", "text": "Первая строка\nВторая строка", "font": "bold"},
    {"type": "printQR", "text": "https://shop.example/1", "size": "6"},
    {"type": "feed"},
    {"type": "endSlip", "disablePrintFooter": True},
]


def test_1_and_2_the_registers(tmp_path: Path) -> None:
    async def main() -> None:
        async with shop(tmp_path) as one:
            for path in ("/cre/items/", "/cre/items"):
                told = await one.get(BASE + path)
                assert (told.status, told.json["code"]) == (200, 0)
            item = told.json["list"][0]
            assert (item["id"], item["state"]["sessionState"]) == (one.register(), "closed")
            assert item["nodeId"] in told.json["related"]["node"]
            assert (item["state"]["isOnline"], item["state"]["lastErrorId"]) == (1, "0")
            for key in ("", "K3y"):
                refused = await one.get(f"{BASE}/cre/items/", key=key)
                assert refused.status == 401
                assert refused.json["code"] == 401

    go(main())


def test_3_4_and_5_a_shift_opens_once(tmp_path: Path) -> None:
    async def main() -> None:
        async with shop(tmp_path) as one:
            first = await one.give(OPEN)
            assert str(UUID(first["id"])) == first["id"]
            assert first["resultItem"] is None
            assert first["queueItem"]["status"]
            assert first["sessionNumber"] is None
            assert first["idempKey"] is None
            assert (first["title"], first["isFiscal"], first["commands"]) == ("ФД Открытие смены", True, [OPEN])
            told = await one.ended(first["id"])
            assert told["queueItem"] is None
            assert (told["resultItem"]["result"], told["resultItem"]["creErrorId"]) == ("success", "0")
            assert told["resultItem"]["creErrorText"] == "[ OpenSession ] Ошибок нет"
            assert (told["sessionNumber"], told["checkNumber"]) == ("1", "")
            assert "fn=" in told["checkUrl"]
            datetime.strptime(told["checkDate"], "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007  # register clock, no zone
            again = await one.run(OPEN)
            assert (again["resultItem"]["result"], again["result"], again["lastErrorId"]) == (
                "critical_error", "critical_error", 83,
            )  # fmt: skip
            assert again["lastErrorMessage"] == "[ OpenSession.Report ] Смена открыта, операция невозможна"
            assert again["sessionState"] == "opened"

    go(main())


def test_6_7_and_8_a_sale_once(tmp_path: Path) -> None:
    async def main() -> None:
        async with shop(tmp_path) as one, receiving(200) as site:
            await one.post(f"{BASE}/organization/settings", {"printResultUrl": site.url})
            told = await one.run(SALE, idempKey=KEY)
            assert (told["result"], told["lastErrorId"], told["result_description"]) == (
                "success", 0, "Задание выполнено на ККТ",
            )  # fmt: skip
            again = await one.give(SALE, idempKey=KEY)
            assert again == told
            assert (await one.get(f"{JOBS}/{KEY}/idempotent")).json == {"code": 0, "object": told}
            assert (await one.run(*SLIP))["result"] == "success"
            calls = await site.wait(2)
            assert [call.json["type"] for call in calls] == ["sale", "startSlip"], "one of the sale"
            assert calls[0].json == told
            (copy,) = await one.receipts()
            (row,) = copy.rows
            assert (row.name, row.quantity, row.amount, row.vat) == ("Чай", 2, 24100, VatRate.VAT_20)
            assert copy.payments == Payments(electronic=24100)
            assert (copy.cashier, copy.client_address) == ("Петрова", "buyer@example.org")
            assert "120.50" in copy.text
            assert (told["checkNumber"], told["checkSign"]) == (str(copy.document.number), str(copy.document.sign))
            assert told["checkUrl"] == copy.document.qr
            assert len(one.papers()) == 2, (
                "the registration and the slip: neither the shift nor the receipt was to be printed"
            )

    go(main())


def test_9_not_printed_and_nobody_to_send_it_to(tmp_path: Path) -> None:
    async def main() -> None:
        async with shop(tmp_path) as one:
            lacking = {name: value for name, value in SALE.items() if name != "tagClientContact"}
            told = await one.post(JOBS, {"creItemId": one.register(), "idempKey": KEY, "commands": [lacking]})
            assert (told.status, told.json["code"], told.json["result"]) == (200, 1, "critical_error")
            assert "tagClientContact" in told.json["result_description"]
            assert list(told.json["errors"]) == ["commands[0].tagClientContact"]
            assert (await one.get(f"{JOBS}/{KEY}/idempotent")).status == 404
            assert await one.receipts() == []
            assert (await one.run(SALE, idempKey=KEY))["result"] == "success"

    go(main())


def test_10_change(tmp_path: Path) -> None:
    async def main() -> None:
        async with shop(tmp_path) as one:
            assert (await one.run(LIB_PHP_SALE))["result"] == "success"
            (copy,) = await one.receipts()
            assert copy.document.total == 12470
            assert copy.payments == Payments(cash=12470)
            assert "375.30" in copy.text

    go(main())


def test_11_rounding(tmp_path: Path) -> None:
    async def main() -> None:
        async with shop(tmp_path) as one:
            line = {"title": "Сахар", "price": "10,005", "quantity": "1.2345", "tax": "vat_10"}
            assert (await one.run({"type": "sale", "lines": [line], "amountCash": 12.36}))["result"] == "success"
            (copy,) = await one.receipts()
            assert str(copy.rows[0].quantity) == "1.235"
            assert "10.01" in copy.text
            assert copy.document.total == 1236

    go(main())


def test_12_x_report(tmp_path: Path) -> None:
    async def main() -> None:
        async with shop(tmp_path) as one:
            asked = {"type": "xReport", "tagCashierName": "Петрова", "tagCashierInn": "500100732259"}
            told = await one.run(asked)
            assert (told["isFiscal"], told["title"][:3], told["checkDate"]) == (False, "НФД", None)
            assert told["commands"] == [asked]
            assert (told["result"], told["checkNumber"], told["checkUrl"]) == ("success", "", "")
            assert one.papers()[-1] == "X-отчёт"

    go(main())


def test_13_cash(tmp_path: Path) -> None:
    async def main() -> None:
        async with shop(tmp_path) as one:
            results = []
            for word, amount in (("cashIn", 500.52), ("cashOut", "500,52"), ("cashOut", 1)):
                told = await one.run({"type": word, "amountCash": amount})
                results.append(told["result"])
            assert results == ["success", "success", "critical_error"]
            assert told["lastErrorMessage"].startswith("[ CashOut.Cash ]")
            assert told["lastErrorId"] != 0

    go(main())


def test_16_a_slip(tmp_path: Path) -> None:
    async def main() -> None:
        async with shop(tmp_path) as one:
            before = len(one.papers())
            told = await one.run(*SLIP)
            assert (told["result"], told["isFiscal"], told["type"]) == ("success", False, "startSlip")
            assert told["commands"] == SLIP
            assert one.papers()[before:] == ["Документ"]
            assert "Первая строка" in one.paper()
            assert "Вторая строка" in one.paper()

    go(main())


@pytest.mark.parametrize(("method", "path", "status"), [
    ("GET", f"{JOBS}/11111111-2222-3333-4444-555555555555", 404),
    ("GET", f"{JOBS}/none/idempotent", 404),
    ("GET", "/", 404),
    ("POST", f"{BASE}/cre/items", 405),
])  # fmt: skip
def test_what_is_not_there_is_told_in_json(tmp_path: Path, method: str, path: str, status: int) -> None:
    async def main() -> None:
        async with shop(tmp_path) as one:
            told = await (one.get(path) if method == "GET" else one.post(path, {}))
            assert (told.status, told.json["code"]) == (status, status)
            assert told.json["message"]

    go(main())
