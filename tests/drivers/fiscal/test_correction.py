"""Corrections: spec/ffd.md 2.1 (form 31), 4 (1054), 15 (5, 11); spec/kkmserver.md 3.9.3."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from drivers.errors import RequestRefused
from drivers.fiscal import documents
from drivers.fiscal.check import check
from drivers.fiscal.settled import Settled
from drivers.fiscal.tlv import Item
from drivers.model.document import Correction, Payments, Receipt
from drivers.model.ffd import DocumentForm, ReceiptType, VatRate
from tests.clock import MOSCOW
from tests.drivers.fiscal.samples import all_of, correction, header, opened, position, rules, tags

WHY = Correction(date=date(2026, 11, 14), number="12")


def written(done: Settled, ffd: str) -> Item:
    return opened(documents.receipt(header(DocumentForm.CORRECTION, ffd), done))


def sums(*vat: tuple[VatRate, int], total: int | None = 10000, **changes: Any) -> Correction:
    return replace(WHY, total=total, vat=vat, **changes)


def refusal(asked: Receipt, ffd: str = "1.2") -> str:
    with pytest.raises(RequestRefused) as caught:
        check(asked, rules(ffd))
    return caught.value.text


@pytest.mark.parametrize("ffd", ["1.0", "1.05"])
def test_sums_alone(ffd: str) -> None:
    done = check(correction(payments=Payments(cash=4000, electronic=6000)), rules(ffd))
    assert (done.form, done.items, done.total, done.warnings) == (DocumentForm.CORRECTION, (), 10000, ())
    assert (done.received, done.change) == (4000, 0)
    found = written(done, ffd)
    assert found.tag == 31
    assert not tags(found) & {1059}
    assert [found.child(tag).number() for tag in (1054, 1020, 1031, 1081, 1104)] == [1, 10000, 4000, 6000, 0]
    (rate,) = found.child(1115).children()
    assert (rate.child(1199).number(), rate.child(1120).number()) == (11, 1803)


@pytest.mark.parametrize("day", [date(2, 1, 1), date(1969, 12, 31)])
def test_a_day_that_no_storage_can_hold(day: date) -> None:
    for ffd in ("1.05", "1.2"):
        text = refusal(correction(why=replace(WHY, date=day)), ffd)
        assert text.startswith(f"Дата коррекции {day.day:02}.{day.month:02}.{day.year:04}: укажите день")
    check(correction(position(), why=replace(WHY, date=date(1970, 1, 1))), rules())


def test_a_number_of_no_readable_sign_is_none() -> None:
    done = check(
        correction(why=replace(WHY, number="\x01\u200b", total=10000, vat=((VatRate.NO_VAT, 10000),))), rules("1.05")
    )
    assert "записано «б/н»" in done.warnings[0]
    assert written(done, "1.05").child(1174).child(1179).text() == "б/н"


def test_base_of_a_correction() -> None:
    done = check(correction(), rules("1.05"))
    found = written(done, "1.05")
    assert found.child(1173).raw == b"\x00"
    base = found.child(1174)
    assert (base.child(1177).text(), base.child(1179).text()) == ("Кассир ошибся", "12")
    assert base.child(1178).time() == datetime(2026, 11, 14)  # noqa: DTZ001


@pytest.mark.parametrize(("ffd", "number"), [("1.05", ["12"]), ("1.1", []), ("1.2", [])])
def test_number_of_the_base_document(ffd: str, number: list[str]) -> None:
    """From ФФД 1.1 on 1179 is of an order of the tax office alone."""
    done = check(correction(position()), rules(ffd))
    base = written(done, ffd).child(1174)
    assert [item.text() for item in all_of(base, 1179)] == number
    assert any("Номер документа-основания не записан" in text for text in done.warnings) is (not number)


@pytest.mark.parametrize("ffd", ["1.05", "1.1", "1.2"])
def test_correction_by_order(ffd: str) -> None:
    done = check(correction(position(), why=replace(WHY, by_order=True)), rules(ffd))
    assert done.warnings == ()
    found = written(done, ffd)
    assert (found.child(1173).number(), found.child(1174).child(1179).text()) == (1, "12")
    text = refusal(correction(position(), why=replace(WHY, by_order=True, number=" ")), ffd)
    assert text == "Коррекция по предписанию: укажите номер предписания налоговой"


def test_a_paper_without_a_number() -> None:
    done = check(correction(why=sums((VatRate.NO_VAT, 10000), number="")), rules("1.05"))
    assert done.warnings == ("Не указан номер документа, по которому сделана коррекция: записано «б/н»",)
    assert written(done, "1.05").child(1174).child(1179).text() == "б/н"


@pytest.mark.parametrize("kind", ReceiptType)
@pytest.mark.parametrize("ffd", ["1.05", "1.1", "1.2"])
def test_kinds_by_version(kind: ReceiptType, ffd: str) -> None:
    asked = correction(position(), type=kind, why=replace(WHY, by_order=True))
    if ffd == "1.05" and kind in (ReceiptType.SALE_RETURN, ReceiptType.PURCHASE_RETURN):
        assert refusal(asked, ffd) == (
            "Коррекция возврата есть в ФФД 1.1 и 1.2, а касса работает по ФФД 1.05:"
            " выберите коррекцию прихода или расхода"
        )
    else:
        assert written(check(asked, rules(ffd)), ffd).child(1054).number() == kind


def test_day_of_what_is_corrected() -> None:
    assert check(correction(why=replace(WHY, date=date(2026, 11, 15))), rules("1.05")).warnings == ()
    text = refusal(correction(why=replace(WHY, date=date(2026, 11, 16))), "1.05")
    assert text == "Дата коррекции 16.11.2026 ещё не наступила: укажите день исправляемого расчёта"


@pytest.mark.parametrize(("tag", "changes"), [(1177, {"name": "О" * 257}), (1179, {"number": "1" * 33})])
def test_lengths_of_the_base(tag: int, changes: dict[str, str]) -> None:
    assert f"(тег {tag})" in refusal(correction(why=replace(WHY, **changes)), "1.05")


@pytest.mark.parametrize("ffd", ["1.05", "1.1", "1.2"])
def test_rows(ffd: str) -> None:
    done = check(correction(position(), position(amount=500, vat=VatRate.VAT_10)), rules(ffd))
    assert (done.total, len(done.items)) == (10500, 2)
    assert done.vat == {VatRate.VAT_22: 1803, VatRate.VAT_10: 45}
    assert [item.child(1043).number() for item in all_of(written(done, ffd), 1059)] == [10000, 500]


def test_a_total_beside_rows() -> None:
    done = check(correction(position(), why=replace(WHY, total=10000)), rules("1.05"))
    assert done.warnings == ()
    (said,) = check(correction(position(), why=replace(WHY, total=1)), rules("1.05")).warnings
    assert said == "Сумма коррекции 0.01 не равна сумме товаров 100.00: записана сумма товаров"


@pytest.mark.parametrize("ffd", ["1.1", "1.2"])
def test_items_are_made_of_sums_where_the_format_wants_them(ffd: str) -> None:
    """100.00 at 20/120 and 11.00 at 10/110 and 5.00 without VAT; the taxes given are the taxes recorded."""
    given = sums((VatRate.VAT_20_120, 1667), (VatRate.VAT_10_110, 100), (VatRate.NO_VAT, 500), total=11600)
    done = check(correction(why=given), rules(ffd))
    assert [(item.vat, item.amount) for item in done.items] == [
        (VatRate.VAT_20_120, 10000),
        (VatRate.VAT_10_110, 1100),
        (VatRate.NO_VAT, 500),
    ]
    assert done.vat == {VatRate.VAT_20_120: 1667, VatRate.VAT_10_110: 100, VatRate.NO_VAT: 500}
    assert [(item.name, item.position.subject) for item in done.items] == [("Коррекция расчета", 13)] * 3
    assert any("перечисляют товары" in text for text in done.warnings)
    with pytest.raises(RequestRefused, match="перечисляют товары"):
        check(correction(why=given), rules(ffd, strict=True))


@pytest.mark.parametrize("ffd", ["1.05", "1.2"])
@pytest.mark.parametrize(
    "given",
    [
        ((VatRate.NO_VAT, 10001),),
        ((VatRate.NO_VAT, 9999),),
        ((VatRate.VAT_0, 9000), (VatRate.NO_VAT, 1001)),
        ((VatRate.VAT_22, 1803), (VatRate.NO_VAT, 8198)),
    ],
)
def test_sums_that_can_never_make_up_the_total(given: tuple[tuple[VatRate, int], ...], ffd: str) -> None:
    text = refusal(correction(why=sums(*given)), ffd)
    assert text == "Суммы по ставкам НДС не сходятся с суммой коррекции 100.00: исправьте их"


def early(why: Correction, **changes: Any) -> Settled:
    return check(correction(why=why, **changes), rules("1.05"))


@pytest.mark.parametrize(("tax", "warned"), [(1667, False), (1666, False), (1668, False), (1600, True), (1700, True)])
def test_vat_sums_fit_the_total_to_the_kopeck_of_rounding(tax: int, *, warned: bool) -> None:
    found = early(sums((VatRate.VAT_20_120, tax))).warnings
    assert any("проверьте суммы по ставкам" in text for text in found) is warned


def test_without_vat_sums() -> None:
    done = early(sums())
    assert done.vat == {VatRate.NO_VAT: 10000}
    assert done.warnings == ("В коррекции не указаны суммы НДС: записано «без НДС», проверьте ставку",)


def test_zeros_are_no_rates() -> None:
    done = early(sums((VatRate.VAT_20, 0), (VatRate.NO_VAT, 10000)))
    assert (done.vat, done.warnings) == ({VatRate.NO_VAT: 10000}, ())


def test_total_is_what_was_paid_where_none_is_given() -> None:
    paid = Payments(cash=100, electronic=200)
    why = replace(WHY, vat=((VatRate.NO_VAT, 300),))
    done = check(Receipt(**(_blank() | {"payments": paid, "correction": why})), rules("1.05"))
    assert (done.total, done.payments, done.warnings) == (300, paid, ())


def test_nothing_to_correct() -> None:
    assert refusal(Receipt(**_blank()), "1.05") == (
        "В чеке коррекции нет ни товаров, ни суммы: добавьте товары или сумму коррекции"
    )


def _blank() -> dict[str, Any]:
    cashier = correction().cashier
    return {"type": ReceiptType.SALE, "lines": (), "payments": Payments(), "correction": WHY, "cashier": cashier}


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (sums((VatRate.VAT_20, -1)), "СУММА НДС 20% -0.01 отрицательная"),
        (sums((VatRate.NO_VAT, 1), total=-1), "Сумма коррекции -0.01 отрицательная"),
    ],
)
def test_negative_sums(why: Correction, said: str) -> None:
    assert said in refusal(correction(why=why, payments=Payments()), "1.05")


def test_a_correction_gives_no_change() -> None:
    done = early(sums((VatRate.NO_VAT, 10000)), payments=Payments(cash=12000))
    assert (done.payments.cash, done.received, done.change) == (10000, 10000, 0)
    assert done.warnings == ("У коррекции сдачи нет: наличными записано 100.00, проверьте суммы оплаты",)


def test_too_little_paid() -> None:
    assert "добавьте 1.00" in refusal(correction(payments=Payments(cash=9900)), "1.05")


def test_a_correction_needs_no_buyer() -> None:
    assert early(sums((VatRate.NO_VAT, 10000)), print_paper=False).warnings == ()


@pytest.mark.parametrize(
    ("rate", "day", "said"),
    [
        (VatRate.VAT_20, date(2025, 12, 31), ""),
        (VatRate.VAT_20, date(2026, 1, 1), "не применяют"),
        (VatRate.VAT_22, date(2025, 12, 31), "ещё не действует"),
        (VatRate.VAT_22, date(2026, 1, 1), ""),
    ],
)
def test_rates_are_those_of_the_day_corrected(rate: VatRate, day: date, said: str) -> None:
    asked = correction(position(vat=rate), why=replace(WHY, date=day, by_order=True))
    found = check(asked, replace(rules(), now=datetime(2026, 2, 1, tzinfo=MOSCOW))).warnings
    assert bool(found) is bool(said)
    assert said in "".join(found)


def test_old_rates_in_sums() -> None:
    asked = sums((VatRate.VAT_20, 1667))
    assert any("не применяют" in text for text in early(asked).warnings)
    assert early(replace(asked, date=date(2025, 6, 1))).warnings == ()


def test_part_of_a_pack_and_quantity_are_kept_in_a_correction() -> None:
    row = position(quantity=Decimal("0.5"), amount=5000)
    (item,) = check(correction(row), rules()).items
    assert (item.quantity, item.price) == (Decimal("0.5"), 10000)
