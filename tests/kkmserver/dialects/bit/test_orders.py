"""Repeats of an order: section 7 of spec/bit-driver.md."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from drivers.errors import RequestRefused
from drivers.model.command import CashIn, FindTransaction
from kkmserver.dispatch.order import Decision, Resolution
from kkmserver.store.memory import MemoryJournal
from kkmserver.store.record import Wanted
from kkmserver.store.sqlite import SqliteJournal
from tests.clock import FakeClock
from tests.kkmserver.dialects.bit.counter import BOTH, KKT, RECEIPT, SETTINGS, TERMINAL, B, Counter, T, counter, go

DAY = 24 * 3600
PAY = {"name": "pay", "type": "bnkCardPayment", "data": {"sum": 91}}
UNPAID = {**RECEIPT, "data": {name: value for name, value in RECEIPT["data"].items() if name != "payments"}}
UNDERPAID = {**RECEIPT, "data": {**RECEIPT["data"], "payments": {"c_1031": 11}}}


def cash(roubles: int, kind: str = "kktCashIn") -> Mapping[str, Any]:
    return {"name": "cash", "type": kind, "data": {}, "cashSum": roubles}


async def paid(shop: Counter) -> bool:
    """Whether the bank has taken anything at all."""
    try:
        await shop.drivers[TERMINAL].execute(FindTransaction())
    except RequestRefused:
        return False
    return True


@pytest.mark.parametrize("order", ["", "undefined", "$BIT_ORDER_ID", "122"])
def test_ids_that_say_nothing_protect_nothing(tmp_path: Path, order: str) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            first = await shop.post([RECEIPT], order=order)
            again = await shop.post([RECEIPT], order=order)
            assert first.json[0]["info"]["fd_1040"] < again.json[0]["info"]["fd_1040"]
            assert "x-bit-duplicate" not in again.headers

    go(main())


def test_what_moves_no_money_is_done_again(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            for _ in range(2):
                told = await shop.post([{"name": "x", "type": "kktXReport", "data": {}}], order="A-1")
                assert told.json[0]["success"]
                assert "x-bit-duplicate" not in told.headers
            assert len(await shop.dispatch.rows(Wanted())) == 2

    go(main())


def test_an_order_of_one_shop_is_no_repeat_of_anothers(tmp_path: Path) -> None:
    async def main() -> None:
        other = SETTINGS.tokens[0].model_copy(update={"token": "a" * 32})
        async with counter(
            tmp_path, settings=SETTINGS.model_copy(update={"tokens": (*SETTINGS.tokens, other)})
        ) as shop:
            await shop.entries([RECEIPT], order="A-1")
            await shop.entries([RECEIPT], {**KKT, "BIT_KKT_TOKEN": "a" * 32}, order="A-1")
            assert len(await shop.receipts()) == 2

    go(main())


def test_the_log_window_makes_no_other_packet(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            first = await shop.post([{**RECEIPT, "showMode": "1"}], order="A-1")
            again = await shop.post([{**RECEIPT, "showMode": 4}], order="A-1")
            assert again.body == first.body
            assert len(await shop.receipts()) == 1

    go(main())


def test_repeats_at_the_same_time_get_one_reply(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            told = await asyncio.gather(*(shop.post([RECEIPT], order="A-1") for _ in range(5)))
            assert len({one.body for one in told}) == 1
            assert sorted(one.headers.get("x-bit-duplicate", "") for one in told) == ["", "1", "1", "1", "1"]
            assert len(await shop.receipts()) == 1

    go(main())


def test_packets_of_one_register_do_not_mix(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            await shop.entries([{"name": "o", "type": "kktOpenShift", "data": {}}])
            packets = [[cash(10 * packet + number) for number in range(1, 4)] for packet in range(4)]
            await asyncio.gather(*(shop.entries(packet) for packet in packets))
            amounts = []
            for row in reversed(await shop.dispatch.rows(Wanted(name="kktCashIn"))):
                ticket = await shop.dispatch.find(row.entry.id)
                command = shop.dispatch.command_of(ticket.record.entry) if ticket else None
                assert isinstance(command, CashIn)
                amounts.append(command.amount // 100)
            begun = amounts[::3]
            assert amounts == [first + more for first in begun for more in range(3)]

    go(main())


def test_a_stopped_packet_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """The card is charged once; the receipt is refused, the shift is closed, and the same packet sells."""

    async def main() -> None:
        async with counter(tmp_path) as shop:
            await shop.entries([{"name": "o", "type": "kktOpenShift", "data": {}}])
            shop.clock.advance(24 * 3600 + 1)
            first = await shop.entries([PAY, UNPAID], BOTH, "A-1")
            assert [bool(entry.get("success")) for entry in first] == [True, False]
            await shop.entries([{"name": "z", "type": "kktCloseShift", "data": {}}])
            resumed = await shop.post([PAY, UNPAID], BOTH, "A-1")
            assert resumed.json[0] == first[0]
            assert resumed.json[1]["success"]
            assert "x-bit-duplicate" not in resumed.headers
            assert (await shop.post([PAY, UNPAID], BOTH, "A-1")).headers["x-bit-duplicate"] == "1"
            assert len(await shop.receipts()) == 1

    go(main())


def test_a_declined_card_is_asked_for_again(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path, terminal={"answers": ["decline", "cancel"]}) as shop:
            for _ in range(2):
                (entry,) = await shop.entries([PAY, UNPAID], BOTH, "A-1")
                assert entry["errorCode"] == 20
            entries = await shop.entries([PAY, UNPAID], BOTH, "A-1")
            assert all(entry["success"] for entry in entries)

    go(main())


def test_an_order_is_not_paid_twice_by_card(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            await shop.entries([PAY, UNPAID], BOTH, "A-1")
            (other,) = await shop.entries([{**PAY, "data": {"sum": 12}}], BOTH, "A-1")
            assert other["error"].startswith("повтор заказа")
            assert other["errorCode"] == 5
            (same,) = await shop.entries([PAY], BOTH, "A-1")
            assert same["errorCode"] == 5
            assert (await shop.entries([PAY], BOTH, "A-2"))[0]["success"]
            shop.clock.advance(24 * 3600 + 1)
            assert (await shop.entries([PAY], BOTH, "A-1"))[0]["success"]

    go(main())


def test_a_payment_that_failed_is_not_tried_after_anothers(tmp_path: Path) -> None:
    """Packet A finds no terminal, B of the same order pays, A comes again."""

    async def main() -> None:
        async with counter(tmp_path, terminal={"answers": ["offline"]}) as shop:
            (failed,) = await shop.entries([PAY], BOTH, "A-1")
            assert failed["errorCode"] == 99
            assert (await shop.entries([PAY, UNPAID], BOTH, "A-1"))[0]["success"]
            (again,) = await shop.entries([PAY], BOTH, "A-1")
            assert again["errorCode"] == 5

    go(main())


def test_what_the_journal_has_forgotten_hides_nothing_newer(tmp_path: Path) -> None:
    """The first run of a packet is pruned after 30 days; the second, of a few hours ago, is known all the same."""

    async def main() -> None:
        journal, clock, packet = MemoryJournal(), FakeClock(), [PAY, cash(1)]
        async with counter(tmp_path, journal=journal, clock=clock) as shop:
            await shop.entries(packet, BOTH, "A-1")
            shop.clock.advance(29.9 * DAY)
            await shop.entries(packet, BOTH, "A-1")
            shop.clock.advance(0.2 * DAY)
            assert await shop.dispatch.prune()
        async with counter(tmp_path, journal=journal, clock=clock) as shop:
            assert (await shop.post(packet, BOTH, "A-1")).headers["x-bit-duplicate"] == "1"
            assert (await shop.entries([PAY], BOTH, "A-1"))[0]["errorCode"] == 5
            assert await shop.drawer() == 200

    go(main())


@pytest.mark.parametrize("decision", [Decision.NOT_PRINTED, Decision.PRINT_AGAIN])
def test_a_payment_that_a_person_has_not_found_is_made_once(tmp_path: Path, decision: Decision) -> None:
    async def main() -> None:
        async with counter(tmp_path, terminal={"answers": ["lost"], "memory": False}) as shop:
            await shop.entries([PAY, UNPAID], BOTH, "A-1")
            (row,) = await shop.dispatch.rows(Wanted(name="bnkCardPayment"))
            decided = await shop.dispatch.resolve(row.entry.id, Resolution(decision=decision, who="Иванова"))
            assert decided
            await decided.wait(5)
            for _ in range(2):
                entries = await shop.entries([PAY, UNPAID], BOTH, "A-1")
                assert [bool(entry.get("success")) for entry in entries] == [True, True]
            assert len(await shop.dispatch.rows(Wanted(name="bnkCardPayment"))) == 1
            assert len(await shop.receipts()) == 1

    go(main())


def test_two_cards_may_pay_in_one_packet(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            packet = [PAY, {**PAY, "data": {"sum": 9}}]
            first = await shop.post(packet, BOTH, "A-1")
            assert [entry["info"]["sum"] for entry in first.json] == [91.0, 9.0]
            assert (await shop.post(packet, BOTH, "A-1")).body == first.body

    go(main())


def test_other_commands_of_an_order_are_carried_out(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            await shop.entries([cash(1)], order="A-1")
            await shop.entries([cash(2)], order="A-1")
            await shop.entries([cash(1)], order="A-1")
            assert await shop.drawer() == 300

    go(main())


def test_an_order_is_forgotten_after_a_day(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            packet = [cash(1), cash(2)]
            await shop.entries(packet, order="A-1")
            shop.clock.advance(24 * 3600 - 1)
            await shop.entries(packet, order="A-1")
            assert await shop.drawer() == 300
            shop.clock.advance(2)
            await shop.entries(packet, order="A-1")
            again = await shop.post(packet, order="A-1")
            assert again.headers["x-bit-duplicate"] == "1"
            assert await shop.drawer() == 600

    go(main())


def test_a_restart_forgets_nothing(tmp_path: Path) -> None:
    async def main() -> None:
        bodies, disk = [], tmp_path / "journal.db"
        for _ in range(2):
            journal = await SqliteJournal.open(disk)
            async with counter(tmp_path, journal=journal) as shop:
                bodies.append((await shop.post([PAY, RECEIPT, cash(5)], BOTH, "Заказ 7")).body)
                assert len(await shop.receipts()) == 1
            await journal.close()
        assert bodies[0] == bodies[1]

    go(main())


def test_nobody_pays_for_a_receipt_that_cannot_be(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            wrong = {**UNPAID, "name": "wrong", "data": {**UNPAID["data"], "s_1054": 9}}
            (entry,) = await shop.entries([PAY, wrong], BOTH, "A-1")
            assert (entry["name"], entry["errorCode"]) == ("wrong", 15)
            assert "1054" in entry["error"]
            assert not await paid(shop)
            await shop.entries([PAY, UNPAID], BOTH, "A-1")
            assert await paid(shop)

    go(main())


def test_too_little_paid(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            put, sold = await shop.entries([cash(1), UNDERPAID], order="A-1")
            assert put["success"]
            assert (sold["errorCode"], "79.99" in sold["error"] or "80.00" in sold["error"]) == (13, True)
            (out,) = await shop.entries([cash(2, "kktCashOut")])
            assert out["errorCode"] == 14

    go(main())


def test_an_unknown_outcome_is_for_a_person(tmp_path: Path) -> None:
    """It is neither charged again nor taken for done until somebody has looked."""

    async def main() -> None:
        async with counter(tmp_path, terminal={"answers": ["lost-taken"], "memory": False}) as shop:
            (entry,) = await shop.entries([PAY, UNPAID], BOTH, "A-1")
            assert entry["error"].startswith("Результат неизвестен:")
            (again,) = await shop.entries([PAY, UNPAID], BOTH, "A-1")
            assert again == entry
            (other,) = await shop.entries([{**PAY, "data": {"sum": 12}}], BOTH, "A-1")
            assert other["error"].startswith("Результат неизвестен:")
            shop.clock.advance(25 * 3600)
            assert await shop.entries([PAY, UNPAID], BOTH, "A-1") == [entry]
            (row,) = await shop.dispatch.rows(Wanted(name="bnkCardPayment"))
            await shop.dispatch.resolve(row.entry.id, Resolution(decision=Decision.PRINTED, who="Иванова"))
            entries = await shop.entries([PAY, UNPAID], BOTH, "A-1")
            assert [bool(entry.get("success")) for entry in entries] == [True, True]

    go(main())


def test_tokens_are_told_to_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            await shop.entries([PAY, RECEIPT], BOTH, "A-1")
            for row in await shop.dispatch.rows(Wanted()):
                told = repr(await shop.dispatch.find(row.entry.id)) + repr(row)
                assert T not in told
                assert B not in told
        assert T not in caplog.text

    go(main())
