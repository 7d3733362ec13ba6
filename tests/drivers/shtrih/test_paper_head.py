"""What a register prints with, from what it tells of itself."""

import pytest

from drivers.shtrih.head import Face, Way, head
from drivers.shtrih.requests.parameters import Ability, Parameters
from drivers.shtrih.requests.service import Font

FONTS = {
    1: Font(576, 12, 24, 4),
    2: Font(576, 24, 24, 4),
    3: Font(576, 12, 48, 4),
    4: Font(576, 9, 17, 4),
}


def test_a_register_that_tells_nothing_has_forty_characters_and_plain_graphics() -> None:
    found = head(Parameters(), {}, {})
    assert found.roll.columns() == 40
    assert found.graphics.way is Way.PLAIN
    assert (found.graphics.line_bytes, found.graphics.dots, found.graphics.first) == (40, 320, 1)


@pytest.mark.parametrize(
    ("font", "wide", "tall", "number"),
    [
        (0, False, False, 1),
        (1, False, False, 2),  # largest: half as many letters
        (2, False, False, 3),  # as wide as the own font, twice as high
        (3, False, False, 1),
        (4, False, False, 4),
        (9, False, False, 1),  # unknown to the API
        (3, True, False, 2),
        (3, False, True, 3),
        (1, True, False, 2),  # doubled already
    ],
)
def test_fonts_of_the_api_are_the_nearest_of_the_register(font: int, wide: bool, tall: bool, number: int) -> None:
    assert head(Parameters(), FONTS, {}).roll.face(font, wide=wide, tall=tall).number == number


def test_a_line_is_never_longer_than_its_font_allows() -> None:
    roll = head(Parameters(), FONTS, {}).roll
    assert [roll.columns(font) for font in range(5)] == [48, 24, 48, 48, 64]


def test_the_owner_knows_best() -> None:
    told = Parameters(font_1_width=42, font_2_width=21)
    assert head(told, {}, {}).roll.faces == (Face(1, 42), Face(2, 21))
    assert head(told, FONTS, {1: 36}).roll.face(0) == Face(1, 36, 24)
    assert head(told, FONTS, {}, dots=432).roll.dots == 432


def test_graphics_are_the_widest_that_the_register_has() -> None:
    wide = Parameters(abilities=Ability.GRAPHICS_512 | Ability.REVERSED_BITS, wide_line_bytes=64, wide_lines=1200)
    found = head(wide, FONTS, {}).graphics
    assert (found.way, found.line_bytes, found.dots, found.lines, found.reversed) == (Way.WIDE, 64, 512, 1200, True)
    block = head(Parameters(abilities=Ability.BLOCK_LOAD, first_graphics_line=0), FONTS, {}).graphics
    assert (block.way, block.first, block.reversed) == (Way.EXTENDED, 0, False)


def test_a_picture_is_no_wider_than_narrow_paper() -> None:
    wide = Parameters(abilities=Ability.GRAPHICS_512, wide_line_bytes=64)
    found = head(wide, {1: Font(384, 12, 24, 1)}, {}).graphics
    assert (found.dots, found.line_bytes) == (384, 48)


def test_lines_that_begin_with_two_still_have_numbers_of_one_byte() -> None:
    found = head(Parameters(first_graphics_line=2), {}, {}).graphics
    assert found.first + found.lines - 1 <= 200
