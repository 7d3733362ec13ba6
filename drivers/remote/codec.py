"""A command -> the request that the KkmServer API has for it.

Source: spec/kkmserver.md 3.5-3.16. `Template` and what goes with it is an extension of ours (docs/kkmserver-api.md).
"""

from drivers.errors import NotSupported
from drivers.model import command as commands
from drivers.model.command import Command
from drivers.model.document import Cashier
from drivers.model.money import roubles
from drivers.model.registration import RegisterDevice
from drivers.notation.json_text import Json
from drivers.remote import (
    card_codec,
    counters,
    marking_codec,
    peripherals_codec,
    receipt_codec,
    registration_codec,
    requisites_codec,
)
from drivers.remote.request import Request

_Members = dict[str, Json]

_PLAIN: dict[type, str] = {
    commands.ReadState: "GetDataKKT",
    commands.ReadLineLength: "GetLineLength",
    commands.PrintRuler: "PrintLineLength",
    commands.ReadCounters: counters.COMMAND,
    commands.ContinuePrint: "ContinuePrint",
    commands.SettleTerminal: "Settlement",
    commands.ReadSlipPrinting: "PrintSlipOnTerminal",
    commands.ReadWeight: "GetWeight",
    commands.ClearDisplay: "ClearCustomerDisplay",
    commands.ReadDisplay: "OptionsCustomerDisplay",
}


def request_of(command: Command) -> Request:
    """Raises NotSupported for what the API has no request for."""
    match command:
        case commands.RegisterReceipt(receipt):
            return Request("RegisterCheck", receipt_codec.receipt(receipt), requisites_codec.ours(receipt))
        case commands.PrintDocument():
            return _document(command)
        case commands.PrintLabels():
            return Request("PrintDocument", _labels(command))
        case commands.CashIn(amount, cashier):
            return Request("DepositingCash", {"Amount": roubles(amount), **_cashier(cashier)})
        case commands.CashOut(amount, cashier):
            return Request("PaymentCash", {"Amount": roubles(amount), **_cashier(cashier)})
        case commands.ReadDocument(number, copies):
            return Request("GetDataCheck", {"FiscalNumber": number, "NumberCopies": copies})
        case commands.CheckMarking(questions):
            return Request("ValidationMarkingCode", marking_codec.questions(questions))
        case _:
            others = (_of_register, card_codec.request_of, peripherals_codec.request_of)
            return next(filter(None, (find(command) for find in others)), None) or _plain(command)


def _of_register(command: Command) -> Request | None:
    match command:
        case commands.OpenShift(cashier, print_paper):
            return Request("OpenShift", {"NotPrint": not print_paper, **_cashier(cashier)})
        case commands.CloseShift(cashier, print_paper):
            return Request("CloseShift", {"NotPrint": not print_paper, **_cashier(cashier)})
        case commands.XReport(cashier):
            return Request("XReport", _cashier(cashier))
        case commands.OfdReport(cashier):
            return Request("OfdReport", _cashier(cashier))
        case commands.OpenDrawer(cashier):
            return Request("OpenCashDrawer", _cashier(cashier))
        case RegisterDevice(cashier=cashier):
            members = {**registration_codec.registration(command), **_cashier(cashier)}
            return Request("KkmRegOfd", members, registration_codec.ours(command))
        case _:
            return None


def _plain(command: Command) -> Request:
    name = _PLAIN.get(type(command))
    if name is None:
        raise NotSupported("Другому серверу эту команду передать нельзя: в его API такой нет.")
    return Request(name, {})


def _document(command: commands.PrintDocument) -> Request:
    """Copies are a member of RegisterCheck alone, which prints the same when it is not fiscal (3.10)."""
    rows: _Members = {"CheckStrings": [receipt_codec.line(line) for line in command.lines]}
    if not command.copies:
        return Request("PrintDocument", rows)
    return Request("RegisterCheck", {"IsFiscalCheck": False, "NumberCopies": command.copies, **rows})


def _labels(command: commands.PrintLabels) -> _Members:
    """By name: the template is the other server's, made for the labels in its printer."""
    fields: list[Json] = [dict(given) for given in command.fields]
    return {
        "Template": command.template.name,
        "Fields": fields,
        "Copies": command.copies,
        "First": command.first,
    }


def _cashier(cashier: Cashier) -> _Members:
    return {"CashierName": cashier.name, "CashierVATIN": cashier.inn}
