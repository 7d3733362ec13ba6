"""A document that has come to nothing: taken back, and proven to be so."""

from drivers.errors import KkmError, OperatorNeeded, OutcomeUnknown, WrongState
from drivers.registers import records, texts
from drivers.registers.known import Standing
from drivers.registers.register import Register


async def undone(register: Register, before: Standing, cause: KkmError) -> KkmError:
    """Annul what stands open; the error to raise. It says that nothing counts only where the ФН has nothing new.

    A receipt that cannot be annulled for want of paper is annulled before the next thing is printed.
    """
    try:
        found = await _taken_back(register, cause)
        now = await register.last()
    except KkmError as error:
        return OutcomeUnknown(f"{cause.text} {error.text}", native=cause.native)
    if (now.storage, now.number) != (before.storage, before.last):
        return OutcomeUnknown(texts.STORAGE_MOVED, native=cause.native)
    return _told(records.proven(found))


def _told(error: KkmError) -> KkmError:
    """Whoever loads the paper must know that this receipt will not come out of it."""
    if not isinstance(error, OperatorNeeded):
        return error
    return OperatorNeeded(texts.NOT_RECORDED.format(why=error.text), native=error.native, nothing_sent=True)


async def _taken_back(register: Register, cause: KkmError) -> KkmError:
    """Why it has come to nothing: the cause, or that there is no paper now."""
    try:
        await take_back(register)
    except OperatorNeeded as error:
        return error
    return cause


async def take_back(register: Register) -> None:
    """The receipt that stands open, the document that hangs in the ФН. Raises OperatorNeeded without paper."""
    await register.annul()
    register.receipt_is_ours = False


def check(register: Register) -> None:
    """For `Register.ready`, where a receipt stands open. Raises WrongState where it must not be annulled."""
    if not (register.receipt_is_ours or register.settings.cancel_open_receipt):
        raise WrongState(texts.FOREIGN_RECEIPT)
