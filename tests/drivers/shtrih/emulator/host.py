"""A host that talks to the emulated register without any link; its bytes are put together by hand."""

import struct

from drivers.shtrih.emulator.model import Quirks
from drivers.shtrih.emulator.register import Register
from tests.clock import FakeClock

ADMINISTRATOR, SYSTEM = 29, 30
NOT_GIVEN = b"\xff" * 5
CASH, CARD = 1, 2


class Refusal(Exception):
    def __init__(self, code: int) -> None:
        super().__init__(f"{code:02X}h")
        self.code = code


def register(**settings: object) -> Register:
    settings.setdefault("clock", FakeClock())
    return Register(**settings)  # type: ignore[arg-type]


def fast(**quirks: object) -> Quirks:
    return Quirks(**quirks)  # type: ignore[arg-type]


def ask(register: Register, code: str, data: str | bytes = b"", password: int | None = SYSTEM) -> bytes:
    """-> what follows the error byte. Raises Refusal."""
    raw = bytes.fromhex(code)
    data = bytes.fromhex(data) if isinstance(data, str) else data
    body = raw + (b"" if password is None else password.to_bytes(4, "little")) + data
    answer = register.execute(body)
    assert answer[: len(raw)] == raw
    if error := answer[len(raw)]:
        assert len(answer) == len(raw) + 1
        raise Refusal(error)
    return answer[len(raw) + 1 :]


def refused(register: Register, code: str, data: str | bytes = b"", password: int | None = SYSTEM) -> int:
    """The error, 0 where there was none."""
    try:
        ask(register, code, data, password)
    except Refusal as refusal:
        return refusal.code
    return 0


def money(kopecks: int) -> bytes:
    return kopecks.to_bytes(5, "little")


def tlv(tag: int, value: bytes) -> bytes:
    return struct.pack("<HH", tag, len(value)) + value


def position(
    *,
    op: int = 1,
    quantity: int = 1_000_000,
    price: int = 10000,
    total: bytes = NOT_GIVEN,
    tax: bytes = NOT_GIVEN,
    vat: int = 8,
    department: int = 1,
    method: int = 4,
    subject: int = 1,
    name: str = "Чай",
) -> bytes:
    """Of FF46."""
    head = bytes([op]) + quantity.to_bytes(6, "little") + money(price) + total + tax
    return head + bytes([vat, department, method, subject]) + name.encode("cp1251")


def closing(
    paid: dict[int, int], *, rounding: int = 0, taxes: tuple[int, ...] = (0,) * 6, system: int = 1, text: bytes = b""
) -> bytes:
    """Of FF45 and those like it; `paid` by number of the payment."""
    sums = b"".join(money(paid.get(row, 0)) for row in range(1, 17))
    return sums + bytes([rounding]) + b"".join(map(money, taxes)) + bytes([system]) + text


def open_shift(register: Register) -> Register:
    ask(register, "E0")
    return register


def sell(register: Register, paid: dict[int, int] | None = None, **facts: object) -> bytes:
    """A whole receipt of one position for 100 roubles in cash. -> the answer of FF45."""
    ask(register, "8D", "00")
    ask(register, "FF46", position(**facts))  # type: ignore[arg-type]
    return ask(register, "FF45", closing(paid or {CASH: 10000}))


def state(register: Register) -> tuple[int, int]:
    """Mode byte and submode, as 10h tells them."""
    told = ask(register, "10")
    return told[3], told[4]


def number_of(answer: bytes) -> int:
    """The document in an answer of FF45."""
    return int.from_bytes(answer[5:9], "little")
