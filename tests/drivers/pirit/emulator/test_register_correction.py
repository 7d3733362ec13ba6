"""Corrections: one command in 1.05, an opened document since 1.2."""

import pytest

from drivers.emulation.fiscal import tlv
from drivers.emulation.fiscal.storage import Form
from tests.drivers.pirit.emulator.host import (
    OPERATOR,
    ask,
    close,
    device,
    open_document,
    pay,
    position,
    refused,
    state,
)

GIVEN = 1 << 5
BASIS = ("010226", "7-А", "")


def whole(raw: bytes) -> int:
    return int.from_bytes(raw, "little")


def test_1_05_whole_with_the_taxes_given() -> None:
    register = device()
    mask = str(GIVEN | 1 | 1 << 2)
    sums = ("100.00", "50.00", "", "", "")
    assert ask(register, "58", OPERATOR, *sums, mask, *BASIS, "20.00", "", "30.00", "", "", "", "77") == []
    document = register.till.storage.documents[-1]
    told = document.tags()
    assert (document.form, document.type, document.total) == (Form.CORRECTION, 1, 15000)
    assert told[1173] == [b"\x01"]
    basis = dict(tlv.parse(told[1174][0]))
    assert basis[1179] == "7-А".encode("cp866")
    assert whole(basis[1178]) == 1769904000, "01.02.2026 as if it were UTC"
    assert told[1055] == [b"\x02"]
    assert (whole(told[1102][0]), whole(told[1104][0]), told[1192]) == (2000, 3000, [b"77"])
    assert register.till.drawer == 10000
    assert ask(register, "01", "18") == ["18", "1", "100.00", "50.00"]


def test_1_05_with_the_rate_alone() -> None:
    register = device()
    ask(register, "58", OPERATOR, "120.00", "", "", "", "", "0", *BASIS, "0")
    told = register.till.storage.documents[-1].tags()
    assert (whole(told[1102][0]), told[1173]) == (2000, [b"\x00"])


@pytest.mark.parametrize(
    ("values", "error"),
    [
        (("", "1.00", "", "", "", "", "0", *BASIS), (0x01, 33)),
        ((OPERATOR, "", "", "", "", "", "0", *BASIS, "0"), (0x03, 26)),
        ((OPERATOR, "1.00", "", "", "", "", "0", "", "7"), (0x03, 77)),
        ((OPERATOR, "1.00", "", "", "", "", "1", "010226", ""), (0x03, 77)),
        ((OPERATOR, "1.00", "", "", "", "", "64", *BASIS), (0x03, 75)),
        ((OPERATOR, "1.00", "", "", "", "", "", *BASIS), (0x03, 75)),
    ],
)
def test_1_05_refuses(values: tuple[str, ...], error: tuple[int, int]) -> None:
    register = device()
    before = register.till.storage.last
    assert refused(register, "58", *values) == error
    assert register.till.storage.last == before


def test_a_shift_is_needed() -> None:
    assert refused(device(shift=False), "58", OPERATOR, "1.00", "", "", "", "", "0", *BASIS) == (0x01, 20)


@pytest.mark.parametrize(
    ("mask", "type_", "kind"), [(0, 9, 1), (1 << 1, 10, 3), (1 << 6, 11, 2), (1 << 6 | 1 << 1, 12, 4)]
)
def test_1_2_is_opened_and_goes_on_as_a_receipt(mask: int, type_: int, kind: int) -> None:
    register = device(ffd="1.2")
    open_document(register, "4")
    ask(register, "48", "", "500.00")
    close(register)
    ask(register, "58", OPERATOR, "", "", "", "", "", str(mask), *BASIS)
    assert state(register)[2] == 0x10 | type_
    position(register)
    pay(register)
    told = close(register)
    document = register.till.storage.documents[-1]
    assert (document.form, document.type) == (Form.CORRECTION, kind)
    assert told[3:5] == [str(document.number), str(document.sign)]
    assert {1173, 1174} <= document.tags().keys()


def test_1_05_opened_by_its_bit() -> None:
    register = device()
    ask(register, "58", OPERATOR, "", "", "", "", "", str(1 << 7), *BASIS)
    position(register)
    pay(register)
    close(register)
    document = register.till.storage.documents[-1]
    assert (document.form, len(document.tags()[1059])) == (Form.CORRECTION, 1)
