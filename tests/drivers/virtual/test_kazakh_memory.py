"""What the virtual register of Kazakhstan remembers, and what became of its commands."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from drivers.errors import DeviceFaulty, NotSupported, OutcomeUnknown, RequestRefused
from drivers.model.command import (
    CashIn,
    CashOut,
    CloseShift,
    Command,
    OpenShift,
    PrintDocument,
    ReadDocument,
    RegisterReceipt,
    XReport,
)
from drivers.model.document import Payments, TextLine
from drivers.model.ffd import ReceiptType
from drivers.ports import HasPreview, HasTape
from drivers.virtual.kazakh import VirtualKkmKz
from drivers.virtual.kazakh_options import VirtualKkmKzOptions
from drivers.virtual.kazakh_register import ABILITIES
from tests.contract.kinds import OF_OTHERS, OF_REGISTER
from tests.drivers.virtual.kazakh_shop import BREAD, CASHIER, LINES, deal, made, refused, run, state_of
from tests.drivers.virtual.shop import context


def test_a_copy_of_the_last_document(tmp_path: Path) -> None:
    async def scene(register: VirtualKkmKz) -> None:
        await refused(register, ReadDocument(copies=1), None)
        await register.execute(deal(100))
        await register.execute(deal(200))
        copy = (await register.execute(ReadDocument(copies=1))).copy
        assert copy is not None
        assert (copy.document.number, copy.cashier, copy.payments) == (2, CASHIER.name, Payments(cash=200))
        sheet = register.tape()[0]
        assert sheet.title == "Продажа №2 (копия)"
        assert sheet.text().strip().startswith("КОПИЯ")
        older = (await register.execute(ReadDocument(1))).copy
        assert older is not None
        assert older.document.total == 100

    run(tmp_path, scene)


def test_it_remembers(tmp_path: Path) -> None:
    signs: list[int] = []

    async def first(register: VirtualKkmKz) -> None:
        signs.append(made(await register.execute(deal(100))).sign)

    async def second(register: VirtualKkmKz) -> None:
        signs.append(made(await register.execute(deal(100))).sign)
        state = await state_of(register)
        assert (state.last_document, state.cash, state.shift_number) == (2, 200, 1)
        copy = (await register.execute(ReadDocument(1))).copy
        assert copy is not None
        assert copy.document.sign == signs[0]

    run(tmp_path, first)
    run(tmp_path, second)
    assert signs[0] != signs[1]


def test_a_receipt_is_one_row(tmp_path: Path) -> None:
    """Also one that opens the shift."""

    async def scene(register: VirtualKkmKz) -> None:
        for _ in range(3):
            await register.execute(deal(100))

    run(tmp_path, scene)
    with closing(sqlite3.connect(tmp_path / "1" / "kazakh.sqlite3")) as db:
        assert db.execute("SELECT number, document FROM steps").fetchall() == [(1, 1), (2, 2), (3, 3)]


def test_two_programs_with_one_memory(tmp_path: Path) -> None:
    async def scene(register: VirtualKkmKz) -> None:
        other = VirtualKkmKz(context(tmp_path), VirtualKkmKzOptions(taxes=LINES))
        try:
            numbers = [made(await each.execute(deal(100))).number for each in (register, other, other, register)]
            assert numbers == [1, 2, 3, 4]
            await other.execute(deal(400, type=ReceiptType.SALE_RETURN))
            await refused(register, CashOut(1), -15)
            await other.execute(CashIn(5))
            await register.execute(CashOut(5))
        finally:
            await other.close()

    run(tmp_path, scene)


def test_a_broken_disk_in_words(tmp_path: Path) -> None:
    (tmp_path / "1").mkdir()
    (tmp_path / "1" / "kazakh.sqlite3").write_bytes(b"no database" * 100)

    async def scene(register: VirtualKkmKz) -> None:
        with pytest.raises(DeviceFaulty, match="диск") as caught:
            await register.execute(deal(100))
        assert caught.value.nothing_sent

    run(tmp_path, scene)


@pytest.mark.parametrize("command", [deal(700, cash=1_000), CashIn(700), CloseShift(CASHIER), XReport(CASHIER)])
def test_what_became_of_a_command(tmp_path: Path, command: Command) -> None:
    found: list[Any] = []

    async def scene(register: VirtualKkmKz) -> None:
        await register.execute(deal(100))
        mark = await register.mark()
        assert await register.settle(command, mark) is None
        outcome = await register.execute(command)
        found.extend((mark, outcome))
        assert await register.settle(command, mark) == outcome
        await register.execute(deal(100))
        assert await register.settle(command, mark) == outcome
        await register.execute(command if not isinstance(command, CloseShift) else PrintDocument((TextLine("x"),)))

    async def after_a_restart(register: VirtualKkmKz) -> None:
        if isinstance(command, CloseShift):
            assert await register.settle(command, found[0]) == found[1]
        else:  # it was done twice since
            with pytest.raises(OutcomeUnknown):
                await register.settle(command, found[0])

    run(tmp_path, scene)
    run(tmp_path, after_a_restart)


@pytest.mark.parametrize("name", [*OF_REGISTER, *OF_OTHERS])
def test_of_every_command_there_is(tmp_path: Path, name: str) -> None:
    """It is done, or refused in words; what its traits do not name is not supported."""
    command = {**OF_REGISTER, **OF_OTHERS}[name]

    async def scene(register: VirtualKkmKz) -> None:
        await register.execute(deal(100))
        if isinstance(command, OpenShift):
            await register.execute(CloseShift(CASHIER))
        if type(command) in register.traits.commands and name != "a correction":
            await register.execute(command)
        else:
            error = await refused(register, command, -7 if name == "a correction" else None)
            assert isinstance(error, NotSupported) == (name != "a correction")

    run(tmp_path, scene)
    assert name in OF_REGISTER or type(command) not in ABILITIES


def test_a_preview_counts_nothing(tmp_path: Path) -> None:
    async def scene(register: VirtualKkmKz) -> None:
        assert isinstance(register, HasPreview)
        assert isinstance(register, HasTape)
        mark = await register.mark()
        (picture,) = register.preview(deal(100, BREAD))
        assert picture.height > 300
        with pytest.raises(RequestRefused):
            register.preview(deal(100, cash=1))
        with pytest.raises(NotSupported):
            register.preview(CloseShift())
        assert (await register.mark(), register.tape()) == (mark, [])

    run(tmp_path, scene)


def test_paper_is_not_asked_for(tmp_path: Path) -> None:
    async def scene(register: VirtualKkmKz) -> None:
        command = deal(100)
        await register.execute(RegisterReceipt(replace(command.receipt, print_paper=False, copies=2)))
        await register.execute(CloseShift(CASHIER, print_paper=False))
        assert register.tape() == []

    run(tmp_path, scene)
