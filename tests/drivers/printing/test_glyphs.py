import pytest

from drivers.printing.canvas import text
from drivers.printing.glyphs import missing
from drivers.printing.page import FONTS

NOT_A_CHARACTER = "\U0010ffff"
RUSSIAN = "".join(map(chr, range(ord("А"), ord("я") + 1))) + "Ёё"
KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
LINES = "".join(map(chr, range(0x2500, 0x2580)))


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("cell", FONTS.values(), ids=map(str, FONTS))
def test_every_character_a_shop_needs_has_a_shape_of_its_own(cell: object, bold: bool) -> None:
    wanted = RUSSIAN + KAZAKH + LINES + "№₽«»—…§×°€₸"
    assert missing(wanted) == ""
    lacking = text(NOT_A_CHARACTER, cell, cell.width, bold)
    for char in wanted:
        drawn = text(char, cell, cell.width, bold)
        assert any(drawn.data), char
        assert drawn != lacking, char


def test_what_the_font_lacks_is_named_once_and_drawn_as_the_replacement_character() -> None:
    assert missing("Чек № 5") == ""
    assert missing("a漢b😀漢") == "漢😀"
    assert missing("\U0001d670") == "\U0001d670"  # the upright font has it, the bold one has not
    cell = FONTS[3]
    assert text("漢", cell, 12) == text("😀", cell, 12) == text("\ufffd", cell, 12)
    assert text("漢", cell, 12) != text("?", cell, 12)
