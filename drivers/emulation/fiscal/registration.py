"""Reports of registration, and the РНМ. Source: spec/ffd.md 2, 11; drivers.fiscal.rnm was written apart from this."""

import binascii
from collections.abc import Sequence

from drivers.emulation.fiscal import bodies, tlv
from drivers.emulation.fiscal.owner import Owner

_ONLINE_FLAGS = (1056, 1002, 1001)  # none of them: neither encrypted, nor autonomous, nor in a machine
_FLAGS_UNTIL_12 = (1109, 1110, 1108, 1207, 1193, 1126, 1221)
_MARKED_GOODS = 1 << 8  # of 1290
_CHANGED = 1 << 31  # of 1205: "other"


def registration_number(ordinal: str, inn: str, serial: str) -> str:
    """Tag 1037 with its control digits; `ordinal`: up to 10 digits, as the tax office counts registers."""
    digits = ordinal.zfill(10) + inn.zfill(12) + serial.zfill(20)
    return f"{ordinal.zfill(10)}{binascii.crc_hqx(digits.encode('ascii'), 0xFFFF):06}"


def body(
    ffd: int, serial: str, tax_systems: int, owner: Owner, sent: Sequence[tuple[int, bytes]], reason: int = 0
) -> bytes:
    """What follows the head; `sent` by the host takes the place of what is known of the owner."""
    told = dict(sent)
    texts = tlv.text(1013, serial) + tlv.text(1188, bodies.VERSION)
    versions = tlv.fixed(1189, ffd, 1) + tlv.fixed(1190, ffd, 1) + bodies.keys(ffd)
    known = b"".join(tlv.pack(tag, value) for tag, value in owner.requisites() if tag not in told)
    own = texts + versions + _once(1062, tlv.fixed(1062, tax_systems, 1), told) + _conditions(ffd, told)
    return own + known + _reason(ffd, reason, told) + b"".join(tlv.pack(*each) for each in sent)


def _conditions(ffd: int, told: dict[int, bytes]) -> bytes:
    if ffd < bodies.FFD_CODES["1.2"]:
        return b"".join(_once(tag, tlv.fixed(tag, 0, 1), told) for tag in (*_ONLINE_FLAGS, *_FLAGS_UNTIL_12))
    plain = b"".join(_once(tag, tlv.fixed(tag, 0, 1), told) for tag in _ONLINE_FLAGS)
    return plain + _once(1290, tlv.fixed(1290, _MARKED_GOODS, 4), told)


def _reason(ffd: int, reason: int, told: dict[int, bytes]) -> bytes:
    """One code up to 1.05, bits after it; which of them, only the host knows."""
    if not reason:
        return b""
    if ffd <= bodies.FFD_CODES["1.05"]:
        return _once(1101, tlv.fixed(1101, reason, 1), told)
    return _once(1205, tlv.fixed(1205, _CHANGED, 4), told)


def _once(tag: int, packed: bytes, told: dict[int, bytes]) -> bytes:
    return b"" if tag in told else packed
