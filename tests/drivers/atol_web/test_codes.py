"""The errors of the driver. The classes stand in spec/atol-web.md 6, and are written out here from there."""

import pytest

from drivers.atol_web import codes
from drivers.atol_web.error_table import CODES, Class
from drivers.atol_web.refused import refused
from drivers.atol_web.reply import Refusal
from drivers.errors import (
    DeviceFaulty,
    DeviceOffline,
    KkmError,
    NotSupported,
    OperatorNeeded,
    OutcomeUnknown,
    RequestRefused,
    WrongState,
)
from drivers.registers.request import Effect

TRANSIENT = {Class.PASSING, Class.LINK, Class.STATE}
SECTION_6: list[tuple[str, set[Class]]] = [
    ("1, 2, 3, 4, 5, 241, 277", {Class.LINK}),
    ("6, 9, 10, 14, 15", {Class.SETUP}),
    ("7, 8, 11, 12, 13", {Class.CLIENT}),
    ("16, 17, 24-27", {Class.CLIENT}),
    ("22, 23, 57, 58", {Class.CLIENT}),
    ("28, 29, 35, 36, 77, 122, 142, 198", {Class.OPERATOR}),
    ("30, 91, 93, 123", {Class.CLIENT}),
    ("31, 55, 72", TRANSIENT),
    ("32, 151, 173-178", {Class.OPERATOR}),
    ("34, 92", TRANSIENT),
    ("44, 45, 46, 47, 114, 150", {Class.OPERATOR}),
    ("48, 52-54, 59, 60, 61, 63, 66, 128, 143-147, 154", {Class.CLIENT}),
    ("62, 71, 94, 96, 189", {Class.SETUP}),
    ("64, 67, 69, 81, 82, 200, 201", TRANSIENT),
    ("68, 141", {Class.OPERATOR}),
    ("73, 83", TRANSIENT),
    ("79, 80", {Class.CLIENT}),
    ("85-90, 106, 113, 130, 225", {Class.FATAL}),
    ("95, 105, 165, 179-182, 206-210", {Class.FATAL}),
    ("104, 115, 116, 133, 159, 166", {Class.FATAL}),
    ("117", TRANSIENT),
    ("118-121, 136, 137, 224", {Class.FATAL}),
    ("124, 125, 134, 148, 155-158, 160, 161, 163, 168-169, 190, 192-195, 205, 215-217", {Class.CLIENT}),
    ("227, 228, 231, 243, 244, 271, 272, 126, 172, 249", {Class.CLIENT}),
    ("132, 139", {Class.OPERATOR}),
    ("135, 138, 140, 188, 226, 211, 203", TRANSIENT),
    ("401, 407, 410, 415, 423, 402, 403, 411, 421, 424, 425", TRANSIENT),
    ("404, 405, 409, 412-414, 416, 420, 422, 426, 501", {Class.CLIENT}),
    ("406, 408, 417-419", {Class.OPERATOR}),
    ("502, 601-603", TRANSIENT),
    ("503, 504", {Class.SETUP}),
]


def numbers(text: str) -> list[int]:
    spans = [part.split("-") for part in text.split(", ")]
    return [number for span in spans for number in range(int(span[0]), int(span[-1]) + 1)]


def test_the_whole_of_section_6() -> None:
    listed = {number: classes for text, classes in SECTION_6 for number in numbers(text)}
    assert {number for number in listed if CODES[number].cls not in listed[number]} == set()
    assert set(CODES) == set(listed)
    assert all(code.text for code in CODES.values())


@pytest.mark.parametrize(
    ("code", "kind", "nothing_sent"),
    [
        (44, OperatorNeeded, True),
        (66, RequestRefused, True),
        (11, NotSupported, True),
        (2, DeviceOffline, True),
        (241, OutcomeUnknown, False),
        (73, WrongState, True),
        (71, WrongState, True),
        (118, DeviceFaulty, False),
        (177, OperatorNeeded, False),
        (502, WrongState, False),
        (249, RequestRefused, False),
        (9999, DeviceFaulty, True),
        (-1, DeviceFaulty, True),
    ],
)
def test_what_a_receipt_comes_to(code: int, kind: type[KkmError], nothing_sent: bool) -> None:
    error = codes.error_of(code, "", "sell")
    assert type(error) is kind
    assert error.nothing_sent is nothing_sent
    assert error.native == code
    assert "sell" in error.text


def test_a_question_has_done_nothing() -> None:
    for code in CODES:
        assert codes.error_of(code, "", "getFnStatus", effect=Effect.NONE).nothing_sent


def test_the_drivers_own_words_come_first() -> None:
    assert codes.error_of(44, "Бумага кончилась.", "sell").text.startswith("Бумага кончилась (ошибка 44 ")
    assert codes.error_of(44, "", "sell").text.startswith("Нет бумаги (")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, RequestRefused),
        (404, WrongState),
        (409, WrongState),
        (413, RequestRefused),
        (418, RequestRefused),
        (501, NotSupported),
        (500, DeviceFaulty),
        (503, DeviceFaulty),
    ],
)
def test_what_is_not_taken_is_not_done(status: int, kind: type[KkmError]) -> None:
    error = refused("Веб-сервер АТОЛ", Refusal(status, 0, "нет такого"))
    assert type(error) is kind
    assert error.nothing_sent
    assert error.native == status
    assert "нет такого" in error.text
