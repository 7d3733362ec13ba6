"""An item on the paper of a receipt. Source: spec/ffd.md, section 13."""

from decimal import Decimal

from drivers.fiscal import goods, marking_check, names, rows, vat
from drivers.fiscal.settled import Item
from drivers.model import money
from drivers.model.document import AgentData, IndustryAttribute, Position, Supplier
from drivers.model.ffd import AgentSign, FfdVersion
from drivers.virtual.strip import Strip


def write(strip: Strip, item: Item, ffd: FfdVersion) -> None:
    position = item.position
    marking = position.marking if ffd is FfdVersion.V1_2 and rows.is_marked(position) else None
    strip.text(f"{names.marking(item.marking_result)} {item.name}" if marking else item.name)
    unit = position.unit or names.MEASURES.get(position.measure, "")
    counted = " ".join(filter(None, [quantity(item.quantity), unit, "*", money.text(item.price)]))
    strip.sum(counted, item.amount)
    subject = names.subject(position.subject, ffd_1_2=ffd is FfdVersion.V1_2)
    strip.pair(f"{subject} {names.METHODS[position.method]}".strip(), vat.title(item.vat))
    agent(strip, position.agent, position.agent_data, position.supplier)
    if marking:
        strip.requisite(2115, goods.control_code(marking_check.as_scanned(marking)))
    if ffd is FfdVersion.V1_2:
        _late(strip, position)
    strip.requisite(1229, "" if position.excise is None else money.text(position.excise))
    strip.requisite(1230, position.country)
    strip.requisite(1231, position.customs_declaration)
    strip.requisite(1191, position.attribute)


def _late(strip: Strip, position: Position) -> None:
    """What an item has in ФФД 1.2 alone."""
    if position.pack_quantity is not None:
        strip.requisite(1292, f"{quantity(position.quantity)}/{position.pack_quantity}")
    for attribute in position.industry:
        industry(strip, attribute)


def industry(strip: Strip, attribute: IndustryAttribute) -> None:
    for tag, text in rows.industry_texts(attribute).items():
        strip.requisite(tag, text)


def quantity(count: Decimal) -> str:
    """Without needless zeros and never as 1E+2."""
    text = f"{count:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def agent(strip: Strip, sign: AgentSign | None, data: AgentData | None, supplier: Supplier | None) -> None:
    if sign is not None:
        strip.text(names.agents(sign))
    if data is not None:
        strip.requisite(1044, data.operation)
        strip.requisite(1073, data.agent_phone)
        strip.requisite(1074, data.receiver_phone)
        strip.requisite(1075, data.transfer_phone)
        strip.requisite(1026, data.transfer_name)
        strip.requisite(1005, data.transfer_address)
        strip.requisite(1016, data.transfer_inn)
    if supplier is not None:
        strip.requisite(1225, supplier.name)
        strip.requisite(1171, supplier.phone)
        strip.requisite(1226, supplier.inn)
