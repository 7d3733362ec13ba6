"""Texts of requisites in the register's own code page. Source: spec/atol.md 4; sources differ, so it is a setting.

The signs in question have other places than in CP866: see drivers.atol.numbers.
"""

from drivers.atol import numbers
from drivers.fiscal import tlv
from drivers.fiscal.tags import TAGS, Kind

_TEXTS = frozenset({Kind.STRING, Kind.FIXED})


def translated(requisites: bytes) -> bytes:
    """A run of TLVs, whose texts are in CP866."""
    return b"".join(tlv.pack(item.tag, _value(item)) for item in tlv.parse(requisites))


def _value(item: tlv.Item) -> bytes:
    known = TAGS.get(item.tag)
    if known is None:
        return item.raw
    if known.kind is Kind.STLV:
        return translated(item.raw)
    return numbers.text(item.raw.decode("cp866")) if known.kind in _TEXTS else item.raw
