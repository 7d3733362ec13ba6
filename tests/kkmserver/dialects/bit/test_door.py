"""Who is let in at the port, and what is told to whoever is not."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from kkmserver.dialects.door import Knock
from kkmserver.store.record import Wanted
from tests.kkmserver.dialects.bit.counter import (
    ACTION,
    BOTH,
    KKT,
    RECEIPT,
    SETTINGS,
    T,
    Told,
    counter,
    go,
    request,
)

X = b'[{"name":"x","type":"kktXReport"}]'
STRANGER = {**ACTION, "BIT_KKT_TOKEN": "f" * 32}


@pytest.mark.parametrize(
    ("headers", "body", "code", "words"),
    [
        ({}, X, 1, "Action"),
        ({**KKT, "Action": "delete"}, X, 1, "delete"),
        (ACTION, X, 4, "не указан токен ККТ"),
        ({**ACTION, "f" * 32: "1"}, X, 4, "не указан токен ККТ"),
        (KKT, b"[]", 2, "команд 0"),
        (KKT, b"null", 2, "JSON"),
        (KKT, b"[1]", 2, "объектом"),
        (KKT, b'[{"name" "x"}]', 2, "строка 1, столбец 10"),
        (KKT, b"hello", 2, "JSON"),
        (
            {**KKT, "BIT_BNK_TRM_TOKEN": "f" * 32},
            b'[{"type":"bnkCardFullReport"}]',
            3,
            "банковского терминала не найден",
        ),
    ],
)
def test_a_packet_that_is_refused(
    tmp_path: Path, headers: Mapping[str, str], body: bytes, code: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kkmserver.dialects.bit.door._REST", 0.01)

    async def main() -> None:
        async with counter(tmp_path) as shop:
            told = await shop.post(body, {**headers, "Origin": "https://shop.example"})
            assert (told.status, told.json["result"], told.json["errorCode"]) == (200, False, code)
            assert words in told.json["error"]
            assert told.headers["access-control-allow-origin"] == "https://shop.example"
            assert told.headers["content-type"] == "application/json; charset=utf-8"

    go(main())


def test_a_number_of_a_gigabyte(tmp_path: Path) -> None:
    """Its places would fill the memory where the packet is told from others."""

    async def main() -> None:
        async with counter(tmp_path) as shop:
            huge = b'[{"name":"x","type":"kktCashIn","data":{},"cashSum":1e999999999999}]'
            assert (await shop.post(huge, order="A-1")).json[0]["errorCode"] == 15

    go(main())


def test_an_unknown_command_ends_the_packet(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            x = {"name": "x", "type": "kktXReport"}
            entries = await shop.entries([x, {"name": "y", "type": "kktDance"}, x])
            assert [entry.get("errorCode") for entry in entries] == [None, 1]

    go(main())


def test_one_command_without_a_list(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            (entry,) = await shop.entries(X[1:-1])
            assert entry["success"]

    go(main())


def test_a_token_of_no_use_does_no_harm(tmp_path: Path) -> None:
    """Pages send a made-up token of a terminal where the shop has none."""

    async def main() -> None:
        async with counter(tmp_path) as shop:
            (entry,) = await shop.entries(X, {**KKT, "BIT_BNK_TRM_TOKEN": "f" * 32})
            assert entry["success"]

    go(main())


def test_letter_case_of_tokens(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            assert (await shop.entries(X, {**ACTION, "bit_kkt_token": T.upper()}))[0]["success"]

    go(main())


def test_guessing_tokens_gets_slower(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            began = shop.clock.monotonic()
            for _ in range(6):
                assert (await shop.post(X, STRANGER)).json["errorCode"] == 3
            assert shop.clock.monotonic() - began > 3
            guess = {**KKT, "BIT_BNK_TRM_TOKEN": "f" * 32}
            await shop.post(X)
            began = shop.clock.monotonic()
            for _ in range(6):
                await shop.post(b'[{"type":"bnkCardFullReport"}]', guess)
            assert shop.clock.monotonic() - began == 0  # it has a token, and forgives

    go(main())


def test_foreign_pages(tmp_path: Path) -> None:
    async def main() -> None:
        settings = SETTINGS.model_copy(update={"origins": ("https://shop.example",)})
        async with counter(tmp_path, settings=settings) as shop:
            foreign = {"Origin": "https://evil.example"}
            told = await shop.post([RECEIPT], {**KKT, **foreign})
            assert told.json["result"] is False
            assert "access-control-allow-origin" not in told.headers
            assert await shop.receipts() == []
            preflight = await shop.send(request(b"", foreign, "OPTIONS / HTTP/1.1"))
            assert "access-control-allow-origin" not in preflight.headers
            assert (await shop.entries([RECEIPT], {**KKT, "Origin": "https://SHOP.example"}))[0]["success"]
            assert (await shop.entries([RECEIPT]))[0]["success"]  # no page at all

    go(main())


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_other_methods(tmp_path: Path, method: str) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            told = await shop.send(request(b"", KKT, f"{method} / HTTP/1.1"))
            assert (told.status, told.json["result"], told.headers["allow"]) == (405, False, "POST, OPTIONS")

    go(main())


def test_any_path_and_absolute_targets(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            for target in ("/any/path?x=1", f"http://localhost:{shop.port}/"):
                told = await shop.send(request(X, KKT, f"POST {target} HTTP/1.1"))
                assert told.json[0]["success"]

    go(main())


def test_of_two_order_ids_the_one_that_says_something(tmp_path: Path) -> None:
    """D12 pages write the header twice, the second time with an undefined value."""

    async def main() -> None:
        async with counter(tmp_path) as shop:
            headers = {**KKT, "bit_order_id": "A-1", "BIT_ORDER_ID": "undefined"}
            first = await shop.post([RECEIPT], headers)
            again = await shop.post([RECEIPT], order="A-1")
            assert again.body == first.body

    go(main())


def test_expect_100(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            raw = request(X, {**KKT, "Expect": "100-continue"})
            told = await shop.send(raw)
            assert told.status == 100

    go(main())


def test_the_rest_of_a_body_in_pieces(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            body = '[{"name":"Отчёт без гашения","type":"kktXReport"}]'.encode()
            pieces = [body[40:-3], body[-3:]]

            async def rest(seconds: float) -> bytes:
                assert 0 < seconds <= 1
                return pieces.pop(0)

            headers = tuple((name.lower(), value) for name, value in KKT.items())
            reply = await shop.door.answer(Knock(method="POST", target="/", headers=headers, body=body[:40], rest=rest))
            assert json.loads(reply.body)[0]["name"] == "Отчёт без гашения"
            assert pieces == []

    go(main())


def test_the_answer_to_a_row_of_the_journal(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            told = await shop.post([RECEIPT], order="A-1")
            (row,) = await shop.dispatch.rows(Wanted())
            ticket = await shop.dispatch.find(row.entry.id)
            assert ticket
            record = ticket.record
            assert await shop.door.answer_of(record) == told.body
            assert record.entry.dialect == "bit"
            assert shop.dispatch.command_of(record.entry) is not None

    go(main())


def test_what_the_port_refuses_by_itself(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            told: Told = await shop.send(request(b"x", {**KKT, "Content-Length": str(2**21)})[:-1] + b"x" * 2**21)
            assert (told.status, told.json["result"]) == (413, False)
            assert told.headers["access-control-allow-origin"] == "*"

    go(main())


def test_both_tokens_pick_both_devices(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            full = {"name": "f", "type": "bnkCardFullReport"}
            entries = await shop.entries([full, {"name": "x", "type": "kktXReport"}], BOTH)
            assert entries[0]["info"]["slip"]
            assert entries[1]["success"]

    go(main())
