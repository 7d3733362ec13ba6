"""Everything beside the receipt: checks, reports, paper, the bank, dumps. Source: spec/ikkm.md 5."""

import asyncio
import json
from pathlib import Path

import pytest

from drivers.ports import HasTape
from kkmserver.config_doors import IkkmTax
from kkmserver.dialects.ikkm.codes import Code
from kkmserver.store.record import State, Wanted
from tests.kkmserver.dialects.ikkm.booth import K0, RUSSIAN, SETTINGS, TERMINAL, Booth, booth, go

OK = (200, "OK", "0")


def tape(one: Booth) -> list[str]:
    """The oldest first."""
    assert isinstance(one.register, HasTape)
    return [document.text() for document in reversed(one.register.tape())]


async def a_day(one: Booth) -> str:
    """One of each kind, cash in and out; the key."""
    key = (await one.get(f"/api?key={K0}&sale=1000&cash=600&bank=400")).key
    key = (await one.get(f"/api?key={key}&saleReturn=100.50&cash=100.50")).key
    key = (await one.get(f"/api?key={key}&buy=50&cash=50")).key
    key = (await one.get(f"/api?key={key}&buyReturn=20&cash=20")).key
    key = (await one.get(f"/apideposit?key={key}&cash=500")).key
    return (await one.get(f"/apiwithdraw?key={key}&cash=100")).key


def test_all_facts(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            facts = (await one.get(f"/apicheck/getInfo?key={await a_day(one)}")).json
            assert facts.pop("applicationVersion") == 1024
            assert {type(value) for value in facts.values()} == {str}
            told = {name: facts[name] for name in ("cashWeHave", "lastClosedChequeId", "messagesQueueSize")}
            assert told == {"cashWeHave": "869.50", "lastClosedChequeId": "4", "messagesQueueSize": "0"}
            assert len(facts) == 14

    go(test())


def test_directories(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            told = {
                name: (await one.get(f"/dump/table/{name}?key={K0}")).json
                for name in ("items", "catalog", "taxes", "cashiers", "shifts")
            }
            assert told == {
                "items": [],
                "catalog": {},
                "taxes": {"1": "НДС 12%", "2": "Без НДС"},
                "cashiers": {"1": "Ахметова А."},
                "shifts": [],
            }

    go(test())


def test_a_shift(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            key = await a_day(one)
            report = (await one.get(f"/dump/table/shifts/1/report?key={key}")).json
            assert report == {
                "shiftState": "opened",
                "dateOpen": "2026-11-15 15:30",
                "dateClose": "",
                "fiscalDataOnShiftOpen": {"sale": 0, "buy": 0, "saleReturn": 0, "buyReturn": 0},
                "totalSaleCheques": 1,
                "saleDetails": {"sum": 1000, "cheques": 1},
                "totalBuyCheques": 1,
                "buyDetails": {"sum": 50, "cheques": 1},
                "totalSaleReturnCheques": 1,
                "saleReturnDetails": {"sum": 100.5, "cheques": 1},
                "totalBuyReturnCheques": 1,
                "buyRetDetails": {"sum": 20, "cheques": 1},
                "cashOutDocCount": 1,
                "cashOutTotal": 100,
                "cashInDocCount": 1,
                "cashInTotal": 500,
                "cashWeHave": 869.5,
                "revenue": 869.5,
                "fiscalData": {"sales": 1000, "buy": 50, "saleReturn": 100.5, "buyReturn": 20},
            }
            cheques = (await one.get(f"/dump/table/shifts/1/cheques?key={key}")).json
            assert [(cheque["chequeId"], cheque["chequeType"]) for cheque in cheques] == [
                (1, "0"),
                (2, "2"),
                (3, "1"),
                (4, "3"),
            ]
            assert cheques[1]["chequeSales"][0] == {
                "id": 2,
                "itemCode": "",
                "qty": 1,
                "price": 100.5,
                "saleSum": 100.5,
                "taxId": 1,
            }

    go(test())


def test_an_older_shift(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            key = await a_day(one)
            one.clock.advance(3600)
            assert (await one.get(f"/apizreport?key={key}")).essence == OK
            assert await one.wrong(f"/apizreport?key={key}") == -7
            key = (await one.get(f"/api?key={key}&sale=1&cash=1")).key
            first, second = (await one.get(f"/dump/table/shifts?key={key}")).json
            assert (first["opened"], first["closeDate"]) == (0, "2026-11-15 16:30:00")
            assert (second["opened"], second["id"], second["sale"], second["buyReturn"]) == (1, 2, 1000, 20)
            report = (await one.get(f"/dump/table/shifts/1/report?key={key}")).json
            assert (report["shiftState"], report["dateClose"], report["cashWeHave"]) == (
                "closed",
                "2026-11-15 16:30",
                869.5,
            )
            assert report["saleDetails"] == {"sum": 1000, "cheques": 1}
            assert report["fiscalData"]["sales"] == 1000
            assert await one.wrong(f"/dump/table/shifts/3/report?key={key}") == -7
            assert await one.wrong(f"/dump/table/shifts/x/sales?key={key}") == -7

    go(test())


def test_only_a_senior_cashier_sees_shifts(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path, settings=SETTINGS.model_copy(update={"senior": False})) as one:
            assert await one.wrong(f"/dump/table/shifts?key={K0}") == -16
            assert (await one.get(f"/dump/table/taxes?key={K0}")).line == "HTTP/1.1 200 OK"

    go(test())


def test_plain_paper(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            text = "Сүт 1 л\n--line--\nНан\n--cut--\n--open-cash--\nЕкінші"
            assert (await one.post("/apiprint", key=K0, print=text)).essence == OK
            first, second = tape(one)
            assert first.split() == ["Сүт", "1", "л", "-" * 48, "Нан"]
            assert second.split() == ["Екінші"]
            names = [row.entry.name for row in reversed(await one.dispatch.rows(Wanted()))]
            assert names == ["/apiprint", "open drawer", "/apiprint"]

    go(test())


def test_the_last_cheque_again(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            assert await one.wrong(f"/apicheck/printLastDocument?key={K0}") == -7
            key = (await one.get(f"/api?key={K0}&sale=12&cash=20")).key
            assert (await one.get(f"/apicheck/printLastDocument/?key={key}")).essence == OK
            first, second = tape(one)
            assert second.replace("КОПИЯ", "").split() == first.split()

    go(test())


@pytest.mark.parametrize(("options", "code"), [({"refusal": 5}, -105), ({"one_cashier": True}, -11)])
def test_what_the_register_says(tmp_path: Path, options: dict[str, object], code: int) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            key = (await one.get(f"/api?key={K0}&sale=1&cash=1")).key
        other = SETTINGS.model_copy(update={"cashier": "Сериков Б."})
        async with booth(tmp_path, settings=other, **options) as one:
            assert await one.wrong(f"/api?key={key}&sale=1&cash=1") == code

    go(test())


def test_offline(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path, link="offline") as one:
            key = (await one.get(f"/api?key={K0}&sale=1&cash=1")).key
            told = (await one.get(f"/dump/transaction/{K0}?key={key}")).json
            assert (told["status"], told["onlineCode"], told["submitDate"]) == (0, "", "")
            assert (await one.get(f"/apicheck/getInfo?key={key}")).json["messagesQueueSize"] == "1"
            one.clock.advance(72 * 3600 + 1)
            assert await one.wrong(f"/apicheck?key={key}") == -4
            assert await one.wrong(f"/api?key={key}&sale=1&cash=1") == -4

    go(test())


def test_the_bank_takes_money_once(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path, terminal={}) as one:
            for _ in range(2):
                assert (await one.get(f"/apibank/?key={K0}&amount=250.50")).essence == (200, "0", "0")
                (row,) = await one.dispatch.rows(Wanted(device=TERMINAL))
                ticket = await one.dispatch.find(row.entry.id)
                assert ticket
                assert (await ticket.wait(5)).state is State.DONE
            assert (await one.get(f"/api?key={K0}&sale=250.50&bank=250.50")).line == "HTTP/1.1 200 1"

    go(test())


def test_the_bank_takes_one_payment_at_a_time(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path, terminal={}) as one:
            asked = [one.door._bank.start({"amount": amount}, "") for amount in ("1", "2", "3")]
            told = await asyncio.gather(*asked, return_exceptions=True)
            assert [getattr(error, "code", 0) for error in told] == [0, Code.BUSY, Code.BUSY]
            assert len(await one.dispatch.rows(Wanted(device=TERMINAL))) == 1

    go(test())


def test_no_bank(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            assert (await one.get(f"/apibank?key={K0}&amount=1")).essence == (400, "No bank terminal", "-99")

    go(test())


VAT_20 = SETTINGS.model_copy(update={"taxes": (IkkmTax(code=7, name="НДС 20%", rate="20"),)})


def test_a_register_of_russia(tmp_path: Path) -> None:
    """Its numbers of documents, its rates of VAT; what it does not refuse by itself is looked at before."""

    async def test() -> None:
        async with booth(tmp_path, kind=RUSSIAN, settings=VAT_20) as one:
            key = (await one.get(f"/apideposit?key={K0}&cash=100")).key
            assert await one.wrong(f"/api?key={key}&saleReturn=101&cash=101") == -15
            assert await one.wrong(f"/apiwithdraw?key={key}&cash=101") == -15
            lines = json.dumps([{"name": "Сыр", "price": 300, "qty": 3, "sum": 900}, {"discount": 50}])
            told = await one.post("/api", key=key, sale="850", cash="1000", itemdata=lines)
            assert told.essence == (200, "3", told.key)
            paper = "".join(tape(one)[-1].split())
            assert "НДС20%" in paper
            assert "=141.67" in paper
            one.clock.advance(24 * 3600 + 1)
            assert await one.wrong(f"/apicheck?key={told.key}") == -3
            assert await one.wrong(f"/api?key={told.key}&sale=1&cash=1") == -3
            assert (await one.get(f"/apizreport?key={told.key}")).essence == OK
            assert (await one.get(f"/dump/table/taxes?key={told.key}")).json == {"7": "НДС 20%"}
            shown = (await one.get(f"/dump/transaction/{key}?key={told.key}")).json
            assert (shown["docid"], shown["status"]) == ("3", 1)

    go(test())


def test_the_journal_says_what_was_told(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            key = (await one.get(f"/api?key={K0}&sale=1&cash=1")).key
            assert await one.wrong(f"/api?key={key}&saleReturn=5&cash=5") == -15
            told = []
            for row in await one.dispatch.rows(Wanted(dialect="ikkm")):
                ticket = await one.dispatch.find(row.entry.id)
                if ticket and row.entry.name == "/api":
                    told.append(json.loads(await one.door.answer_of(ticket.record)))
            assert told == [
                {"status": 400, "reason": "No cash", "body": "-15"},
                {"status": 200, "reason": "1", "body": "(новый ключ)"},
            ]

    go(test())
