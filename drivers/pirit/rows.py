"""One item of a receipt as the commands it takes: 24h, 79h/15, 42h. Pure. Source: spec/service-plus.md A3, A6, A8."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from drivers.fiscal import marking_check, rows
from drivers.fiscal.settled import Item
from drivers.model.document import AgentData, MarkingCode, Position, Receipt, Supplier
from drivers.model.ffd import FfdVersion, ReceiptType, VatRate
from drivers.pirit.request import Request
from drivers.pirit.requests import items, marking
from drivers.pirit.requests.items import Agent, Extras, Industry, Share
from drivers.registers import taxes


@dataclass(frozen=True, slots=True)
class Row:
    """`extras`: 24h, None where nothing stands beside the item; `code`: of marked goods in ФФД 1.2."""

    item: Item
    extras: Request[bool] | None
    sold: Request[Decimal]
    code: "Bound | None" = None


@dataclass(frozen=True, slots=True)
class Bound:
    """A code that was checked, see 79h/15."""

    text: str
    status: int
    measure: int

    def request(self, result: int) -> Request[None]:
        """`result`: 2106. Raises ValueError for a code that is too long."""
        return marking.bind_code(as_bytes(self.text), self.status, result, self.measure)


def as_bytes(code: str) -> bytes:
    """Of a code as scanned, GS as 1Dh. Raises ValueError for letters that are in none."""
    return code.encode("ascii")


def row(item: Item, receipt: Receipt, ffd: FfdVersion, vat: Mapping[VatRate, int], department: int) -> Row:
    """Raises ValueError for what does not fit, RequestRefused for a rate whose index is not known."""
    bound = _bound(item, receipt.type, ffd)
    if bound is not None:
        bound.request(0)
    return Row(
        item, _extras(item.position, receipt, ffd, checked=bound is not None), _sold(item, ffd, vat, department), bound
    )


def _sold(item: Item, ffd: FfdVersion, vat: Mapping[VatRate, int], department: int) -> Request[Decimal]:
    position = item.position
    return items.add_item(
        items.Item(
            name=item.name,
            quantity=amount(item.quantity, position.pack_quantity if ffd is FfdVersion.V1_2 else None),
            price=item.price,
            tax=taxes.code(item.vat, vat),
            method=position.method,
            subject=position.subject,
            section=position.department or department,
            unit=str(position.measure) if ffd is FfdVersion.V1_2 else position.unit,
            country=position.country,
            declaration=position.customs_declaration,
            excise=position.excise,
        )
    )


def amount(quantity: Decimal, pack: int | None) -> Decimal | Share:
    """Raises ValueError for a part of a pack that is none."""
    if pack is None:
        return quantity
    if quantity != int(quantity):
        raise ValueError(f"{quantity} pieces of a pack")
    return Share(numerator=int(quantity), denominator=pack)


def _bound(item: Item, kind: ReceiptType, ffd: FfdVersion) -> Bound | None:
    """None for goods without a code, and for a code of a sort of goods: nobody has checked it, so it goes by 24h."""
    code = item.position.marking
    if ffd is not FfdVersion.V1_2 or code is None or not rows.is_marked(item.position) or not code.has_serial:
        return None
    status = marking_check.planned_status(item.position, kind)
    return Bound(marking_check.as_scanned(code), status, item.position.measure)


def _extras(position: Position, receipt: Receipt, ffd: FfdVersion, *, checked: bool) -> Request[bool] | None:
    extras = Extras(
        code=b"" if checked else _code(position),
        is_1_2=ffd is FfdVersion.V1_2,
        requisite=position.attribute,
        agent=_agent(position, receipt),
        industry=_industry(position),
    )
    return None if extras == Extras(is_1_2=extras.is_1_2) else items.item_extras(extras)


def _code(position: Position) -> bytes:
    """As it was scanned: that the register makes 1162 or 1163 of it follows from its saying whether it knows it."""
    code = rows.goods_code(position)
    if code is None:
        return b""
    return as_bytes(marking_check.as_scanned(code) if isinstance(code, MarkingCode) else code)


def _agent(position: Position, receipt: Receipt) -> Agent:
    """A supplier is refused without 1222, so the agent of all rows is told of each that names one."""
    data, supplier = position.agent_data or AgentData(), position.supplier or Supplier()
    named = position.agent_data or position.supplier
    return Agent(
        sign=position.agent or (receipt.agent if named else None),
        supplier_inn=supplier.inn,
        supplier_phones=supplier.phone,
        supplier_name=supplier.name,
        transfer_address=data.transfer_address,
        transfer_inn=data.transfer_inn,
        transfer_name=data.transfer_name,
        transfer_phones=data.transfer_phone,
        operation=data.operation,
        agent_phones=data.agent_phone,
        receiver_phones=data.receiver_phone,
    )


def _industry(position: Position) -> Industry:
    """Raises ValueError for more than the one that 24h takes."""
    if not position.industry:
        return Industry()
    (one,) = position.industry
    return Industry(foiv=one.authority, day=one.date, number=one.number, value=one.value)
