"""The cases in which a requisite marked C is mandatory. Source: spec/ffd.md 2.1 and 2.2, notes to the table.

A tag without a condition here is one of which the document alone does not tell the case.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Optional

from drivers.fiscal.tlv import Item
from drivers.model.ffd import DocumentForm, FfdVersion, VatRate
from drivers.model.state import Registration

_MARKED = frozenset({31, 33})  # 1212
_BANK_OR_PAYING = 0b1111  # 1222
_ADVANCE = 3  # 1214
_FLAT = {
    1102: VatRate.VAT_20,
    1103: VatRate.VAT_10,
    1104: VatRate.VAT_0,
    1105: VatRate.NO_VAT,
    1106: VatRate.VAT_20_120,
    1107: VatRate.VAT_10_110,
}
_OF_AGENT = (1075, 1044, 1073, 1074, 1026, 1005, 1016)
_NEW_STORAGE = 1  # 1101, and bit 0 of 1205


@dataclass(frozen=True, slots=True)
class Place:
    """A document, or a requisite that holds others."""

    form: DocumentForm
    ffd: FfdVersion
    registration: Registration
    items: Mapping[int, tuple[Item, ...]]
    parent: Optional["Place"] = None

    def has(self, *tags: int) -> bool:
        return any(tag in self.items for tag in tags)

    def number(self, tag: int) -> int:
        """Of the first with this tag; 0 where there is none, or nothing that can be read."""
        raw = self.items[tag][0].raw if tag in self.items else b""
        return int.from_bytes(raw[:8], "little")

    @property
    def of_receipt(self) -> bool:
        return self.form in (DocumentForm.RECEIPT, DocumentForm.CORRECTION)

    def numbers_of_items(self, tag: int) -> set[int]:
        """Values of a requisite in all 1059."""
        return {
            int.from_bytes(child.raw[:8], "little")
            for item in self.items.get(1059, ())
            for child in _children(item)
            if child.tag == tag
        }


def _children(item: Item) -> list[Item]:
    try:
        return item.children()
    except ValueError:
        return []


def always(_: Place) -> bool:
    """The case is given with every document this server makes."""
    return True


def by_a_person(place: Place) -> bool:
    return not place.registration.automatic


def by_a_machine(place: Place) -> bool:
    return place.registration.automatic


def has_a_link(place: Place) -> bool:
    return not place.registration.autonomous


def has_no_link(place: Place) -> bool:
    return place.registration.autonomous


def documents_wait(place: Place) -> bool:
    return place.number(1097) > 0


def only_for_internet(place: Place) -> bool:
    return place.registration.internet


def sent_by_mail(place: Place) -> bool:
    """1117: told at the registration of a register with a link, and with every receipt that goes to an address."""
    return has_a_link(place) and (not place.of_receipt or place.has(1008))


def by_an_agent(place: Place) -> bool:
    return place.of_receipt and place.has(*_OF_AGENT)


def storage_is_kept(place: Place) -> bool:
    return not (place.number(1205) & _NEW_STORAGE or place.number(1101) == _NEW_STORAGE)


def has_such_rate(tag: int) -> Callable[[Place], bool]:
    """1102..1107: an item has the rate."""
    return lambda place: _FLAT[tag] in place.numbers_of_items(1199)


def has_zero_rate(place: Place) -> bool:
    """1104: an item has the rate, or all rates stand in the container."""
    return VatRate.VAT_0 in place.numbers_of_items(1199) or (
        place.has(1115) and not place.has(*(tag for tag in _FLAT if tag != 1104))
    )


def has_rate_of_2025(place: Place) -> bool:
    return any(rate not in _FLAT.values() for rate in place.numbers_of_items(1199))


def has_checked_codes(place: Place) -> bool:
    return bool(place.numbers_of_items(2106))


def has_agent_sign(place: Place) -> bool:
    """Of the item, or of the receipt it stands in."""
    return place.number(1222) > 0 or (place.parent is not None and place.parent.number(1057) > 0)


def has_paying_agent(place: Place) -> bool:
    return bool(place.number(1222) & _BANK_OR_PAYING)


def is_no_advance(place: Place) -> bool:
    return place.number(1214) != _ADVANCE


def is_marked(place: Place) -> bool:
    return place.number(1212) in _MARKED


def sells_marked_goods(place: Place) -> bool:
    return place.registration.marking


def base_has_a_number(place: Place) -> bool:
    """1179: ordered by the tax office, or in ФФД 1.05."""
    ordered = place.parent is not None and place.parent.number(1173) == 1
    return ordered or place.ffd is FfdVersion.V1_05


def something_counted(place: Place) -> bool:
    return place.number(1135) > 0


_SUMS = (1136, 1138, 1218, 1219, 1220, 1201, 1139, 1140, 1141, 1142, 1143, 1183)
_CORRECTION_SUMS = (1148, 1149, 1151, 1152, 1153, 1154, 1155, 1184)

CONDITIONS: Mapping[int, Callable[[Place], bool]] = {
    1021: by_a_person,
    1036: by_a_machine,
    1002: has_no_link,
    1108: only_for_internet,
    1057: by_an_agent,
    1060: has_a_link,
    1117: sent_by_mail,
    1017: always,
    1046: has_a_link,
    1101: always,
    1205: always,
    1097: has_a_link,
    1098: documents_wait,
    1116: documents_wait,
    1157: storage_is_kept,
    1158: documents_wait,
    2104: sells_marked_goods,
    **{tag: has_such_rate(tag) for tag in _FLAT},
    1104: has_zero_rate,
    1115: has_rate_of_2025,
    2107: has_checked_codes,
    1214: always,
    1223: has_paying_agent,
    1226: has_agent_sign,
    1030: is_no_advance,
    2108: always,
    1163: is_marked,
    2102: is_marked,
    2106: is_marked,
    1199: always,
    1179: base_has_a_number,
    **dict.fromkeys(_SUMS + _CORRECTION_SUMS, something_counted),
}


def lacks_vat(place: Place) -> bool:
    """At least one of 1102..1107 stands in every receipt and correction."""
    return place.of_receipt and not place.has(*_FLAT)
