"""Commands that change nothing a virtual register counts: plain paper, the drawer, the archive."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from drivers.errors import RequestRefused
from drivers.model import command as commands
from drivers.model.command import Command, OpenDrawer, PrintDocument, PrintRuler, ReadDocument
from drivers.model.outcome import Outcome
from drivers.printing import layout
from drivers.printing.page import Paper
from drivers.printing.ruler import ruler
from drivers.virtual import operations
from drivers.virtual.archive import copy_of
from drivers.virtual.ledger import Ledger
from drivers.virtual.roll import Roll
from drivers.virtual.standing import Standing

_S = TypeVar("_S", bound=Standing)
Handler = Callable[[Any], Outcome]


class PlainWork(Generic[_S]):
    """Each method is one command; raises as `Ledger.append` does.

    `missing`: number of a document that is not there, and of the last one -> what is said.
    """

    def __init__(self, storage: Ledger[_S], roll: Roll, paper: Paper, missing: Callable[[int, int], str]) -> None:
        self._storage, self._roll, self._paper, self._missing = storage, roll, paper, missing

    def handlers(self) -> dict[type, Handler]:
        return {
            OpenDrawer: self.open_drawer,
            PrintDocument: self.print_document,
            PrintRuler: self.print_ruler,
            ReadDocument: self.read_document,
            commands.ReadLineLength: lambda _: self._line_length(),
            commands.ReadState: lambda _: Outcome(),  # the state itself is put in by the driver
            commands.ContinuePrint: lambda _: Outcome(),  # this paper never ends
        }

    def open_drawer(self, command: OpenDrawer) -> Outcome:
        return self._note(command, Outcome())

    def print_document(self, command: PrintDocument) -> Outcome:
        blocks = layout.lay_out(command.lines, self._paper)
        outcome = self._note(command, Outcome())
        self._roll.add("Документ", blocks, command.copies)
        return outcome

    def print_ruler(self, command: PrintRuler) -> Outcome:
        outcome = self._note(command, self._line_length())
        self._roll.add("Линейка", ruler(self._paper))
        return outcome

    def read_document(self, command: ReadDocument) -> Outcome:
        last = self._storage.counters().last_document
        number = command.number or last
        stored = self._storage.document(number) if 0 < number <= last else None
        if stored is None:
            raise RequestRefused(self._missing(number, last))
        outcome = Outcome(copy=copy_of(stored))
        if command.copies > 0:
            self._note(command, outcome)
            self._roll.put_copies(stored, command.copies)
        return outcome

    def _line_length(self) -> Outcome:
        return Outcome(line_length=self._paper.columns())

    def _note(self, command: Command, outcome: Outcome) -> Outcome:
        """The fact that it was done."""
        self._storage.append(operations.step(command, outcome), self._storage.known)
        return outcome
