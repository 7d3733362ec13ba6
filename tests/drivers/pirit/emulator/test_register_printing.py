"""Texts, codes, pictures, the drawer."""

import pytest

from drivers.emulation.fiscal.printed import Barcode, Picture
from tests.drivers.pirit.emulator.host import (
    OPERATOR,
    SALE,
    SERVICE,
    ask,
    close,
    device,
    open_document,
    pay,
    position,
    quirks,
    refused,
)


def test_a_service_document() -> None:
    register = device(shift=False)
    open_document(register, SERVICE)
    ask(register, "40", "Ёлки".replace("Ё", "Е"), "16")
    ask(register, "41", "0", "3", "50", "8", "https://example.com/?a=1")
    ask(register, "41", "2", "2", "100", "2", "460123456789")
    assert len(close(register)) == 2
    assert register.roll.lines == ["Елки"]
    assert register.roll.barcodes == [Barcode("QR", "https://example.com/?a=1"), Barcode("EAN13", "460123456789")]
    assert len(register.roll.documents) == 1


@pytest.mark.parametrize(
    "values",
    [
        ("40", ""),
        ("40", "а" * 73),
        ("40", "а", "64"),
        ("41", "4", "2", "100", "2", "1"),
        ("41", "0", "9", "100", "2", "1"),
        ("41", "0", "2", "0", "2", "1"),
        ("41", "0", "2", "100", "10", "1"),
        ("41", "0", "2", "100", "2", ""),
    ],
)
def test_what_cannot_be_printed(values: tuple[str, ...]) -> None:
    register = device()
    open_document(register, SERVICE)
    assert refused(register, *values)[0] == 0x03


def test_text_in_a_receipt_is_refused_by_default() -> None:
    register = device()
    open_document(register, SALE)
    assert refused(register, "40", "а") == (0x01, 18)
    register.quirks = quirks(text_in_receipt=True)
    ask(register, "40", "внутри")
    position(register)
    pay(register)
    close(register)
    assert register.roll.lines.index("внутри") < register.roll.lines.index("Чай")


def test_a_requisite_on_paper() -> None:
    register = device()
    ask(register, "12", "52", "1", "Стол")
    open_document(register)
    ask(register, "49", "1", "0", "7", "у окна")
    assert refused(register, "49", "2", "0", "7") == (0x03, 71), "it has no name"
    position(register)
    pay(register)
    close(register)
    assert register.roll.lines[-20:].count("Стол 7") == 1


def test_a_copy_is_a_service_document() -> None:
    register = device()
    ask(register, "53", "2", "1", OPERATOR, "15")
    ask(register, "40", "как было")
    close(register)
    assert register.roll.lines[-2:] == ["КОПИЯ ЧЕКА 15", "как было"]


def test_a_picture_in_two_stages() -> None:
    register = device()
    open_document(register, SERVICE)
    assert register.execute("55", b"12\x1c2\x1c0\x1c") == (0, b"")
    assert register.wanted == 4
    assert register.take(b"\x80\x01\xff\x00") == (0, b"")
    assert register.roll.pictures == [Picture(12, (b"\x01\x80", b"\xff\x00"))]
    assert register.wanted == 0
    assert refused(register, "55", "513", "2", "0")[0] == 0x03
    assert refused(register, "55", "512", "2000", "0") == (0x03, 94)


def test_a_stored_picture() -> None:
    register = device()
    register.core.pictures.add(2)
    open_document(register, SERVICE)
    ask(register, "56", "0", "2")
    assert len(register.roll.pictures) == 1
    assert refused(register, "56", "0", "3")[0] == 0x03


def test_the_drawer_and_the_beep() -> None:
    register = device(model=9)
    ask(register, "80")
    ask(register, "80", "200")
    assert register.pulses == [150, 200]
    assert refused(register, "80", "501")[0] == 0x03
    assert ask(register, "81") == ["0"]
    register.switch("drawer_open", on=True)
    assert ask(register, "81") == ["1"]
    ask(register, "82", "100")
    assert register.core.beeps == [100]
    narrow = device(model=3)
    narrow.switch("drawer_open", on=True)
    assert ask(narrow, "81") == ["0"], "it has no sensor"


def test_the_knife_and_a_line() -> None:
    register = device()
    cuts = len(register.roll.cuts)
    ask(register, "34")
    register.feed(b"\x0a")
    assert len(register.roll.cuts) == cuts + 1
    assert register.roll.hanging == ("",)
