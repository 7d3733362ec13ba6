"""What a task tells beside goods and money, as requisites of the document. Source: spec/atol-web.md 4, spec/ffd.md 3.

The fields inside agentInfo, supplierInfo, operationInfo and industryInfo are those of the list the spec names (W3).
"""

from datetime import datetime

from drivers.atol_web.emulator import names
from drivers.atol_web.emulator.errors import NO_CASHIER, TOO_LONG, WRONG_DATE, Refused
from drivers.atol_web.emulator.fields import Fields
from drivers.atol_web.emulator.quirks import Quirks
from drivers.emulation.fiscal import tlv

DAY = "%Y.%m.%d"
_BUYER = (
    ("name", 1227, 256), ("vatin", 1228, 12), ("birthDate", 1243, 10), ("citizenship", 1244, 3),
    ("identityDocumentCode", 1245, 2), ("identityDocumentData", 1246, 64), ("address", 1254, 256),
)  # fmt: skip
_FIXED = {1203: 12, 1228: 12, 1226: 12, 1016: 12, 1244: 3, 1230: 3}


def text(told: Fields | None, name: str, tag: int, most: int) -> bytes:
    """b"" where it is absent. Raises Refused 134 when it is too long."""
    if told is None or not told.has(name):
        return b""
    value = told.text(name)
    if len(value) > most:
        raise Refused(TOO_LONG, told.path(name))
    return tlv.text(tag, value, _FIXED.get(tag, 0))


def cashier(task: Fields, quirks: Quirks) -> bytes:
    """1021, 1203. Raises Refused 172 where nobody is named."""
    operator = task.inside("operator")
    if operator is None or not operator.has("name"):
        if quirks.operator_needed:
            raise Refused(NO_CASHIER)
        return b""
    return text(operator, "name", 1021, 64) + text(operator, "vatin", 1203, 12)


def of_receipt(task: Fields, *, marked_format: bool) -> bytes:
    """All but the cashier."""
    client = task.inside("clientInfo")
    body = text(client, "emailOrPhone", 1008, 64) + _buyer(client, marked_format=marked_format)
    body += text(task.inside("companyInfo"), "email", 1117, 64)
    body += text(task, "paymentsPlace", 1187, 256) + text(task, "paymentsAddress", 1009, 256)
    body += text(task, "machineNumber", 1036, 20) + (tlv.fixed(1125, 1, 1) if task.flag("internet") else b"")
    body += _agent_of_receipt(task) + _operation(task.inside("operationInfo")) + industry(task, 1261)
    return body + b"".join(_attribute(each) for each in task.each("items"))


def _buyer(client: Fields | None, *, marked_format: bool) -> bytes:
    """1227 and 1228 by themselves until 1.1, all of it in 1256 since 1.2."""
    if not marked_format:
        return b"".join(text(client, *each) for each in _BUYER[:2])
    told = b"".join(text(client, *each) for each in _BUYER)
    return tlv.pack(1256, told) if told else b""


def _agent_of_receipt(task: Fields) -> bytes:
    agent = task.inside("agentInfo")
    if agent is None:
        return b""
    supplier = task.inside("supplierInfo")
    phones = b"" if supplier is None else _phones(supplier, 1171)
    return tlv.fixed(1057, agents(agent), 1) + agent_data(agent) + phones


def agents(agent: Fields) -> int:
    """Bits of 1057 and 1222."""
    bits = 0
    for name in agent.texts("agents"):
        bits |= names.AGENTS.get(name, 0)
    return bits


def agent_data(agent: Fields) -> bytes:
    """What 1223 holds."""
    paying, receiving = agent.inside("payingAgent"), agent.inside("receivePaymentsOperator")
    transfer = agent.inside("moneyTransferOperator")
    body = b"" if transfer is None else _phones(transfer, 1075)
    body += text(paying, "operation", 1044, 24) + (b"" if paying is None else _phones(paying, 1073))
    body += b"" if receiving is None else _phones(receiving, 1074)
    body += text(transfer, "name", 1026, 64) + text(transfer, "address", 1005, 256)
    return body + text(transfer, "vatin", 1016, 12)


def supplier_data(supplier: Fields) -> bytes:
    """1226, and 1224 with the rest."""
    told = _phones(supplier, 1171) + text(supplier, "name", 1225, 256)
    return text(supplier, "vatin", 1226, 12) + (tlv.pack(1224, told) if told else b"")


def _phones(told: Fields, tag: int) -> bytes:
    return b"".join(tlv.text(tag, phone) for phone in told.texts("phones"))


def industry(told: Fields, tag: int) -> bytes:
    """1260 of an item, 1261 of a receipt."""
    parts = (("fois", 1262, 3), ("date", 1263, 10), ("number", 1264, 32), ("industryAttribute", 1265, 256))
    return b"".join(tlv.pack(tag, b"".join(text(each, *part) for part in parts)) for each in told.each("industryInfo"))


def _operation(told: Fields | None) -> bytes:
    if told is None:
        return b""
    when = moment(told, "dateTime", "%Y.%m.%d %H:%M:%S")
    return tlv.nest(1270, (tlv.fixed(1271, told.whole("id"), 1), text(told, "data", 1272, 64), tlv.time(1273, when)))


def _attribute(item: Fields) -> bytes:
    """1192 and 1084 come among the goods."""
    kind = item.text("type", "position")
    if kind == "additionalAttribute":
        return text(item, "value", 1192, 16)
    if kind == "userAttribute":
        return tlv.nest(1084, (text(item, "name", 1085, 64), text(item, "value", 1086, 256)))
    return b""


def correction(task: Fields) -> bytes:
    """1173, 1174 {1177, 1178, 1179}. Raises Refused 77 for a wrong date."""
    kind = task.choice("correctionType", names.CORRECTION_TYPES)
    base = text(task, "correctionBaseName", 1177, 256) + tlv.time(1178, moment(task, "correctionBaseDate", DAY))
    base += text(task, "correctionBaseNumber", 1179, 32)
    return tlv.fixed(1173, kind, 1) + tlv.pack(1174, base)


def moment(told: Fields, name: str, form: str) -> datetime:
    try:
        return datetime.strptime(told.text(name), form)  # noqa: DTZ007  # the device knows no zones
    except ValueError as error:
        raise Refused(WRONG_DATE, told.path(name)) from error
