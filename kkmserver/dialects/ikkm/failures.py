"""What came of a command that was not done, in codes of the API."""

from drivers.errors import DeviceOffline, Fault, RequestRefused
from kkmserver.dialects.ikkm.codes import Code, Refused, is_known
from kkmserver.dispatch.order import DeviceNotFound, Draining, Overloaded, QueueFull, TooFast
from kkmserver.store.record import Failure, Record, State

UNKNOWN = "Unknown outcome"
_LATER = (Draining, QueueFull, Overloaded, TooFast)


def of_record(record: Record, *, own_codes: bool) -> Refused:
    """`own_codes`: the register's numbers of errors are those of this API."""
    if record.state is State.UNKNOWN:
        return Refused(Code.INTERNAL, UNKNOWN)
    if not record.finished:
        return Refused(Code.BUSY)
    failure = record.failure
    if failure is None:
        return Refused(Code.INTERNAL)
    return (_told(failure) if own_codes else None) or _by_fault(failure)


def not_accepted(error: Exception) -> Refused:
    """`error`: one of kkmserver.dialects.told.ERRORS."""
    if isinstance(error, _LATER):
        return Refused(Code.BUSY)
    return Refused(Code.INTERNAL, "Device not found" if isinstance(error, DeviceNotFound) else "Journal error")


def _told(failure: Failure) -> Refused | None:
    number = failure.native or 0
    return Refused(number) if is_known(number) else None


def _by_fault(failure: Failure) -> Refused:
    if failure.fault is Fault.OPERATOR:
        return Refused(Code.PRINTER)
    if failure.code == RequestRefused.code:
        return Refused(Code.BAD_REQUEST)
    return Refused(Code.INTERNAL, "Device offline" if failure.code == DeviceOffline.code else "")
