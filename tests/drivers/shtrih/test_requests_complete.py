"""Every command of the specification can be sent, and every answer be read. Source: spec/shtrih-m.md 3."""

import pytest

from drivers.shtrih.request import Effect
from tests.drivers.shtrih.every_request import EVERY


def _words(text: str) -> list[str]:
    return text.split()


# Section 3, table by table. Without 27h (it clears the register), and without FF65, FF66, FF74, FF75 and FF78, whose
# layouts are not told or contradict one another.
SPECIFIED = _words("""
10 11 FC F7 6B 13 14 15 16 26 FE 21 22 23
12 17 2F 18 25 28 29 52 53 54 B0 C2 C0 C1 C4 C3 C5 4E 4D 4F CB DD DE
1F 1E 2D 2E 24 1A 1B
E0 40 41 C6 50 51
8D 80 81 82 83 84 86 87 8A 8B 89 85 8E 88 8C
FF01 FF02 FF03 FF04 FF07 FF08 FF09 FF4C FF0A FF0E FF60 FF39 FF3A FF3B FF3C FF3F FF40 FF63 FF30 FF31 FF32 FF33
FF46 FF45 FF76 FF7B FF0C FF4D FF64 FF0D FF4B FF0B FF41 FF42 FF43 FF37 FF38 FF35 FF36 FF4A
FF05 FF06 FF34 FF3D FF3E FF62
FF61 FF69 FF67 FF68 FF70 FF71 FF72 FF73
2B
""")

# What moves money or writes to the ФН. Source: spec 1.5, and every command that begins or cancels a document of the ФН.
MONEY = _words("""
80 81 82 83 84 85 86 87 88 8A 8B 8D 8E 41 50 51 E0 C6 FF0B FF36 FF38 FF43 FF45 FF46 FF4A FF76 FF7B
FF05 FF06 FF07 FF08 FF0C FF0D FF34 FF35 FF37 FF3D FF3E FF41 FF42 FF4B FF4D FF64 FF61 FF67 FF69 FF73
16 22 23 24
""")

# What is seen or heard, or gives the next piece each time it is asked.
PAPER = _words("""
12 13 17 18 25 28 29 2B 2F 40 52 53 54 8C B0 C1 C2 C3 C5 CB DE 4D 4F FE FF3B FF72
""")


def test_each_command_has_its_builder() -> None:
    assert set(EVERY) == set(SPECIFIED)


@pytest.mark.parametrize("code", EVERY)
def test_a_command_begins_with_its_code_and_tells_it(code: str) -> None:
    request, _ = EVERY[code]
    assert request.code == bytes.fromhex(code)
    assert request.name.startswith(f"{code}h ")


@pytest.mark.parametrize("code", EVERY)
def test_a_command_is_not_repeated_that_must_not_be(code: str) -> None:
    request, _ = EVERY[code]
    expected = Effect.MONEY if code in MONEY else Effect.PAPER if code in PAPER else Effect.NONE
    assert request.effect is expected


@pytest.mark.parametrize(("code", "seconds"), [
    ("10", 3), ("11", 3), ("FC", 5), ("26", 5), ("C0", 10), ("C5", 10), ("4D", 10), ("40", 30), ("41", 65), ("16", 60),
    ("E0", 120), ("FF61", 40), ("FF67", 40), ("FF45", 30), ("17", 30), ("FF01", 30),
])  # fmt: skip
def test_patience_is_that_of_the_specification(code: str, seconds: float) -> None:
    assert EVERY[code][0].patience == seconds


@pytest.mark.parametrize("code", EVERY)
def test_an_answer_is_read(code: str) -> None:
    request, answer = EVERY[code]
    request.read(bytes.fromhex(answer))


@pytest.mark.parametrize("code", EVERY)
def test_a_longer_answer_is_read(code: str) -> None:
    request, answer = EVERY[code]
    request.read(bytes.fromhex(answer) + bytes.fromhex("1a 0b 16 0e 05 00 01 02 03 04 05 06 07 08 09"))


# Answers that hold nothing that anybody decides by, or hold whatever comes.
CONTENT_WITH_LESS = _words("""
13 12 17 2F 25 28 29 52 53 54 B0 C2 C0 C1 C4 C3 C5 4E 4D 4F CB DD DE 2B E0 40 41 C6 50 51 8D 88 8C 80 81 82 83 84 86 87
8A 8B 6B FC F7 10 FF03 FF31 FF3B FF3C FF0E FF60 FF67 FF69 FF72 FF09 FF4C
""")


@pytest.mark.parametrize("code", [code for code, (_, answer) in EVERY.items() if answer])
def test_an_answer_cut_short_is_a_value_error_or_read_as_less(code: str) -> None:
    request, answer = EVERY[code]
    data = bytes.fromhex(answer)
    for size in range(len(data)):
        try:
            request.read(data[:size])
        except ValueError:
            continue
        assert code in CONTENT_WITH_LESS, f"{size} of {len(data)} bytes were enough"


@pytest.mark.parametrize("code", ["10", "11", "FF01", "FF40", "FF45", "FF0A", "89", "1A", "FF38", "FF4A", "FF06"])
def test_what_is_decided_by_is_never_made_up(code: str) -> None:
    with pytest.raises(ValueError, match="bytes"):
        EVERY[code][0].read(b"\x01")
