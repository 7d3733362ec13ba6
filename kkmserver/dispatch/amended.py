"""What a device is given once the steps before a receipt are done."""

from dataclasses import replace

from drivers.model.card import CardOnReceipt
from drivers.model.command import Command, PrintDocument, RegisterBottles, RegisterReceipt
from drivers.model.document import Line, Position
from drivers.model.outcome import Outcome
from kkmserver.dispatch import bottles

_TAKEN = CardOnReceipt(wanted=False)


def amended(steps: Outcome, command: Command, *, told: bool = False) -> Command:
    """`steps`: what they have brought; `told`: ЕГАИС knows of the bottles. No other server that it may be forwarded to
    does them once more."""
    rows = bottles.rows(steps.excise) if steps.excise else ()
    if isinstance(command, RegisterBottles):
        return PrintDocument((*command.receipt.lines, *rows), command.receipt.copies)
    if not isinstance(command, RegisterReceipt):
        return command
    lines = tuple(map(_told, command.receipt.lines)) if told else command.receipt.lines
    card = replace(command.card or _TAKEN, wanted=False) if steps.card else command.card
    return RegisterReceipt(replace(command.receipt, lines=(*lines, *rows)), card)


def _told(line: Line) -> Line:
    return replace(line, stamp=None) if isinstance(line, Position) and line.stamp else line
