"""ITEM = 1059 as bytes. Source: spec/ffd.md 2.2."""

from datetime import date
from decimal import Decimal

from drivers.fiscal import goods, tlv
from drivers.fiscal.settled import Item
from drivers.fiscal.vat import UNTAXED
from drivers.model.document import AgentData, IndustryAttribute, MarkingCode, Position, Supplier
from drivers.model.ffd import AgentSign, FfdVersion

_HEAD = 4  # bytes of a TLV before its value


def day(of: date) -> str:
    """1243 and 1263: ДД.ММ.ГГГГ; `strftime` writes years before 1000 with three digits."""
    return f"{of:%d.%m}.{of.year:04}"


def texts(values: dict[int, str]) -> list[bytes]:
    """String requisites, empty ones left out: also those of signs alone that CP866 has no place for."""
    written = [tlv.encode(tag, value) for tag, value in values.items() if value]
    return [requisite for requisite in written if len(requisite) > _HEAD]


def agent_texts(data: AgentData | None) -> dict[int, str]:
    """The requisites of an agent by tag; in 1223 for an item, on their own for a receipt."""
    if data is None:
        return {}
    return {
        1075: data.transfer_phone,
        1044: data.operation,
        1073: data.agent_phone,
        1074: data.receiver_phone,
        1026: data.transfer_name,
        1005: data.transfer_address,
        1016: data.transfer_inn,
    }


def supplier_texts(supplier: Supplier | None) -> dict[int, str]:
    """What 1224 holds; the ИНН 1226 stands beside it."""
    return {} if supplier is None else {1171: supplier.phone, 1225: supplier.name}


def encode(item: Item, ffd: FfdVersion) -> bytes:
    """One item in the composition of a version. Raises ValueError where a requisite or the whole is too long."""
    position = item.position
    children = [] if ffd is FfdVersion.V1_0 else _kind(position)
    if item.name:
        children.append(tlv.encode(1030, item.name))
    if ffd is not FfdVersion.V1_0:
        children += _goods(item, ffd)
    children += [tlv.encode(1079, item.price), tlv.encode(1023, item.quantity), tlv.encode(1043, item.amount)]
    children.append(tlv.encode(1199, position.vat.value))
    if ffd is not FfdVersion.V1_0:
        if position.vat not in UNTAXED:
            children.append(tlv.encode(1200, item.tax))
        children += particulars(position)
    if ffd is FfdVersion.V1_2:
        children += [industry(1260, attribute) for attribute in position.industry]
    return tlv.encode(1059, children)


def industry(tag: int, attribute: IndustryAttribute) -> bytes:
    """1260 of an item, 1261 of a receipt."""
    return tlv.encode(tag, texts(industry_texts(attribute)))


def industry_texts(attribute: IndustryAttribute) -> dict[int, str]:
    return {
        1262: attribute.authority,
        1263: day(attribute.date),
        1264: attribute.number,
        1265: attribute.value,
    }


def _kind(position: Position) -> list[bytes]:
    return [tlv.encode(1214, position.method.value), tlv.encode(1212, position.subject), *parties(position)]


def parties(position: Position) -> list[bytes]:
    """1222, 1223, 1224 and 1226: for whom it is sold."""
    children = [tlv.encode(1222, AgentSign(position.agent).value)] if position.agent else []
    if agent := texts(agent_texts(position.agent_data)):
        children.append(tlv.encode(1223, agent))
    if supplier := texts(supplier_texts(position.supplier)):
        children.append(tlv.encode(1224, supplier))
    if position.supplier is not None and position.supplier.inn:
        children.append(tlv.encode(1226, position.supplier.inn))
    return children


def _goods(item: Item, ffd: FfdVersion) -> list[bytes]:
    """Unit and goods code, which ФФД 1.2 writes in its own way."""
    position = item.position
    code = goods_code(position)
    if ffd is not FfdVersion.V1_2:
        children = texts({1197: position.unit})
        return children if code is None else [*children, tlv.encode(1162, goods.tag_1162(code))]
    children = [tlv.encode(2108, position.measure)]
    if position.pack_quantity is not None:
        children.append(_fraction(item.quantity, position.pack_quantity))
    if code is not None:
        children.append(tlv.encode(1163, [goods.item_1163(code)]))
    if isinstance(code, MarkingCode):
        children += [tlv.encode(2102, 0), tlv.encode(2106, item.marking_result)]
    return children


def is_marked(position: Position) -> bool:
    """Whether a code of «Честный ЗНАК» goes into the item, and so the result of its check."""
    return isinstance(goods_code(position), MarkingCode)


def goods_code(position: Position) -> MarkingCode | str | None:
    """What names the goods: the marking code before a ready text before the EAN-13."""
    if position.marking is not None and goods.of_marking(position.marking) is not None:
        return position.marking
    return position.goods_code.strip() or position.ean13.strip() or None


def _fraction(sold: Decimal, pack: int) -> bytes:
    return tlv.encode(1291, [tlv.encode(1292, f"{int(sold)}/{pack}"), *fraction(sold, pack)])


def fraction(sold: Decimal, pack: int) -> list[bytes]:
    """1293 and 1294: how many pieces of a marked pack."""
    return [tlv.encode(1293, int(sold)), tlv.encode(1294, pack)]


def particulars(position: Position) -> list[bytes]:
    """1230, 1231, 1191 and 1229."""
    children = texts({1230: position.country, 1231: position.customs_declaration, 1191: position.attribute})
    return children if position.excise is None else [*children, tlv.encode(1229, position.excise)]
