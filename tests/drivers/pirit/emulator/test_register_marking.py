"""Marked goods of 1.2. Source: spec/service-plus.md A6."""

import pytest

from drivers.emulation.fiscal import tlv
from drivers.emulation.fiscal.marking import BAD, NO_KEYS, NO_SERVER
from drivers.pirit.emulator.device import Device
from tests.drivers.pirit.emulator.host import ask, close, device, open_document, pay, position, refused

CODE = "0104601234567890215AbCdEfGhIjKl$1D93Test"
RAW = CODE.replace("$1D", "\x1d").encode("ascii")


@pytest.fixture
def register() -> Device:
    return device(ffd="1.2")


def check(register: Device, anyway: str = "1", status: str = "1") -> list[str]:
    return ask(register, "79", "1", CODE, "0", status, "1", "0", anyway)


def test_a_good_code_comes_into_its_position(register: Device) -> None:
    assert ask(register, "79", "16", CODE) == ["16", "1"]
    assert check(register) == ["1", "15", "0", "15", "0", "1"]
    assert ask(register, "79", "0") == ["0", "4", "0", "0", "0", "0", "0"]
    assert ask(register, "79", "2", "1") == ["2", "15"]
    assert ask(register, "79", "0")[4] == "1"
    open_document(register)
    assert ask(register, "79", "15", CODE, "1", "0", "15", "0") == ["15"]
    position(register, "100.00", "1", unit="0", subject="33")
    position(register, "100.00", "1", unit="0")
    pay(register)
    close(register)
    told = register.till.storage.documents[-1].tags()
    first, second = (dict(tlv.parse(raw)) for raw in told[1059])
    assert (first[2106], first[2102], first[2110], first[2108]) == (b"\x0f", b"\0", b"\x01", b"\0")
    assert dict(tlv.parse(first[1163]))[1305] == b"0104601234567890215AbCdEfGhIjKl"[:31]
    assert 1163 not in second
    assert told[2107] == [b"\0"]
    assert ask(register, "79", "6")[1:4] == ["0", "1", "1"], "a notice waits"
    assert ask(register, "79", "0")[4] == "0", "codes go with their receipt"


def test_a_part_of_a_pack(register: Device) -> None:
    check(register, status="2")
    ask(register, "79", "2", "1")
    open_document(register)
    ask(register, "79", "15", CODE, "2", "0", "15", "0")
    position(register, "10.00", "3/20", unit="0", subject="33")
    pay(register, sum_="30.00")
    close(register)
    told = dict(tlv.parse(register.till.storage.documents[-1].tags()[1059][0]))
    assert [tag for tag, _ in tlv.parse(told[1291])] == [1292, 1293, 1294]


@pytest.mark.parametrize("quantity", ["3/3", "4/3", "1.5/3", "1/", "/3", "0/3"])
def test_parts_that_cannot_be(register: Device, quantity: str) -> None:
    open_document(register)
    assert refused(register, "42", "Чай", "", quantity, "1.00", "0") == (0x03, 46)


def test_a_bad_code_is_not_sent_to_the_server_unless_that_is_asked(register: Device) -> None:
    register.marking.verdicts[RAW] = BAD
    assert check(register, anyway="0") == ["1", "5", "0", "", "", ""]
    assert ask(register, "79", "2", "0") == ["2", "5"]
    assert check(register) == ["1", "5", "0", "5", "0", "2"]
    ask(register, "79", "2", "0")
    open_document(register)
    assert refused(register, "79", "15", CODE, "1", "0", "5", "0")[0] == 0x7E


def test_a_server_that_is_silent_takes_three_seconds(register: Device) -> None:
    register.marking.verdicts[RAW] = NO_SERVER
    assert check(register) == ["1", "3", "0", "", "", ""]
    assert register.worked() == 3.0
    ask(register, "79", "2", "1")
    assert register.worked() == 0.0


def test_a_storage_without_keys(register: Device) -> None:
    register.marking.verdicts[RAW] = NO_KEYS
    assert check(register)[1:3] == ["12", "2"]


def test_the_order(register: Device) -> None:
    assert refused(register, "79", "2", "1")[0] == 0x73
    check(register)
    assert refused(register, "79", "1", CODE, "0", "1", "1", "0", "1")[0] == 0x73
    ask(register, "79", "3")
    assert ask(register, "79", "0")[1] == "1"
    assert refused(register, "79", "15", CODE, "1", "0", "15", "0")[0] == 0x01, "no receipt is open"
    assert refused(register, "79", "7") == (0x03, 66)


def test_too_many(register: Device) -> None:
    for number in range(128):
        ask(register, "79", "1", f"{CODE}{number}", "0", "1", "1", "0", "1")
        ask(register, "79", "2", "1")
    assert refused(register, "79", "1", CODE, "0", "1", "1", "0", "1")[0] == 0x75


def test_where_it_is_blocked_or_unknown(register: Device) -> None:
    register.marking.enabled = False
    assert ask(register, "79", "0")[1] == "0"
    assert refused(register, "79", "3")[0] == 0x74
    assert refused(device(), "79", "0")[0] == 0x72


def test_a_code_ahead_of_the_position_without_a_check(register: Device) -> None:
    open_document(register)
    ask(register, "24", "@" + CODE)
    assert refused(register, "24", CODE) == (0x03, 81)
    position(register, "100.00", "1", unit="0")
    pay(register, sum_="100.00")
    close(register)
    assert 1163 in dict(tlv.parse(register.till.storage.documents[-1].tags()[1059][0]))
