"""A document read back from the archive of a ФН: its requisites become a DocumentCopy. Source: spec/ffd.md 2."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from drivers.fiscal import copy_text, ofd_links, qr
from drivers.fiscal.tlv import Item
from drivers.model.document import Payments
from drivers.model.ffd import DocumentForm, ReceiptType, TaxSystem, VatRate
from drivers.model.outcome import CopyRow, DocumentCopy, FiscalDocument
from drivers.model.state import Registration

_RECEIPTS = frozenset({DocumentForm.RECEIPT, DocumentForm.CORRECTION})
_PAYMENTS = (1031, 1081, 1215, 1216, 1217)  # in the order of Payments


def copy_of(
    found: FiscalDocument, requisites: Sequence[Item], registration: Registration, columns: int
) -> DocumentCopy:
    """`found`: what is known of the document beside its requisites, which add to it and never contradict it.

    `registration` is that of the register: it stands in for what a document of an older format does not repeat.
    `columns`: the width of the text. Raises ValueError for a requisite whose bytes do not suit it.
    """
    known = _by_tag(requisites)
    document = completed(found, requisites, registration)
    return DocumentCopy(
        document=document,
        text=copy_text.text(document, requisites, registration, columns),
        cashier=_text(known, 1021),
        cashier_inn=_text(known, 1203).strip(),
        tax_system=tax_system(known[1055]) if 1055 in known else None,
        client_address=_text(known, 1008),
        sender_email=_text(known, 1117),
        place=_text(known, 1187) or registration.place,
        rows=tuple(_row(item) for item in requisites if item.tag == 1059),
        payments=payments(requisites) if document.form in _RECEIPTS else None,
    )


def completed(found: FiscalDocument, requisites: Sequence[Item], registration: Registration) -> FiscalDocument:
    """The document with its shift, its place in it, its type and total, and what a buyer checks it by."""
    known = _by_tag(requisites)
    kind = ReceiptType(known[1054].number()) if 1054 in known else None
    document = replace(
        found,
        shift=found.shift or _number(known, 1038),
        number_in_shift=found.number_in_shift or _number(known, 1042),
        receipt_type=found.receipt_type or kind,
        total=found.total if found.total is not None or 1020 not in known else known[1020].number(),
    )
    document = replace(document, qr=found.qr or _qr(document))
    return replace(document, url=found.url or ofd_links.link(registration, document))


def _qr(document: FiscalDocument) -> str:
    return qr.text(
        time=document.time,
        storage=document.storage,
        document=document.number,
        sign=document.sign,
        total=document.total,
        receipt_type=document.receipt_type,
    )


def payments(requisites: Sequence[Item]) -> Payments:
    """What was paid, by kind; `cash` is what stayed in the drawer (1031)."""
    known = _by_tag(requisites)
    return Payments(*(_number(known, tag) for tag in _PAYMENTS))


def tax_system(mask: Item) -> TaxSystem | None:
    """1055: one bit; None for what is none."""
    number = mask.number()
    return next((system for system in TaxSystem if number == 1 << system.value), None)


def _row(item: Item) -> CopyRow:
    known = _by_tag(item.children())
    return CopyRow(
        name=_text(known, 1030),
        quantity=known[1023].decimal() if 1023 in known else Decimal(0),
        amount=_number(known, 1043),
        vat=VatRate(_number(known, 1199)) if 1199 in known else VatRate.NO_VAT,
    )


def _by_tag(requisites: Sequence[Item]) -> Mapping[int, Item]:
    """The first of each."""
    return {item.tag: item for item in reversed(requisites)}


def _text(known: Mapping[int, Item], tag: int) -> str:
    return known[tag].text() if tag in known else ""


def _number(known: Mapping[int, Item], tag: int) -> int:
    return known[tag].number() if tag in known else 0
