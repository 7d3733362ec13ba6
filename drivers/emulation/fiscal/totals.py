"""Counters 1194 and 1157 of the shift and of the ФН, added up as receipts are recorded. Source: spec/ffd.md 7.3.

Rates without a flat tag have no known counter; they are in the total alone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from drivers.emulation.fiscal import tlv

_BLOCKS = {1: 1129, 2: 1130, 3: 1131, 4: 1132}  # tag 1054 -> its counters
_CORRECTIONS = {1: 1145, 3: 1146, 2: 1232, 4: 1233}
_SUMS = {1136: 1031, 1138: 1081, 1218: 1215, 1219: 1216, 1220: 1217, 1201: 1020}  # counter -> requisite
_TAXES = {1139: 1102, 1140: 1103, 1141: 1106, 1142: 1107, 1143: 1104, 1183: 1105}
_CORRECTION_TAXES = {1151: 1102, 1152: 1103, 1153: 1104, 1154: 1105, 1155: 1106, 1184: 1107}
_COUNTED = frozenset((*_SUMS.values(), *_TAXES.values()))
_KIND_OF_CORRECTION, _ORDERED = 1173, b"\1"
_OLD = 2  # tag 1209 of 1.05


@dataclass(slots=True)
class _Group:
    """Papers of one kind: how many, how many of them were ordered by the tax office, kopecks by tag."""

    count: int = 0
    ordered: int = 0
    sums: Counter[int] = field(default_factory=Counter)

    def add(self, tags: Mapping[int, list[bytes]]) -> None:
        self.count += 1
        self.ordered += tags.get(_KIND_OF_CORRECTION) == [_ORDERED]
        for tag in _COUNTED & tags.keys():
            self.sums[tag] += sum(int.from_bytes(value, "little") for value in tags[tag])

    def __add__(self, other: "_Group") -> "_Group":
        return _Group(self.count + other.count, self.ordered + other.ordered, self.sums + other.sums)


@dataclass(slots=True)
class Totals:
    """Of one shift, or of all there were. Kinds are those of tag 1054."""

    _receipts: dict[int, _Group] = field(default_factory=dict)
    _corrections: dict[int, _Group] = field(default_factory=dict)

    def add(self, kind: int, tags: Mapping[int, list[bytes]], *, correction: bool) -> None:
        (self._corrections if correction else self._receipts).setdefault(kind, _Group()).add(tags)

    def counters(self, ffd: int) -> list[bytes]:
        """In 1.05 corrections have counters of their own and are in no others."""
        papers = _count(self._receipts.values()) + _count(self._corrections.values())
        return [
            tlv.fixed(1134, papers, 4),
            *(tlv.nest(tag, _block(self._of(kind, ffd))) for kind, tag in _BLOCKS.items()),
            tlv.nest(1133, self._corrected(ffd)),
        ]

    def _of(self, kind: int, ffd: int) -> _Group:
        receipts = self._receipts.get(kind, _Group())
        return receipts if ffd == _OLD else receipts + self._corrections.get(kind, _Group())

    def _corrected(self, ffd: int) -> list[bytes]:
        blocks = [tlv.fixed(1144, _count(self._corrections.values()), 4)]
        for kind, tag in _CORRECTIONS.items():
            if found := self._corrections.get(kind):
                blocks.append(tlv.nest(tag, _old_block(found) if ffd == _OLD else [tlv.fixed(1135, found.count, 4)]))
        return blocks


def waiting(kinds: Iterable[int]) -> list[bytes]:
    """1158 since 1.1: how many papers there are of each kind. That corrections are among them is inferred."""
    counts = Counter(kinds)
    blocks = [tlv.nest(tag, [tlv.fixed(1135, counts[kind], 4)]) for kind, tag in _CORRECTIONS.items()]
    return [tlv.fixed(1144, counts.total(), 4), *blocks]


def _count(groups: Iterable[_Group]) -> int:
    return sum(each.count for each in groups)


def _block(group: _Group) -> list[bytes]:
    block = [tlv.fixed(1135, group.count, 4)]
    return block + _summed(group, {**_SUMS, **_TAXES}) if group.count else block


def _old_block(group: _Group) -> list[bytes]:
    numbers = {1148: group.count - group.ordered, 1149: group.ordered, 1135: group.count}
    counts = [tlv.fixed(tag, count, 4) for tag, count in numbers.items()]
    return counts + _summed(group, {**_SUMS, **_CORRECTION_TAXES})


def _summed(group: _Group, counters: Mapping[int, int]) -> list[bytes]:
    return [tlv.vln(to, group.sums[tag]) for to, tag in counters.items()]
