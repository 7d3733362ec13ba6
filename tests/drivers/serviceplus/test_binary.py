"""The binary family: plain sales, reports, cash and text, and honesty about what nobody can prove.

Of the promises of tests/contract it keeps these: nothing is sent twice, what provably came to nothing is told so, and
what cannot be proven is unknown. It has no number, no sign and no total of what its ФН has recorded.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from drivers.emulation.frame_faults import Fault, Link, Power
from drivers.errors import KkmError, NotSupported, OutcomeUnknown, RequestRefused, WrongState
from drivers.model.command import (
    CashIn,
    CashOut,
    CloseShift,
    OfdReport,
    OpenShift,
    PrintDocument,
    ReadState,
    XReport,
)
from drivers.model.document import BarcodeLine, Cashier, Payments, PictureLine, Symbology, TextLine
from drivers.model.ffd import ReceiptType, ShiftState, VatRate
from drivers.ports import Driver
from drivers.registers import texts
from drivers.serviceplus.emulator.binary import BinaryEmulator
from tests.contract.goods import CASHIER, goods, receipt, water
from tests.drivers.serviceplus.bench import binary, played
from tests.pictures import LOGO_PNG

Scene = Callable[[BinaryEmulator, Driver], Awaitable[None]]


def play(scene: Scene, version: int = 460, **settings: Any) -> None:
    async def test() -> None:
        async with binary(version, **settings) as (register, driver):
            await scene(register, driver)

    played(test)


def sold(register: BinaryEmulator) -> list[int]:
    return [one.total for one in register.machine.till.storage.documents if one.form == 3]


@pytest.mark.parametrize(("version", "model"), [(460, "СП402-Ф"), (132, "СП101ФР-К"), (614, "")])
def test_a_sale_and_a_return(version: int, model: str) -> None:
    async def scene(register: BinaryEmulator, driver: Driver) -> None:
        outcome = await driver.execute(receipt(paid=Payments(cash=15_000)))
        assert (outcome.document, outcome.change) == (None, 5_000)
        assert any("номер ФД" in warning for warning in outcome.warnings)
        await driver.execute(receipt(type=ReceiptType.SALE_RETURN, paid=Payments(electronic=10_000)))
        assert sold(register) == [10_000, 10_000]
        assert register.machine.till.drawer == 10_000
        state = (await driver.execute(ReadState())).state
        assert state is not None
        assert (state.model, state.shift, state.shift_number) == (model, ShiftState.OPEN, 1)

    play(scene, version)


@pytest.mark.parametrize(
    "command",
    [
        receipt(client_address="buyer@example.com"),
        receipt(goods(subject=4)),
        receipt(water()),
        receipt(type=ReceiptType.PURCHASE),
        receipt(print_paper=False, client_address="a@b.ru"),
        receipt(goods(vat=VatRate.VAT_22)),
        receipt(paid=Payments(advance=10_000)),
        receipt(goods(), PictureLine(LOGO_PNG)),
    ],
    ids=["buyer", "service", "marked", "purchase", "paperless", "rate", "payment", "picture"],
)
def test_what_cannot_be_told_to_it_is_refused(command: Any) -> None:
    async def scene(register: BinaryEmulator, driver: Driver) -> None:
        with pytest.raises(RequestRefused) as refused:
            await driver.execute(command)
        assert refused.value.nothing_sent
        assert sold(register) == []

    play(scene)


@pytest.mark.parametrize("command", [OpenShift(CASHIER), OfdReport(CASHIER)])
def test_what_it_has_no_command_for(command: Any) -> None:
    async def scene(_: BinaryEmulator, driver: Driver) -> None:
        with pytest.raises(NotSupported):
            await driver.execute(command)

    play(scene)


def test_a_closing_whose_answer_is_lost_is_unknown_and_never_repeated() -> None:
    async def scene(register: BinaryEmulator, driver: Driver) -> None:
        mark = await driver.mark()
        register.inject(Fault(what=Link.ANSWER_LOST, command="22"))
        with pytest.raises(OutcomeUnknown) as unknown:
            await driver.execute(receipt())
        assert "ленту" in unknown.value.text
        with pytest.raises(OutcomeUnknown):
            await driver.settle(receipt(), mark)
        assert sold(register) == [10_000]

    play(scene)


def test_a_receipt_that_still_stands_open_is_proven_not_to_be_recorded() -> None:
    async def scene(register: BinaryEmulator, driver: Driver) -> None:
        mark = await driver.mark()
        register.machine.execute("20", b"2\x1c1\x1cx\x1c1\x1c")
        assert await driver.settle(receipt(), mark) is None
        await driver.execute(receipt())
        assert sold(register) == [10_000]

    play(scene)


def test_an_open_plain_document_proves_nothing_of_a_receipt() -> None:
    """It may be the rows that follow the receipt."""

    async def scene(register: BinaryEmulator, driver: Driver) -> None:
        mark = await driver.mark()
        await driver.execute(receipt())
        register.machine.execute("20", b"1\x1c1\x1cx\x1c1\x1c")
        with pytest.raises(OutcomeUnknown):
            await driver.settle(receipt(), mark)

    play(scene)


@pytest.mark.parametrize("code", ["20", "30", "34", "35"])
def test_power_that_goes_in_the_middle_sells_nothing(code: str) -> None:
    async def scene(register: BinaryEmulator, driver: Driver) -> None:
        register.inject(Fault(what=Power.AFTER_EXECUTION, command=code, seconds=1))
        with pytest.raises(KkmError) as refused:
            await driver.execute(receipt())
        assert refused.value.nothing_sent
        await driver.execute(receipt(goods(amount=200)))
        assert sold(register) == [200]

    play(scene)


def test_cash() -> None:
    async def scene(register: BinaryEmulator, driver: Driver) -> None:
        await driver.execute(CashIn(5_000, CASHIER))
        await driver.execute(CashOut(2_000, CASHIER))
        assert register.machine.till.drawer == 3_000
        with pytest.raises(KkmError):
            await driver.execute(CashOut(1_000_000, CASHIER))
        register.inject(Fault(what=Link.ANSWER_LOST, command="22"))
        with pytest.raises(OutcomeUnknown):
            await driver.execute(CashIn(100, CASHIER))
        assert register.machine.till.drawer == 3_100

    play(scene)


def test_a_z_report_is_proven_by_the_shift() -> None:
    async def scene(register: BinaryEmulator, driver: Driver) -> None:
        with pytest.raises(WrongState):
            await driver.execute(CloseShift(CASHIER))
        await driver.execute(receipt())
        await driver.execute(XReport(CASHIER))
        mark = await driver.mark()
        assert await driver.settle(CloseShift(CASHIER), mark) is None
        register.inject(Fault(what=Link.ANSWER_LOST, command="61"))
        await driver.execute(CloseShift(CASHIER))
        assert not register.machine.till.shift_open
        assert await driver.settle(CloseShift(CASHIER), mark) is not None

    play(scene)


def test_text_and_codes() -> None:
    async def scene(register: BinaryEmulator, driver: Driver) -> None:
        rows = (TextLine("раз"), BarcodeLine(Symbology.QR, "x"), BarcodeLine(Symbology.EAN13, "4600439931256"))
        await driver.execute(PrintDocument(rows, copies=1))
        roll = register.machine.roll
        assert roll.lines.count("раз") == 2
        assert len(roll.barcodes) == 4

    play(scene)


@pytest.mark.parametrize("mark", ["", "z=", "fn=;fd=1;doc=0;cash=0"])
def test_a_mark_that_is_none(mark: str) -> None:
    async def scene(_: BinaryEmulator, driver: Driver) -> None:
        with pytest.raises(OutcomeUnknown):
            await driver.settle(receipt(), mark)

    play(scene)


@pytest.mark.parametrize("code", ["ё", "№", "日本"])
def test_a_code_whose_letters_it_cannot_write_is_refused(code: str) -> None:
    async def scene(register: BinaryEmulator, driver: Driver) -> None:
        with pytest.raises(RequestRefused, match="Код"):
            await driver.execute(PrintDocument((TextLine("раз"), BarcodeLine(Symbology.QR, code))))
        assert register.machine.roll.lines == []

    play(scene)


def test_names_that_grow_on_their_way_fit() -> None:
    async def scene(register: BinaryEmulator, driver: Driver) -> None:
        await driver.execute(PrintDocument((TextLine("раз"),)))
        await driver.execute(CashIn(100, Cashier("…" * 20)))
        with pytest.raises(RequestRefused, match="Кассир"):
            await driver.execute(CashIn(100, Cashier("…" * 40)))
        assert register.machine.till.drawer == 100

    play(scene, operator="…" * 60)


def test_its_own_receipt_is_annulled_even_where_those_of_others_are_not() -> None:
    async def scene(register: BinaryEmulator, driver: Driver) -> None:
        register.inject(Fault(what=Link.PORT_GONE, command="35", seconds=60))
        with pytest.raises(KkmError) as refused:
            await driver.execute(receipt())
        assert refused.value.nothing_sent
        await asyncio.sleep(60)
        await driver.execute(receipt(goods(amount=200)))
        assert sold(register) == [200]

    play(scene, cancel_open_receipt=False)


def test_rows_before_a_receipt_that_break_off_leave_nothing_unknown() -> None:
    async def scene(register: BinaryEmulator, driver: Driver) -> None:
        register.inject(Fault(what=Link.ANSWER_LOST, command="22"))
        with pytest.raises(WrongState) as refused:
            await driver.execute(receipt(TextLine("выше"), goods()))
        assert refused.value.nothing_sent
        assert sold(register) == []

    play(scene)


def test_amounts_that_no_price_gives_are_sold_to_the_kopeck() -> None:
    """It multiplies by itself."""

    async def scene(register: BinaryEmulator, driver: Driver) -> None:
        await driver.execute(receipt(goods(quantity=3, price=3_333, amount=10_000)))
        assert sold(register) == [10_000]

    play(scene)


def test_a_report_is_printed_whatever_is_asked_and_that_is_told() -> None:
    async def scene(_: BinaryEmulator, driver: Driver) -> None:
        await driver.execute(receipt())
        assert texts.REPORT_ON_PAPER in (await driver.execute(CloseShift(CASHIER, print_paper=False))).warnings

    play(scene)
