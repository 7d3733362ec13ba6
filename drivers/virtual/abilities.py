"""What a register can be asked; the rest is for printers, terminals, scales, displays and the УТМ."""

from drivers.model.command import (
    CashIn,
    CashOut,
    CheckMarking,
    CloseShift,
    ContinuePrint,
    OfdReport,
    OpenDrawer,
    OpenShift,
    PrintDocument,
    PrintRuler,
    ReadCounters,
    ReadDocument,
    ReadLineLength,
    ReadState,
    RegisterReceipt,
    XReport,
)
from drivers.model.registration import RegisterDevice

OF_REGISTER: frozenset[type] = frozenset(
    {
        *(RegisterReceipt, OpenShift, CloseShift, XReport, OfdReport, CashIn, CashOut, RegisterDevice),
        *(OpenDrawer, PrintDocument, PrintRuler, ContinuePrint),
        *(ReadState, ReadLineLength, ReadDocument, ReadCounters, CheckMarking),
    }
)
