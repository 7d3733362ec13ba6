"""The sales journal: read into the service, then fetched. Source: spec/mercury.md 3, 4.

Whether it is kept in ordinary till mode is unknown, and so is whether `shifts` is one object or a list: both are read.
How `GetProgress` tells its progress is unknown too: it is asked, and the journal is fetched when it answers well.
"""

from collections.abc import Iterator
from functools import partial

from drivers.errors import FrameError
from drivers.http_service.fields import Fields
from drivers.mercury.numbers import CHECK_TYPES, CORRECTION, moment
from drivers.mercury.request import Patience, Request, nothing
from drivers.model.ffd import DocumentForm
from drivers.registers.known import Found

_TYPES = {code: kind for kind, code in CHECK_TYPES.items()}


def read_sales() -> Request[None]:
    return Request(name="ReadSales", read=nothing, patience=Patience.DOCUMENT)


def progress() -> Request[None]:
    return Request(name="GetProgress", read=nothing)


def sales(storage: str) -> Request[tuple[Found, ...]]:
    """Receipts of this ФН that were not annulled, in the order of the journal, which may go on through several ФН."""
    return Request(name="GetSales", read=partial(_sales, storage), patience=Patience.DOCUMENT)


def stop() -> Request[None]:
    """End a long reading."""
    return Request(name="BreakOperation", read=nothing)


def _sales(storage: str, answer: Fields) -> tuple[Found, ...]:
    """Raises FrameError for a kind of receipt that nobody has listed."""
    shifts = [shift for shift in _shifts(answer) if shift.text("fnNum") == storage]
    found = (_receipt(check, shift) for shift in shifts for check in shift.parts("checks"))
    return tuple(one for one in found if one is not None)


def _shifts(answer: Fields) -> Iterator[Fields]:
    try:
        yield from answer.parts("shifts")
    except FrameError:
        yield answer.inner("shifts")


def _receipt(check: Fields, shift: Fields) -> Found | None:
    number, time, code = check.whole("fiscalDocNum"), moment(check, "dateTime"), check.whole("checkType")
    if check.flag("annulled") or number <= 0 or time is None:
        return None
    if code % CORRECTION not in _TYPES or not 0 <= code < 2 * CORRECTION:
        raise FrameError("не читается поле checkType")
    return Found(
        number=number,
        form=DocumentForm.CORRECTION if code >= CORRECTION else DocumentForm.RECEIPT,
        time=time,
        sign=check.whole("fiscalSign"),
        type=_TYPES[code % CORRECTION],
        total=check.whole("total"),
        shift=shift.whole("num"),
        number_in_shift=check.whole("num"),
    )
