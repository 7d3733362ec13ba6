"""What a printer draws by the book is as large as what our own engine draws."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.labels import code128
from drivers.labels.sizes import datamatrix_side, fits_linear, qr_mode, ratio
from drivers.model.document import Symbology
from drivers.printing import barcodes
from tests.drivers.labels.test_zpl import code

ASCII = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=40)


def decoded(values: tuple[int, ...]) -> str:
    """ISO/IEC 15417 read the other way."""
    subset, text = values[0], ""
    for value in values[1:]:
        if value == 102:
            text += "\x1d"
        elif value == 99 and subset == 104:
            subset = 105
        elif value == 100 and subset == 105:
            subset = 104
        else:
            text += f"{value:02}" if subset == 105 else chr(value + 32)
    return text


@given(ASCII | st.from_regex(r"[0-9a]{1,30}", fullmatch=True))
def test_code_128_is_right_and_shortest(content: str) -> None:
    values = code128.values(content)
    assert decoded(values) == content
    if content.strip():
        drawn = barcodes.symbol(Symbology.CODE128, barcodes.check(Symbology.CODE128, content), 1, bars=10, text=False)
        assert code128.modules(len(values)) <= drawn.width


@pytest.mark.parametrize(
    ("content", "subset"), [("abc", "B"), ("1234", "C"), ("a1234", ""), ("12345", ""), ("a12", ""), ("a1b2", "B")]
)
def test_one_subset(content: str, subset: str) -> None:
    assert code128.plain_subset(content) == subset


@pytest.mark.parametrize("content", ["é", "\n"])
def test_code_128_holds_ascii_alone(content: str) -> None:
    with pytest.raises(ValueError, match="ASCII"):
        code128.values(content)


@pytest.mark.parametrize(
    ("symbology", "content"),
    [
        (Symbology.EAN8, "4600001"),
        (Symbology.EAN13, "460000000000"),
        (Symbology.UPCA, "03600029145"),
        (Symbology.ITF14, "1460000000000"),
        (Symbology.CODE39, "ABC-123"),
        (Symbology.CODE93, "ABC-123"),
        (Symbology.CODE128, "abc123456"),
        (Symbology.GS1_128, "(01)04600000000008(10)AB-1"),
    ],
)
def test_linear_codes_are_as_long_as_the_engine_draws_them(symbology: Symbology, content: str) -> None:
    drawn = code(symbology, content)
    assert fits_linear(drawn)
    assert not fits_linear(replace(drawn, width=drawn.width + drawn.module))


def test_the_ratio_is_told_by_the_length() -> None:
    assert ratio(code(Symbology.CODE39, "ABC")) == 2
    assert ratio(code(Symbology.ITF14, "1460000000000")) == 3


@given(ASCII)
def test_a_data_matrix_is_told_only_a_size_it_surely_fits(content: str) -> None:
    if not content.strip():
        return
    drawn = code(Symbology.DATAMATRIX, content)
    side = datamatrix_side(drawn)
    assert side in (0, drawn.width // drawn.module)
    if content.isdigit():
        assert side


def test_a_data_matrix_that_the_engine_packs_tighter_is_left_to_it() -> None:
    assert datamatrix_side(code(Symbology.DATAMATRIX, "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJ")) == 0  # C40: 2/3 of it


@pytest.mark.parametrize(
    ("content", "mode"),
    [
        ("0123456789", "N"),
        ("HELLO WORLD", "A"),
        ("https://x", "B"),
        ("Привет", None),
        ("a0123456789012345678901", None),
    ],
)
def test_one_mode_of_a_qr_code(content: str, mode: str | None) -> None:
    """The last is smaller as two modes than as one."""
    assert qr_mode(code(Symbology.QR, content)) == mode


@given(st.text("0123456789", min_size=1, max_size=200))
def test_digits_make_the_qr_code_the_engine_draws(content: str) -> None:
    assert qr_mode(code(Symbology.QR, content)) == "N"
