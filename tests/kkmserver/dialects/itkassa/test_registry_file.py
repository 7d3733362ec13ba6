"""Tables as people bring them: XLSX, CSV of any kind, and what is no table."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date

import openpyxl
import pytest

from kkmserver.dialects.itkassa import registry_file
from kkmserver.dialects.itkassa.registry_columns import Column, recognised
from kkmserver.dialects.itkassa.registry_file import FileRefused, read


def xlsx(*rows: Sequence[object], title: str = "") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    if title:
        sheet.append([title])
        sheet.append([])
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_excel_as_people_see_it() -> None:
    content = xlsx(
        ["Номер документа", "Наименование", "Цена", "НДС", "Дата"],
        [1234567890123, "Чай", 0.1 + 0.2, 0.2, date(2026, 11, 15)],
        [],
        ["007", " Печенье\xa0«Ёж» ", 50, None, None],
        title="Реестр за ноябрь",
    )
    table = read(content)
    assert table.headings == ("Номер документа", "Наименование", "Цена", "НДС", "Дата")
    assert table.rows[0] == ("1234567890123", "Чай", "0.3", "0.2", "2026-11-15")
    assert table.rows[1] == ("007", "Печенье «Ёж»", "50", "", "")
    assert table.numbers == (4, 6), "as Excel shows them"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_csv(encoding: str, sign: str) -> None:
    rows = [["№ чека", "Товар", "Цена"], ["1", '"Чай ""Ёлка""\nчёрный"', '"1,5"'], ["2", "Хлеб", "30"]]
    table = read("\r\n".join(sign.join(row) for row in rows).encode(encoding))
    assert table.headings == ("№ чека", "Товар", "Цена")
    assert table.rows == (("1", 'Чай "Ёлка"\nчёрный', "1,5"), ("2", "Хлеб", "30"))


def test_a_comma_in_a_heading_is_no_delimiter() -> None:
    assert read("Товар;Цена, руб;Сумма, руб, всего\nЧай;1;1\n".encode()).headings[1] == "Цена, руб"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "нет строк"),
        ("Товар;Цена\n".encode(), "нет строк"),
        (b"\xd0\xcf\x11\xe0rest", "Сохраните таблицу как"),
        (b"%PDF-1.7", "Сохраните таблицу как"),
        (b"a;b\n\0;1\n", "нулевые байты"),
        (b'a;b\n"1" x;2\n', "проверьте кавычки"),
        (b"PK\x03\x04nonsense", "повреждён"),
        (b"a;b\n" + b"1;2\n" * (registry_file.MOST_ROWS + 1), "больше 20000 строк"),
        (b";".join([b"a"] * 61) + b"\n1;2\n", "больше 60 столбцов"),
        (b"x" * (registry_file.MOST_BYTES + 1), "больше 8 МБ"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content: bytes, why: str) -> None:
    with pytest.raises(FileRefused, match=why):
        read(content)


def test_bombs_are_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 90 * 2**20)
    assert len(out.getvalue()) < 2**20
    with pytest.raises(FileRefused, match="слишком велик внутри"):
        read(out.getvalue())


def with_part(book: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as to:
        for each in source.namelist():
            to.writestr(each, content if each == name else source.read(each))
    return out.getvalue()


def test_styles_that_would_take_gigabytes_are_not_read() -> None:
    with pytest.raises(FileRefused, match="слишком велик внутри"):
        read(with_part(xlsx(["Товар", "Цена"], ["Чай", 1]), "xl/styles.xml", b"<xf/>" * 2**20))


def test_one_long_text_in_many_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry_file, "_SIGNS", 100)
    with pytest.raises(FileRefused, match="слишком много текста"):
        read(xlsx(["Товар", "Цена"], *[["Чай чёрный", 1]] * 10))


@pytest.mark.parametrize("formula", ["=1+1", '=A1&"x"'])
def test_a_formula_without_its_result_is_not_taken_for_nothing(formula: str) -> None:
    with pytest.raises(FileRefused, match="формулы без результата"):
        read(xlsx(["Товар", "Цена", "E-mail"], ["Чай", 1, formula]))


def test_formulas_that_are_worked_out() -> None:
    cells = b"""<c r="A1" t="str"><f>A</f><v>\xd0\xa2\xd0\xbe\xd0\xb2\xd0\xb0\xd1\x80</v></c><c r="B1" t="str">
        <f>B</f><v>x</v></c></row><row r="2"><c r="A2" t="str"><f>C</f><v></v></c><c r="B2"><f>1+1</f><v>2</v></c>"""
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">%s</row>'
    )
    book = with_part(xlsx(["a"]), "xl/worksheets/sheet1.xml", sheet % cells + b"</sheetData></worksheet>")
    assert read(book).rows == (("", "2"),)


def test_formulas_are_looked_for_in_one_pass() -> None:
    book = with_part(xlsx(["a"]), "xl/worksheets/sheet1.xml", b"<c " * 300_000)
    with pytest.raises(FileRefused, match="не читается"):
        read(book)


def test_rows_behind_many_blank_ones_are_not_lost_silently() -> None:
    blank = b"\n" * 3 * registry_file.MOST_ROWS
    with pytest.raises(FileRefused, match="вместе с пустыми"):
        read("Товар;Цена\n".encode() + "Чай;1\n".encode() + blank + "Сыр;2\n".encode())


def test_a_zip_that_is_no_book_and_a_sheet_that_lies_about_its_size() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("letter.txt", b"hello")
    with pytest.raises(FileRefused, match="не читается"):
        read(out.getvalue())
    lying = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(["Товар", "Цена"], ["Чай", 1]))) as source, zipfile.ZipFile(lying, "w") as to:
        for name in source.namelist():
            content = source.read(name).replace(b'<dimension ref="A1:B2"', b'<dimension ref="A1:XFD1048576"')
            to.writestr(name, content)
    assert read(lying.getvalue()).rows == (("Чай", "1"),)


def test_headings_are_known_however_they_are_written() -> None:
    given = ["№ документа", "НАИМЕНОВАНИЕ ТОВАРА", "Кол-во", "цена_за единицу", "E-mail", "Оплата картой:", "Прочее"]
    wanted = [Column.NUMBER, Column.TITLE, Column.QUANTITY, Column.PRICE, Column.CONTACT, Column.ELECTRONIC, None]
    assert recognised(given) == wanted
    assert recognised(["Price", "price", "VAT"]) == [Column.PRICE, None, Column.VAT]
    named = "Наименование|Цена|Количество|Сумма|НДС|Контакт покупателя|Оплата наличными|Оплата безналичными"
    assert None not in recognised([*named.split("|"), "Номер документа"])
