"""A receipt, or a correction of one, as a single task. Source: spec/atol-web.md 4 and 4.1."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from drivers.atol_web.results.recorded import Recorded, recorded
from drivers.atol_web.tasks import goods, names, people
from drivers.atol_web.tasks.goods import IndustryInfo, Position, Tax, Terms
from drivers.atol_web.tasks.people import ClientInfo, CompanyInfo, Operator
from drivers.atol_web.tasks.printing import Attribute, Row
from drivers.atol_web.tasks.task import Content, Task
from drivers.fiscal.receipts import user_attribute
from drivers.fiscal.settled import Item, Settled
from drivers.model import money
from drivers.model.document import CashlessPart, OperationalAttribute, Receipt
from drivers.model.ffd import FfdVersion
from drivers.registers import taxes
from drivers.registers.request import Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    type: str
    sum: Decimal  # roubles


@dataclass(frozen=True, slots=True, kw_only=True)
class CashlessInfo:
    """1235. Its place and names are those of W3, where nothing of it was seen at work."""

    sum: Decimal  # 1082
    payment_method: int  # 1236
    electronically_id: str = ""  # 1237
    electronically_add_info: str = ""  # 1238


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationInfo:
    """1270."""

    id: int  # 1271
    date_time: str  # 1273, YYYY.MM.DD HH:MM:SS
    data: str  # 1272


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale(Content):
    """Sums are roubles."""

    taxation_type: str  # 1055
    electronically: bool  # no paper
    ignore_non_fiscal_print_errors: bool = True
    internet: bool | None = None  # 1125
    operator: Operator | None
    client_info: ClientInfo | None = None
    company_info: CompanyInfo | None = None
    payments_place: str = ""  # 1187
    payments_address: str = ""  # 1009
    operation_info: OperationInfo | None = None
    industry_info: tuple[IndustryInfo, ...] = ()  # 1261
    correction_type: str = ""  # 1173
    correction_base_date: str = ""  # 1178, YYYY.MM.DD
    correction_base_number: str = ""  # 1179
    correction_base_name: str = ""  # 1177
    items: tuple[Position | Attribute | Row, ...]
    payments: tuple[Payment, ...]
    payments_add_info: tuple[CashlessInfo, ...] = ()  # 1234
    taxes: tuple[Tax, ...] = ()  # of a correction without rows
    total: Decimal  # 1020


def receipt(settled: Settled, steps: Sequence[Item | Row], terms: Terms) -> Task[Recorded]:
    """`steps`: items, and what is printed between them, in the order of the paper.

    Raises RequestRefused for what the web server has no name for, ValueError for a marking code that cannot be.
    """
    return Task(content=_sale(settled, steps, terms), read=recorded, effect=Effect.MONEY)


def _sale(settled: Settled, steps: Sequence[Item | Row], terms: Terms) -> Sale:
    told, late = settled.receipt, terms.ffd is FfdVersion.V1_2
    correction = told.correction
    rows = tuple(goods.position(step, settled, terms) if isinstance(step, Item) else step for step in steps)
    return Sale(
        type=names.RECEIPTS[told.type] + ("Correction" if correction else ""),
        taxation_type=names.TAX_SYSTEMS[settled.tax_system],
        electronically=not told.print_paper,
        internet=True if told.internet and late else None,
        operator=people.operator(told.cashier),
        client_info=people.client_info(told),
        company_info=people.company_info(told),
        payments_place=told.place,
        payments_address=told.address,
        operation_info=_operation(told.operational) if late else None,
        industry_info=goods.industry(told.industry) if late else (),
        correction_type=("instruction" if correction.by_order else "self") if correction else "",
        correction_base_date=f"{correction.date:%Y.%m.%d}" if correction else "",
        correction_base_number=correction.number if correction else "",
        correction_base_name=correction.name if correction else "",
        items=(*rows, *_attributes(told)),
        payments=_payments(settled),
        payments_add_info=_cashless(told.cashless) if late else (),
        taxes=() if settled.items else _taxes(settled, terms),
        total=money.roubles(settled.total),
    )


def _payments(settled: Settled) -> tuple[Payment, ...]:
    """Cash as it was handed over: the register works the change out."""
    paid = settled.payments
    sums = {
        "cash": settled.received,
        "electronically": paid.electronic,
        "prepaid": paid.advance,
        "credit": paid.credit,
        "other": paid.provision,
    }
    told = tuple(Payment(type=kind, sum=money.roubles(amount)) for kind, amount in sums.items() if amount)
    return told or (Payment(type="cash", sum=money.roubles(0)),)


def _taxes(settled: Settled, terms: Terms) -> tuple[Tax, ...]:
    return tuple(
        Tax(type=taxes.code(rate, terms.vat), sum=money.roubles(amount)) for rate, amount in settled.vat.items()
    )


def _attributes(told: Receipt) -> tuple[Attribute, ...]:
    found = [Attribute(type="additionalAttribute", value=told.attribute)] if told.attribute else []
    if pair := user_attribute(told):
        found.append(Attribute(type="userAttribute", name=pair[0], value=pair[1]))
    return tuple(found)


def _operation(attribute: OperationalAttribute | None) -> OperationInfo | None:
    if attribute is None:
        return None
    return OperationInfo(id=attribute.id, date_time=f"{attribute.time:%Y.%m.%d %H:%M:%S}", data=attribute.data)


def _cashless(parts: Sequence[CashlessPart]) -> tuple[CashlessInfo, ...]:
    return tuple(
        CashlessInfo(
            sum=money.roubles(part.amount),
            payment_method=part.kind,
            electronically_id=part.identifiers,
            electronically_add_info=part.details,
        )
        for part in parts
    )
