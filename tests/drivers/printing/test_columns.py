import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.printing.columns import centre, left_right, lines, pieces, printable, wrap

WIDTHS = st.integers(8, 64)


def test_lines_end_at_every_kind_of_newline() -> None:
    assert lines("а\r\nб\nв\rг\x0bд\x0cе\x85ж\u2028з\u2029и") == list("абвгдежзи")


def test_a_last_newline_begins_no_row() -> None:
    assert lines("чек\r\n") == ["чек"]
    assert lines("\n") == [""]
    assert lines("") == [""]
    assert lines("а\n\nб\n\n") == ["а", "", "б", ""]


def test_what_cannot_be_printed_never_is() -> None:
    assert printable("а\x00б\x1b\x7f\x9fв\u200b\ufeff\xadг\xa0д\u2003е\ud800ж\tз") == "абвг д е\ufffdж\tз"


def test_pieces_break_at_the_width() -> None:
    assert pieces("абвгдежз", 3) == ["абв", "где", "жз"]
    assert pieces("", 3) == [""]


@pytest.mark.parametrize(
    ("text", "columns", "rows"),
    [
        ("Молоко 3,2% пастеризованное 930 мл", 32, ["Молоко 3,2% пастеризованное 930", "мл"]),
        ("Молоко 3,2% пастеризованное 930 мл", 42, ["Молоко 3,2% пастеризованное 930 мл"]),
        ("один  два", 5, ["один", "два"]),
        ("ровно восемь", 5, ["ровно", "восем", "ь"]),
        ("абвгдежзик", 4, ["абвг", "дежз", "ик"]),
        ("арт12345", 6, ["арт", "12345"]),  # the number would be torn
        ("12345678901", 6, ["123456", "78901"]),  # longer than the line itself
        ("", 8, [""]),
        ("   ", 8, [""]),
        ("  отступ и ещё слова", 10, ["  отступ и", "ещё слова"]),
        ("  оченьдлинноеслово", 10, ["  оченьдли", "нноеслово"]),
        ("а\nб", 8, ["а", "б"]),
    ],
)
def test_word_wrap(text: str, columns: int, rows: list[str]) -> None:
    assert wrap(text, columns) == rows


@given(st.text(), WIDTHS)
def test_wrap_loses_nothing_but_blanks(text: str, columns: int) -> None:
    rows = wrap(text, columns)
    assert all(len(row) <= columns and row == row.rstrip() for row in rows)
    assert "".join(rows).replace(" ", "") == "".join(map(printable, lines(text))).replace(" ", "").replace("\t", "")


@given(st.lists(st.integers(0, 10**8).map(str), min_size=1), WIDTHS)
def test_a_number_that_fits_is_never_broken(numbers: list[str], columns: int) -> None:
    fitting = [number for number in numbers if len(number) <= columns]
    assert " ".join(wrap(" ".join(fitting), columns)).split() == fitting


@pytest.mark.parametrize(
    ("left", "right", "columns", "rows"),
    [
        ("ИТОГ", "=229.79", 32, ["ИТОГ                     =229.79"]),
        ("СНО", "ОСН", 32, ["СНО                          ОСН"]),
        ("2 шт. * 89.90", "=179.80", 42, ["2 шт. * 89.90                      =179.80"]),
        ("КАССИР", "Петрова А.И.", 42, ["КАССИР                        Петрова А.И."]),
        ("ЭЛ. АДР. ПОКУПАТЕЛЯ", "a@b.example", 24, ["ЭЛ. АДР. ПОКУПАТЕЛЯ", "             a@b.example"]),
        ("12345678", "9", 9, ["12345678", "        9"]),  # a blank between or a row of its own
        ("1234567", "9", 9, ["1234567 9"]),
        ("", "9", 9, ["        9"]),
        ("слева", "", 9, ["слева"]),
    ],
)
def test_header_and_value(left: str, right: str, columns: int, rows: list[str]) -> None:
    assert left_right(left, right, columns) == rows


@given(st.text(), st.text(), WIDTHS)
def test_left_right_stays_on_the_paper(left: str, right: str, columns: int) -> None:
    assert all(len(row) <= columns and row == row.rstrip() for row in left_right(left, right, columns))


def test_centre() -> None:
    assert centre('ООО "РОМАШКА-ТЕСТ"', 32) == ['       ООО "РОМАШКА-ТЕСТ"']
    assert centre('ООО "РОМАШКА-ТЕСТ"', 42) == ['            ООО "РОМАШКА-ТЕСТ"']
    assert centre("ПРИХОД", 32) == ["             ПРИХОД"]
    assert centre("длинный заголовок", 10) == [" длинный", "заголовок"]
