"""Whatever is asked of it: nothing but KkmError comes out, and the ФН stays whole. Random commands in every version."""

import sqlite3
import tempfile
from collections import Counter
from collections.abc import Awaitable
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drivers.errors import KkmError
from drivers.model import command as commands
from drivers.model import money
from drivers.model.command import CloseShift, Command, OpenShift, RegisterReceipt, XReport
from drivers.model.document import BarcodeLine, Cashier, PictureLine, Receipt, Symbology, TextLine
from drivers.model.ffd import ReceiptType, ShiftState
from drivers.model.outcome import Outcome
from drivers.virtual.kkt import VirtualKkt
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
    st.sampled_from([commands.ReadState(), commands.ReadLineLength(), commands.PrintRuler()]),
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


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(any_command, min_size=1, max_size=8), st.sampled_from(["1.0", "1.05", "1.2"]))
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
        numbers = [number for (number,) in db.execute("SELECT number FROM documents ORDER BY number")]
        (last,) = db.execute("SELECT last_document FROM counters").fetchone()
    return numbers, last


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
