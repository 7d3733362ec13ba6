"""A host that talks to the emulated register without any link; its parameters are put together by hand."""

from drivers.pirit.emulator import birth
from drivers.pirit.emulator.command_set import COMMANDS
from drivers.pirit.emulator.device import Device
from drivers.pirit.emulator.frame import PIRIT
from drivers.pirit.emulator.quirks import Quirks
from tests.clock import FakeClock

OPERATOR = "Иванов"
CASH, CARD = "0", "1"
SALE, RETURN, PUT_IN, TAKE_OUT, BUY, SERVICE = "2", "3", "4", "5", "6", "1"


class Refusal(Exception):
    def __init__(self, error: int) -> None:
        super().__init__(f"{error:02X}h")
        self.error = error


def device(*, started: bool = True, shift: bool = True, clock: FakeClock | None = None, **settings: object) -> Device:
    """A register that has begun its work and has a shift open."""
    clock = clock or FakeClock()
    register = Device(birth.core(clock=clock, **settings), COMMANDS, PIRIT, clock=clock)  # type: ignore[arg-type]
    if started:
        start(register)
    if started and shift:
        ask(register, "23", OPERATOR)
    return register


def quirks(**changes: object) -> Quirks:
    return Quirks(**changes)  # type: ignore[arg-type]


def start(register: Device) -> None:
    now = register.till.now()
    ask(register, "10", f"{now:%d%m%y}", f"{now:%H%M%S}")


def ask(register: Device, command: str, *values: str) -> list[str]:
    """-> the answer's values. Raises Refusal."""
    error, data = register.execute(command, b"".join(value.encode("cp866") + b"\x1c" for value in values))
    if error:
        assert data == b""
        raise Refusal(error)
    assert data == b"" or data.endswith(b"\x1c")
    return data.decode("cp866").split("\x1c")[:-1]


def refused(register: Device, command: str, *values: str) -> tuple[int, int]:
    """The error and the extended code, zeros where there was none."""
    try:
        ask(register, command, *values)
    except Refusal as refusal:
        return refusal.error, int(ask(register, "06", "1")[1])
    return 0, 0


def state(register: Device) -> tuple[int, int, int]:
    fatal, current, document = map(int, ask(register, "00"))
    assert (fatal, current, document) == register.state
    return fatal, current, document


def open_document(register: Device, kind: str = SALE, system: str = "0") -> None:
    ask(register, "30", kind, "1", OPERATOR, "", system)


def position(
    register: Device,
    price: str = "100.00",
    quantity: str = "2",
    *,
    name: str = "Чай",
    rate: str = "0",
    unit: str = "",
    method: str = "4",
    subject: str = "1",
    more: tuple[str, ...] = (),
) -> list[str]:
    return ask(register, "42", name, "", quantity, price, rate, "", "1", "0", unit, "", method, subject, *more)


def pay(register: Device, kind: str = CASH, sum_: str = "200.00") -> None:
    ask(register, "47", kind, sum_, "")


def close(register: Device, address: str = "") -> list[str]:
    return ask(register, "31", "0", address)


def sell(register: Device, kind: str = SALE, paid: str = CASH) -> list[str]:
    """A whole receipt of 200 roubles. -> the answer of 31h."""
    open_document(register, kind)
    position(register)
    pay(register, paid)
    return close(register)


def put_in(register: Device, sum_: str = "1000.00") -> list[str]:
    open_document(register, PUT_IN)
    ask(register, "48", "", sum_)
    return close(register)
