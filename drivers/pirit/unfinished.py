"""What the ФН has recorded and the paper does not have yet. Source: spec/service-plus.md A2, A5, A8.

A document in stage 8 is recorded: 31h sent again only prints it. So does 21h where bit 8 of the flags says that the
closing of the shift is not finished; where the ФН still has the shift open it closes it, as it was told to.
"""

from typing import TYPE_CHECKING, Any

from drivers.errors import DeviceFaulty, OperatorNeeded, OutcomeUnknown
from drivers.model.document import Cashier
from drivers.pirit import texts
from drivers.pirit.request import Request
from drivers.pirit.requests import shift, status, storage
from drivers.pirit.requests.document import close_document
from drivers.pirit.requests.status import Current, Flags, Printer, Stage

if TYPE_CHECKING:
    from drivers.pirit.register import PiritRegister

_TRIES = 3
_POLL = 0.5  # seconds


async def printed(register: "PiritRegister") -> Flags:
    """Wait until all is on paper; how it stands then. Raises OperatorNeeded, DeviceFaulty."""
    for _ in range(_TRIES):
        now = await register.session.awake()
        request = _unfinished(register, now)
        if request is None:
            return now
        await paper_ready(register)
        try:
            await register.session.ask(request)
        except OutcomeUnknown:
            continue
    raise DeviceFaulty(texts.NOT_PRINTED)


async def close_begun_shift(register: "PiritRegister", now: Flags) -> None:
    """Where 21h was broken off before the ФН had it."""
    if Current.CLOSING_UNFINISHED in now.current and (await register.session.ask(storage.shift())).open:
        await register.session.ask(_closing(register))


async def paper_ready(register: "PiritRegister") -> None:
    """Raises OperatorNeeded without paper, and where the printer does not become ready in `print_timeout`."""
    end = register.clock.monotonic() + register.settings.print_timeout
    while told := texts.printer(bits := await register.session.ask(status.printer())):
        if bits != Printer.NOT_READY or register.clock.monotonic() >= end:
            raise OperatorNeeded(told, nothing_sent=False)
        await register.clock.sleep(_POLL)


def _unfinished(register: "PiritRegister", now: Flags) -> Request[Any] | None:
    """With the parameters it was sent with, where they are remembered: the answer of 31h depends on the ФН alone."""
    if now.stage == Stage.RECORDED:
        return register.closing or close_document()
    return _closing(register) if Current.CLOSING_UNFINISHED in now.current else None


def _closing(register: "PiritRegister") -> Request[None]:
    return shift.z_report(register.who(Cashier()))
