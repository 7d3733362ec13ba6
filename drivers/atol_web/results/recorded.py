"""A document that was just recorded. Source: spec/atol-web.md 4.1."""

from dataclasses import dataclass

from drivers.atol_web.results.moments import wall_clock
from drivers.errors import FrameError
from drivers.http_service.fields import Fields
from drivers.registers.known import Found


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """`document`: None where the answer does not tell it; its form is left to whoever asked.

    `not_printed`: it is in the ФН, but its paper is not whole: nothing is to be sold again, `continuePrint` follows.
    """

    document: Found | None
    storage: str = ""  # 1041
    not_printed: bool = False


def recorded(result: Fields) -> Recorded:
    """Raises FrameError for numbers that are none."""
    told = result.part("fiscalParams")
    return Recorded(
        document=None if told is None else _document(told),
        storage=told.text("fnNumber") if told else "",
        not_printed=result.inner("warnings").flag("notPrinted"),
    )


def _document(told: Fields) -> Found | None:
    """Without number or time there is nothing to go by."""
    number, time = told.whole("fiscalDocumentNumber"), wall_clock(told, "fiscalDocumentDateTime")
    if number < 0:
        raise FrameError("не читается поле fiscalDocumentNumber")
    if not number or time is None:
        return None
    return Found(
        number=number,
        form=None,
        time=time,
        sign=told.whole("fiscalDocumentSign"),  # a string of digits
        total=told.kopecks("total") if "total" in told else None,
        shift=told.whole("shiftNumber"),
        number_in_shift=told.whole("fiscalReceiptNumber"),
    )
