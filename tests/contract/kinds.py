"""One command of every class there is."""

from collections.abc import Mapping
from decimal import Decimal
from typing import get_args

from drivers.model.card import CardAction
from drivers.model.command import (
    CashIn,
    CashOut,
    CheckMarking,
    ClearDisplay,
    CloseShift,
    Command,
    ContinuePrint,
    FindTransaction,
    MoveCardMoney,
    OfdReport,
    OpenDrawer,
    OpenShift,
    PrintDocument,
    PrintLabels,
    PrintRuler,
    PrintTestPage,
    ReadCounters,
    ReadDisplay,
    ReadDocument,
    ReadLineLength,
    ReadSlipPrinting,
    ReadState,
    ReadWeight,
    RegisterBottles,
    SetTare,
    SettleTerminal,
    ShowOnDisplay,
    TellEgais,
    TerminalReport,
    XReport,
)
from drivers.model.document import MarkingCode, TextLine
from drivers.model.label import Template
from drivers.model.marking import MarkingQuestion
from drivers.model.registration import RegisterDevice, RegistrationStep
from drivers.model.state import Registration
from tests.contract.goods import CASHIER, GOOD, correction, goods, receipt
from tests.contract.stand import Lack

_LABEL = Template(name="x", width=Decimal(50), height=Decimal(30), elements=(), defaults={})
_MOVED = Registration(place="Зал")

OF_REGISTER: Mapping[str, Command] = {
    "OpenShift": OpenShift(CASHIER),
    "RegisterReceipt": receipt(),
    "a correction": correction(goods("Чай", 12_200)),
    "CashIn": CashIn(50_000, CASHIER),
    "CashOut": CashOut(1, CASHIER),
    "PrintDocument": PrintDocument((TextLine("привет"),)),
    "PrintRuler": PrintRuler(),
    "OpenDrawer": OpenDrawer(CASHIER),
    "XReport": XReport(CASHIER),
    "OfdReport": OfdReport(CASHIER),
    "ReadDocument": ReadDocument(copies=1),
    "ReadState": ReadState(),
    "ReadLineLength": ReadLineLength(),
    "ReadCounters": ReadCounters(),
    "CheckMarking": CheckMarking((MarkingQuestion(marking=MarkingCode(code=GOOD)),)),
    "ContinuePrint": ContinuePrint(),
    "CloseShift": CloseShift(CASHIER),
    "RegisterDevice": RegisterDevice(
        step=RegistrationStep.CHANGE_OWNER, registration=_MOVED, given=frozenset({"place"}), cashier=CASHIER
    ),
}
"""In an order in which a register can do all of them, from a closed shift on."""

LACKED: Mapping[str, Lack] = {
    "a correction": Lack.CORRECTIONS,
    "OpenDrawer": Lack.DRAWER,
    "OfdReport": Lack.SETTLEMENT_REPORT,
    "ReadCounters": Lack.COUNTERS,
    "CheckMarking": Lack.MARKING,
    "RegisterDevice": Lack.REGISTRATION,
}
"""Those that a family may be without."""

OF_OTHERS: Mapping[str, Command] = {
    type(command).__name__: command
    for command in (
        PrintLabels(_LABEL, ({},)),
        PrintTestPage(),
        MoveCardMoney(action=CardAction.PAY, amount=100),
        SettleTerminal(),
        TerminalReport(),
        FindTransaction(),
        ReadSlipPrinting(),
        ReadWeight(),
        SetTare(),
        ShowOnDisplay(),
        ClearDisplay(),
        ReadDisplay(),
        TellEgais(bottles=()),
        RegisterBottles(receipt().receipt),
    )
}

ALL = frozenset(get_args(Command))
