"""Requisites that came with ФФД 1.2: buyer, industry and operational attributes, parts of a cashless payment.

Source: spec/ffd.md 2.1, 3 and 9.
"""

from collections.abc import Sequence

from drivers.fiscal import tlv
from drivers.fiscal.rows import day, texts
from drivers.model.document import Buyer, CashlessPart, OperationalAttribute, Receipt


def buyer_texts(buyer: Buyer | None) -> dict[int, str]:
    """What 1256 holds beside the name and the ИНН."""
    if buyer is None:
        return {}
    return {
        1243: day(buyer.birth_date) if buyer.birth_date else "",
        1244: buyer.citizenship,
        1245: buyer.document_kind,
        1246: buyer.document,
        1254: buyer.address,
    }


def buyer(receipt: Receipt) -> list[bytes]:
    """1256, or nothing."""
    told = texts({1227: receipt.client_name, 1228: receipt.client_inn} | buyer_texts(receipt.buyer))
    return [tlv.encode(1256, told)] if told else []


def operational(attribute: OperationalAttribute | None) -> list[bytes]:
    """1270, or nothing."""
    if attribute is None:
        return []
    told = [tlv.encode(1271, attribute.id), tlv.encode(1272, attribute.data), tlv.encode(1273, attribute.time)]
    return [tlv.encode(1270, told)]


def cashless(parts: Sequence[CashlessPart]) -> list[bytes]:
    """1234, or nothing."""
    return [tlv.encode(1234, [_part(part) for part in parts])] if parts else []


def _part(part: CashlessPart) -> bytes:
    sum_and_kind = [tlv.encode(1082, part.amount), tlv.encode(1236, part.kind)]
    return tlv.encode(1235, [*sum_and_kind, *texts({1237: part.identifiers, 1238: part.details})])
