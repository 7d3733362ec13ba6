"""A command -> the request that the KkmServer API has for it.

Source: spec/kkmserver.md 3.5-3.11. `Template` and what goes with it is an extension of ours (docs/kkmserver-api.md).
"""

from drivers.errors import NotSupported
from drivers.model import command as commands
from drivers.model.command import Command
from drivers.model.document import Cashier
from drivers.model.money import roubles
from drivers.remote import receipt_codec
from drivers.remote.json_text import Json
from drivers.remote.request import Request

_Members = dict[str, Json]


def request_of(command: Command) -> Request:
    """Raises NotSupported for what the API has no request for."""
    match command:
        case commands.RegisterReceipt(receipt):
            return Request("RegisterCheck", receipt_codec.receipt(receipt))
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
        case _:
            return _shift(command) or _plain(command)


def _shift(command: Command) -> Request | None:
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
        case _:
            return None


def _plain(command: Command) -> Request:
    match command:
        case commands.ReadState():
            return Request("GetDataKKT", {})
        case commands.ReadLineLength():
            return Request("GetLineLength", {})
        case commands.PrintRuler():
            return Request("PrintLineLength", {})
        case _:
            raise NotSupported("Другому серверу эту команду передать нельзя: в его API такой нет.")


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
