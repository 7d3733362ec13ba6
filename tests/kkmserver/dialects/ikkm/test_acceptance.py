"""The list of spec/ikkm.md 11, over real sockets, on the virtual register of Kazakhstan."""

import json
from pathlib import Path

from tests.drivers.virtual.kazakh_shop import message
from tests.kkmserver.dialects.ikkm.booth import K0, Booth, booth, go

READY = (200, "0", "0")
LINES = '[{"name":"Хлеб «Көктем»","price":"300","qty":"3","sum":"900"},{"name":"Жеңілдік","discount":"50"}]'


async def sold(one: Booth) -> str:
    """As after check 3; the key."""
    return (await one.get(f"/api?key={K0}&sale=1000&cash=1500")).key


async def sold_thrice(one: Booth) -> str:
    """As after check 11."""
    key = await sold(one)
    key = (await one.post("/api", key=key, sale="900", cash="500", bank="400")).key
    return (await one.post("/api", key=key, sale="10", cash="10")).key


def test_1_ready(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            assert (await one.get(f"/apicheck?key={K0}")).essence == READY

    go(test())


def test_2_wrong_key(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            assert (await one.get("/apicheck?key=1")).essence == (400, "Wrong key", "-1")

    go(test())


def test_3_to_5_once(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            told = await one.get(f"/api?key={K0}&sale=1000&cash=1500")
            key = told.key
            assert told.essence == (200, "1", key)
            assert key != K0
            assert (await one.get(f"/api?key={K0}&sale=1000&cash=1500")).essence == (203, "1", key)
            assert (await one.get(f"/api?key={K0}&sale=9&cash=9")).essence == (203, "1", key)
            assert await one.documents() == 1
            operation = one.door._book.last
            assert operation
            assert (operation.change, operation.cash) == (50_000, 100_000)

    go(test())


def test_6_to_8_payments(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            key = await sold(one)
            assert await one.wrong(f"/api?key={key}&sale=1000&cash=400&bank=500") == -10
            assert await one.wrong(f"/api?key={key}&sale=1000&bank=1001") == -13
            assert await one.wrong(f"/api?key={key}&saleReturn=1000.01&cash=1000.01") == -15
            assert await one.documents() == 1
            assert (await one.get(f"/apicheck?key={key}")).essence == (200, "1", "0")

    go(test())


def test_9_lines_and_letters(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            key = await sold(one)
            given = {"sale": "900", "cash": "500", "bank": "400", "print": "Сүйікті дүкен\nрады вам", "itemdata": LINES}
            told = await one.post("/api", key=key, **given)
            assert told.essence == (200, "2", told.key)
            rows = (await one.get(f"/dump/table/shifts/1/sales?key={told.key}")).json
        assert [row["saleSum"] for row in rows] == [1000, 900, -50]

    go(test())
    assert "Хлеб «Көктем»" in json.dumps(message(tmp_path, 2), ensure_ascii=False)


def test_10_refusals_leave_the_key(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            key = await sold(one)
            for given, code in (
                ({"sale": "10", "cash": "10", "itemdata": "[{"}, b"-17"),
                ({"sale": "10", "cash": "10", "tax": "999"}, b"-14"),
                ({"sale": "abc", "cash": "10"}, b"-9"),
            ):
                told = await one.post("/api", key=key, **given)
                assert (told.line[:13], told.body) == ("HTTP/1.1 400 ", code)
            assert (await one.get(f"/apicheck?key={key}")).essence == (200, "1", "0")

    go(test())


def test_11_eighty_elements(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            lines = json.dumps([{"name": "Спички", "price": "1", "qty": "1", "sum": "1"}] * 80)
            told = await one.post("/api", key=K0, sale="80", cash="80", itemdata=lines)
            assert told.essence == (200, "1", told.key)

    go(test())
    rows = json.dumps(message(tmp_path, 1), ensure_ascii=False)
    assert "Спички" not in rows
    assert rows.count("продажа") == 1


def test_12_report_and_facts(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            key = await sold_thrice(one)
            assert (await one.get(f"/apixreport?key={key}")).essence == (200, "OK", "0")
            told = await one.get(f"/apicheck/getInfo/?show=minimum&key={key}")
            assert told.json == {
                "lastClosedChequeId": "3",
                "currentShiftID": "1",
                "currentShiftStatus": "opened",
                "defaultApiTaxID": "1",
                "cashierID": "1",
                "cashierName": "Ахметова А.",
            }

    go(test())


def test_13_cash_in_and_out(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            told = await one.get(f"/apideposit/key={K0}&cash=500")
            assert told.essence == (200, "1", told.key)
            assert await one.wrong(f"/apiwithdraw/?key={told.key}&cash=99999999") == -9
            assert await one.wrong(f"/apiwithdraw/?key={told.key}&cash=501") == -15
            assert (await one.get(f"/apiwithdraw/?key={told.key}&cash=500")).line == "HTTP/1.1 200 2"
            assert (await one.register.state()).cash == 0

    go(test())


def test_14_what_became_of_a_key(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            key = await sold(one)
            told = (await one.get(f"/dump/transaction/{K0}?key={key}")).json
            assert told.pop("onlineCode").isdigit()
            assert told == {
                "docid": "1",
                "createDate": "2026-11-15 15:30:00",
                "submitDate": "2026-11-15 15:30:00",
                "status": 1,
            }

    go(test())


def test_15_a_day_later(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            key = await sold(one)
            one.clock.advance(24 * 3600 + 1)
            assert await one.wrong(f"/api?key={key}&sale=1&cash=1") == -3
            assert (await one.get(f"/apizreport?key={key}")).essence == (200, "OK", "0")
            told = await one.get(f"/api?key={key}&sale=1&cash=1")
            assert told.essence == (200, "2", told.key)

    go(test())


def test_16_unknown_path(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            assert (await one.get(f"/nosuch?key={K0}")).essence == (400, "Unknown method", "-8")

    go(test())
