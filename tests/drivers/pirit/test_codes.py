"""Errors of the register. Source: spec/service-plus.md A7."""

import re

import pytest

from drivers.errors import DeviceFaulty, KkmError, NotSupported, OperatorNeeded, RequestRefused, WrongState
from drivers.pirit import codes
from drivers.pirit.error_table import CODES, Class
from drivers.pirit.reason_table import REASONS
from drivers.pirit.request import Effect
from drivers.pirit.requests.status import Fatal, Locks, Reason

CLOSE = "31h close document"

# Codes by class, written out from the tables of the specification.
CLASSES = {
    Class.PASSING: {0x01, 0x04, 0x05, 0x07, 0x0F, 0x12, 0x42, 0x51, 0x56, 0x60, 0x61, 0x62, 0x75},
    Class.OPERATOR: {0x06, 0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x13, 0x47, 0x57, 0x64, 0x72, 0x74},
    Class.FATAL: {0x11, 0x20, 0x43, 0x44, 0x45, 0x46, 0x52, 0x54, 0x55},
    Class.CLIENT: {
        *(0x02, 0x03, 0x0E, 0x10, 0x41, 0x48, 0x49, 0x4A, 0x4B, 0x4C, 0x4D, 0x4E, 0x50, 0x58, 0x59, 0x63),
        *(0x73, 0x7C, 0x7E),
    },
}
REASONS_BY_CLASS = {
    Class.PASSING: {1, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20},
    Class.FATAL: {2, 3, 4, 21, 22},
    Class.OPERATOR: {5, 7, 23, 24, 25, 27, 28, 30, 34, 37, 38, 39, *range(59, 68), 69, 70, 88},
    Class.CLIENT: {26, 29, 33, 35, *range(40, 59), 71, 72, 73, *range(75, 80), 81, 82, 83, 85, 86, 89, 90, 91, 93, 94},
}


def test_every_code_of_the_specification_is_there() -> None:
    assert {cls: {number for number, code in CODES.items() if code.cls is cls} for cls in Class} == CLASSES
    assert {cls: {number for number, code in REASONS.items() if code.cls is cls} for cls in Class} == REASONS_BY_CLASS


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (0x01, WrongState),
        (0x02, NotSupported),
        (0x03, RequestRefused),
        (0x06, WrongState),
        (0x08, OperatorNeeded),
        (0x0A, WrongState),
        (0x0E, RequestRefused),
        (0x20, DeviceFaulty),
        (0x48, RequestRefused),
        (0x45, DeviceFaulty),
        (0x61, DeviceFaulty),
    ],
)
def test_what_becomes_of_a_code(code: int, kind: type[KkmError]) -> None:
    error = codes.error_of(code, CLOSE)
    assert type(error) is kind
    assert error.native == code


@pytest.mark.parametrize(
    ("reason", "kind"), [(20, WrongState), (21, DeviceFaulty), (26, RequestRefused), (34, WrongState)]
)
def test_the_reason_decides(reason: int, kind: type[KkmError]) -> None:
    error = codes.error_of(0x01, CLOSE, reason=Reason(reason))
    assert type(error) is kind
    assert error.native == 1
    assert f"(ошибка 1, 01h, команда 31h, причина {reason})" in error.text


def test_a_reason_that_nobody_knows_speaks_for_itself() -> None:
    error = codes.error_of(0x03, CLOSE, reason=Reason(200, "Слишком громко. "))
    assert error.text.startswith("Слишком громко (ошибка 3, 03h, команда 31h, причина 200). ")
    assert type(error) is RequestRefused


def test_no_reason_is_none() -> None:
    assert "причина" not in codes.error_of(0x01, CLOSE, reason=Reason(0)).text
    assert "причина" not in codes.error_of(0x42, CLOSE, reason=Reason(20)).text


@pytest.mark.parametrize("code", range(1, 128))
def test_every_text_says_what_and_what_to_do(code: int) -> None:
    head, _, rest = codes.error_of(code, CLOSE).text.partition(f" (ошибка {code}, {code:02X}h, команда 31h). ")
    assert re.fullmatch(r"[А-ЯЁ].+[^.]", head)
    assert re.fullmatch(r"[А-ЯЁ].+\.", rest)


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_every_reason_says_what_and_what_to_do(reason: int) -> None:
    head, _, rest = codes.error_of(3, CLOSE, reason=Reason(reason)).text.partition(f", причина {reason}). ")
    assert re.fullmatch(r"[А-ЯЁ].+ \(ошибка 3, 03h, команда 31h", head)
    assert re.fullmatch(r"[А-ЯЁ].+\.", rest)


@pytest.mark.parametrize("code", [0x08, 0x09, 0x20, 0x42, 0x61, 0x62, 0x99])
def test_trouble_with_paper_and_storage_leaves_it_open_what_was_done(code: int) -> None:
    assert codes.in_doubt(code)
    assert not codes.error_of(code, CLOSE).nothing_sent
    assert codes.error_of(code, "00h flags", effect=Effect.NONE).nothing_sent


@pytest.mark.parametrize("code", [0x01, 0x03, 0x0A, 0x0E, 0x45, 0x49, 0x56])
def test_other_errors_mean_that_nothing_was_done(code: int) -> None:
    assert codes.error_of(code, CLOSE).nothing_sent


def test_recorded_and_not_printed_is_done() -> None:
    assert not codes.error_of(0x01, CLOSE, reason=Reason(codes.RECORDED_NOT_PRINTED)).nothing_sent
    assert codes.error_of(0x01, CLOSE, reason=Reason(codes.NOT_OPEN)).nothing_sent


def test_passing_errors() -> None:
    passing = {code for code in range(256) if codes.is_passing(code)}
    assert passing == {0x04, 0x05, 0x07, 0x12, 0x51, 0x60, 0x61, 0x62}
    assert {code for code in range(256) if codes.is_passing(code, Effect.MONEY)} == {0x04, 0x05, 0x07, 0x51, 0x60}


def test_codes_that_nobody_knows() -> None:
    assert type(codes.error_of(0x99, CLOSE)) is DeviceFaulty
    assert type(codes.error_of(0x99, "00h flags", effect=Effect.NONE)) is RequestRefused


def test_words_for_bits() -> None:
    assert codes.fatal_words(Fatal.NO_STORAGE | Fatal.CARD) == "нет связи с ФН, нет карты памяти или она неисправна"
    assert codes.lock_words(Locks.FULL) == "ФН заполнен"
    assert codes.fatal_words(Fatal(0)) == codes.lock_words(Locks(1)) == ""
    assert codes.error_of(0x20, CLOSE, told="неисправен ФН").text.startswith(
        "Фатальная ошибка ККТ: неисправен ФН (ошиб"
    )
