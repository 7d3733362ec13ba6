"""The framed examples of spec/shtrih-m.md 1.6, 1.7, 3.8 and 6.1: through the link of a register, byte for byte."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from drivers.emulation.fiscal import storage
from drivers.emulation.fiscal.marking import Verdict
from drivers.shtrih.emulator.device import Device
from drivers.shtrih.emulator.link import Link
from drivers.shtrih.emulator.model import Quirks
from drivers.shtrih.emulator.registers import CASH as CASH_IN_DRAWER
from drivers.shtrih.emulator.registers import DOCUMENT
from tests.clock import FakeClock
from tests.drivers.shtrih.emulator.frames import ACK, CLOSE, CLOSED, ENQ, EXAMPLES, EXTRA, NAK, REQUESTS

(
    TYPE,
    CLOSED_STATE,
    OPEN_STATE,
    BEEP,
    OPEN,
    OPEN_REFUSED,
    OPEN_SHIFT,
    Z_REPORT,
    DEPOSIT,
    CASH,
    NO_PRINT,
    PRINT_NOTHING,
) = EXAMPLES[:12]
STORAGE, SHIFT, OPERATION, _, ADDRESS, CASHIER_INN, SUBTOTAL, FIND = EXAMPLES[12:20]
# The requisite is printed there, its frame and the answers of the requests below are worked out by hand.
CASHIER = bytes.fromhex("02 14 FF 0C 1E 00 00 00 FD 03 0A 00 88 A2 A0 AD AE A2 A0 20 80 2E 08"), ADDRESS[1]
TEA, CUT, FEED, DRAWER, X_REPORT, CANCEL, GO_ON = REQUESTS
ON_PAPER = (PRINT_NOTHING[0][:-2] + b"\x00\x1d", PRINT_NOTHING[1])

DAY = [
    TYPE,
    BEEP,
    NO_PRINT,
    PRINT_NOTHING,
    ON_PAPER,
    (TEA, bytes.fromhex("02 03 17 00 01 15")),
    (CUT, bytes.fromhex("02 03 25 00 01 27")),
    (FEED, bytes.fromhex("02 03 29 00 01 2B")),
    (DRAWER, bytes.fromhex("02 03 28 00 01 2A")),
    OPEN_SHIFT,
    OPEN,
    OPEN_REFUSED,
    OPERATION,
    (CANCEL, bytes.fromhex("02 03 88 00 1E 95")),
    OPEN,
    OPERATION,
    ADDRESS,
    CASHIER_INN,
    SUBTOTAL,
    (CLOSE, bytes.fromhex("02 10 FF 45 00 BE 14 00 00 00 03 00 00 00")),
    (DEPOSIT[0], bytes.fromhex("02 05 50 00 1E")),
    CASH,
    (X_REPORT, bytes.fromhex("02 03 40 00 1E 5D")),
    (STORAGE[0], bytes.fromhex("02 21 FF 01 00 03 00 00 01 00 1A 0B 16 0E 05") + b"9999078900000123"),
    (SHIFT[0], bytes.fromhex("02 08 FF 40 00 01 01 00 01 00")),
    Z_REPORT,
    (FIND[0], bytes.fromhex("02 03 FF 0A 08 FE")),
    (GO_ON, bytes.fromhex("02 02 B0 72 C0")),
]


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_a_day(size: int) -> None:
    """Each command with the confirmation of the last answer and ENQ before it, in pieces of so many bytes."""
    device = Device(ffd="1.05", clock=FakeClock(datetime(2026, 11, 22, 11, 5, tzinfo=UTC)))
    confirmed, answered = b"", b""
    for asked, told in DAY:
        sent = confirmed + ENQ + asked
        said = b"".join(device.feed(sent[at : at + size]) for at in range(0, len(sent), size))
        begin = answered + NAK + ACK + told
        assert said[: len(begin)] == begin, asked.hex(" ")
        assert len(said) == len(begin) - len(told) + said[len(answered) + 3] + 3, "one whole frame, nothing else"
        confirmed, answered = ACK, EXTRA
    assert [exchange.request for exchange in device.talk.exchanges] == [asked[2:-1] for asked, _ in DAY]


def answered(device: Device, asked: bytes) -> bytes:
    """The whole answer to a frame."""
    said = device.feed(ENQ + asked)
    assert said[:2] == NAK + ACK
    assert device.feed(ACK) == EXTRA
    return said[2:]


def at_work() -> Device:
    """The register of the document, as far as the protocol can see it: a shift of its own, 122 documents."""
    device = Device(ffd="1.05", clock=FakeClock(datetime(2026, 11, 22, 11, 5, tzinfo=UTC)))
    device.feed(ENQ + OPEN_SHIFT[0] + ACK)
    device.feed(ACK)
    storage = device.storage
    storage.shift, storage.receipt = 7, 1
    storage.documents += [replace(storage.documents[-1], number=number) for number in range(3, 123)]
    device.registers.counts[DOCUMENT] = 11
    return device


def test_the_register_of_the_document_byte_for_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    """All it has of its own is a history, and a sign that no hash of ours gives."""
    monkeypatch.setattr(storage, "_sign", lambda *_: 2749281507)
    device = at_work()
    assert answered(device, DEPOSIT[0]) == DEPOSIT[1]
    for asked, told in (OPEN, OPERATION, ADDRESS, CASHIER, CASHIER_INN, SUBTOTAL, (CLOSE, CLOSED)):
        assert answered(device, asked) == told
    for asked, told in (STORAGE, SHIFT, FIND):
        assert answered(device, asked) == told
    device.registers.money[CASH_IN_DRAWER] = 24690
    assert answered(device, CASH[0]) == CASH[1]


def test_both_states_of_the_document() -> None:
    """The flags of the second contradict the text (spec 11): bits of sensors of the roll are left out there."""
    device = Device(ffd="1.05", quirks=Quirks(prints_on_close=False, paper_sensors=False))
    assert answered(device, CLOSED_STATE[0]) == CLOSED_STATE[1]
    for frame in (OPEN_SHIFT[0], OPEN[0], OPERATION[0]):
        answered(device, frame)
    device.paper.left = 1
    answered(device, OPERATION[0])
    (_, told), said = OPEN_STATE, answered(device, OPEN_STATE[0])
    assert (said[:5], said[7:-1]) == (told[:5], told[7:-1])
    assert said[5:7] == CLOSED_STATE[1][5:7]


def test_a_code_check_byte_for_byte() -> None:
    """3.8, captured from a device: it cannot check such a code itself, the server says yes."""
    code = b"01" + b"0" * 14 + b"21" + b"1" * 11
    device = Device(ffd="1.2", clock=FakeClock(datetime(2021, 8, 12, 8, 35, 28, tzinfo=UTC)))
    device.marking.verdicts[code] = Verdict(local=0, reason=1, result=5, details=5)
    body = bytes.fromhex("FF 61 1E 00 00 00 01 00 1D 00") + code
    said = answered(device, Link().framed(body))
    assert (len(code), len(body)) == (0x1D, 0x27)
    assert said == bytes.fromhex(
        "02 1B FF 61 00 00 01 01 14 00 05 42 08 04 00 80 07 15 61 39 08 01 00 00 D5 07 01 00 05 CF"
    )


def test_the_numbered_packets() -> None:
    device = Device(v2=True)
    assert device.feed(bytes.fromhex("8F 00 00 0F 1D"))[:5] == bytes.fromhex("8F 02 00 00 00")
    beep = bytes.fromhex("8F 07 00 01 00 13 1E 00 00 00 CD 42")
    for _ in range(2):
        assert device.feed(beep) == bytes.fromhex("8F 05 00 01 00 13 00 1E F4 CB")
    assert len(device.talk.exchanges) == 1
