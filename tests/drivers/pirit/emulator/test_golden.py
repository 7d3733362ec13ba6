"""Every example of spec/service-plus.md A1, in both directions, and the whole of it through a register."""

from datetime import UTC, datetime

import pytest

from drivers.pirit.emulator.device import Device
from drivers.pirit.emulator.frame import PIRIT, Request, answer
from drivers.pirit.emulator.reader import Reader
from tests.clock import FakeClock
from tests.drivers.pirit.emulator.frames import HOST, REGISTER, parameters
from tests.drivers.pirit.emulator.host import ask, device, sell


def heard(raw: bytes) -> object:
    reader = Reader(PIRIT, 0.2)
    last = None
    for byte in raw:
        assert last is None, "a frame ends with its last byte"
        last = reader.take(byte, 0.0)
    return last


@pytest.mark.parametrize(("text", "id_", "command", "values"), HOST)
def test_what_the_host_says_is_understood(text: str, id_: int, command: str, values: list[str]) -> None:
    assert heard(bytes.fromhex(text)) == Request(id_, command, parameters(values))


@pytest.mark.parametrize(("text", "id_", "command", "error", "values"), REGISTER)
def test_what_the_register_says(text: str, id_: int, command: str, error: int, values: list[str]) -> None:
    assert answer(id_, command, error, parameters(values), PIRIT) == bytes.fromhex(text)


def said(register: Device, number: int) -> bytes:
    return register.feed(bytes.fromhex(HOST[number][0]))


def told(number: int) -> bytes:
    return bytes.fromhex(REGISTER[number][0])


def done(number: int) -> bytes:
    """Nothing but that it is done."""
    _, id_, command, _ = HOST[number]
    return answer(id_, command, 0, b"", PIRIT)


def test_the_examples_one_after_the_other() -> None:
    register = device(started=False, clock=FakeClock(datetime(2026, 2, 1, 6, 30, tzinfo=UTC)))
    assert said(register, 1) == told(1) == done(1)
    ask(register, "23", "Иванов")
    assert said(register, 0) == told(0)
    assert said(register, 2) == done(2)
    assert said(register, 3) == told(2)
    assert said(register, 4) == done(4)
    assert said(register, 4) == done(4), "the other half"
    assert said(register, 5)[:6] == b"\x02\x273100"
    assert said(register, 6) == done(6)
    assert said(register, 7) == done(7)
    assert register.pulses == [150]


def test_a_payment_that_comes_too_early_is_refused() -> None:
    assert said(device(), 4) == told(3)


def test_a_closed_receipt_is_told_in_this_order() -> None:
    register = device()
    document, operation, pair, number, sign, shift, receipt, day, time = sell(register)
    recorded = register.till.storage.documents[-1]
    assert (int(number), int(sign)) == (recorded.number, recorded.sign)
    assert pair == f"{number} {sign}"
    assert (shift, receipt) == ("1", "1")
    assert (day, time) == (f"{recorded.time:%d%m%y}", f"{recorded.time:%H%M%S}")
    assert (document, operation) == ("2", "2"), "the opening of the shift was the first"
