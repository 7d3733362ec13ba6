"""A plain sale or return of the binary family. Source: spec/service-plus.md B.

Nothing carries the requisites of the ФФД 1.05 beside names, quantities, prices, rates and sums: what is more than that
is refused, for it would be missing in the ФН.
"""

from collections.abc import Iterator

from drivers.errors import RequestRefused
from drivers.fiscal.settled import Item, Settled
from drivers.model.document import Payments, Position, Receipt
from drivers.model.ffd import ReceiptType, SettlementMethod, VatRate
from drivers.pirit.request import Request
from drivers.registers import taxes
from drivers.serviceplus import binary_requests as requests
from drivers.serviceplus import binary_texts
from drivers.serviceplus.binary_requests import DocumentKind
from drivers.serviceplus.options import ServicePlusOptions

_KINDS = {ReceiptType.SALE: DocumentKind.SALE, ReceiptType.SALE_RETURN: DocumentKind.SALE_RETURN}
_PAYMENTS = {"electronic": "безналичными", "advance": "авансом", "credit": "в кредит", "provision": "иначе"}
_OF_RECEIPT = {
    "client_address": "адрес покупателя",
    "client_name": "имя покупателя",
    "client_inn": "ИНН покупателя",
    "agent": "признак агента",
    "supplier": "поставщика",
    "attribute": "дополнительный реквизит",
    "user_attribute": "реквизит пользователя",
    "tags": "реквизиты по номерам тегов",
    "address": "адрес расчётов",
    "place": "место расчётов",
}
_OF_ITEM = {
    "marking": "коды маркировки",
    "goods_code": "код товара",
    "agent": "признак агента",
    "supplier": "поставщика",
    "attribute": "реквизит товара",
    "country": "страну товара",
    "customs_declaration": "таможенную декларацию",
    "excise": "акциз",
}
_GOODS = 1  # 1212: what a register that is not told takes items for (inferred)


def commands(settled: Settled, options: ServicePlusOptions, who: str) -> tuple[Request[None], ...]:
    """All but the closing one. Raises RequestRefused, ValueError."""
    _check(settled.receipt)
    vat: dict[VatRate, int] = taxes.table(options.taxes)
    items = (requests.add_item(_item(item, options, vat)) for item in settled.items)
    opening = requests.open_document(_KINDS[settled.receipt.type], who, department=options.department)
    return (opening, *items, requests.total(), *_paid(settled.receipt.payments, options))


def _item(item: Item, options: ServicePlusOptions, vat: dict[VatRate, int]) -> requests.Item:
    return requests.Item(
        name=item.name,
        quantity=item.quantity,
        price=item.price,
        tax=taxes.code(item.vat, vat),
        department=item.position.department or options.department,
    )


def _paid(payments: Payments, options: ServicePlusOptions) -> Iterator[Request[None]]:
    """First what gives no change. Raises RequestRefused for a kind whose number nobody has told."""
    for key, what in _PAYMENTS.items():
        amount: int = getattr(payments, key)
        if not amount:
            continue
        if key not in options.payments:
            raise RequestRefused(binary_texts.NO_PAYMENT.format(what=what, key=key))
        yield requests.pay(options.payments[key], amount)
    if payments.cash:
        yield requests.pay(0, payments.cash)


def _check(receipt: Receipt) -> None:
    """Raises RequestRefused."""
    told = list(dict.fromkeys([*_receipt(receipt), *(text for row in receipt.positions for text in _position(row))]))
    if told:
        raise RequestRefused(binary_texts.NOT_THIS.format(what=", ".join(told)))


def _receipt(receipt: Receipt) -> Iterator[str]:
    if receipt.correction:
        yield "чеки коррекции"
    if receipt.type not in _KINDS:
        yield "чеки расхода"
    if receipt.tax_system is not None:
        yield "систему налогообложения"
    if not receipt.print_paper:
        yield "чеки без печати"
    yield from (text for name, text in _OF_RECEIPT.items() if getattr(receipt, name))


def _position(row: Position) -> Iterator[str]:
    if row.method is not SettlementMethod.FULL:
        yield "способ расчёта (1214), кроме полного"
    if row.subject != _GOODS:
        yield "предмет расчёта (1212), кроме товара"
    yield from (text for name, text in _OF_ITEM.items() if getattr(row, name))
