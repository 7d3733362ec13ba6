"""Requisites a host may send, and which it may not. Source: spec/ffd.md 2; that a register refuses the others with 33h
is inferred.
"""

from drivers.emulation.fiscal import tlv
from drivers.emulation.fiscal.bodies import FFD_CODES
from drivers.emulation.fiscal.refused import StorageRefused
from drivers.shtrih.emulator.command import Refused
from drivers.shtrih.emulator.core import Core

MOST = 249  # bytes of one FF0C or FF4D
_MOST_VALUE = 1024
# What the register makes itself, of the document and of its positions.
_TAXES = range(1102, 1108)
_NUMBERS = (1038, 1040, 1041, 1042, 1097, 1098, 1111, 1116, 1118)
_SUMS = (1020, 1031, 1081, 1115, 1157, 1158, 1194, 1215, 1216, 1217)
_FACTS = (1012, 1018, 1037, 1054, 1055, 1059, 1077, 1188, 1189, 1190, 1209, 2107)
_OWN = frozenset((*_TAXES, *_NUMBERS, *_SUMS, *_FACTS))
_OWN_OF_POSITION = frozenset((1023, 1030, 1043, 1079, 1163, 1199, 1212, 1214, 2102, 2106))
_SINCE_12 = frozenset((1256, 1260, 1261, 1270, 1291, 2108, *range(1300, 1326)))
_UNTIL_12 = frozenset((1162, 1197, 1227, 1228))


def checked(core: Core, data: bytes, *, position: bool = False) -> list[tuple[int, bytes]]:
    """Raises Refused 33h, 10h."""
    found = tlv.parse(data)
    own = _OWN_OF_POSITION | _OWN if position else _OWN
    wrong = own | (_UNTIL_12 if core.ffd >= FFD_CODES["1.2"] else _SINCE_12)
    for tag, value in found:
        if tag in wrong:
            raise Refused(0x33, f"tag {tag}")
        if len(value) > _MOST_VALUE:
            raise Refused(0x10, f"tag {tag}")
    if not found:
        raise Refused(0x33, "no requisite")
    return found


def tags_in(code: bytes, parameters: bytes) -> tuple[int, ...]:
    """Numbers of the requisites in FF0C and FF4D, for faults that strike at one of them; none where they are torn."""
    if code not in (b"\xff\x0c", b"\xff\x4d"):
        return ()
    try:
        return tuple(tag for tag, _ in tlv.parse(parameters))
    except StorageRefused:
        return ()
