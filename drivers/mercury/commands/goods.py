"""A row of a receipt. Source: spec/mercury.md 3, "AddGoods"; names within parts: M1."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from drivers.errors import RequestRefused
from drivers.fiscal import marking_check, rows
from drivers.fiscal.settled import Item, Settled
from drivers.http_service.fields import Fields
from drivers.http_service.json_form import json_object, spelt
from drivers.mercury.numbers import price, quantity
from drivers.mercury.request import Request
from drivers.model.document import AgentData, IndustryAttribute, MarkingCode, Position, Supplier
from drivers.model.ffd import FfdVersion, VatRate
from drivers.registers import taxes
from drivers.registers.request import Effect

_SECTIONS = range(1, 17)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """1291: pieces of a pack."""

    numerator: int  # 1293
    denominator: int  # 1294


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkInfo:
    mc: str  # 2000, base64
    processing_mode: int = 0  # 2102
    planned_status: int  # 2003
    part: Part | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """1222 as the number of its bit, 1223, 1224, 1226."""

    code: int
    paying_op: str = ""  # 1044
    paying_phone: tuple[str, ...] = ()  # 1073
    transf_name: str = ""  # 1026
    transf_inn: str = spelt("transfINN", default="")  # 1016
    transf_address: str = ""  # 1005
    transf_phone: tuple[str, ...] = ()  # 1075
    operator_phone: tuple[str, ...] = ()  # 1074
    supplier_name: str = ""  # 1225
    supplier_inn: str = spelt("supplierINN", default="")  # 1226
    supplier_phone: tuple[str, ...] = ()  # 1171


@dataclass(frozen=True, slots=True, kw_only=True)
class Industry:
    """1260."""

    id_foiv: str = spelt("idFOIV")  # 1262
    doc_date: str  # 1263, YYYY-MM-DD
    doc_num: str  # 1264
    value: str  # 1265


@dataclass(frozen=True, slots=True, kw_only=True)
class _AddGoods:
    """Sums are kopecks."""

    product_name: str  # 1030
    qty: int  # 1023, scaled
    price: int  # 1079
    sum: int  # 1043
    tax_code: int  # 1199
    payment_form_code: int  # 1214
    product_type_code: int  # 1212
    section: int
    measure_unit: int | None = None  # 2108
    marking_code: str = ""  # before ФФД 1.2
    mc_info: MarkInfo | None = None
    country_of_origin: str = ""  # 1230
    customs_declaration: str = ""  # 1231
    additional_attribute: str = ""  # 1191
    excise_amount: int | None = None  # 1229
    agent: Agent | None = None
    industry_attribute: tuple[Industry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How rows are written. `vat`: codes of rates, see `taxes.table`; `section`: of rows that name none."""

    ffd: FfdVersion
    vat: Mapping[VatRate, int]
    section: int = 1


def add_goods(item: Item, settled: Settled, terms: Terms) -> Request[int]:
    """-> number of the row. Raises RequestRefused, and ValueError for a marking code that is empty or too long.

    A plain goods code (EAN-13) is left out: how `nomenclatureCode` spells one is unknown. So is the form of
    `markingCode` before ФФД 1.2: the code as scanned is sent (inferred).
    """
    row, late = item.position, terms.ffd is FfdVersion.V1_2
    code = rows.goods_code(row)
    marking = code if isinstance(code, MarkingCode) else None
    content = _AddGoods(
        product_name=item.name,
        qty=quantity(item.quantity),
        price=price(item.price),
        sum=price(item.amount),
        tax_code=taxes.code(item.vat, terms.vat),
        payment_form_code=row.method.value,
        product_type_code=row.subject,
        section=_section(row.department or terms.section),
        measure_unit=row.measure if late else None,
        marking_code=marking_check.as_scanned(marking) if marking and not late else "",
        mc_info=_mark(item, marking, settled) if marking and late else None,
        country_of_origin=row.country,
        customs_declaration=row.customs_declaration,
        additional_attribute=row.attribute,
        excise_amount=None if row.excise is None else price(row.excise),
        agent=_agent(row),
        industry_attribute=tuple(map(_industry, row.industry)) if late else (),
    )
    return Request(name="AddGoods", content=json_object(content), read=_number, effect=Effect.MONEY)


def encoded(text: str) -> str:
    """2000 as the service takes it."""
    return base64.b64encode(text.encode("cp866", "replace")).decode("ascii")


def part_of(sold: Decimal, pack: int | None) -> Part | None:
    return None if pack is None else Part(numerator=int(sold), denominator=pack)


def _number(answer: Fields) -> int:
    return answer.whole("goodsNum")


def _section(number: int) -> int:
    if number not in _SECTIONS:
        raise RequestRefused(f"Секция (отдел) {number}: у кассы Меркурий они от 1 до 16. Исправьте чек.")
    return number


def _mark(item: Item, marking: MarkingCode, settled: Settled) -> MarkInfo:
    row = item.position
    return MarkInfo(
        mc=encoded(marking_check.as_scanned(marking)),
        planned_status=marking_check.planned_status(row, settled.receipt.type),
        part=part_of(item.quantity, row.pack_quantity),
    )


def _agent(row: Position) -> Agent | None:
    """The service knows one kind for a row: of several the lowest bit counts (inferred)."""
    if not row.agent:
        return None
    data, supplier = row.agent_data or AgentData(), row.supplier or Supplier()
    return Agent(
        code=(row.agent.value & -row.agent.value).bit_length() - 1,
        paying_op=data.operation,
        paying_phone=_phones(data.agent_phone),
        transf_name=data.transfer_name,
        transf_inn=data.transfer_inn,
        transf_address=data.transfer_address,
        transf_phone=_phones(data.transfer_phone),
        operator_phone=_phones(data.receiver_phone),
        supplier_name=supplier.name,
        supplier_inn=supplier.inn,
        supplier_phone=_phones(supplier.phone),
    )


def _industry(attribute: IndustryAttribute) -> Industry:
    return Industry(
        id_foiv=attribute.authority,
        doc_date=f"{attribute.date:%Y-%m-%d}",
        doc_num=attribute.number,
        value=attribute.value,
    )


def _phones(phone: str) -> tuple[str, ...]:
    return (phone,) if phone else ()
