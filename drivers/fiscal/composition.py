"""Whether a fiscal document holds what its form and version ask for, where and as long as they ask. Source:
spec/ffd.md 2 and 3; the table is `composition_table`, the cases of C are `conditions`."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from drivers.fiscal import tlv
from drivers.fiscal.composition_table import DOCUMENTS, LIMITS, NESTED, REPEATED, VERSIONS, Cells
from drivers.fiscal.conditions import CONDITIONS, Place, lacks_vat
from drivers.fiscal.tags import TAGS, Kind
from drivers.model.ffd import DocumentForm, FfdVersion
from drivers.model.state import Registration

_FIXED = frozenset({Kind.U8, Kind.U16, Kind.U32, Kind.BITS8, Kind.BITS32, Kind.FIXED, Kind.TIME})
_EXACT = frozenset({1077, 1078})  # bytes that are always as many
_LEAST = {Kind.VLN: 1, Kind.FVLN: 2}
_UNBOUNDED = 1 << 16  # no source gives a length


class Fault(StrEnum):
    MISSING = "нет обязательного реквизита"
    FORBIDDEN = "в этом документе такого реквизита нет"
    MISPLACED = "реквизит стоит не на своём месте"
    REPEATED = "реквизит повторяется"
    LENGTH = "неверная длина"
    UNREADABLE = "не читается"


@dataclass(frozen=True, slots=True)
class Finding:
    """`path` leads from the document to the requisite: (1059, 1030)."""

    path: tuple[int, ...]
    fault: Fault

    @property
    def tag(self) -> int:
        return self.path[-1]

    def __str__(self) -> str:
        name = TAGS[self.tag].name if self.tag in TAGS else "реквизит"
        return f"{'/'.join(map(str, self.path))} {name}: {self.fault.value}"


def check(document: bytes, ffd: FfdVersion, registration: Registration | None = None) -> list[Finding]:
    """What is wrong with a sealed document; [] for one as it must be.

    `registration` decides some cases of C; without it the register has a cashier and a link to its ОФД. Raises
    ValueError for ФФД 1.0, whose composition is not described, and for what is no document.
    """
    if ffd not in VERSIONS:
        raise ValueError(f"the composition of ФФД {ffd.value} is not described")
    (envelope,) = tlv.parse(document)
    form = DocumentForm(envelope.tag)
    place = _place(envelope, form, ffd, registration or Registration(), None)
    if place is None:
        return [Finding((form.value,), Fault.UNREADABLE)]
    found = list(_inside(place, DOCUMENTS[form, ffd], ()))
    if lacks_vat(place):
        found.append(Finding((1102,), Fault.MISSING))
    if len(envelope.raw) > LIMITS[form][VERSIONS.index(ffd)]:
        found.append(Finding((form.value,), Fault.LENGTH))
    return found


def _place(
    holder: tlv.Item, form: DocumentForm, ffd: FfdVersion, registration: Registration, parent: Place | None
) -> Place | None:
    """None for what cannot be taken apart."""
    try:
        children = holder.children()
    except ValueError:
        return None
    items: dict[int, tuple[tlv.Item, ...]] = {}
    for child in children:
        items[child.tag] = (*items.get(child.tag, ()), child)
    return Place(form, ffd, registration, items, parent)


def _inside(place: Place, cells: Cells, path: tuple[int, ...]) -> Iterator[Finding]:
    for tag, letter in cells.items():
        if tag not in place.items and _is_due(tag, letter, place):
            yield Finding((*path, tag), Fault.MISSING)
    for tag, items in place.items.items():
        here = (*path, tag)
        if cells.get(tag, "-") == "-":
            yield Finding(here, Fault.MISPLACED if _has_a_place(tag, place) else Fault.FORBIDDEN)
            continue
        if len(items) > 1 and tag not in REPEATED:
            yield Finding(here, Fault.REPEATED)
        for item in items:
            yield from _value(item, place, here)


def _is_due(tag: int, letter: str, place: Place) -> bool:
    if letter == "C" and tag in CONDITIONS:
        return CONDITIONS[tag](place)
    return letter == "M"


def _has_a_place(tag: int, place: Place) -> bool:
    """Elsewhere in a document of this form and version."""
    elsewhere = [DOCUMENTS[place.form, place.ffd]]
    elsewhere += [cells for (_, version), cells in NESTED.items() if version is place.ffd]
    return any(cells.get(tag, "-") != "-" for cells in elsewhere)


def _value(item: tlv.Item, place: Place, path: tuple[int, ...]) -> Iterator[Finding]:
    if not _fits(item):
        yield Finding(path, Fault.LENGTH)
    if TAGS[item.tag].kind is not Kind.STLV:
        return
    nested = _place(item, place.form, place.ffd, place.registration, place)
    if nested is None:
        yield Finding(path, Fault.UNREADABLE)
    else:
        yield from _inside(nested, NESTED[item.tag, place.ffd], path)
        if item.tag == 1163 and len(nested.items) != 1:  # one kind of code
            yield Finding(path, Fault.REPEATED if nested.items else Fault.MISSING)


def _fits(item: tlv.Item) -> bool:
    known = TAGS[item.tag]
    most = known.size or _UNBOUNDED
    if known.kind in _FIXED or item.tag in _EXACT:
        return len(item.raw) == most
    return _LEAST.get(known.kind, 0) <= len(item.raw) <= most
