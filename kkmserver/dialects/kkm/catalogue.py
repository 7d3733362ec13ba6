"""Every command of a device: its model, and how that becomes a neutral command. Source: spec/kkmserver.md 3.0."""

from collections.abc import Callable
from typing import Annotated, Any

from drivers.model import command
from drivers.model.card import CardAction
from kkmserver.dialects.kkm import acquiring
from kkmserver.dialects.kkm.acquiring import CardIn, TerminalReportIn
from kkmserver.dialects.kkm.counters import CYRILLIC
from kkmserver.dialects.kkm.fields import Copies, Flag, Roubles, between
from kkmserver.dialects.kkm.head import HeadIn
from kkmserver.dialects.kkm.labels import PrintDocumentIn
from kkmserver.dialects.kkm.marking import ValidationIn
from kkmserver.dialects.kkm.peripherals import CalibrateIn, OutputIn
from kkmserver.dialects.kkm.reading import Reading
from kkmserver.dialects.kkm.receipt import RegisterCheckIn
from kkmserver.dialects.kkm.registration import RegistrationIn


class ShiftIn(HeadIn):
    not_print: Flag = False


class CashIn(HeadIn):
    amount: Roubles

    def checked(self, reading: Reading) -> int:
        if not self.amount:
            reading.fault("Amount", "сумма 0; укажите сумму больше нуля")
        return self.amount


class GetDataCheckIn(HeadIn):
    """Any number may be asked for; the register knows which ones exist."""

    fiscal_number: Annotated[int, between(-(2**31), 2**32 - 1)] = 0
    number_copies: Copies = 0


# The model of an entry is the only argument its function gets.
Build = Callable[[Any, Reading], command.Command]


def _money(action: CardAction) -> tuple[type[HeadIn], Build]:
    return CardIn, lambda m, reading: m.moved(action, reading)


COMMANDS: dict[str, tuple[type[HeadIn], Build]] = {
    "RegisterCheck": (RegisterCheckIn, lambda m, reading: m.to_command(reading)),
    "PrintDocument": (PrintDocumentIn, lambda m, reading: m.to_command(reading)),
    "OpenShift": (ShiftIn, lambda m, _: command.OpenShift(m.cashier(), not m.not_print)),
    "CloseShift": (ShiftIn, lambda m, _: command.CloseShift(m.cashier(), not m.not_print)),
    "ZReport": (ShiftIn, lambda m, _: command.CloseShift(m.cashier(), not m.not_print)),
    "XReport": (HeadIn, lambda m, _: command.XReport(m.cashier())),
    "OfdReport": (HeadIn, lambda m, _: command.OfdReport(m.cashier())),
    "DepositingCash": (CashIn, lambda m, reading: command.CashIn(m.checked(reading), m.cashier())),
    "PaymentCash": (CashIn, lambda m, reading: command.CashOut(m.checked(reading), m.cashier())),
    "OpenCashDrawer": (HeadIn, lambda m, _: command.OpenDrawer(m.cashier())),
    "PrintOpenCashDrawer": (HeadIn, lambda m, _: command.OpenDrawer(m.cashier())),
    "GetDataKKT": (HeadIn, lambda _, __: command.ReadState()),
    "GetLineLength": (HeadIn, lambda _, __: command.ReadLineLength()),
    "PrintLineLength": (HeadIn, lambda _, __: command.PrintRuler()),
    "GetDataCheck": (GetDataCheckIn, lambda m, _: command.ReadDocument(m.fiscal_number, m.number_copies)),
    "GetCounters": (HeadIn, lambda _, __: command.ReadCounters()),
    CYRILLIC: (HeadIn, lambda _, __: command.ReadCounters()),
    "KkmRegOfd": (RegistrationIn, lambda m, reading: m.to_command(reading)),
    "ValidationMarkingCode": (ValidationIn, lambda m, reading: m.to_command(reading)),
    "ContinuePrint": (HeadIn, lambda _, __: command.ContinuePrint()),
    **{name: _money(action) for name, action in acquiring.MONEY.items()},
    "Settlement": (HeadIn, lambda _, __: command.SettleTerminal()),
    "TerminalReport": (TerminalReportIn, lambda m, _: command.TerminalReport(m.detailed)),
    "TransactionDetails": (CardIn, lambda m, _: m.sought()),
    "PrintSlipOnTerminal": (HeadIn, lambda _, __: command.ReadSlipPrinting()),
    "GetWeight": (HeadIn, lambda _, __: command.ReadWeight()),
    "Calibrate": (CalibrateIn, lambda m, _: command.SetTare(m.tare_weight)),
    "OutputOnCustomerDisplay": (OutputIn, lambda m, _: m.to_command()),
    "ClearCustomerDisplay": (HeadIn, lambda _, __: command.ClearDisplay()),
    "OptionsCustomerDisplay": (HeadIn, lambda _, __: command.ReadDisplay()),
}
DEVICE = frozenset(COMMANDS)
