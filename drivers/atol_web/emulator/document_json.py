"""A document of the ФН as documentTLV: tags as names. See tasks.archive for what is known of it."""

from datetime import UTC, datetime

from drivers.atol_web.emulator import names
from drivers.atol_web.emulator.json_text import roubles
from drivers.atol_web.emulator.register import Register
from drivers.emulation.fiscal import slip, tlv
from drivers.emulation.fiscal.storage import Document

_MONEY = frozenset(
    (1020, 1031, 1043, 1079, 1081, 1102, 1103, 1104, 1105, 1106, 1107, 1120, 1136, 1138, 1198, 1200, 1201, 1215, 1216,
     1217, 1218, 1219, 1220, 1139, 1140, 1141, 1142, 1143, 1183, 1229)
)  # fmt: skip
_TIMES = frozenset((1012, 1098, 1178, 1273))
_NESTS = frozenset(
    (1059, 1084, 1115, 1119, 1129, 1130, 1131, 1132, 1133, 1145, 1146, 1157, 1158, 1163, 1174, 1194, 1223, 1224, 1232,
     1233, 1256, 1260, 1261, 1270, 1291)
)  # fmt: skip
_REPEATED = frozenset((1059, 1119, 1171, 1073, 1074, 1075, 1260, 1261))
_NUMBERS = frozenset(
    (1001, 1002, 1038, 1040, 1042, 1054, 1055, 1056, 1057, 1062, 1097, 1108, 1109, 1110, 1111, 1116, 1118, 1125, 1126,
     1134, 1135, 1144, 1148, 1149, 1173, 1189, 1190, 1193, 1199, 1207, 1209, 1212, 1213, 1214, 1221, 1222, 1271, 1290,
     1293, 1294, 2102, 2104, 2106, 2107, 2108, 2112, 2113)
)  # fmt: skip
_SIGN, _CODE, _QUANTITY = 1077, 1162, 1023


def document_json(register: Register, document: Document) -> dict[str, object]:
    body: dict[str, object] = {}
    if register.quirks.tlv_names:
        body["fiscalDocumentType"] = names.DOCUMENTS[document.form]
        body["short"] = False
        if document.type:
            body["qr"] = slip.qr(register.till.storage.number, document)
    return {**body, **_nest(register, document.tlv)}


def _nest(register: Register, raw: bytes) -> dict[str, object]:
    found: dict[str, object] = {}
    for tag, value in tlv.parse(raw):
        shown = _value(register, tag, value)
        if tag in _REPEATED:
            before = found.setdefault(str(tag), [])
            assert isinstance(before, list)
            before.append(shown)
        else:
            found[str(tag)] = shown
    return found


def _value(register: Register, tag: int, value: bytes) -> object:
    if tag in _NESTS:
        return _nest(register, value)
    if tag in _MONEY:
        return roubles(int.from_bytes(value, "little"))
    if tag in _NUMBERS:
        return int.from_bytes(value, "little")
    if tag in _TIMES:
        local = datetime.fromtimestamp(int.from_bytes(value, "little"), UTC).replace(tzinfo=None)
        return register.stamp(local)
    if tag == _SIGN:
        return str(int.from_bytes(value[2:], "big"))
    if tag == _QUANTITY:
        return float(slip.quantity(value))
    return value.hex() if tag == _CODE else tlv.unpadded(value)
