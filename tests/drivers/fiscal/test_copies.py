"""Documents read back from a ФН: what they say, and how they look as text."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.fiscal import copies, tlv
from drivers.fiscal.check import check
from drivers.fiscal.documents import receipt as body_of
from drivers.fiscal.tlv import Item
from drivers.model.document import Payments
from drivers.model.ffd import DocumentForm, FfdVersion, ReceiptType, TaxSystem, VatRate
from drivers.model.outcome import CopyRow, DocumentCopy, FiscalDocument
from drivers.model.state import Registration
from tests.drivers.fiscal.full import EVERY, FULL
from tests.drivers.fiscal.samples import NOON, REGISTRATION, correction, header, position, receipt, rules

FOUND = FiscalDocument(
    form=DocumentForm.RECEIPT, number=4711, sign=2749281507, time=NOON, storage="9999078900001234", shift=0
)
ROWS = (
    position(name="Чай чёрный", quantity=Decimal(2), price=12345, amount=24690),
    position(name="Хлеб", amount=5000, price=10000, quantity=Decimal("0.5"), vat=VatRate.VAT_10),
)


def requisites(document: bytes) -> list[Item]:
    (envelope,) = tlv.parse(document)
    return envelope.children()


def written(ffd: str = "1.2", **changes: object) -> list[Item]:
    paid = Payments(cash=20000, electronic=10000)
    settled = check(receipt(*ROWS, payments=paid, client_address="a@b.ru", **changes), rules(ffd))
    return requisites(body_of(header(settled.form, ffd), settled))


def copied(items: list[Item], columns: int = 48) -> DocumentCopy:
    return copies.copy_of(FOUND, items, REGISTRATION, columns)


def test_what_a_receipt_says() -> None:
    copy = copied(written())
    assert copy.cashier == "Кассир Петрова"
    assert copy.cashier_inn == "500100732259"
    assert copy.tax_system is TaxSystem.GENERAL
    assert copy.client_address == "a@b.ru"
    assert copy.sender_email == "shop@example.org"
    assert copy.place == "Касса 2"
    assert copy.payments == Payments(cash=19690, electronic=10000)
    assert copy.rows == (
        CopyRow("Чай чёрный", Decimal(2), 24690, VatRate.VAT_22),
        CopyRow("Хлеб", Decimal("0.5"), 5000, VatRate.VAT_10),
    )


def test_the_document_is_completed_from_its_requisites() -> None:
    document = copied(written()).document
    assert (document.shift, document.number_in_shift) == (23, 117)
    assert (document.receipt_type, document.total) == (ReceiptType.SALE, 29690)
    assert document.qr == "t=20261115T1530&s=296.90&fn=9999078900001234&i=4711&fp=2749281507&n=1"


def test_what_was_known_before_is_never_contradicted() -> None:
    known = FiscalDocument(
        **{name: getattr(FOUND, name) for name in ("form", "number", "sign", "time", "storage")}, shift=7, total=1
    )
    assert copies.completed(known, written(), REGISTRATION).shift == 7
    assert copies.completed(known, written(), REGISTRATION).total == 1


def test_the_text_is_as_on_paper() -> None:
    rows = copied(written(), 40).text.split("\r\n")
    assert rows[-1] == ""
    assert "КАССОВЫЙ ЧЕК" in [row.strip() for row in rows]
    for left, right in (
        ("2 шт. * 123.45", "=246.90"),
        ("ИТОГ", "=296.90"),
        ("НАЛИЧНЫМИ", "=196.90"),
        ("БЕЗНАЛИЧНЫМИ", "=100.00"),
        ("КАССИР", "Кассир Петрова"),
        ("СМЕНА 23", "ЧЕК 117"),
        ("15.11.26 15:30", "ВЕРСИЯ ФФД 1.2"),
        ("РН ККТ", "0149060006035849"),
        ("ФН", "9999078900001234"),
        ("ФД 4711", "ФП 2749281507"),
    ):
        assert left + right.rjust(40 - len(left)) in rows


def test_a_correction_tells_why() -> None:
    settled = check(correction(), rules("1.05"))
    items = requisites(body_of(header(DocumentForm.CORRECTION, "1.05"), settled))
    text = copies.copy_of(FOUND, items, REGISTRATION, 48).text
    assert "САМОСТОЯТЕЛЬНО" in text
    assert "14.11.26" in text
    assert "Кассир ошибся" in text


@pytest.mark.parametrize("key", EVERY, ids=lambda key: f"{key[0]} {key[1].value}")
def test_nothing_of_any_document_is_lost_and_no_row_is_too_long(key: tuple[str, FfdVersion]) -> None:
    (envelope,) = tlv.parse(EVERY[key])
    found = FiscalDocument(
        form=DocumentForm(envelope.tag), number=4711, sign=1, time=NOON, storage="9999078900001234", shift=0
    )
    text = copies.copy_of(found, envelope.children(), FULL, 32).text
    assert max(map(len, text.split("\r\n"))) <= 32
    flat = "".join(text.split())
    for told in _texts(envelope.children()):
        assert "".join(told.split()) in flat


def _texts(items: list[Item]) -> list[str]:
    """All strings a document holds, nested ones too, that can stand on paper."""
    found = []
    for item in items:
        kind = tlv.TAGS[item.tag].kind
        if kind is tlv.Kind.STLV:
            found += _texts(item.children())
        elif kind is tlv.Kind.STRING and item.text().isprintable() and item.tag not in (2000, 1060):
            found.append(item.text())
    return found


def test_a_document_that_tells_nothing_is_known_by_its_numbers() -> None:
    copy = copies.copy_of(FOUND, [], Registration(), 40)
    assert copy.document.number == 4711
    assert copy.payments == Payments()
    assert "ФП 2749281507" in copy.text


@given(st.binary(max_size=60))
def test_damaged_requisites_are_a_value_error(junk: bytes) -> None:
    items = [Item(1059, junk), Item(1020, junk), Item(1055, junk)]
    try:
        copied(items)
    except ValueError:
        return
    assert junk  # an empty number cannot be read
