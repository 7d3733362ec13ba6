"""Answers, worked out by hand from the tables of the specification and of P1."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from drivers.model.ffd import FfdVersion
from drivers.pirit.request import Request
from drivers.pirit.requests import counters, device, document, info, items, marking, settings, status, storage
from drivers.pirit.requests.counters import Amounts, Corrections, Counts
from drivers.pirit.requests.document import Closed
from drivers.pirit.requests.info import CurrentReceipt, LastReceipt, WorkMode
from drivers.pirit.requests.marking import CodeCheck, MarkingState, Notices
from drivers.pirit.requests.status import Current, DocumentKind, Fatal, Flags, Locks, Printer, Reason, Stage
from drivers.pirit.requests.storage import (
    Archived,
    Exchange,
    Formats,
    Registered,
    ShiftOfStorage,
    StorageState,
    Warnings,
)

LAST = LastReceipt(
    kind=2, operations="0012", receipt=4, document=15, total=20000, discount=50, sign="7 1234567890", number=7
)
CHECKED = CodeCheck(result=15, reason=0, answer=1, processing=0, status=1)

# "|" = FS
ANSWERS: list[tuple[Request[Any], str, Any]] = [
    (status.flags(), "4|260|130|", Flags(Fatal.NO_STORAGE, Current.SHIFT_OPEN | Current.CLOSING_UNFINISHED, 2, 8)),
    (status.flags(), "0|0|200|", Flags(Fatal(0), Current(0), 8, 12)),
    (status.printer(), "6|", Printer.NO_PAPER | Printer.COVER_OPEN),
    (status.reason(), "1|20|", Reason(20)),
    (status.reason(), "1|20|Смена не открыта|", Reason(20, "Смена не открыта")),
    (status.reason(), "20|Смена не открыта|", Reason(20, "Смена не открыта")),
    (status.reason(), "20|", Reason(20)),
    (status.reason(), "1|", Reason(1)),
    (status.reason(), "1|Не начата|", Reason(1, "Не начата")),
    (status.reason(), "1|1|", Reason(1)),
    (status.locks(), "2|130|", Locks.NOT_FOUND | Locks.FULL),
    (status.locks(), "2|", Locks.NOT_FOUND),
    (counters.counts(Counts.SHIFT), "1|33|", (33,)),
    (counters.counts(Counts.DOCUMENTS), "7|1|2|3|4|5|6|", (1, 2, 3, 4, 5, 6)),
    (counters.amounts(Amounts.DOCUMENTS), "8|1.00|0.00||2.50|", (100, 0, 0, 250)),
    (counters.amounts(Amounts.SALES), "3|" + "1.00|" * 16, (100,) * 16),
    (counters.amounts(Amounts.SALES), "3.00|" * 16, (300,) * 16),
    (counters.corrections(), "18|2|1.00|2.00|", Corrections(2, (100, 200))),
    (counters.corrections(), "2|1.00|2.00|3.00|0|0|", Corrections(2, (100, 200, 300, 0, 0))),
    (info.serial(), "1|0491001234|", "0491001234"),
    (info.serial(), "0491001234|", "0491001234"),
    (info.firmware(), "2|665|", "665"),
    (info.last_operation(), "5|010226|093100|", datetime.fromisoformat("2026-02-01T09:31")),
    (info.last_operation(), "010226|093100|", datetime.fromisoformat("2026-02-01T09:31")),
    (info.last_operation(), "5|||", None),
    (info.cash(), "7|-1.50|", -150),
    (info.grand_totals(), "12|1|2|3|4.05|", (100, 200, 300, 405)),
    (info.storage_end(), "14|010227|400|", date(2027, 2, 1)),
    (info.is_narrow(), "16|1|", True),
    (info.columns(), "18|44|", 44),
    (info.model(), "21|5|", 5),
    (info.work_mode(), "23|3|32|2|", WorkMode(3, 32, 2)),
    (info.firmware_version(), "70|665.3.0|", "665.3.0"),
    (info.current_receipt(), "1|200.00|0.50|0|", CurrentReceipt(20000, 50)),
    (info.last_receipt(), "2|2|0012|4|15|200.00|0.50|0|7 1234567890|7|", LAST),
    (info.last_receipt(), "2|0012|4|15|200.00|0.50|0|7 1234567890|7|", LAST),
    (info.service(info.Service.BATTERY), "7|3000|", 3000),
    (settings.read_setting(32), "НАЛИЧНЫМИ|", "НАЛИЧНЫМИ"),
    (settings.read_rate(0), "22.00|", Decimal("22.00")),
    (settings.read_clock(), "221126|090507|", datetime.fromisoformat("2026-11-22T09:05:07")),
    (settings.read_clock(), "000000|000000|", None),
    (device.is_drawer_open(), "1|", True),
    (document.close_document(), "15|12|", Closed(15, "12")),
    (document.close_document(), "15|12||0|0|0|0|||", Closed(15, "12")),
    (items.add_item(items.Item(name="Ч", quantity=Decimal(1), price=1, tax=0)), "", Decimal(0)),
    (items.item_extras(items.Extras()), "Unrecogn|", False),
    (items.item_extras(items.Extras()), "GS1|", True),
    (items.item_extras(items.Extras()), "", True),
    (storage.number(), "1|9999078900012345|", "9999078900012345"),
    (storage.state(), "2|35|4|9|", StorageState(35, 4, Warnings.KEY_3_DAYS | Warnings.OFD_LATE)),
    (storage.last_document(), "3|3|", 3),
    (storage.last_document(), "3|", 3),
    (storage.shift(), "6|6|1|5|", ShiftOfStorage(6, True, 5)),
    (storage.shift(), "6|0|5|", ShiftOfStorage(6, False, 5)),
    (storage.exchange(), "7|2|3|41|010226|0931|", Exchange(2, 3, 41, datetime.fromisoformat("2026-02-01T09:31"))),
    (storage.exchange(), "7|0|0|0|", Exchange(0, 0, 0, None)),
    (storage.find_document(7), "15|3|256|", Archived(3, 256)),
    (storage.read_block(0, 4), "16|1204040a|", b"\x12\x04\x04\n"),
    (
        storage.registration(),
        "19|1|1234567890|010226|093100|",
        Registered(1, 1234567890, datetime.fromisoformat("2026-02-01T09:31")),
    ),
    (storage.formats(), "22|2|4|", Formats(FfdVersion.V1_05, FfdVersion.V1_2)),
    (storage.formats(), "9|4|", Formats(None, FfdVersion.V1_2)),
    (marking.check_code(b"1", 1, Decimal(1), 0), "1|15|0|1|0|1|", CHECKED),
    (marking.check_code(b"1", 1, Decimal(1), 0), "1|3|0||||", CodeCheck(result=3, reason=0)),
    (marking.check_code(b"1", 1, Decimal(1), 0), "1|0|2|", CodeCheck(result=0, reason=2)),
    (marking.decide(accept=True), "2|15|", 15),
    (marking.needs_check(b"1"), "16|1|", True),
    (marking.needs_check(b"1"), "0|", False),
    (
        marking.state(),
        "0|1|0|255|2|1|0|",
        MarkingState(check=1, notice=0, allowed=255, checked=2, bound=1, fullness=0),
    ),
    (
        marking.notices(),
        "6|2|5|41|010226|0931|7|",
        Notices(state=2, queue=5, first=41, since=datetime.fromisoformat("2026-02-01T09:31"), full=7),
    ),
]


@pytest.mark.parametrize(
    ("request_", "said", "value"), ANSWERS, ids=[f"{r.name} {said[:20]}" for r, said, _ in ANSWERS]
)
def test_answers(request_: Request[Any], said: str, value: Any) -> None:
    assert request_.read(said.encode("cp866").replace(b"|", b"\x1c")) == value


@pytest.mark.parametrize(
    ("request_", "said", "value"), ANSWERS, ids=[f"{r.name} {said[:20]}" for r, said, _ in ANSWERS]
)
def test_answers_cut_short_raise_nothing_but_value_error(request_: Request[Any], said: str, value: Any) -> None:
    parts = said.split("|")[:-1]
    for left in range(len(parts)):
        for data in ("|".join(parts[:left]), "|".join([*parts[:left], "x|"])):
            try:
                request_.read(data.encode("cp866").replace(b"|", b"\x1c"))
            except ValueError:
                continue


def test_what_the_flags_mean() -> None:
    now = Flags(Fatal(0), Current(0), DocumentKind.SALE, Stage.RECORDED)
    assert now.document_open
    assert not Flags(Fatal(0), Current(0), 0, 0).document_open


def test_what_the_state_of_the_storage_means() -> None:
    fiscal = StorageState(0x23, 0, Warnings(0))
    assert (fiscal.phase, fiscal.fiscal, fiscal.closed, fiscal.shift_open) == (3, True, False, True)
    assert StorageState(0x07, 0, Warnings(0)).closed
    assert StorageState(0x0F, 0, Warnings(0)).closed
