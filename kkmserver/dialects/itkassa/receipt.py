"""Receipts and corrections. Source: spec/itkassa.md 6.3, 6.4."""

from datetime import date
from typing import Any

from drivers.model.command import RegisterReceipt
from drivers.model.document import AgentData, Cashier, Correction, Payments, Position, Receipt
from drivers.model.ffd import ReceiptType, VatRate
from kkmserver.dialects import receipts, values
from kkmserver.dialects.itkassa import codes
from kkmserver.dialects.itkassa.line import position
from kkmserver.dialects.itkassa.members import Members
from kkmserver.dialects.values import WrongValue

TYPES = {
    "sale": ReceiptType.SALE,
    "returnSale": ReceiptType.SALE_RETURN,
    "buy": ReceiptType.PURCHASE,
    "returnBuy": ReceiptType.PURCHASE_RETURN,
}
_SIGNS = {"incoming": ReceiptType.SALE, "outcoming": ReceiptType.PURCHASE}
_AMOUNTS = ("amountCash", "amountElectronic", "amountPrepaid", "amountCredit", "amountIncoming")
_AGENT_TEXTS = {
    1044: "tagAgentOperator",
    1026: "tagTransferServiceOperatorTitle",
    1005: "tagTransferServiceOperatorAddress",
    1016: "tagTransferServiceOperatorINN",
}
_AGENT_PHONES = {
    1073: "tagAgentContact",
    1074: "tagPayeeServiceOperatorContact",
    1075: "tagTransferServiceOperatorContact",
}


def cashier(command: Members) -> Cashier:
    return Cashier(command.text("tagCashierName"), command.text("tagCashierINN"))


def receipt(command: Members, word: str) -> RegisterReceipt:
    if not command.flag("isPrintable", default=True) and not command.has("tagClientContact"):
        command.fault("tagClientContact", "чек без печати (isPrintable false): укажите телефон или e-mail покупателя")
    lines, paid = _lines(command), _payments(command)
    if not lines:
        command.fault("lines", "в чеке нет ни одной строки")
    if not paid.total and any(line.amount for line in lines):
        command.fault("amountCash", f"не указано, чем оплачено: нужно хотя бы одно из {', '.join(_AMOUNTS)}")
    return RegisterReceipt(_receipt(command, TYPES[word], lines, paid, None))


def correction(command: Members) -> RegisterReceipt:
    """`lines` are ours: corrections of ФФД 1.1 and later have rows."""
    lines, paid, vat = _lines(command), _payments(command), _sums(command)
    if not paid.total:
        paid = Payments(cash=sum(amount for _, amount in vat) or sum(line.amount for line in lines))
    if not paid.total:
        command.fault("amountVatNone", f"не указана сумма: нужно хотя бы одно из {', '.join(codes.SUMS)}")
    why = Correction(
        by_order=command.word("correctionType", codes.CORRECTION_TYPES, default=False),
        date=command.read("docDate", _day, None) or _no_day(command),
        number=command.text("docNumber"),
        name=command.text("docDescription"),
        vat=() if lines else vat,
    )
    kind = command.word("paymentSign", _SIGNS, ReceiptType.SALE)
    return RegisterReceipt(_receipt(command, kind, lines, paid, why))


def _receipt(
    command: Members, kind: ReceiptType, lines: tuple[Position, ...], paid: Payments, why: Correction | None
) -> Receipt:
    return Receipt(
        type=kind,
        lines=lines,
        payments=paid,
        cashier=cashier(command),
        tax_system=command.word("sno", _TAX_SYSTEMS, None),
        print_paper=command.flag("isPrintable", default=True),
        client_address=command.contact("tagClientContact"),
        client_name=command.text("tagClientTitle"),
        client_inn=command.text("tagClientINN"),
        place=command.text("tagSaleLocation"),
        agent=command.read("tagAgentType", receipts.agent_sign, None),
        agent_data=_agent_data(command),
        correction=why,
    )


_TAX_SYSTEMS: dict[str, Any] = dict(codes.TAX_SYSTEMS)


def _agent_data(command: Members) -> AgentData | None:
    texts = {tag: command.text(name) for tag, name in _AGENT_TEXTS.items()}
    return receipts.agent_data(texts | {tag: command.contact(name) for tag, name in _AGENT_PHONES.items()})


def _lines(command: Members) -> tuple[Position, ...]:
    given = command.raw("lines") or []
    if not isinstance(given, list):
        command.fault("lines", "нужен список")
        return ()
    agent = _agent_data(command)
    return tuple(position(command.inner(one, f"lines[{index}]"), agent) for index, one in enumerate(given))


def _payments(command: Members) -> Payments:
    cash, electronic, advance, credit, provision = map(command.kopecks, _AMOUNTS)
    return Payments(cash=cash, electronic=electronic, advance=advance, credit=credit, provision=provision)


def _sums(command: Members) -> tuple[tuple[VatRate, int], ...]:
    sums = {rate: command.kopecks(name) for name, rate in codes.SUMS.items()}
    return tuple(sorted((rate, amount) for rate, amount in sums.items() if amount))


def _day(value: object, where: str) -> date | None:
    try:
        return date.fromisoformat(values.words(value, where)[:10])
    except ValueError:
        raise WrongValue(where, "нужна дата вида 2026-11-15") from None


def _no_day(command: Members) -> date:
    """Any one: the command is not taken."""
    if not command.has("docDate"):
        command.fault("docDate", "не указана дата расчёта, который исправляет этот чек")
    return date.min
