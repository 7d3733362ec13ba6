"""Bytes worked out by hand from the published descriptions of the commands; each test names the command."""

import pytest

from drivers.escpos import barcode_commands, codec, graphics_commands
from drivers.model.document import Symbology
from drivers.printing.bitmap import Bitmap


def bytes_of(spaced: str) -> bytes:
    return bytes.fromhex(spaced)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (codec.initialise(), "1b 40"),  # ESC @
        (codec.cancel_kanji(), "1c 2e"),  # FS .
        (codec.international(), "1b 52 00"),  # ESC R n
        (codec.code_page(17), "1b 74 11"),  # ESC t n
        (codec.mode(1), "1b 21 30"),  # ESC ! n: double height 10h + double width 20h
        (codec.mode(2), "1b 21 10"),
        (codec.mode(3), "1b 21 00"),
        (codec.mode(4), "1b 21 01"),  # font B
        (codec.mode(3, bold=True), "1b 21 08"),
        (codec.align("centre"), "1b 61 01"),  # ESC a n
        (codec.align("left"), "1b 61 00"),
        (codec.line_spacing(0), "1b 32"),  # ESC 2
        (codec.line_spacing(30), "1b 33 1e"),  # ESC 3 n
        (codec.feed(0), ""),
        (codec.feed(24), "1b 4a 18"),  # ESC J n
        (codec.feed(255), "1b 4a ff"),
        (codec.feed(300), "1b 4a ff 1b 4a 2d"),
        (codec.cut("full"), "1d 56 41 00"),  # GS V m n, function B
        (codec.cut("partial", 24), "1d 56 42 18"),
        (codec.pulse(2), "1b 70 00 19 fa"),  # ESC p m t1 t2; spec/scales-displays.md 5 has these very bytes
        (codec.pulse(5), "1b 70 01 19 fa"),
    ],
)
def test_short_commands(made: bytes, expected: str) -> None:
    assert made == bytes_of(expected)


def test_text_in_cp866() -> None:  # code page 866: А-Я 80h-9Fh, а-п A0h-AFh, р-я E0h-EFh, Ё F0h, № FCh
    assert codec.text("ИТОГО ёж №1", "cp866") == bytes_of("88 92 8e 83 8e 20 f1 a6 20 fc 31")


def test_text_cannot_become_a_command() -> None:
    assert codec.text("a\x1b@\x1dV\x00\nb\x7f", "cp866") == b"a@Vb"


def test_text_outside_the_code_page_is_the_callers_affair() -> None:
    with pytest.raises(UnicodeEncodeError):
        codec.text("«»", "cp866")


@pytest.mark.parametrize(
    ("symbology", "data", "system"),
    [  # GS k, function B: m is 67 JAN13, 68 JAN8, 69 CODE39, 73 CODE128
        (Symbology.EAN13, b"4600000000008", "43 0d"),
        (Symbology.EAN8, b"46000005", "44 08"),
        (Symbology.CODE39, b"ABC-1", "45 05"),
        (Symbology.CODE128, b"{Bab", "49 04"),
    ],
)
def test_linear_codes(symbology: Symbology, data: bytes, system: str) -> None:
    expected = bytes_of(f"1d 68 60 1d 77 02 1d 48 02 1d 66 00 1d 6b {system}") + data
    assert barcode_commands.linear(symbology, data, width=2, height=96) == expected


def test_qr_code() -> None:  # GS ( k, functions 165, 167, 169, 180, 181; pL counts cn, fn and the rest
    assert barcode_commands.qr(b"t=1", module=4) == bytes_of(
        "1d 28 6b 04 00 31 41 32 00"  # model 2
        "1d 28 6b 03 00 31 43 04"  # 4 dots
        "1d 28 6b 03 00 31 45 31"  # level M
        "1d 28 6b 06 00 31 50 30 74 3d 31"  # 3 bytes of data + 3
        "1d 28 6b 03 00 31 51 30"
    )


def test_a_long_qr_code_counts_its_bytes_in_two() -> None:
    assert bytes_of("1d 28 6b 2f 01 31 50 30 78 78") in barcode_commands.qr(b"x" * 300, module=3)  # 303 = 12Fh


def test_pdf417() -> None:  # GS ( k, functions 065 to 070, 080, 081
    assert barcode_commands.pdf417(b"12", columns=5, level=2, module=3) == bytes_of(
        "1d 28 6b 03 00 30 41 05"
        "1d 28 6b 03 00 30 42 00"
        "1d 28 6b 03 00 30 43 03"
        "1d 28 6b 03 00 30 44 03"
        "1d 28 6b 04 00 30 45 30 32"
        "1d 28 6b 03 00 30 46 00"
        "1d 28 6b 05 00 30 50 30 31 32"
        "1d 28 6b 03 00 30 51 30"
    )


def test_datamatrix() -> None:  # GS ( k, functions 666, 667, 680, 681
    assert barcode_commands.datamatrix(b"A", module=4) == bytes_of(
        "1d 28 6b 05 00 36 42 00 00 001d 28 6b 03 00 36 43 041d 28 6b 04 00 36 50 30 411d 28 6b 03 00 36 51 30"
    )


def test_raster() -> None:  # GS v 0 m xL xH yL yH: 10 dots are 2 bytes a row
    bitmap = Bitmap(10, 2, bytes_of("ff c0 80 40"))
    assert graphics_commands.raster(bitmap) == bytes_of("1d 76 30 00 02 00 02 00 ff c0 80 40")


def test_a_tall_raster_goes_in_bands() -> None:
    bitmap = Bitmap(8, 300, bytes(index % 251 for index in range(300)))
    assert graphics_commands.raster(bitmap) == (
        bytes_of("1d 76 30 00 01 00 80 00")
        + bitmap.data[:128]
        + bytes_of("1d 76 30 00 01 00 80 00")
        + bitmap.data[128:256]
        + bytes_of("1d 76 30 00 01 00 2c 00")
        + bitmap.data[256:]
    )
