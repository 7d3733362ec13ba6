"""The value of one requisite in words, whatever its tag. Source: spec/ffd.md, sections 1.1 and 3."""

from collections.abc import Mapping

from drivers.fiscal import names
from drivers.fiscal.tags import TAGS, Kind
from drivers.fiscal.tlv import Item
from drivers.model import money
from drivers.model.ffd import AgentSign, FfdVersion

NAMES: Mapping[int, Mapping[int, str]] = {  # closed lists: number -> word
    1173: {int(by_order): word for by_order, word in names.CORRECTION_TYPES.items()},
    1101: names.REREGISTRATION_CODES,
    1189: {version.tag: version.value for version in FfdVersion},
    1190: {version.tag: version.value for version in FfdVersion},
    1209: {version.tag: version.value for version in FfdVersion},
    2108: names.MEASURES,
}
_DAYS = frozenset({1098, 1178})  # times of which the day alone counts
_COUNTS = frozenset({1293, 1294})  # the only VLN that are no sums
_AGENTS = frozenset({1057, 1222})


def shown(item: Item) -> str:
    """Sums in roubles, times as on paper, closed lists by their words. Raises ValueError for bytes that do not suit."""
    known = TAGS.get(item.tag)
    kind = known.kind if known is not None else Kind.BYTES
    match kind:
        case Kind.STRING | Kind.FIXED:
            return item.text().strip()
        case Kind.TIME:
            return f"{item.time():%d.%m.%y}" if item.tag in _DAYS else f"{item.time():%d.%m.%y %H:%M}"
        case Kind.FVLN:
            return f"{item.decimal().normalize():f}"
        case Kind.VLN:
            return str(item.number()) if item.tag in _COUNTS else money_of(item)
        case Kind.BYTES | Kind.STLV:
            return item.raw.hex().upper()
        case _:
            return _number(item)


def _number(item: Item) -> str:
    number = item.number()
    if item.tag in _AGENTS:
        return names.agents(AgentSign(number)) or str(number)
    if item.tag == 1290:
        return names.conditions(number) or str(number)
    if item.tag == 1062:
        return names.tax_systems(number) or str(number)
    if item.tag == 1205:  # bits, counted from 1 on paper
        return ", ".join(str(bit + 1) for bit in range(32) if number >> bit & 1) or str(number)
    return NAMES.get(item.tag, {}).get(number, str(number))


def money_of(item: Item) -> str:
    """A sum in kopecks -> roubles."""
    return money.text(item.number())
