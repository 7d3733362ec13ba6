import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.printing.columns import lines, printable
from drivers.printing.markup import rows

# The worked examples of spec/kkmserver.md 4.2: (text, columns, what stands between the bars).
EXAMPLES = [
    ('>#2#<ООО "Ромашка"', 48, ['                 ООО "Ромашка"                  ']),
    ("<<->>", 48, ["------------------------------------------------"]),
    ("Итого:<#0#>154,41", 48, ["Итого:                                    154,41"]),
    ("Итого:<#16#>154,41", 48, ["Итого:                    154,41                "]),
    ("Скидка 5%:<#8#>>4,00", 48, ["                              Скидка 5%:    4,00"]),
    ("Всего:<#8#>>1544,00", 48, ["                                  Всего: 1544,00"]),
    (
        ">#10#<Очень длинный заголовок который не влезает в строку",
        48,
        ["     Очень длинный заголовок который не вле     ", "                 зает в строку                  "],
    ),
    ('>#2#<ООО "Ромашка"', 32, ['         ООО "Ромашка"          ']),
    ("<<->>", 32, ["--------------------------------"]),
    ("Итого:<#0#>154,41", 32, ["Итого:                    154,41"]),
    ("Итого:<#16#>154,41", 32, ["Итого:    154,41                "]),
    ("Скидка 5%:<#8#>>4,00", 32, ["              Скидка 5%:    4,00"]),
    ("Всего:<#8#>>1544,00", 32, ["                  Всего: 1544,00"]),
]


@pytest.mark.parametrize(("text", "columns", "printed"), EXAMPLES)
def test_worked_examples(text: str, columns: int, printed: list[str]) -> None:
    assert all(len(row) == columns for row in printed)
    assert rows(text, columns) == [row.rstrip() for row in printed]


@pytest.mark.parametrize(
    ("text", "columns", "printed"),
    [
        # plain text
        ("", 8, [""]),
        ("     ", 8, [""]),
        ("абвгдежзик", 8, ["абвгдежз", "ик"]),
        ("д. 1, оф. 2", 9, ["д. 1, оф.", " 2"]),  # cut hard, the blank begins the next row
        ("два\r\nряда\n", 8, ["два", "ряда"]),
        ("а\tб", 16, ["а       б"]),
        ("да\x1b@нет\x00", 8, ["да@нет"]),
        ("текст" + " " * 40, 8, ["текст"]),
        # each line has its own marker
        ("а<#0#>1\n>#0#<б\n<<=>>", 8, ["а      1", "   б", "========"]),
        # a number as wide as the paper counts as 0
        (">#8#<аб", 8, ["   аб"]),
        ("а<#8#>б", 8, ["а      б"]),
        ("а<#99999999999999999999#>>б", 8, ["      аб"]),
        ("а<#" + "9" * 5000 + "#>б", 8, ["а      б"]),
        ("а<#007#>б", 9, ["аб"]),
        # unfinished and unknown markers are text
        ("а<#a#>б", 8, ["а<#a#>б"]),
        ("<<->", 8, ["<<->"]),
        ("<<-->>", 8, ["<<-->>"]),
        ("а<#3#б", 8, ["а<#3#б"]),
        ("а<#²#>б", 8, ["а<#²#>б"]),
        (" >#0#<аб", 16, [" >#0#<аб"]),
        # only the first marker counts
        (">#0#<а<#0#>б", 16, ["    а<#0#>б"]),
        ("а<#0#>б<#0#>в", 16, ["а" + " " * 8 + "б<#0#>в"]),
        # overflow: left and right
        ("абвг<#0#>деж", 8, ["абвг деж"]),
        ("абвгд<#0#>ежз", 8, ["абвгдежз"]),
        ("абвгде<#0#>жзи", 8, ["абвгде", "     жзи"]),
        ("абвгдежзик<#0#>12", 8, ["абвгдежз", "ик    12"]),
        ("абвгдежз<#0#>12", 8, ["абвгдежз", "      12"]),
        ("абвгд<#4#>12", 8, ["абвг", "д 12"]),
        ("<#0#>12", 8, ["      12"]),
        ("<#0#>1234567890", 8, ["12345678", "      90"]),
        ("итого<#0#>", 8, ["итого"]),
        # overflow: both right
        ("аб<#2#>>1234", 8, ["  аб1234"]),  # the right part takes what it needs
        ("абвгде<#4#>>1", 8, ["абвгде 1"]),  # so does the left one
        ("абвгдеж<#4#>>12", 8, ["абвгдеж", "      12"]),
        ("<#4#>>12", 8, ["      12"]),
        # fill
        ("<<#>>", 8, ["########"]),
        ("<< >>", 8, [""]),
        ("<<\ud800>>", 8, ["\ufffd" * 8]),
    ],
)
def test_edges(text: str, columns: int, printed: list[str]) -> None:
    assert rows(text, columns) == printed


MARKUP = st.lists(
    st.one_of(
        st.text(), st.sampled_from([">#0#<", ">#5#<", "<#0#>", "<#7#>", "<#3#>>", "<<*>>", "<#", "\n", "\t", " "])
    )
).map("".join)


@given(MARKUP, st.integers(8, 64))
def test_every_row_fits_the_paper(text: str, columns: int) -> None:
    for row in rows(text, columns):
        assert len(row) <= columns
        assert row == row.rstrip()
        assert row.isprintable() or not any(printable(char) != char or char == "\t" for char in row)


@given(st.text(st.characters(exclude_characters="<>")), st.integers(8, 64))
def test_plain_text_loses_nothing_but_blanks(text: str, columns: int) -> None:
    assert _dense("".join(rows(text, columns))) == _dense("".join(map(printable, lines(text))))


PART = st.text(st.characters(exclude_characters="<>#\n\r\v\f\x85\u2028\u2029"))


@given(PART, PART, st.sampled_from(["<#{}#>", "<#{}#>>"]), st.integers(0, 70), st.integers(8, 64))
def test_two_parts_lose_nothing_but_blanks(left: str, right: str, marker: str, number: int, columns: int) -> None:
    printed = rows(left + marker.format(number) + right, columns)
    assert sorted(_dense("".join(printed))) == sorted(_dense(printable(left + right)))


@given(PART, st.integers(0, 70), st.integers(8, 64))
def test_centred_text_loses_nothing_but_blanks(text: str, number: int, columns: int) -> None:
    assert _dense("".join(rows(f">#{number}#<{text}", columns))) == _dense(printable(text))


def _dense(text: str) -> str:
    return text.replace(" ", "").replace("\t", "")
