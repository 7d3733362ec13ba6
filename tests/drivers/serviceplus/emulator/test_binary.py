"""The older registers: every example of spec/service-plus.md B, and what they do."""

import asyncio
from datetime import UTC, datetime

import pytest

from drivers.emulation.fiscal.printed import Barcode
from drivers.emulation.fiscal.storage import Form
from drivers.pirit.emulator import birth
from drivers.pirit.emulator.device import Device
from drivers.pirit.emulator.frame import SERVICE_PLUS, Request, answer, checksum
from drivers.pirit.emulator.reader import Reader
from drivers.serviceplus.emulator.binary import QUIRKS, BinaryEmulator
from drivers.serviceplus.emulator.binary_commands import commands
from tests.clock import FakeClock
from tests.faults.wires.skipping import LoopClock
from tests.faults.wires.skipping import run as skipping

INIT = "02 50 4F 4E 45 20 30 30 30 31 30 32 32 36 1C 30 39 33 30 30 30 1C 03 33 61"
STATUS = "02 50 4F 4E 45 21 41 30 03 34 37"
ANSWER = "02 21 41 30 30 30 30 1C 30 1C 30 1C 03 37 66"
OPEN = "02 50 4F 4E 45 22 32 30 32 1C 31 1C 88 A2 A0 AD AE A2 1C 31 1C 03 32 65"
ITEM = "02 50 4F 4E 45 23 33 30 97 A0 A9 1C 1C 31 2E 30 30 30 1C 31 32 33 2E 34 35 1C 31 1C 30 1C 03 39 38"
PAY = "02 50 4F 4E 45 24 33 35 30 1C 32 30 30 2E 30 30 1C 1C 03 30 35"
HOST = [
    (INIT, 0x20, "00", ["010226", "093000"]),
    (STATUS, 0x21, "A0", []),
    (OPEN, 0x22, "20", ["2", "1", "Иванов", "1"]),
    (ITEM, 0x23, "30", ["Чай", "", "1.000", "123.45", "1", "0"]),
    (PAY, 0x24, "35", ["0", "200.00", ""]),
]


def parameters(values: list[str]) -> bytes:
    return b"".join(value.encode("cp866") + b"\x1c" for value in values)


@pytest.mark.parametrize(("text", "id_", "command", "values"), HOST)
def test_what_the_host_says_is_understood(text: str, id_: int, command: str, values: list[str]) -> None:
    reader = Reader(SERVICE_PLUS, 0.2)
    heard = [each for byte in bytes.fromhex(text) if (each := reader.take(byte, 0.0)) is not None]
    assert heard == [Request(id_, command, parameters(values))]


def test_what_the_register_says() -> None:
    assert answer(0x21, "A0", 0, parameters(["0", "0", "0"]), SERVICE_PLUS) == bytes.fromhex(ANSWER)


def device(*, started: bool = True, version: int = 460) -> Device:
    clock = FakeClock(datetime(2026, 2, 1, 6, 30, tzinfo=UTC))
    register = Device(birth.core(clock=clock, quirks=QUIRKS), commands(version), SERVICE_PLUS, clock=clock)
    if started:
        ask(register, "00", "010226", "093000")
    return register


def ask(register: Device, command: str, *values: str) -> list[str]:
    error, data = register.execute(command, parameters([*values]))
    assert not error, f"{command}: {error:02X}h"
    return data.decode("cp866").split("\x1c")[:-1]


def sell(register: Device, kind: str = "2") -> None:
    ask(register, "20", kind, "1", "Иванов", "1")
    ask(register, "30", "Чай", "", "2.000", "100.00", "1", "0")
    ask(register, "34")
    ask(register, "35", "0", "500.00", "")
    assert ask(register, "22", "СПАСИБО") == [], "it tells nothing of what was recorded"


def test_the_examples_one_after_the_other() -> None:
    register = device(started=False)
    for text, id_, command, _ in (HOST[0], *HOST[2:]):
        assert register.feed(bytes.fromhex(text)) == answer(id_, command, 0, b"", SERVICE_PLUS)
    ask(register, "22", "")
    assert register.feed(bytes.fromhex(STATUS)) == answer(0x21, "A0", 0, b"0\x1c4\x1c0\x1c", SERVICE_PLUS)
    assert register.till.storage.documents[-1].total == 12345
    assert register.till.drawer == 12345


def test_the_password_and_the_case_of_the_sum() -> None:
    body = b"PIRI!A0\x03"
    assert device().feed(b"\x02" + body + checksum(body))[4:6] == b"06"
    body = b"PONE!af\x03"
    said = device().feed(b"\x02" + body + checksum(body))
    assert said == answer(0x21, "AF", 0, b"0\x1c", SERVICE_PLUS)


def test_a_sale_opens_the_shift_and_is_recorded() -> None:
    register = device()
    assert ask(register, "A5", "1") == ["1"]
    sell(register)
    forms = [document.form for document in register.till.storage.documents]
    assert forms == [Form.REGISTRATION, Form.SHIFT_OPENING, Form.RECEIPT]
    assert ask(register, "A5", "1") == ["2"]
    assert ask(register, "A0") == ["0", "4", "0"]
    assert "СПАСИБО" in register.roll.lines
    sell(register, "3")
    assert register.till.drawer == 0
    ask(register, "60", "Иванов")
    ask(register, "61", "Иванов")
    assert register.till.storage.documents[-1].form is Form.SHIFT_CLOSING
    assert not register.till.shift_open


def test_cash_needs_no_shift() -> None:
    register = device()
    for kind, sum_ in (("4", "100.00"), ("5", "30.00")):
        ask(register, "20", kind, "1", "Иванов", "1")
        ask(register, "36", "", sum_)
        ask(register, "22", "")
    assert register.till.drawer == 7000


def test_text_and_codes() -> None:
    register = device()
    ask(register, "20", "1", "1", "Иванов", "1")
    ask(register, "21", "Привет", "0")
    ask(register, "24", "2", "3", "50", "2", "460123456789")
    ask(register, "29", "5", "2", "https://example.com")
    assert register.execute("28", b"5\x1c") == (0, b"")
    assert register.wanted == 5
    assert register.take(b"\x01\x02\x03\x04\x05") == (0, b"")
    assert register.worked() == 1.0
    ask(register, "22", "")
    assert register.roll.lines == ["Привет"]
    assert register.roll.barcodes == [Barcode("EAN13", "460123456789"), Barcode("QR", "https://example.com")]
    assert len(register.roll.pictures) == 1


def test_a_cancelled_receipt_is_not_recorded() -> None:
    register = device()
    ask(register, "20", "2", "1", "Иванов", "1")
    ask(register, "30", "Чай", "", "1.000", "1.00", "1", "0")
    ask(register, "23")
    assert register.till.receipt_number == 0
    assert ask(register, "A0")[2] == "0"


def test_paper_that_ends_inside_a_receipt() -> None:
    register = device()
    sell(register)
    ask(register, "20", "2", "1", "Иванов", "1")
    ask(register, "30", "Чай", "", "1.000", "1.00", "1", "0")
    ask(register, "35", "0", "1.00", "")
    register.roll.reload(3)
    assert register.execute("22", b"\x1c")[0] == 0x08
    assert ask(register, "A0")[2] == str(0x82)
    register.roll.reload()
    ask(register, "22", "")
    assert register.till.receipt_number == 2


def test_what_it_tells_of_itself() -> None:
    register = device(version=132)
    assert ask(register, "A5", "0") == ["132"]
    assert ask(register, "A6") == [register.till.serial]
    assert ask(register, "AF") == ["0"]
    ask(register, "A2", "31", "0", "СПАСИБО")
    assert ask(register, "A1", "31", "0") == ["СПАСИБО"]
    ask(register, "E3")


@pytest.mark.parametrize(
    ("command", "values", "error"),
    [
        ("08", [], 0x03),
        ("10", ["010226", "093000"], 0x02),
        ("20", ["6", "1", "Иванов", "1"], 0x03),
        ("22", [""], 0x01),
        ("64", [], 0x10),
        ("A5", ["2"], 0x03),
    ],
)
def test_refusals(command: str, values: list[str], error: int) -> None:
    assert device().execute(command, parameters(values))[0] == error


def test_work_has_to_begin() -> None:
    register = device(started=False)
    assert register.execute("20", parameters(["2", "1", "Иванов", "1"]))[0] == 0x01
    assert ask(register, "A0") == ["0", "1", "0"]


def test_over_tcp() -> None:
    async def main() -> None:
        async with BinaryEmulator(clock=LoopClock(), version=402) as register:
            reader, writer = await asyncio.open_connection(register.host, register.port)
            writer.write(b"\x05" + bytes.fromhex(STATUS))
            expected = b"\x06" + answer(0x21, "A0", 0, b"0\x1c1\x1c0\x1c", SERVICE_PLUS)
            assert await reader.readexactly(len(expected)) == expected
            assert register.executed == ["A0"]
            writer.transport.abort()

    skipping(main())
