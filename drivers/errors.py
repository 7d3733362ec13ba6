"""Every error that may reach a client. A driver raises these and nothing else.

Two facts decide what happens next, so they are part of the type: whose `fault` it is, and whether `nothing_sent`
is proven (nothing was printed or recorded, so the command may safely run again or go to another device).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from drivers.model.outcome import Progress


class Fault(StrEnum):
    """Who has to act."""

    CLIENT = "client"  # the request is wrong; the same request will be refused again
    STATE = "state"  # the device is in the wrong state (shift, mode); somebody changes it, then a repeat may run
    OPERATOR = "operator"  # paper, cover, cutter
    LINK = "link"  # no connection
    DEVICE = "device"  # the device is broken
    UNKNOWN = "unknown"  # nobody knows whether it was done
    INTERNAL = "internal"  # our own mistake


class KkmError(Exception):
    """Base of every error that may reach a client; raise a subclass.

    `text` is for the cashier (Russian, says what to do), `code` is for programs and never changes once released,
    `native` is the vendor's own number; `progress` is how far a batch came.
    """

    code = "internal"
    fault = Fault.INTERNAL
    nothing_sent = False

    def __init__(
        self,
        text: str,
        *,
        device: str = "",
        native: int | None = None,
        nothing_sent: bool | None = None,
        progress: Progress | None = None,
    ) -> None:
        super().__init__(text)
        self.text, self.device, self.native, self.progress = text, device, native, progress
        if nothing_sent is not None:
            self.nothing_sent = nothing_sent


class RequestRefused(KkmError):
    """The request itself is wrong: sums, taxes, a barcode that cannot exist."""

    code, fault, nothing_sent = "request_refused", Fault.CLIENT, True


class NotSupported(RequestRefused):
    """This device cannot do that, now or ever."""

    code = "not_supported"


class WrongState(KkmError):
    """The device refuses because of its state: shift open, closed or over 24 hours, not fiscalised."""

    code, fault, nothing_sent = "wrong_state", Fault.STATE, True


class CardDeclined(KkmError):
    """Bank or customer said no to a card operation, and no money has moved. The same again would annoy the customer."""

    code, fault, nothing_sent = "card_declined", Fault.CLIENT, True


class EgaisRefused(KkmError):
    """The УТМ did not take a cheque; `text` holds its own words. Once its cause is mended a repeat may run."""

    code, fault, nothing_sent = "egais_refused", Fault.STATE, True


class OperatorNeeded(KkmError):
    """No paper, open cover: a person must come. Pass `nothing_sent=True` if it was noticed before the first byte."""

    code, fault = "operator_needed", Fault.OPERATOR


class Cancelled(KkmError):
    """Somebody called it off; what was printed by then stays printed."""

    code, fault = "cancelled", Fault.CLIENT


class DeviceOffline(KkmError):
    """No connection, and nothing of the command has left us."""

    code, fault, nothing_sent = "device_offline", Fault.LINK, True


class DeviceFaulty(KkmError):
    """The device reports a fault of its own (ФН, printer head)."""

    code, fault = "device_faulty", Fault.DEVICE


class FrameError(KkmError):
    """Bytes that cannot be an answer."""

    code, fault = "frame_error", Fault.DEVICE


class OutcomeUnknown(KkmError):
    """Sent, no answer: ask the device for its last document before anything is sent again."""

    code, fault = "outcome_unknown", Fault.UNKNOWN


@contextmanager
def named(device: str) -> Iterator[None]:
    """Errors that pass say which device they come from, where they do not say it yet."""
    try:
        yield
    except KkmError as error:
        error.device = error.device or device
        raise
