"""Errors of the register. Source: spec/atol.md 8, 13."""

import re

import pytest

from drivers.atol import codes
from drivers.atol.error_table import BY_EXT, CODES, Class, find
from drivers.atol.reply import Reply
from drivers.atol.requests import receipt, reports, state
from drivers.atol.requests.receipt import PaymentType
from drivers.errors import DeviceFaulty, KkmError, NotSupported, OperatorNeeded, RequestRefused, WrongState

# Codes by class, written out from the table of the specification.
TRANSIENT = {25, 30, 102, 118, 130, 135, 137, 143, 154, 155, 156, 186, 209, 210, 211, 212, 233, 236}
OPERATOR = {
    *(21, 22, 26, 31, 32, 103, 104, 105, 128, 136, 240, 140, 164, 200, 201, 217, 230, 237, 238, 239, 241),
}
FATAL = {
    *(11, 33, 138, 216, 158, 159, 162, 163, 165, 166, 167, 168, 169, 174, 177, 176, 190, 191, 208, 213, 214, 215),
    *(225, 234, 235),
}
CLIENT = {
    *(8, 10, 17, 18, 19, 20, 15, 16, 123, 124, 24, 61, 62, 63, 64, 65, 66, 67, 70, 122, 242, 106, 107, 108, 109, 110),
    *(111, 112, 113, 114, 115, 117, 125, 126, 127, 129, 134, 145, 146, 147, 148, 149, 151, 152, 170, 171, 172, 173),
    *(179, 203, 218, 219, 220, 221, 223, 224, 228, 231, 232, 244, 243, 246, 245),
}
PAY = receipt.pay(PaymentType.CASH, 1)


def numbers(cls: Class) -> set[int]:
    return {number for number, code in CODES.items() if code.cls is cls}


def test_every_code_of_the_specification_is_there() -> None:
    assert numbers(Class.TRANSIENT) == TRANSIENT
    assert numbers(Class.OPERATOR) == OPERATOR
    assert numbers(Class.FATAL) == FATAL
    assert numbers(Class.CLIENT) == CLIENT
    assert all(number == code.number for number, code in CODES.items())


def test_texts_are_for_cashiers() -> None:
    for code in (*CODES.values(), *BY_EXT.values()):
        assert re.fullmatch(r"[а-яА-ЯёЁ].*[а-яёА-ЯЁ%0-9)]", code.text), code
        assert re.fullmatch(r"[А-ЯЁ].*\.", code.advice), code


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(122, 0, b""), NotSupported),
        (Reply(8, 0, b""), RequestRefused),
        (Reply(152, 0, b""), RequestRefused),
        (Reply(136, 0, b""), WrongState),
        (Reply(143, 0, b""), WrongState),
        (Reply(164, 0, b""), WrongState),
        (Reply(102, 0, b""), WrongState),
        (Reply(103, 0, b""), OperatorNeeded),
        (Reply(250, 0, b""), OperatorNeeded),
        (Reply(210, 0, b""), DeviceFaulty),
        (Reply(214, 0, b""), DeviceFaulty),
        (Reply(246, 0, b""), RequestRefused),
        (Reply(246, 1, b"\x01"), RequestRefused),
        (Reply(246, 3, b"\x03"), DeviceFaulty),
    ],
    ids=lambda value: str(value.error) if isinstance(value, Reply) else "",
)
def test_kinds(reply: Reply, kind: type[KkmError]) -> None:
    error = codes.error_of(reply, PAY)
    assert type(error) is kind
    assert error.native == reply.error


def test_a_text() -> None:
    assert codes.error_of(Reply(152, 0, b""), PAY).text == (
        "ККТ: в кассе нет столько денег (ошибка 152, команда 99h). Внесите наличные в кассу (внесение) или выдайте "
        "меньше."
    )


def test_what_register_55_says() -> None:
    error = codes.error_of(Reply(238, 0, b"\0"), PAY, extended=213)
    assert isinstance(error, DeviceFaulty)
    assert (error.native, error.nothing_sent) == (213, False)
    assert "ошибка 238/213" in error.text
    assert isinstance(codes.error_of(Reply(238, 0, b"\0"), PAY), OperatorNeeded)


@pytest.mark.parametrize("code", [103, 113, 134, 210, 251])
@pytest.mark.parametrize("request_", [receipt.close(), reports.z_report(), receipt.open_shift()])
def test_no_error_proves_that_a_document_was_not_made(code: int, request_: object) -> None:
    error = codes.error_of(Reply(code, 0, b""), request_)  # type: ignore[arg-type]
    assert not error.nothing_sent


def test_what_an_error_proves_of_other_commands() -> None:
    assert codes.error_of(Reply(113, 0, b""), PAY).nothing_sent
    assert not codes.error_of(Reply(103, 0, b""), PAY).nothing_sent
    assert not codes.error_of(Reply(210, 0, b""), PAY).nothing_sent
    assert codes.error_of(Reply(210, 0, b""), state.state()).nothing_sent


def test_passing() -> None:
    assert codes.is_passing(118)
    assert not codes.is_passing(103)
    assert find(251).cls is Class.OPERATOR
