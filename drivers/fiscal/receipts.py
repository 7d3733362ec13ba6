"""What a receipt records beside its header: items, payments, VAT, buyer, agents. Source: spec/ffd.md 2.1 and 5.1."""

from collections.abc import Mapping

from drivers.fiscal import corrections, extras, names, rows, tlv
from drivers.fiscal.cp866 import to_cp866
from drivers.fiscal.settled import Settled
from drivers.model.document import Receipt
from drivers.model.ffd import FfdVersion, VatRate
from drivers.model.state import Registration

# Receipt-level requisites a client may give by number; before ФФД 1.2 an agent's data may stand there too.
_BY_NUMBER = frozenset({1009, 1117, 1187, 1192})
_BY_NUMBER_BEFORE_1_2 = frozenset({1005, 1016, 1026, 1044, 1073, 1074, 1075, 1171})

_VAT_TAGS = {
    VatRate.VAT_20: 1102,
    VatRate.VAT_10: 1103,
    VatRate.VAT_0: 1104,
    VatRate.NO_VAT: 1105,
    VatRate.VAT_20_120: 1106,
    VatRate.VAT_10_110: 1107,
}


def requisites(settled: Settled, ffd: FfdVersion, registration: Registration) -> list[bytes]:
    """Everything but cashier, numbers and tail. Raises ValueError where something does not fit."""
    known = settled.written
    if known and known.of == (settled, ffd, registration):
        return known.requisites
    receipt = settled.receipt
    children = [tlv.encode(1054, receipt.type.value), tlv.encode(1055, 1 << settled.tax_system.value)]
    if receipt.correction is not None:
        children += corrections.requisites(receipt.correction, ffd)
    children += rows.texts(header_texts(receipt, ffd, registration))
    children += _flags(receipt, ffd, registration)
    children += _buyer(receipt, ffd)
    children += [rows.encode(item, ffd) for item in settled.items]
    children += [tlv.encode(1020, settled.total), *_payments(settled, ffd), *vat_sums(settled.vat)]
    children += _agent(receipt, ffd) + _user_attribute(receipt, ffd)
    if ffd is FfdVersion.V1_2:
        children += _late(receipt) + _marked(settled)
    return children


def by_client(receipt: Receipt, ffd: FfdVersion) -> list[bytes]:
    """What a client adds to a receipt that a register makes up by itself: no items, sums, numbers, nor its own data.

    Neither the base of a correction. Raises ValueError where something does not fit.
    """
    nobody = Registration()
    children = rows.texts(header_texts(receipt, ffd, nobody)) + _flags(receipt, ffd, nobody) + _buyer(receipt, ffd)
    children += _agent(receipt, ffd) + _user_attribute(receipt, ffd)
    return children + _late(receipt) if ffd is FfdVersion.V1_2 else children


def _agent(receipt: Receipt, ffd: FfdVersion) -> list[bytes]:
    """1057; ФФД 1.2 tells it of every item."""
    return [tlv.encode(1057, receipt.agent.value)] if receipt.agent and ffd is not FfdVersion.V1_2 else []


def _late(receipt: Receipt) -> list[bytes]:
    """What only ФФД 1.2 knows of a whole receipt."""
    children = [rows.industry(1261, attribute) for attribute in receipt.industry]
    return children + extras.operational(receipt.operational) + extras.cashless(receipt.cashless)


def _marked(settled: Settled) -> list[bytes]:
    """2107, where a row is marked."""
    marked = [item.marking_result for item in settled.items if rows.is_marked(item.position)]
    return [tlv.encode(2107, any(map(names.is_refused, marked)))] if marked else []


def header_texts(receipt: Receipt, ffd: FfdVersion, registration: Registration) -> dict[int, str]:
    """String requisites of the receipt by tag: named fields win over those given by number, both over registration."""
    registered = {1117: registration.sender_email if receipt.client_address else ""}
    if ffd is FfdVersion.V1_2:
        registered |= {1009: registration.address, 1187: registration.place}
    if registration.automatic:
        registered[1036] = registration.automatic_number
    by_number = {extra.tag: extra.value for extra in receipt.tags if is_recorded(extra.tag, ffd)}
    named = {
        1008: receipt.client_address,
        1009: receipt.address,
        1187: receipt.place,
        1117: receipt.sender_email,
        1192: "" if ffd is FfdVersion.V1_0 else receipt.attribute,
    }
    if ffd is not FfdVersion.V1_2:
        named |= rows.agent_texts(receipt.agent_data)
        named[1171] = receipt.supplier.phone if receipt.supplier is not None else ""
    return _filled(registered) | _filled(by_number) | _filled(named)


def _filled(texts: dict[int, str]) -> dict[int, str]:
    return {tag: text for tag, text in texts.items() if text}


def is_recorded(tag: int, ffd: FfdVersion) -> bool:
    """Whether a requisite given by number goes into the document; otherwise it is only printed."""
    if tag == 1192 and ffd is FfdVersion.V1_0:
        return False
    return tag in _BY_NUMBER or (tag in _BY_NUMBER_BEFORE_1_2 and ffd is not FfdVersion.V1_2)


def _flags(receipt: Receipt, ffd: FfdVersion, registration: Registration) -> list[bytes]:
    only_internet = [tlv.encode(1108, 1)] if registration.internet else []
    sold_there = [tlv.encode(1125, 1)] if receipt.internet and ffd is FfdVersion.V1_2 else []
    return only_internet + sold_there


def _buyer(receipt: Receipt, ffd: FfdVersion) -> list[bytes]:
    if ffd is FfdVersion.V1_0:
        return []
    if ffd is FfdVersion.V1_2:
        return extras.buyer(receipt)
    return rows.texts({1227: receipt.client_name, 1228: receipt.client_inn})


def _payments(settled: Settled, ffd: FfdVersion) -> list[bytes]:
    """All five kinds; ФФД 1.0 knows two, the others are there only when they were used."""
    paid = settled.payments
    sums = {1031: paid.cash, 1081: paid.electronic, 1215: paid.advance, 1216: paid.credit, 1217: paid.provision}
    always = (1031, 1081) if ffd is FfdVersion.V1_0 else tuple(sums)
    return [tlv.encode(tag, amount) for tag, amount in sums.items() if amount or tag in always]


def vat_sums(sums: Mapping[VatRate, int]) -> list[bytes]:
    """1102..1107, and 1115 for the rates that have no tag of their own; 1104 = 0 stands in when only those occur."""
    flat = [tlv.encode(_VAT_TAGS[rate], amount) for rate, amount in sums.items() if rate in _VAT_TAGS]
    nested = [
        tlv.encode(1119, [tlv.encode(1199, rate.value), tlv.encode(1120, amount)])
        for rate, amount in sums.items()
        if rate not in _VAT_TAGS
    ]
    if not nested:
        return flat
    return [*(flat or [tlv.encode(1104, 0)]), tlv.encode(1115, nested)]


def user_attribute(receipt: Receipt) -> tuple[str, str] | None:
    """1085 and 1086: the attribute given, or else the first named text of an old client; both, or nothing."""
    if receipt.user_attribute is not None and any(receipt.user_attribute):
        return receipt.user_attribute if is_attribute(*receipt.user_attribute) else None
    named = ((text.name, text.value) for text in receipt.texts)
    return next((pair for pair in named if is_attribute(*pair)), None)


def is_attribute(name: str, value: str) -> bool:
    """Whether 1084 can be made of it."""
    return bool(to_cp866(name).strip() and to_cp866(value).strip())


def _user_attribute(receipt: Receipt, ffd: FfdVersion) -> list[bytes]:
    attribute = user_attribute(receipt)
    if attribute is None or ffd is FfdVersion.V1_0:
        return []
    name, value = attribute
    return [tlv.encode(1084, [tlv.encode(1085, name), tlv.encode(1086, value)])]
