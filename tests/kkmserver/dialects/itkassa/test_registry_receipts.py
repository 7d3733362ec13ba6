"""Rows -> receipts, and every fault at its row and column."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from kkmserver.dialects.itkassa.registry_columns import recognised
from kkmserver.dialects.itkassa.registry_file import Table
from kkmserver.dialects.itkassa.registry_receipts import Checked, Draft, Options, check

NOW = datetime(2026, 11, 15, 12, 30, tzinfo=UTC)


def checked(heads: str, *rows: str, **options: Any) -> Checked:
    headings = tuple(heads.split("|"))
    cells = tuple(tuple(row.split("|")) for row in rows)
    table = Table(headings, cells, tuple(range(2, len(rows) + 2)))
    return check(table, recognised(headings), Options(**options), NOW)


def command(draft: Draft) -> dict[str, Any]:
    (found,) = json.loads(draft.commands)
    assert isinstance(found, dict)
    return found


def faults(found: Checked) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.text) for one in found.faults]


def test_rows_of_one_document_are_one_receipt() -> None:
    found = checked(
        "Номер документа|Наименование|Цена|Количество|НДС|Оплата безналичными|Контакт покупателя",
        "1|Чай|120,50|2|20%|241|buyer@example.org",
        "2|Доставка|300|1|без НДС|300|+79161234567",
        "1|Печенье|50|1|0.1|50|",
        paper=False,
    )
    assert faults(found) == []
    first, second = found.receipts
    assert (first.number, first.rows, first.total, first.contact) == ("1", (2, 4), 29100, "buyer@example.org")
    told = command(first)
    assert told["type"] == "sale"
    assert told["isPrintable"] is False
    assert told["amountElectronic"] == "291.00"
    assert [(one["title"], one["total"], one["tax"]) for one in told["lines"]] == [
        ("Чай", "241.00", "vat_20"),
        ("Печенье", "50.00", "vat_10"),
    ]
    assert command(second)["lines"][0]["tax"] == "vat_none"


def test_a_sum_that_stands_in_each_row_is_meant_once() -> None:
    found = checked("Номер|Товар|Цена|Наличными|Картой", "1|Чай|100|50|100", "1|Сыр|50|50|100")
    assert faults(found) == []
    assert command(found.receipts[0])["amountCash"] == "50.00"
    assert command(found.receipts[0])["amountElectronic"] == "100.00"


def test_without_numbers_each_row_is_a_receipt_and_without_payments_all_is_paid_one_way() -> None:
    found = checked("Товар|Сумма|Кол-во", "Чай|100|3", "Чай|100|3", cash=True)
    assert [one.number for one in found.receipts] == ["2", "3"]
    assert command(found.receipts[0])["amountCash"] == "100.00"
    assert "amountElectronic" in command(checked("Товар|Цена", "Чай|1").receipts[0])


def test_kinds_and_codes_in_words() -> None:
    found = checked(
        "Товар|Цена|Тип чека|Предмет расчёта|Способ расчёта|СНО|Кассир",
        "Ремонт|1 000,00 ₽|Возврат прихода|услуга|Предоплата 100%|УСН доход|Петрова",
        "Ремонт|10|приход|4|1|sno_osn|",
    )
    assert faults(found) == []
    told = command(found.receipts[0])
    assert (told["type"], told["sno"], told["tagCashierName"]) == ("returnSale", "sno_ysn_d", "Петрова")
    assert (told["lines"][0]["ppr"], told["lines"][0]["psr"]) == ("service", "prepayment_100")
    assert command(found.receipts[1])["lines"][0]["ppr"] == "service"


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ("20%", "vat_20"), ("20", "vat_20"), ("НДС 20 %", "vat_20"), ("0.2", "vat_20"), ("0,05", "vat_5"),
        ("20/120", "vat_120"), ("5/105", "vat_105"), ("10/110", "vat_110"), ("22", "vat_22"), ("0", "vat_0"),
        ("0%", "vat_0"), ("Без НДС", "vat_none"), ("нет", "vat_none"), ("-", "vat_none"), ("vat_7", "vat_7"),
    ],
)  # fmt: skip
def test_rates(given: str, word: str) -> None:
    found = checked("Товар|Цена|НДС", f"Чай|1|{given}")
    assert faults(found) == []
    assert command(found.receipts[0])["lines"][0]["tax"] == word


@pytest.mark.parametrize(
    ("heads", "row", "column", "text"),
    [
        ("Товар|Цена", "|1", "Товар", "не указано наименование"),
        ("Товар|Цена", "Чай|", "Цена", "не указана цена"),
        ("Товар|Цена", "Чай|сто", "Цена", "а нужно число"),
        ("Товар|Цена", "Чай|-5", "Цена", ""),
        ("Товар|Цена|Кол-во", "Чай|1|0", "Кол-во", "больше нуля"),
        ("Товар|Цена|НДС", "Чай|1|13%", "НДС", "здесь «13%», а бывает"),
        ("Товар|Цена|НДС", "Чай|1|1e999999999999", "НДС", "а бывает"),
        ("Номер|Товар|Цена", f"{'1' * 101}|Чай|1", "Номер", "длиннее 100 знаков"),
        ("Товар|Цена|Тип чека", "Чай|1|подарок", "Тип чека", "здесь «подарок»"),
        ("Номер|Товар|Цена", "|Чай|1", "Номер", "не указан номер документа"),
        ("Товар|Цена|E-mail", "Чай|1|nobody", "E-mail", ""),
        ("Товар|Цена|Наличными", "Чай|10|9", "Наличными", "оплата 9.00 не равна сумме чека 10.00"),
        ("Товар|Цена|Наличными", "Чай|10|11", "Наличными", "оплата 11.00 не равна"),
        ("Товар|Цена|ИНН", "Чай|10|12", "ИНН", ""),
    ],
)
def test_faults_stand_at_their_row_and_column(heads: str, row: str, column: str, text: str) -> None:
    found = checked(heads, row)
    assert not found.receipts
    assert (found.faults[0].row, found.faults[0].column) in ((2, column), (2, "")), found.faults
    assert text in found.faults[0].text


def test_all_faults_are_told_at_once() -> None:
    found = checked("Товар|Цена|НДС", "Чай|сто|13", "Сыр|1|20", "|2|")
    assert [(row, column) for row, column, _ in faults(found)] == [(2, "Цена"), (2, "НДС"), (4, "Товар")]
    assert len(found.receipts) == 1


def test_rows_of_one_document_must_not_contradict_each_other() -> None:
    found = checked("Номер|Товар|Цена|E-mail", "1|Чай|1|a@example.org", "1|Сыр|1|b@example.org")
    assert faults(found) == [(3, "E-mail", "«b@example.org», а выше у этого же документа «a@example.org»")]


def test_without_paper_each_receipt_needs_an_address() -> None:
    found = checked("Товар|Цена|E-mail", "Чай|1|a@example.org", "Сыр|1|", paper=False)
    assert [(row, column) for row, column, _ in faults(found)] == [(3, "E-mail")]


def test_without_the_columns_that_matter_it_says_which() -> None:
    assert "наименование и цена" in checked("Артикул|Вес", "1|2").faults[0].text


def test_a_digest_tells_the_same_receipt_however_it_is_printed_and_paid() -> None:
    row = ("Товар|Цена|E-mail", "Чай|1|a@example.org")
    one, other = checked(*row).receipts[0], checked(*row, paper=False, cash=True).receipts[0]
    assert one.commands != other.commands
    assert one.digest == other.digest
    assert one.digest != checked(row[0], "Чай|2|a@example.org").receipts[0].digest
