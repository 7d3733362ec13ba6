"""A copy is never a fiscal document of its own."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import get_args

import pytest

from drivers.errors import Fault
from drivers.model import command as commands
from drivers.model.command import Command, PrintDocument, PrintLabels, ReadDocument, RegisterReceipt
from drivers.model.document import (
    BarcodeLine,
    BarcodeStyle,
    Line,
    MarkingCode,
    Payments,
    PictureLine,
    Position,
    Receipt,
    Symbology,
    TextLine,
)
from drivers.model.ffd import DocumentForm, ReceiptType
from drivers.model.label import Template
from drivers.model.outcome import FiscalDocument, Outcome
from drivers.model.state import DeviceKind, DeviceState
from kkmserver.dispatch import copies
from kkmserver.dispatch.copies import NoCopy
from kkmserver.dispatch.order import DeviceView
from kkmserver.store import own
from kkmserver.store.record import DeviceRow, Failure, Record, State
from tests.kkmserver.store.entries import NOON, entry

STORAGE = "9999078900000001"
DOCUMENT = FiscalDocument(
    form=DocumentForm.RECEIPT, number=12, sign=77, time=datetime(2026, 11, 22, 15, 4, tzinfo=UTC), storage=STORAGE,
    shift=3, total=15000,
)  # fmt: skip
TEA = Position(name="Чай", quantity=Decimal("1.5"), price=10000, amount=15000, marking=MarkingCode(code="010\x1d93"))
RECEIPT = RegisterReceipt(
    Receipt(type=ReceiptType.SALE, lines=(TextLine("Спасибо"), TEA), payments=Payments(cash=20000))
)
ROWS: tuple[Line, ...] = (
    TextLine("Заказ", bold=True),
    BarcodeLine(Symbology.QR, "7", BarcodeStyle(level="M")),
    PictureLine(b"\x89PNG\x00\xff"),
)
LABELS = PrintLabels(Template(name="t", width=Decimal(9), height=Decimal(9), elements=(), defaults={}), ({},))


def record(state: State = State.DONE, document: FiscalDocument | None = None) -> Record:
    return Record(row=1, entry=entry("a", device=10), member=2, state=state, outcome=Outcome(document=document))


def register(storage: str = STORAGE, *can: type) -> DeviceView:
    return DeviceView(
        number=2,
        name="Касса",
        driver="test",
        kind=DeviceKind.REGISTER,
        type_id="",
        model="",
        row=DeviceRow(number=2, guid="", added_at=NOON, active=True),
        online=True,
        active=True,
        waiting=0,
        state=DeviceState(online=True, storage=storage),
        commands=frozenset(can or {ReadDocument}),
    )


def copied(record: Record, command: Command | None, device: DeviceView | None = None) -> Command:
    """As the device is given it; and the journal holds just that."""
    order = copies.order(record, command, device, "10.0.0.7 Admin", "r-1")
    assert (order.client, order.request_id, order.target.number) == ("10.0.0.7 Admin", "r-1", 2)
    assert order.id != record.entry.id
    assert own.decode(order.request, NOON) == order.command
    return order.command


def test_the_archive_prints_it_where_it_is() -> None:
    assert copied(record(document=DOCUMENT), RECEIPT, register()) == ReadDocument(12, 1)
    assert copied(record(document=DOCUMENT), None, register()) == ReadDocument(12, 1)  # no request needed


@pytest.mark.parametrize(
    "device",
    [
        None,
        register("9999078900000002"),
        register(STORAGE, RegisterReceipt),
        replace(register(), kind=DeviceKind.RECEIPT_PRINTER),
    ],
)
def test_elsewhere_a_plain_document_says_what_it_is(device: DeviceView | None) -> None:
    """The number in another ФН would be another document's."""
    printed = copied(record(document=DOCUMENT), RECEIPT, device)
    assert isinstance(printed, PrintDocument)
    head, thanks, tea, *rest, foot = printed.lines
    assert isinstance(head, TextLine)
    assert isinstance(foot, TextLine)
    assert "КОПИЯ" in head.text
    assert (thanks, tea) == (TextLine("Спасибо"), TEA)
    assert [line.text for line in rest if isinstance(line, TextLine)] == [
        "ИТОГ<#0#>150.00", "НАЛИЧНЫМИ<#0#>200.00", "22.11.2026 15:04", f"ФН {STORAGE} ФД 12 ФП 0000000077",
    ]  # fmt: skip
    assert "не кассовый чек" in foot.text


def test_a_plain_document_again_with_all_its_rows() -> None:
    printed = copied(record(), PrintDocument(ROWS, copies=3))
    assert isinstance(printed, PrintDocument)
    assert (printed.lines[1:-1], printed.copies) == (ROWS, 0)


def test_nothing_else_is_ever_sent() -> None:
    harmless = {PrintDocument, ReadDocument}
    for kind in {*get_args(Command)} - {type(RECEIPT), PrintDocument}:
        bare = object.__new__(kind)  # whatever is in it must not matter
        if kind is commands.RegisterBottles:
            bare = kind(RECEIPT.receipt)
        for device in (None, register()):
            for document in (None, DOCUMENT):
                with suppress(NoCopy):
                    assert type(copied(record(document=document), bare, device)) in harmless, kind


@pytest.mark.parametrize(
    ("found", "command", "why"),
    [
        (record(State.QUEUED), RECEIPT, "ещё не выполнена"),
        (record(State.RUNNING), RECEIPT, "ещё не выполнена"),
        (record(State.FAILED), RECEIPT, "не выполнена"),
        (record(State.UNKNOWN, DOCUMENT), RECEIPT, "решите"),
        (record(), None, "не хранится"),
        (record(), LABELS, "На этикетке"),
        (record(), commands.XReport(), "нет документа"),
    ],
)
def test_where_there_is_none(found: Record, command: Command | None, why: str) -> None:
    failure = Failure(code="x", text="x", fault=Fault.STATE, nothing_sent=True)
    with pytest.raises(NoCopy, match=why):
        copies.order(replace(found, failure=failure), command, register(), "", "")
