from decimal import Decimal
from unicodedata import category, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.model.document import BarcodeLine, Line, Position, Symbology, TextLine
from drivers.printing.transliterate import into, lines

UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp", "Cs", "Mn", "Me")  # on paper: nothing, a blank, a newline
PAGES = ["cp866", "cp1251", "cp437", "cp850", "cp855", "koi8-r", "ascii", "latin-1"]


@pytest.mark.parametrize(
    ("text", "encoding", "shown", "replaced"),
    [
        ("Чек № 5", "cp866", "Чек № 5", ""),
        ("ООО «Ромашка» — 100₽", "cp866", 'ООО "Ромашка" - 100р.', "«»—₽"),
        ("ООО «Ромашка» — 100₽", "cp1251", "ООО «Ромашка» — 100р.", "₽"),
        ("Қазақстан, Әлия, Өскемен", "cp866", "Казакстан, Алия, Оскемен", "ҚқӘӨ"),
        ("Київ, Ґудзик", "cp866", "Київ, Гудзик", "Ґ"),
        ("½ кг", "cp1251", "1/2 кг", "½"),
        ("№ 5… “ok” ‘b’", "ascii", "N 5... \"ok\" 'b'", "№…“”‘’"),
        ("café Übung", "cp866", "cafe Ubung", "éÜ"),
        ("┌─┬─┐│║═╬", "cp1251", "+-+-+||-+", "┌─┬┐│║═╬"),
        ("┌─┬─┐", "cp866", "┌─┬─┐", ""),
        ("Щёлково, Ёжик, подъезд, мальчик", "cp437", "Shchelkovo, Ezhik, podieezd, malchik", "ЩёлковЁжипдъезмаьч"),
        ("漢字 한", "cp866", "?? ?", "漢字한"),
        ("漢漢", "cp866", "??", "漢"),
        ("a\u200bb\u200d\ufeff\u00ad\u2066c\ufe0f", "cp866", "abc", ""),
        ("\u0301Чеки\u0306", "cp866", "Чекй", ""),
        ("❤\ufe0f", "cp866", "?", "❤"),
        ("мяг\u00adкий\u200b \ufeff№", "cp866", "мягкий №", ""),  # what no paper shows is not lacking
        ("10\u2009000\u2028₽", "cp866", "10 000\nр.", "₽"),
    ],
)
def test_into(text: str, encoding: str, shown: str, replaced: str) -> None:
    assert into(text, encoding) == (shown, replaced)


@given(st.text(), st.sampled_from(PAGES))
def test_the_result_can_be_encoded_and_every_change_is_named(text: str, encoding: str) -> None:
    shown, replaced = into(text, encoding)
    shown.encode(encoding)
    assert len(set(replaced)) == len(replaced)
    composed = normalize("NFC", text)
    assert set(replaced) <= set(composed)
    kept = "".join(char for char in composed if char not in replaced and category(char) not in UNSEEN)
    kept.encode(encoding)
    if not replaced:
        assert "".join(char for char in normalize("NFC", shown) if category(char) not in UNSEEN) == kept
    assert shown.count("?") <= text.count("?") + sum(char in replaced for char in text)


def test_the_texts_of_a_document() -> None:
    code: Line = BarcodeLine(Symbology.QR, "₽")
    position = Position(name="Сыр «Қ»", quantity=Decimal(1), price=100, amount=100)
    plain: Line = TextLine("Итого:<#0#>1")
    document, replaced = lines([TextLine("5₽", 1, bold=True), code, position, plain], "cp866")
    assert document[0] == TextLine("5р.", 1, bold=True)
    assert document[1] is code
    assert document[2] == Position(name='Сыр "К"', quantity=Decimal(1), price=100, amount=100)
    assert document[3] is plain
    assert replaced == "₽«Қ»"
