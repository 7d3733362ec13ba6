"""What a device of another server can be asked, by what it is there: everything the API has for that kind.

There is no УТМ among them: the API tells ЕГАИС only of the bottles in a receipt.
"""

from typing import get_args

from drivers.model import command as commands
from drivers.model.command import DisplayCommand, ScalesCommand, TerminalCommand
from drivers.model.registration import RegisterDevice
from drivers.model.state import DeviceKind

_PRINTS = frozenset({commands.PrintDocument, commands.PrintRuler, commands.ReadLineLength, commands.ReadState})

COMMANDS: dict[DeviceKind, frozenset[type]] = {
    DeviceKind.REGISTER: _PRINTS
    | {
        *(commands.RegisterReceipt, commands.OpenShift, commands.CloseShift, commands.XReport, commands.OfdReport),
        *(commands.CashIn, commands.CashOut, commands.OpenDrawer, commands.ContinuePrint, RegisterDevice),
        *(commands.ReadDocument, commands.ReadCounters, commands.CheckMarking),
    },
    DeviceKind.RECEIPT_PRINTER: _PRINTS | {commands.OpenDrawer, commands.PrintLabels},
    DeviceKind.LABEL_PRINTER: _PRINTS | {commands.PrintLabels},
    DeviceKind.TERMINAL: frozenset({*get_args(TerminalCommand), commands.ReadState}),
    DeviceKind.SCALES: frozenset({*get_args(ScalesCommand), commands.ReadState}),
    DeviceKind.DISPLAY: frozenset({*get_args(DisplayCommand), commands.ReadState}),
}

# They record nothing and move nothing: whether they were done need not be known, and they may be done again.
HARMLESS: frozenset[type] = frozenset(
    {
        *(commands.ReadState, commands.ReadLineLength, commands.ReadCounters, commands.CheckMarking),
        *(commands.FindTransaction, commands.ReadSlipPrinting, commands.TerminalReport),
        *get_args(ScalesCommand),
        *get_args(DisplayCommand),
    }
)
