"""A host past the wire: commands in hex, answers without their head."""

from drivers.atol.emulator.quirks import Quirks
from drivers.atol.emulator.register import Register
from drivers.emulation.fiscal import tlv
from drivers.emulation.fiscal.storage import Document
from tests.clock import FakeClock
from tests.drivers.atol.emulator.examples import EB

TEA = EB[2:].hex().upper()  # "Чай", 2 × 100.00
CASH_200 = "99 00 01 00 00 02 00 00"
CLOSE = "4A 00 01 00 00 00 00 00"


class Refusal(Exception):
    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


def register(**settings: object) -> Register:
    settings.setdefault("clock", FakeClock())
    return Register(**settings)  # type: ignore[arg-type]


def quirks(**told: object) -> Quirks:
    return Quirks(**told)  # type: ignore[arg-type]


def ask(register: Register, command: str | bytes) -> bytes:
    """-> what follows "55h, 0". Raises Refusal."""
    answer = register.execute(b"\0\0" + (bytes.fromhex(command) if isinstance(command, str) else command))
    assert answer[0] == 0x55
    if answer[1]:
        assert len(answer) == 3, "a refusal tells nothing else"
        raise Refusal(answer[1])
    return answer[2:]


def refused(register: Register, command: str | bytes) -> int:
    """The error, 0 where there was none."""
    try:
        ask(register, command)
    except Refusal as refusal:
        return refusal.code
    return 0


def enter(register: Register, mode: int, password: str = "30") -> Register:
    ask(register, f"56 {mode:02} 00 00 00 {password}")
    return register


def state_code(register: Register) -> int:
    """The mode byte of 45h."""
    return register.execute(bytes.fromhex("000045"))[1]


def tag(number: int, value: bytes | str) -> bytes:
    """E8h in one block; text as the register spells it."""
    raw = value.encode("cp866") if isinstance(value, str) else value
    return b"\xe8\0\1\0" + number.to_bytes(2, "little") + len(raw).to_bytes(2, "little") + raw


def shop(**settings: object) -> Register:
    """In mode 1 with an open shift."""
    opened = enter(register(**settings), 1)
    ask(opened, "9A 00")
    return opened


def begun(register: Register, kind: int = 1) -> Register:
    """A receipt of two teas for 200.00."""
    ask(register, f"92 00 {kind:02}")
    ask(register, "EA 00 01 00")
    ask(register, TEA)
    return register


def sell(register: Register, kind: int = 1) -> Document:
    begun(register, kind)
    ask(register, CLOSE)
    return register.till.storage.documents[-1]


def items(document: Document) -> list[dict[int, bytes]]:
    return [dict(tlv.parse(raw)) for raw in document.tags()[1059]]


def number(raw: bytes) -> int:
    return int.from_bytes(raw, "little")
