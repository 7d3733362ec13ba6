"""Whatever is asked of it: nothing but KkmError comes out, and the ФН stays whole. Random commands in every version."""

import json
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Awaitable
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from drivers.errors import KkmError
from drivers.model import command as commands
from drivers.model import money
from drivers.model.command import CloseShift, Command, OpenShift, RegisterReceipt, XReport
from drivers.model.document import BarcodeLine, Cashier, MarkingCode, PictureLine, Receipt, Symbology, TextLine
from drivers.model.ffd import FfdVersion, ReceiptType, ShiftState, TaxSystem
from drivers.model.marking import MarkingQuestion
from drivers.model.outcome import Outcome
from drivers.model.registration import RegisterDevice, RegistrationStep
from drivers.model.state import Registration
from drivers.virtual.kkt import VirtualKkt
from drivers.virtual.options import VirtualKktOptions
from tests.drivers.fiscal import hostile
from tests.drivers.virtual.shop import run, sale, tea
from tests.drivers.virtual.test_totals import NAMES, printed

_T = TypeVar("_T")
cashiers = st.builds(Cashier, hostile.texts, hostile.texts) | st.just(Cashier("Петрова А.И."))
counts = st.integers(-1, 3) | st.integers(-(2**70), 2**70)
own_rows = (
    st.builds(TextLine, hostile.texts, counts, counts)
    | st.builds(BarcodeLine, st.sampled_from(Symbology), hostile.texts | st.sampled_from(["96385074", "Чай 1"]))
    | st.builds(PictureLine, st.binary(max_size=80))
)


@st.composite
def receipts(draw: st.DrawFn) -> RegisterReceipt:
    """Positions with the client's own rows between them."""
    receipt: Receipt = draw(hostile.receipts())
    if draw(st.booleans()):
        return RegisterReceipt(receipt)
    lines = (*receipt.lines, *draw(st.lists(own_rows, max_size=2)))
    return RegisterReceipt(replace(receipt, lines=lines, copies=draw(counts)))


marks = st.builds(MarkingCode, code=hostile.texts, has_serial=st.booleans(), gtin=hostile.texts, serial=hostile.texts)
questions = st.builds(
    MarkingQuestion, marking=marks, name=hostile.texts, quantity=hostile.quantities, measure=hostile.numbers
)


def built(kind: type[Command], *fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Command]:
    return st.builds(kind, *fields)


amounts = st.integers(1, 10**6) | hostile.numbers
any_command: st.SearchStrategy[Command] = st.one_of(
    receipts(),
    receipts(),
    built(commands.OpenShift, cashiers, st.booleans()),
    built(commands.CloseShift, cashiers, st.booleans()),
    built(commands.XReport, cashiers),
    built(commands.OfdReport, cashiers),
    built(commands.CashIn, amounts, cashiers),
    built(commands.CashOut, amounts, cashiers),
    built(commands.OpenDrawer, cashiers),
    built(commands.PrintDocument, st.lists(own_rows, max_size=3).map(tuple), counts),
    built(commands.ReadDocument, counts, counts),
    built(commands.CheckMarking, st.lists(questions, max_size=2).map(tuple)),
    st.sampled_from([commands.ReadState(), commands.ReadLineLength(), commands.PrintRuler()]),
    st.sampled_from([commands.ReadCounters(), commands.ContinuePrint()]),
)


class Ledger:
    """What the answers say the ФН must hold."""

    def __init__(self) -> None:
        self.last, self.drawer = 1, 0
        self.sums: Counter[ReceiptType] = Counter()
        self.counts: Counter[ReceiptType] = Counter()

    def write(self, command: Command, outcome: Outcome) -> None:
        document = outcome.document
        if isinstance(command, RegisterReceipt):
            assert document is not None
            assert document.total is not None
            assert outcome.payments is not None
            kind = command.receipt.type
            assert document.number - self.last in (1, 2)  # a shift may have been opened on the way
            if document.number_in_shift == 1:
                self.begin()
            if command.receipt.correction is None:
                self.sums[kind] += document.total
                self.counts[kind] += 1
            into = kind in (ReceiptType.SALE, ReceiptType.PURCHASE_RETURN)
            self.drawer += outcome.payments.cash if into else -outcome.payments.cash
        elif document is not None:
            assert document.number == self.last + 1
        self.last = document.number if document else self.last
        if isinstance(command, CloseShift):
            self.begin()
        self.drawer += command.amount if isinstance(command, commands.CashIn) else 0
        self.drawer -= command.amount if isinstance(command, commands.CashOut) else 0

    def begin(self) -> None:
        self.sums.clear()
        self.counts.clear()

    def agrees_with(self, report: str) -> None:
        for kind, name in NAMES.items():
            assert printed(report, f"{name}: {self.counts[kind]}") == money.text(self.sums[kind])
        assert printed(report, "НАЛИЧНЫХ В КАССЕ") == money.text(self.drawer)


async def answered(answer: Awaitable[_T]) -> _T | KkmError:
    try:
        return await answer
    except KkmError as error:
        return error


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(any_command, min_size=1, max_size=8), st.sampled_from(["1.0", "1.05", "1.1", "1.2"]))
def test_only_kkm_errors_and_a_whole_storage(asked: list[Command], ffd: str) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        ledger = Ledger()
        for command in asked:
            mark = await kkt.mark()
            answer = await answered(kkt.execute(command))
            if isinstance(answer, KkmError):
                assert answer.text
                assert answer.nothing_sent
                assert await kkt.mark() == mark
            else:
                ledger.write(command, answer)
        for sheet in kkt.tape():
            sheet.text()
        state = await kkt.state()
        assert (state.last_document, state.cash) == (ledger.last, ledger.drawer)
        if state.shift is ShiftState.CLOSED:
            await kkt.execute(OpenShift())
            ledger.last += 1
        await kkt.execute(XReport())
        ledger.agrees_with(kkt.tape()[0].text())

    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), scene, ffd=ffd)
        numbers, last = recorded(Path(folder))
        assert numbers == list(range(1, last + 1))


def recorded(folder: Path) -> tuple[list[int], int]:
    """Numbers in the archive, and the counter."""
    with closing(sqlite3.connect(folder / "1" / "storage.sqlite3")) as db:
        numbers = [number for (number,) in db.execute("SELECT document FROM steps WHERE document ORDER BY number")]
        (counters,) = db.execute("SELECT counters FROM steps ORDER BY number DESC LIMIT 1").fetchone()
    return numbers, json.loads(counters)["last_document"]


@given(st.text(max_size=20) | st.integers(-5, 2**70).map("fd=1;op={}".format) | st.just("fd=1;op=" + "9" * 5000))
@settings(max_examples=30, deadline=None)
def test_any_mark_is_settled_or_refused(mark: str) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        await kkt.execute(sale())
        answer = await answered(kkt.settle(sale(), mark))
        assert not isinstance(answer, KkmError) or answer.text

    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), scene)


def test_quantities_at_the_edge_of_the_format(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        for number, count in enumerate(("0.000001", "9999999999", "123456789.123456")):
            done = await kkt.execute(sale(replace(tea(1), quantity=Decimal(count))))
            assert done.document is not None
            assert done.document.number == number + 3

    run(tmp_path, scene)


fields = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("organization", "address", "place", "sender_email", "ofd_name", "ofd_host"), hostile.texts),
        **{name: hostile.texts | st.just("7841465198") for name in ("ofd_inn", "inn", "number", "automatic_number")},
        **{name: st.booleans() for name in ("autonomous", "automatic", "internet", "gambling", "marking", "lottery")},
        "tax_systems": st.lists(st.sampled_from(TaxSystem), max_size=3).map(tuple),
        "agents": st.lists(st.integers(0, 6) | hostile.numbers, max_size=3).map(tuple),
    },
)


@st.composite
def registrations(draw: st.DrawFn) -> RegisterDevice:
    told = draw(fields)
    return RegisterDevice(
        step=draw(st.sampled_from(RegistrationStep)),
        registration=Registration(**told),
        given=frozenset(told),
        ffd=draw(st.none() | st.sampled_from(FfdVersion)),
        cashier=draw(cashiers),
    )


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(registrations(), min_size=1, max_size=6), st.sampled_from(["1.05", "1.2"]))
def test_any_registration_is_done_or_refused(asked: list[RegisterDevice], ffd: str) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        for command in asked:
            before, mark = await kkt.state(), await kkt.mark()
            answer = await answered(kkt.execute(command))
            after = await kkt.state()
            if isinstance(answer, KkmError):
                assert answer.nothing_sent
                assert (after, await kkt.mark()) == (before, mark)
            else:
                assert await kkt.settle(command, mark) == answer
                assert answer.document is not None
                assert after.last_document == answer.document.number
                assert after.storage == answer.document.storage
        for sheet in kkt.tape():
            sheet.text()

    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), scene, ffd=ffd)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        *(("ofd", "away"), ("ofd_delay", -1), ("ofd_delay", 604_801), ("ofd_inn", "1"), ("ofd_name", "я" * 257)),
        *(("ofd_link", "ftp://a"), ("ofd_link", "https://a/{b}"), ("agents", [7]), ("agents", [-1])),
        *(("marking_script", ["01=beautiful"]), ("marking_script", "01=good"), ("automatic_number", "1" * 21)),
    ],
)
def test_settings_that_cannot_be(option: str, value: object) -> None:
    options = TypeAdapter(VirtualKktOptions)
    options.validate_python({})
    with pytest.raises(ValidationError):
        options.validate_python({option: value})
