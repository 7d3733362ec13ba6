"""A row of a receipt. Source: spec/atol-web.md 4, "Position"."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from drivers.atol_web.tasks import marks, names, people
from drivers.atol_web.tasks.marks import ImcParams, OldMark
from drivers.atol_web.tasks.people import AgentInfo, SupplierInfo
from drivers.atol_web.tasks.task import Content
from drivers.fiscal import goods, marking_check, rows, tlv
from drivers.fiscal.settled import Item, Settled
from drivers.model import money
from drivers.model.document import IndustryAttribute, MarkingCode
from drivers.model.ffd import FfdVersion, VatRate
from drivers.registers import taxes


@dataclass(frozen=True, slots=True, kw_only=True)
class Tax:
    type: str  # 1199
    sum: Decimal | None = None  # 1200, roubles; left out, the driver works it out


@dataclass(frozen=True, slots=True, kw_only=True)
class IndustryInfo:
    """1260, 1261."""

    fois: str  # 1262
    date: str  # 1263, YYYY.MM.DD
    number: str  # 1264
    industry_attribute: str  # 1265


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductCode:
    """productCodes: one of the tags within 1163."""

    undefined: str = ""
    ean8: str = ""
    ean13: str = ""
    itf14: str = ""
    gs10: str = ""
    gs1m: str = ""
    short: str = ""
    furs: str = ""
    egais20: str = ""
    egais30: str = ""
    f1: str = ""
    f2: str = ""
    f3: str = ""
    f4: str = ""
    f5: str = ""
    f6: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Content):
    """Sums are roubles."""

    type: str = "position"
    name: str  # 1030
    price: Decimal  # 1079
    quantity: Decimal  # 1023
    amount: Decimal  # 1043
    department: int | None = None
    payment_method: str  # 1214
    payment_object: str  # 1212
    measurement_unit: str = ""  # 2108 by name; before ФФД 1.2 the text 1197
    tax: Tax
    agent_info: AgentInfo | None = None  # 1222, 1223
    supplier_info: SupplierInfo | None = None  # 1224, 1226
    additional_attribute: str = ""  # 1191
    excise_sum: Decimal | None = None  # 1229
    country_code: str = ""  # 1230
    customs_declaration: str = ""  # 1231
    imc_params: ImcParams | None = None
    marking_code: OldMark | None = None
    product_codes: ProductCode | None = None
    industry_info: tuple[IndustryInfo, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How rows are written. `vat`: names of rates, see `taxes.table`; `department`: of rows that name none."""

    ffd: FfdVersion
    vat: Mapping[VatRate, str]
    department: int = 0


def position(item: Item, settled: Settled, terms: Terms) -> Position:
    """Raises RequestRefused, and ValueError for a marking code that is empty or too long.

    A plain goods code (EAN-13) before ФФД 1.2 is left out: how `nomenclatureCode` spells one is unknown.
    """
    row, late = item.position, terms.ffd is FfdVersion.V1_2
    code = rows.goods_code(row)
    marking = code if isinstance(code, MarkingCode) else None
    return Position(
        name=item.name,
        price=money.roubles(item.price),
        quantity=item.quantity,
        amount=money.roubles(item.amount),
        department=(row.department or terms.department) or None,
        payment_method=names.METHODS[row.method],
        payment_object=names.name(names.SUBJECTS, row.subject, "предмет расчёта"),
        measurement_unit=names.name(names.MEASURES, row.measure, "меру количества") if late else row.unit,
        tax=Tax(type=taxes.code(item.vat, terms.vat)),
        agent_info=people.agent_info(row.agent, row.agent_data),
        supplier_info=people.supplier_info(row.supplier),
        additional_attribute=row.attribute,
        excise_sum=None if row.excise is None else money.roubles(row.excise),
        country_code=row.country,
        customs_declaration=row.customs_declaration,
        imc_params=_imc(item, marking, settled) if late and marking else None,
        marking_code=marks.old(marking) if marking and not late else None,
        product_codes=_plain(code) if late and isinstance(code, str) else None,
        industry_info=industry(row.industry) if late else (),
    )


def industry(attributes: tuple[IndustryAttribute, ...]) -> tuple[IndustryInfo, ...]:
    return tuple(
        IndustryInfo(fois=one.authority, date=f"{one.date:%Y.%m.%d}", number=one.number, industry_attribute=one.value)
        for one in attributes
    )


def _imc(item: Item, marking: MarkingCode, settled: Settled) -> ImcParams:
    row = item.position
    planned = marking_check.planned_status(row, settled.receipt.type)
    return marks.sold(marking, planned, item.quantity, row.pack_quantity, item.marking_result)


def _plain(code: str) -> ProductCode:
    (nested,) = tlv.parse(goods.item_1163(code))
    return ProductCode(**{names.PRODUCT_CODES[nested.tag]: nested.raw.decode("cp866")})
