"""What receipts and cashiers are checked against."""

from drivers.errors import WrongState
from drivers.fiscal.settled import Rules
from drivers.model.ffd import FfdVersion
from drivers.registers import texts
from drivers.registers.register import Register


def ffd(register: Register) -> FfdVersion:
    """Of the settings, or as the register tells. Raises WrongState where neither does."""
    known = register.known.ffd
    if known is None:
        raise WrongState(texts.UNKNOWN_FFD)
    return known


def rules(register: Register) -> Rules:
    return Rules(
        ffd=ffd(register),
        registration=register.known.registration,
        now=register.now,
        split_rows=register.splits_rows,
        exact_rows=register.multiplies,
    )
