"""Modes in which a register may be found, and what is done about them. Source: spec/shtrih-m.md 4."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from drivers.emulation.frame_faults import Fault, Link
from drivers.errors import DeviceFaulty, KkmError, WrongState
from drivers.model.command import CloseShift, ContinuePrint, OpenShift, PrintDocument
from drivers.model.document import TextLine
from tests.drivers.shtrih.till import CASHIER, Till, play, position, sale

OF_ANOTHER = (29).to_bytes(4, "little")
OWN = (30).to_bytes(4, "little")


def open_receipt(till: Till, password: bytes = OF_ANOTHER) -> None:
    """As another program would."""
    answer = till.register.machine.execute(b"\x8d" + password + b"\x00")
    assert answer[1] == 0


def test_a_receipt_that_stands_open_is_annulled() -> None:
    async def scene(till: Till) -> None:
        await till.do(OpenShift(CASHIER))
        open_receipt(till)
        await till.do(sale())
        assert [document.total for document in till.receipts] == [24690]

    play(scene)


def test_a_receipt_of_an_operator_with_a_password_of_his_own() -> None:
    async def scene(till: Till) -> None:
        await till.do(OpenShift(CASHIER))
        open_receipt(till, (7777).to_bytes(4, "little"))
        await till.do(sale())
        assert len(till.receipts) == 1

    play(scene, emulator={"passwords": {5: 7777}})


def test_where_the_settings_forbid_it_it_stays() -> None:
    async def scene(till: Till) -> None:
        await till.do(OpenShift(CASHIER))
        open_receipt(till)
        for command in (sale(), PrintDocument((TextLine("строка"),))):
            with pytest.raises(WrongState, match="cancel_open_receipt") as caught:
                await till.do(command)
            assert caught.value.nothing_sent
        assert till.mode == 8

    play(scene, cancel_open_receipt=False)


def test_our_own_receipt_is_annulled_whatever_the_settings_say() -> None:
    """The server gave up waiting in the middle of it."""

    async def scene(till: Till) -> None:
        await till.do(OpenShift(CASHIER))
        till.inject(Fault(what=Link.SILENCE, command="FF46", seconds=0.3))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await till.do(sale())
        await till.do(sale(position(amount=100)))
        assert [document.total for document in till.receipts] == [100]

    play(scene, cancel_open_receipt=False)


def reload(till: Till) -> None:
    till.register.machine.paper.left = None
    till.register.machine.conditions.paper = True
    till.register.machine.paper.reload()


def test_a_shift_of_more_than_a_day_is_refused() -> None:
    async def scene(till: Till) -> None:
        await till.do(sale())
        till.register.machine.advance(timedelta(hours=25))
        documents = len(till.documents)
        with pytest.raises(WrongState, match="смена превысила 24 часа") as caught:
            await till.do(sale())
        assert (caught.value.native, caught.value.nothing_sent) == (61, True)
        assert len(till.documents) == documents
        await till.do(CloseShift(CASHIER))
        await till.do(sale())

    play(scene)


def test_or_closed_and_opened_by_itself() -> None:
    async def scene(till: Till) -> None:
        await till.do(sale())
        till.register.machine.advance(timedelta(hours=25))
        outcome = await till.do(sale())
        assert [document.form for document in till.documents[-4:]] == [3, 5, 2, 3]
        assert outcome.document is not None
        assert (outcome.document.shift, outcome.document.number_in_shift) == (2, 1)

    play(scene, close_expired_shift=True)


@pytest.mark.parametrize("begin", [b"\xff\x41", b"\xff\x37", b"\xff\x35"])
def test_a_document_that_hangs_in_the_storage_is_dropped(begin: bytes) -> None:
    async def scene(till: Till) -> None:
        if begin == b"\xff\x35":
            await till.do(OpenShift(CASHIER))
        assert till.register.machine.execute(begin + OWN)[2] == 0
        await till.do(sale())
        assert len(till.receipts) == 1

    play(scene)


def test_a_document_that_somebody_was_reading_is_read_to_its_end() -> None:
    async def scene(till: Till) -> None:
        await till.do(sale())
        assert till.register.machine.execute(b"\xff\x3a" + OWN + (1).to_bytes(4, "little"))[2] == 0
        assert till.mode == 1
        await till.do(sale())
        assert len(till.receipts) == 2

    play(scene)


def test_memory_lost_needs_service() -> None:
    async def scene(till: Till) -> None:
        await till.driver.state()
        till.register.machine.power_off()
        till.register.machine.power_on(memory_lost=True)
        with pytest.raises(DeviceFaulty, match="сервисный центр") as caught:
            await till.do(sale())
        assert caught.value.nothing_sent
        assert "сервисный центр" in (await till.driver.state()).fault

    play(scene)


def test_what_the_paper_has_interrupted_goes_on() -> None:
    async def scene(till: Till) -> None:
        till.register.machine.paper.left = 4
        assert "не допечатан" in (await till.do(OpenShift(CASHIER))).message
        reload(till)
        await till.do(ContinuePrint())
        assert "B0" in till.executed()
        await till.do(PrintDocument((TextLine("дальше"),)))

    play(scene)


def test_paper_that_ends_after_the_closing_makes_no_second_sale() -> None:
    async def scene(till: Till) -> None:
        await till.do(OpenShift(CASHIER))
        paper = till.register.machine.paper
        paper.left = 4
        outcome = await till.do(sale())
        assert outcome.document is not None
        assert "не допечатан" in outcome.message
        assert len(till.receipts) == 1
        reload(till)
        await till.do(sale(position(amount=100)))
        assert [document.total for document in till.receipts] == [24690, 100]

    play(scene)


def test_a_slow_printer_is_waited_for() -> None:
    async def scene(till: Till) -> None:
        await till.do(sale())
        await till.do(sale())
        assert len(till.receipts) == 2

    play(scene, emulator={"print_time": 0.05, "line_time": 0.005})


def test_a_printer_that_never_ends() -> None:
    async def scene(till: Till) -> None:
        await till.do(PrintDocument((TextLine("строка"),)))
        with pytest.raises(KkmError, match="больше 1 с"):
            await till.do(PrintDocument((TextLine("строка"),)))

    play(scene, emulator={"print_time": 1000.0, "line_time": 1000.0}, print_timeout=1.0)


@pytest.mark.parametrize("error", [0x50, 0x11])
def test_what_passes_is_tried_again(error: int) -> None:
    async def scene(till: Till) -> None:
        await till.do(OpenShift(CASHIER))
        till.refuse(error, "FF46")
        await till.do(sale())
        assert till.executed().count("FF46") == 2
        assert len(till.receipts) == 1

    play(scene)


def test_a_new_storage_is_noticed() -> None:
    async def scene(till: Till) -> None:
        await till.do(sale())
        machine: Any = till.register.machine
        machine.storage.number = "9999078900000777"
        outcome = await till.do(sale())
        assert outcome.document is not None
        assert outcome.document.storage == "9999078900000777"
        assert "fn=9999078900000777" in outcome.document.qr

    play(scene)
