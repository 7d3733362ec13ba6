"""The list at the end of spec/bit-driver.md, check by check, in bytes."""

from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from drivers.model.ffd import ShiftState, TaxSystem, VatRate
from tests.kkmserver.dialects.bit.counter import ACTION, BOTH, KKT, RECEIPT, B, T, counter, go, request

OPEN = b'[{"name":"o","type":"kktOpenShift","data":{"c_1021":"\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd\xd0\xbe\xd0\xb2"}}]'
CUSTOM = "action,bit_bnk_trm_token,bit_encode_type,bit_kkt_token,bit_order_id"
X_REPORT = b'[{"name":"x","type":"kktXReport","data":{}}]'
PAY = {"name": "pay", "type": "bnkCardPayment", "data": {"sum": "91"}}


def receipt(**data: Any) -> Mapping[str, Any]:
    """That of section 9, with other data; None takes a member away."""
    members = {**RECEIPT["data"], **data}
    return {**RECEIPT, "data": {name: value for name, value in members.items() if value is not None}}


def test_1_preflight(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            asked = {"Origin": "https://shop.example", "Access-Control-Request-Method": "POST"}
            asked["Access-Control-Request-Headers"] = CUSTOM
            told = await shop.send(request(b"", asked, "OPTIONS / HTTP/1.1"))
            assert told.status in (200, 204)
            assert told.headers["access-control-allow-origin"] == "https://shop.example"
            assert set(told.headers["access-control-allow-headers"].split(",")) == set(CUSTOM.split(","))
            assert "POST" in told.headers["access-control-allow-methods"]

    go(main())


def test_2_and_3_a_shift_opens_once(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            (opened,) = await shop.entries(OPEN, order="A-1")
            assert (opened["name"], bool(opened["success"]), "error" in opened) == ("o", True, False)
            assert (await shop.drivers[1].state()).shift is ShiftState.OPEN
            (again,) = await shop.entries(OPEN, order="A-2")
            assert again["error"]
            assert again["errorCode"] == 11
            assert "success" not in again

    go(main())


def test_4_a_form_of_the_browser(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            text = '[{"name":"X отчет","type":"kktXReport","data":{"c_1021":"Иванов"}}]'
            body = quote(text, safe="!~*'()").replace("%20", "+").encode()
            form = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8", "BIT_ENCODE_TYPE": "JS"}
            (entry,) = await shop.entries(body, {**KKT, **form})
            assert (entry["name"], bool(entry["success"])) == ("X отчет", True)

    go(main())


def test_5_and_6_a_receipt_once(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            first = await shop.post([RECEIPT], order="A-1007")
            (entry,) = first.json
            assert entry["success"]
            assert (entry["info"]["total_1020"], entry["info"]["change"]) == (91.0, 9.0)
            assert "x-bit-duplicate" not in first.headers
            again = await shop.post([RECEIPT], order="A-1007")
            assert (again.body, again.headers["x-bit-duplicate"]) == (first.body, "1")
            (copy,) = await shop.receipts()
            assert copy.document.total == 9100
            assert [row.vat for row in copy.rows] == [VatRate.VAT_10]
            assert copy.document.number == entry["info"]["fd_1040"]

    go(main())


def test_7_three_containers_of_lines(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            bread = RECEIPT["data"]["1059"][0]
            tea = {"n_1030": "Чай", "p_1079": 9, "q_1023": 1, "t_1199": 6}
            for lines in (
                {"1059": [bread, tea]},
                {"1059": None, "a_1059": bread, "b_1059": tea},
                {"1059": None, "purchases": [bread, tea]},
            ):
                assert (await shop.entries([receipt(**lines)]))[0]["success"]
            rows = [copy.rows for copy in await shop.receipts()]
            assert [row.name for row in rows[0]] == ["Хлеб", "Чай"]
            assert rows[0] == rows[1] == rows[2]

    go(main())


def test_8_the_token_as_the_name_of_a_header(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            body = b"json=%5B%7B%22name%22%3A%22x%22%2C%22type%22%3A%22kktXReport%22%2C%22data%22%3A%7B%7D%7D%5D"
            (entry,) = await shop.entries(body, {"Action": "toLocalhost", T: "1"})
            assert entry["success"]

    go(main())


def test_9_a_declined_card_ends_the_packet(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path, terminal={"answers": ["decline"]}) as shop:
            (entry,) = await shop.entries([PAY, RECEIPT], BOTH)
            assert entry["error"]
            assert entry["errorCode"] == 20
            assert await shop.receipts() == []

    go(main())


def test_10_paid_by_card(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            paid, sold = await shop.entries([PAY, receipt(payments=None)], BOTH)
            assert paid["success"]
            assert (paid["info"]["sum"], bool(paid["info"]["rrn"])) == (91.0, True)
            assert sold["success"]
            (copy,) = await shop.receipts()
            assert copy.payments
            assert (copy.payments.electronic, copy.payments.total) == (9100, 9100)

    go(main())


def test_11_an_unknown_token(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            told = await shop.post([RECEIPT], {**ACTION, "BIT_KKT_TOKEN": "f" * 32})
            assert (told.status, told.json["result"]) == (200, False)
            assert told.json["error"] == "токен ККТ не найден"
            assert await shop.receipts() == []

    go(main())


def test_12_cash_with_a_cyrillic_letter(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            put = {"name": "in", "type": "kkt\u0421ashIn", "data": {"c_1021": "Иванов"}, "cashSum": 111.11}
            taken = {"name": "out", "type": "kktCashOut", "data": {}, "cashSum": "1.23"}
            cut = {"name": "cut", "type": "kkt\u0421ashOu", "data": {"sum": 0.01}}
            entries = await shop.entries([put, taken])
            assert [bool(entry.get("success")) for entry in entries] == [True, True]
            assert entries[0]["type"] == "kkt\u0421ashIn"
            assert await shop.drawer() == 10988
            assert (await shop.entries([cut]))[0]["success"]

    go(main())


def test_13_a_length_in_characters(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            text = str(RECEIPT).replace("'", '"')
            body = f"[{text}]".encode()
            assert len(f"[{text}]") < len(body)
            head = {**KKT, "Content-Length": str(len(f"[{text}]")), "Content-Type": "application/json"}
            told = await shop.send(request(body, head, "POST / HTTP/1.0").replace(b"\r\n", b"\n", 7))
            assert told.status == 200
            assert told.json[0]["success"]
            assert "transfer-encoding" not in told.headers
            assert [copy.document.total for copy in await shop.receipts()] == [9100]

    go(main())


@pytest.mark.parametrize(("kind", "body"), [("base64", b64encode(X_REPORT)), ("hex", X_REPORT.hex().encode())])
def test_14_base64_and_hex(tmp_path: Path, kind: str, body: bytes) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            (entry,) = await shop.entries(body, {**KKT, "Content-Type": f"text/plain {kind}"})
            assert entry["success"]

    go(main())


def test_15_what_the_plugins_send(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            line = {"n_1030": "Чай", "p_1079": "10", "q_1023": 1, "t_1199": 6}
            data = {"1059": [line], "payments": None, "s_1055": 5, "cashierInn_1203": "Иван"}
            (entry,) = await shop.entries([receipt(**data)])
            assert entry["success"]
            assert "1055" in entry["info"]["warnings"][0]
            (copy,) = await shop.receipts()
            assert (copy.tax_system, copy.cashier_inn) == (TaxSystem.GENERAL, "")
            assert copy.payments
            assert copy.payments.cash == copy.document.total == 1000

    go(main())


def test_16_a_shift_of_more_than_a_day(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            assert (await shop.entries(OPEN))[0]["success"]
            shop.clock.advance(24 * 3600 + 1)
            (late,) = await shop.entries([RECEIPT], order="A-1")
            assert "24 часа" in late["error"]
            assert late["errorCode"] == 12
            (closed,) = await shop.entries([{"name": "z", "type": "kktCloseShift", "data": {}}])
            assert closed["success"]
            (sold,) = await shop.entries([RECEIPT], order="A-1")
            assert sold["success"]

    go(main())


def test_the_terminal_alone_needs_its_own_token(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            bank = [{"name": "s", "type": "bnkCardSverkaItogov"}]
            assert (await shop.post(bank)).json["error"] == "не указан токен банковского терминала"
            (entry,) = await shop.entries(bank, {**ACTION, "BIT_BNK_TRM_TOKEN": B})
            assert entry["info"]["slip"]

    go(main())
