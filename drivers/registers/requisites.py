"""A document found by its requisites, where the register tells nothing shorter. Source: spec/ffd.md 2."""

from collections.abc import Sequence

from drivers.fiscal.tlv import Item
from drivers.model.ffd import DocumentForm, ReceiptType
from drivers.registers.known import Found

_WITH_SUMS = (DocumentForm.RECEIPT, DocumentForm.CORRECTION)


def found(number: int, form: DocumentForm, items: Sequence[Item]) -> Found | None:
    """None where they are of another document (1040), have no time, or make no sense."""
    try:
        return _found(number, form, {item.tag: item for item in items})
    except (KeyError, ValueError, OverflowError):
        return None


def _found(number: int, form: DocumentForm, known: dict[int, Item]) -> Found | None:
    if known[1040].number() != number:
        return None
    has_sums = form in _WITH_SUMS
    return Found(
        number=number,
        form=form,
        time=known[1012].time().replace(tzinfo=None),
        sign=int.from_bytes(known[1077].raw[-4:], "big") if 1077 in known else 0,
        type=ReceiptType(known[1054].number()) if has_sums and 1054 in known else None,
        total=known[1020].number() if has_sums and 1020 in known else None,
        shift=known[1038].number() if 1038 in known else 0,
        number_in_shift=known[1042].number() if has_sums and 1042 in known else 0,
    )
