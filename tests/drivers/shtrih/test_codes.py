"""Errors of the register. Source: spec/shtrih-m.md 5."""

import re
from collections import Counter

import pytest

from drivers.errors import (
    DeviceFaulty,
    Fault,
    KkmError,
    NotSupported,
    OperatorNeeded,
    RequestRefused,
    WrongState,
)
from drivers.shtrih import codes
from drivers.shtrih.error_table import CODES, Class, Origin
from drivers.shtrih.request import Effect

_CLOSE = "FF45h close receipt"

# Codes by class, written out from the tables of the specification.
PASSING = {0x11, 0x20, 0x23, 0x24, 0x2F, 0x30, 0x50, 0xA2, 0xE1}
STATE = {0x02, 0x16, 0x3C, 0x3D, 0x4A, 0x4E, 0x55, 0x58, 0x59, 0x72, 0x73, 0x96, 0xA1, 0xA3, 0xC0}
OPERATOR = {
    *(0x07, 0x17, 0x2E, 0x46, 0x5C, 0x6B, 0x6C, 0x71, 0x75, 0x76, 0x77, 0x7C, 0xC2, 0xC5, 0xC6, 0xC8, 0xC9, 0xCA, 0xCF),
    *(0xD0, 0xD2, 0xE0, 0xE3),
}


def _numbers(cls: Class) -> set[int]:
    return {number for number, code in CODES.items() if code.cls is cls}


def test_every_code_of_the_specification_is_there() -> None:
    assert len(CODES) == 207
    assert _numbers(Class.PASSING) == PASSING
    assert _numbers(Class.STATE) == STATE
    assert _numbers(Class.OPERATOR) == OPERATOR
    assert Counter(code.cls for code in CODES.values()).total() == 207
    assert all(code.text and number == code.number for number, code in CODES.items())


@pytest.mark.parametrize(
    ("code", "kind", "fault"),
    [
        (0x37, NotSupported, Fault.CLIENT),
        (0x36, NotSupported, Fault.CLIENT),
        (0x33, RequestRefused, Fault.CLIENT),
        (0x7E, RequestRefused, Fault.CLIENT),
        (0x45, RequestRefused, Fault.CLIENT),
        (0x08, RequestRefused, Fault.CLIENT),
        (0x4F, WrongState, Fault.STATE),
        (0x8F, WrongState, Fault.STATE),
        (0x3D, WrongState, Fault.STATE),
        (0x4E, WrongState, Fault.STATE),
        (0x50, WrongState, Fault.STATE),
        (0x72, WrongState, Fault.STATE),
        (0x30, DeviceFaulty, Fault.DEVICE),
        (0x6B, OperatorNeeded, Fault.OPERATOR),
        (0x46, OperatorNeeded, Fault.OPERATOR),
        (0x06, DeviceFaulty, Fault.DEVICE),
        (0xA4, DeviceFaulty, Fault.DEVICE),
    ],
)
def test_what_becomes_of_a_code(code: int, kind: type[KkmError], fault: Fault) -> None:
    error = codes.error_of(code, _CLOSE)
    assert type(error) is kind
    assert (error.native, error.fault) == (code, fault)


def test_the_closed_shift_has_the_number_clients_know() -> None:
    """Error 61 of the KkmServer API."""
    assert codes.error_of(codes.SHIFT_CLOSED, _CLOSE).native == 61


@pytest.mark.parametrize("code", range(1, 256))
def test_every_text_says_what_and_what_to_do(code: int) -> None:
    error = codes.error_of(code, _CLOSE)
    head, _, rest = error.text.partition(f" (ошибка {code}, {code:02X}h, команда FF45h). ")
    assert head.startswith(("ФН: ", "ККТ: ", "ККТ до ФН: "))
    assert re.fullmatch(r"[А-ЯЁ«].+\.", rest)
    assert ".." not in error.text
    assert "  " not in error.text


def test_the_words_of_the_register_come_first() -> None:
    error = codes.error_of(0x45, _CLOSE, "Сумма оплат меньше итога. ")
    assert error.text.startswith("Сумма оплат меньше итога (ошибка 69, 45h, команда FF45h). Проверьте суммы оплат")


def test_the_reason_is_told() -> None:
    error = codes.error_of(0x33, "FF67h bind marking code", reason=0x00330405)
    assert "(ошибка 51, 33h, команда FF67h, причина 51/1029)" in error.text


@pytest.mark.parametrize(("data", "reason"), [(b"", None), (b"\1\2\3", None), (b"\5\4\x33\0", 0x00330405)])
def test_extended_reason(data: bytes, reason: int | None) -> None:
    assert codes.extended_reason(data) == reason


def test_an_error_means_that_nothing_was_done() -> None:
    assert codes.error_of(0x45, _CLOSE).nothing_sent
    assert codes.error_of(0x6B, _CLOSE).nothing_sent
    assert codes.error_of(0x06, _CLOSE).nothing_sent


@pytest.mark.parametrize("code", [0x03, 0x04, 0x2F, 0x30, 0x39, 0x75])
def test_trouble_with_the_storage_leaves_it_open_what_was_done(code: int) -> None:
    assert codes.in_doubt(code)
    assert not codes.error_of(code, _CLOSE).nothing_sent
    assert codes.error_of(code, "10h short status", effect=Effect.NONE).nothing_sent


@pytest.mark.parametrize("code", sorted(PASSING))
def test_passing_errors(code: int) -> None:
    assert codes.is_passing(code)
    assert codes.is_passing(code, Effect.MONEY) == (code not in (0x2F, 0x30))


@pytest.mark.parametrize("code", [0x33, 0x3D, 0x6B, 0x06, 0x99])
def test_other_errors_do_not_pass(code: int) -> None:
    assert not codes.is_passing(code)


def test_codes_that_nobody_knows() -> None:
    assert type(codes.error_of(0x99, _CLOSE)) is DeviceFaulty
    assert type(codes.error_of(0x99, "1Fh read field", effect=Effect.NONE)) is RequestRefused
    assert type(codes.error_of(0x99, "17h line", effect=Effect.PAPER)) is RequestRefused
    assert "неизвестная ошибка" in codes.error_of(0x99, _CLOSE).text


def test_codes_of_registers_before_the_storage_say_so() -> None:
    assert CODES[0xA4].origin is Origin.OLD
    assert "кассы без ФН" in codes.error_of(0xA4, _CLOSE).text
