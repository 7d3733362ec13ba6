"""Where the counters of a register stood before a command, as text for the journal."""

import re
from dataclasses import dataclass

from drivers.errors import OutcomeUnknown
from drivers.registers import texts
from drivers.registers.known import Last, Till

_MARK = re.compile(r"fn=(\d{0,16});fd=(\d{1,10});doc=(\d{1,10});cash=(\d{1,15})(?:;at=([0-9a-zA-Z-]{1,64}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Mark:
    """`storage` is empty where there was no ФН that answered. `trace`: see Register.trace."""

    storage: str
    last: int
    till: Till
    trace: str = ""

    @property
    def text(self) -> str:
        told = f"fn={self.storage};fd={self.last};doc={self.till.operations};cash={self.till.cash}"
        return f"{told};at={self.trace}" if self.trace else told


def of(last: Last, till: Till, trace: str) -> Mark:
    return Mark(last.storage, last.number, till, trace)


def read(text: str) -> Mark:
    """Raises OutcomeUnknown for one that is not ours."""
    found = _MARK.fullmatch(text)
    if found is None:
        raise OutcomeUnknown(texts.BAD_MARK.format(mark=text))
    storage, last, operations, cash, trace = found.groups()
    return Mark(storage, int(last), Till(int(operations), int(cash)), trace or "")
