"""Commands of the XML protocol. Source: spec/service-plus.md C2; order of the fields and their forms: SP2.

A correction (10) is left out: what it holds is not told there, and SP2 contradicts the ФФД.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from drivers.errors import RequestRefused
from drivers.fiscal import goods, rows
from drivers.fiscal.settled import Item, Settled
from drivers.model.document import Cashier
from drivers.model.ffd import AgentSign, VatRate
from drivers.registers import taxes
from drivers.registers.known import Found
from drivers.registers.request import Effect
from drivers.serviceplus import xml_results as results
from drivers.serviceplus.xml_data import Pa, amount, listed, number, quantity, structure, text, time
from drivers.serviceplus.xml_request import Request, nothing
from drivers.serviceplus.xml_results import Counters, Info, Place, Shift

_LONGEST_NAME = 128
_A_ROW = 0.2  # seconds more for each row of a receipt: SP2
VAT = {rate: rate.value for rate in VatRate if rate.value <= 6}
"""1199 by its own numbers, as SP2 sends them; whether firmware knows the rates of 2025 is for its owner to tell."""
_OF_PAYMENTS = AgentSign.BANK_AGENT | AgentSign.BANK_SUBAGENT | AgentSign.PAYING_AGENT | AgentSign.PAYING_SUBAGENT
"""Agents whose receipts must hold 1223. Source: spec/ffd.md, 1057/1222."""
_GENERAL, _DOCUMENT = 200001, 200003


def status() -> Request[Place]:
    return Request(name="состояние", command=2, read=results.place)


def shift() -> Request[Shift]:
    return Request(name="состояние ФН", command=44, read=results.shift)


def counters() -> Request[Counters]:
    return Request(name="счётчики", command=40, read=results.counters)


def info() -> Request[Info]:
    return Request(name="информация", command=58, read=results.info)


def registration() -> Request[results.Registered]:
    return Request(name="параметры регистрации", command=50, read=results.registered)


def clock() -> Request[datetime | None]:
    return Request(name="часы", command=22, read=results.clock)


def set_clock(moment: datetime) -> Request[None]:
    data = structure(_GENERAL, [time("DateTime", moment)])
    return Request(name="установка часов", command=24, data=data, read=nothing)


def open_shift(cashier: Cashier) -> Request[Found | None]:
    data = structure(2, _people(cashier))
    return Request(name="открытие смены", command=4, data=data, read=results.recorded, effect=Effect.MONEY)


def close_shift(cashier: Cashier) -> Request[Found | None]:
    data = structure(5, _people(cashier))
    return Request(name="Z-отчёт", command=6, data=data, read=results.recorded, effect=Effect.MONEY)


def settlement_state(cashier: Cashier) -> Request[Found | None]:
    """Form 21."""
    data = structure(21, [text(1021, cashier.name)])
    return Request(name="отчёт о состоянии расчётов", command=12, data=data, read=results.recorded, effect=Effect.MONEY)


def x_report(cashier: Cashier) -> Request[None]:
    """The name of its root is unknown: that of the other commands without a document is used (inferred)."""
    data = structure(_GENERAL, [text(1021, cashier.name)])
    return Request(name="X-отчёт", command=46, data=data, read=nothing, effect=Effect.PAPER)


def move_cash(kopecks: int, cashier: Cashier) -> Request[None]:
    """Below 0 out of the drawer."""
    parts = [
        text(1021, cashier.name),
        amount("CashSumm", abs(kopecks)),
        text("Footer", ""),
        text("HeaderText", ""),
        number("MoneyOperationType", 1 if kopecks >= 0 else 2),
    ]
    data = structure(_GENERAL, parts)
    return Request(name="внесение или выплата", command=38, data=data, read=nothing, effect=Effect.MONEY)


def open_drawer() -> Request[None]:
    return Request(name="денежный ящик", command=36, read=nothing, effect=Effect.PAPER)


def drawer_open() -> Request[bool]:
    return Request(name="состояние ящика", command=52, read=results.drawer_open)


def document(lines: Sequence[str]) -> Request[None]:
    """A plain document of text rows."""
    data = structure(_DOCUMENT, [text("NonFiscalText", "\n".join(lines))])
    return Request(name="текстовый документ", command=30, data=data, read=nothing, effect=Effect.PAPER)


def receipt(
    settled: Settled,
    header: Sequence[str],
    footer: Sequence[str],
    pos_number: str,
    vat: Mapping[VatRate, int] = VAT,
) -> Request[Found | None]:
    """The whole of it in one message: it is made, or it is not. `header`, `footer`: rows of text on the paper.

    Raises RequestRefused for what the protocol has no field for, ValueError for a quantity with too many digits.
    """
    told, paid = settled.receipt, settled.payments
    _check(settled)
    agent = [number(1057, told.agent.value)] if told.agent else []
    supplier = [text(1171, told.supplier.phone)] if told.supplier and told.supplier.phone else []
    parts = [
        text(1008, told.client_address),
        text(1021, told.cashier.name),
        amount(1031, paid.cash),
        number(1054, told.type.value),
        number(1055, 1 << settled.tax_system.value),
        *agent,
        *supplier,
        listed(1059, [_item(item, vat) for item in settled.items]),
        amount(1081, paid.electronic),
        text(1203, told.cashier.inn),
        amount(1215, paid.advance),
        amount(1216, paid.credit),
        amount(1217, paid.provision),
        text("Footer", "".join(f"{line}\n" for line in footer)),
        text("HeaderText", "".join(f"{line}\n" for line in header)),
        text("PosNum", pos_number),
    ]
    return Request(
        name="чек",
        command=8,
        data=structure(3, parts),
        read=results.recorded,
        effect=Effect.MONEY,
        extra=_A_ROW * len(settled.items),
    )


def _people(cashier: Cashier) -> list[Pa]:
    return [text(1021, cashier.name), text(1203, cashier.inn)]


def _item(item: Item, vat: Mapping[VatRate, int]) -> list[Pa]:
    """`ItemText` empty: the register prints the row itself."""
    row = item.position
    code = rows.goods_code(row)
    agent = [number(1222, row.agent.value)] if row.agent else []
    return [
        quantity(1023, item.quantity),
        text(1030, item.name[:_LONGEST_NAME]),
        amount(1079, item.price),
        *([] if code is None else [text(1162, goods.tag_1162(code).hex())]),
        number(1199, taxes.code(item.vat, vat)),
        number(1212, row.subject),
        number(1214, row.method.value),
        *agent,
        *_supplier(item),
        text("ItemText", ""),
        amount("PriceWithDiscount", item.price),
    ]


def _supplier(item: Item) -> list[Pa]:
    supplier = item.position.supplier
    if supplier is None:
        return []
    data = structure(1224, [text(1225, supplier.name), text(1171, supplier.phone)])
    return [data, text(1226, supplier.inn)] if supplier.inn else [data]


def _check(settled: Settled) -> None:
    """Raises RequestRefused."""
    receipt = settled.receipt
    signs = (receipt.agent, *(row.agent for row in receipt.positions))
    if any(sign & _OF_PAYMENTS for sign in signs if sign):
        raise RequestRefused(
            "Чек платёжного агента этой кассой не сделать: его данные (1223) она не принимает, а без них чек неполон."
        )
    if receipt.correction is not None:
        raise RequestRefused("Чек коррекции этой кассой не сделать: как она его принимает, неизвестно.")
    if not receipt.print_paper:
        raise RequestRefused("Чек без бумаги этой кассой не сделать: уберите из чека отказ от печати.")
