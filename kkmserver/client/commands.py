"""Commands as the server wants them; any other one is a dict of the same shape. Source: spec/kkmserver.md 3, 4.

Money is roubles, quantity pieces or units of measure: int, Decimal, or a text such as "19.90".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from kkmserver.client.json_text import Json

Command = dict[str, Json]
Amount = int | Decimal | str

_SALE, _SALE_RETURN = 0, 1


@dataclass(frozen=True, slots=True)
class Position:
    """A row of a receipt. `amount`: what it costs in the end; "" = price times quantity, in whole kopecks.

    `more`: members of the row that have no name here, as the API spells them.
    """

    name: str
    price: Amount
    quantity: Amount = 1
    amount: Amount = ""
    tax: int = -1  # percent; -1 none, 105, 107, 110, 120, 122 the calculated ones
    method: int = 4  # tag 1214: full payment
    subject: int = 1  # tag 1212: goods
    mark: str = ""  # the marking code as it was scanned
    more: Mapping[str, Json] | None = None

    def row(self) -> Command:
        price, quantity = Decimal(self.price), Decimal(self.quantity)
        amount = Decimal(self.amount) if self.amount != "" else _kopecks(price * quantity)
        register: Command = {
            "Name": self.name,
            "Price": price,
            "Quantity": quantity,
            "Amount": amount,
            "Tax": self.tax,
            "SignMethodCalculation": self.method,
            "SignCalculationObject": self.subject,
        }
        if self.mark:
            register["GoodCodeData"] = {"BarCode": self.mark}
        return {"Register": {**register, **(self.more or {})}}


def text(line: str, font: int = 0) -> Command:
    """A line of text, with the markup of the API (`>#0#<` centres, `<#0#>` spreads …)."""
    return {"PrintText": {"Text": line, **({"Font": font} if font else {})}}


def barcode(kind: str, content: str) -> Command:
    """`kind`: EAN13, CODE128, QR …"""
    return {"BarCode": {"BarcodeType": kind, "Barcode": content}}


def sale(
    positions: Iterable[Position | Mapping[str, Json]],
    *,
    cash: Amount = 0,
    electronic: Amount = 0,
    cashier: str = "",
    cashier_inn: str = "",
    device: int = 0,
    to: str = "",
    **members: Json,
) -> Command:
    """A receipt for goods sold; a row is a Position, or made by `text` and `barcode`.

    `to`: e-mail or phone of the buyer. `members`: whatever else the API has, as it spells it: TaxVariant=1,
    PayByProcessing=True, IdCommand="order-17".
    """
    rows = tuple(one.row() if isinstance(one, Position) else one for one in positions)
    return {
        "Command": "RegisterCheck",
        "NumDevice": device,
        "IsFiscalCheck": True,
        "TypeCheck": _SALE,
        **_person(cashier, cashier_inn),
        "CheckStrings": rows,
        "Cash": Decimal(cash),
        "ElectronicPayment": Decimal(electronic),
        **({"ClientAddress": to} if to else {}),
        **members,
    }


def sale_return(sold: Mapping[str, Json], **members: Json) -> Command:
    """The goods of a `sale` are brought back, and what was paid for them is given back.

    It is a command of its own: the id of the sale is left behind, give it another one in `members`.
    """
    goods = {name: value for name, value in sold.items() if name != "IdCommand"}
    return {**goods, "TypeCheck": _SALE_RETURN, **members}


def print_document(rows: Iterable[str | Mapping[str, Json]], *, device: int = 0, **members: Json) -> Command:
    """A document that is no receipt, or a label: lines of text, and rows made by `text` and `barcode`."""
    lines = tuple(text(row) if isinstance(row, str) else row for row in rows)
    return {"Command": "PrintDocument", "NumDevice": device, "CheckStrings": lines, **members}


def open_shift(cashier: str = "", cashier_inn: str = "", *, device: int = 0) -> Command:
    return _by_cashier("OpenShift", cashier, cashier_inn, device)


def close_shift(cashier: str = "", cashier_inn: str = "", *, device: int = 0) -> Command:
    """The Z report."""
    return _by_cashier("CloseShift", cashier, cashier_inn, device)


def x_report(cashier: str = "", cashier_inn: str = "", *, device: int = 0) -> Command:
    return _by_cashier("XReport", cashier, cashier_inn, device)


def cash_in(amount: Amount, cashier: str = "", cashier_inn: str = "", *, device: int = 0) -> Command:
    return {**_by_cashier("DepositingCash", cashier, cashier_inn, device), "Amount": Decimal(amount)}


def cash_out(amount: Amount, cashier: str = "", cashier_inn: str = "", *, device: int = 0) -> Command:
    return {**_by_cashier("PaymentCash", cashier, cashier_inn, device), "Amount": Decimal(amount)}


def open_drawer(*, device: int = 0) -> Command:
    return {"Command": "OpenCashDrawer", "NumDevice": device}


def pay_by_card(amount: Amount, *, receipt: str = "", device: int = 0) -> Command:
    """`receipt`: the shop's own number for it. The answer's `UniversalID` names the payment."""
    paid: Command = {"Command": "PayByPaymentCard", "NumDevice": device, "Amount": Decimal(amount)}
    return {**paid, "ReceiptNumber": receipt} if receipt else paid


def return_to_card(amount: Amount, payment: str, *, device: int = 0) -> Command:
    """`payment`: the `UniversalID` of the payment."""
    return _of_payment("ReturnPaymentByPaymentCard", amount, payment, device)


def cancel_card_payment(amount: Amount, payment: str, *, device: int = 0) -> Command:
    """Of the same day, before `settle_terminal`."""
    return _of_payment("CancelPaymentByPaymentCard", amount, payment, device)


def settle_terminal(*, device: int = 0) -> Command:
    return {"Command": "Settlement", "NumDevice": device}


def state(device: int = 0) -> Command:
    """Of a register, in the answer's `Info`."""
    return {"Command": "GetDataKKT", "NumDevice": device}


def weight(device: int = 0) -> Command:
    """The answer's `Weight`, kg."""
    return {"Command": "GetWeight", "NumDevice": device}


def devices() -> Command:
    """The answer's `ListUnit`."""
    return {"Command": "List"}


def _by_cashier(name: str, cashier: str, inn: str, device: int) -> Command:
    return {"Command": name, "NumDevice": device, **_person(cashier, inn)}


def _of_payment(name: str, amount: Amount, payment: str, device: int) -> Command:
    return {"Command": name, "NumDevice": device, "Amount": Decimal(amount), "UniversalID": payment}


def _person(cashier: str, inn: str) -> Command:
    members: Command = {"CashierName": cashier} if cashier else {}
    return {**members, "CashierVATIN": inn} if inn else members


def _kopecks(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
