"""Bodies of fiscal documents: plain data in, TLV bytes out. Source: spec/ffd.md, section 2.

Every builder returns the whole STLV whose tag is the form code, without the fiscal sign; `seal` adds the sign. All
raise ValueError for data that does not fit its requisite: a receipt is checked first (`check`).
"""

from dataclasses import dataclass, field
from datetime import datetime

from drivers.fiscal import tlv
from drivers.fiscal.counters import Totals
from drivers.fiscal.inn import NOBODY
from drivers.fiscal.receipts import requisites
from drivers.fiscal.rows import texts
from drivers.fiscal.settled import Settled
from drivers.model.document import Cashier
from drivers.model.ffd import DocumentForm, FfdVersion, TaxSystem
from drivers.model.state import Registration


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What every document says of its register. `time` is aware, in the register's zone."""

    form: DocumentForm
    number: int  # 1040 ФД
    time: datetime  # 1012
    storage: str  # 1041
    registration: Registration  # with its number 1037
    ffd: FfdVersion  # 1209
    serial: str = ""  # 1013 factory number of the ККТ
    version: str = ""  # 1188 version of the ККТ, 8 characters
    shift: int = 0  # 1038; 0 = none open
    number_in_shift: int = 0  # 1042, receipts only
    cashier: Cashier = field(default_factory=Cashier)  # 1021, 1203
    key_days: int = 365  # 1213, life left in the keys of the ФН
    tax_site: str = "nalog.gov.ru"  # 1060


def _document(header: Header, children: list[bytes]) -> bytes:
    version = [] if header.ffd is FfdVersion.V1_0 else [tlv.encode(1209, header.ffd.tag)]
    tail = [
        tlv.encode(1037, header.registration.number),
        tlv.encode(1012, header.time),
        tlv.encode(1040, header.number),
        tlv.encode(1041, header.storage),
    ]
    return tlv.pack(header.form.value, b"".join([*version, *children, *tail]))


def _cashier(header: Header) -> list[bytes]:
    inn = header.cashier.inn if header.ffd is not FfdVersion.V1_0 else ""
    return texts({1021: header.cashier.name, 1203: inn})


def seal(document: bytes, sign: int) -> bytes:
    """The document with its fiscal sign 1077 as the last requisite: two zero bytes, then the number, big-endian."""
    (envelope,) = tlv.parse(document)
    return tlv.pack(envelope.tag, envelope.raw + tlv.encode(1077, bytes(2) + sign.to_bytes(4, "big")))


def registration(header: Header) -> bytes:
    """Form 1: the register tells who it belongs to and what it may do."""
    told, late = header.registration, header.ffd in (FfdVersion.V1_1, FfdVersion.V1_2)
    children = texts({1048: told.organization, 1018: told.inn, 1009: told.address, 1187: told.place})
    children.append(tlv.encode(1062, tax_mask(told.tax_systems)))
    children += [tlv.encode(1002, told.autonomous), tlv.encode(1056, told.encryption), tlv.encode(1001, told.automatic)]
    children += texts({1036: told.automatic_number if told.automatic else ""})
    children += _conditions(header)
    children += texts({1013: header.serial, 1188: header.version})
    if header.ffd is not FfdVersion.V1_0:
        children.append(tlv.encode(1189, header.ffd.tag))
    if late:
        children += [tlv.encode(1190, header.ffd.tag), tlv.encode(1213, header.key_days)]
    children += _operator(header)
    return _document(header, children + _cashier(header))


def tax_mask(systems: tuple[TaxSystem, ...]) -> int:
    """Tag 1062: one bit per tax system."""
    return sum(1 << system.value for system in set(systems))


def _conditions(header: Header) -> list[bytes]:
    """What the register is used for: one mask in ФФД 1.2, single flags before."""
    told = header.registration
    if header.ffd is FfdVersion.V1_2:
        flags = {
            1: told.machine_printer,
            2: told.bso,
            5: told.internet,
            6: told.excise,
            8: told.marking,
            9: told.services,
            10: told.gambling,
            11: told.lottery,
            12: told.pawnshop,
            13: told.insurance,
        }
        return [tlv.encode(1290, sum(1 << bit for bit, is_set in flags.items() if is_set))]
    singles = {1221: told.machine_printer, 1110: told.bso, 1108: told.internet, 1109: told.services}
    if header.ffd is not FfdVersion.V1_0:
        singles |= {1207: told.excise, 1193: told.gambling, 1126: told.lottery}
    agents = sum(1 << bit for bit in set(told.agents))
    return [tlv.encode(tag, flag) for tag, flag in singles.items()] + ([tlv.encode(1057, agents)] if agents else [])


def _operator(header: Header) -> list[bytes]:
    told = header.registration
    if told.autonomous:
        return [tlv.encode(1017, NOBODY)]
    return texts({1060: header.tax_site, 1117: told.sender_email, 1017: told.ofd_inn, 1046: told.ofd_name})


def _key_warnings(header: Header) -> list[bytes]:
    limits = {1050: 30, 1051: 3}
    return [tlv.encode(tag, 1) for tag, days in limits.items() if header.key_days < days]


def open_shift(header: Header) -> bytes:
    """Form 2."""
    children = texts({1018: header.registration.inn, 1188: header.version})
    if header.ffd is not FfdVersion.V1_0:
        children.append(tlv.encode(1189, header.ffd.tag))
    children += [tlv.encode(1038, header.shift), *_key_warnings(header)]
    return _document(header, _cashier(header) + children)


def receipt(header: Header, settled: Settled) -> bytes:
    """Form 3. The cashier of the header is the one recorded."""
    place = [tlv.encode(1038, header.shift), tlv.encode(1042, header.number_in_shift)]
    children = _cashier(header) + place + requisites(settled, header.ffd, header.registration)
    return _document(header, children)


def close_shift(
    header: Header,
    *,
    receipts: int,  # 1118
    documents: int,  # 1111, both shift reports included
    shift_totals: Totals,  # 1194
    storage_totals: Totals,  # 1157
    unsent: int = 0,  # 1097
    unsent_since: datetime | None = None,  # 1098
) -> bytes:
    """Form 5."""
    children = texts({1018: header.registration.inn})
    children += [tlv.encode(1038, header.shift), tlv.encode(1118, receipts), tlv.encode(1111, documents)]
    if not header.registration.autonomous:
        children += _queue(unsent, unsent_since)
    children += _key_warnings(header)
    if header.ffd is not FfdVersion.V1_0:
        children += [tlv.encode(1213, header.key_days), storage_totals.tlv_1157(), shift_totals.tlv_1194()]
    return _document(header, _cashier(header) + children)


def settlement_state(
    header: Header,
    *,
    storage_totals: Totals,  # 1157
    unsent: int = 0,  # 1097
    unsent_since: datetime | None = None,  # 1098
    first_unsent: int = 0,  # 1116
) -> bytes:
    """Form 21."""
    children = [tlv.encode(1002, 1)] if header.registration.autonomous else _queue(unsent, unsent_since)
    if first_unsent:
        children.append(tlv.encode(1116, first_unsent))
    if header.shift:
        children.append(tlv.encode(1038, header.shift))
    if header.ffd is FfdVersion.V1_2:
        children.append(tlv.encode(1213, header.key_days))
    if header.ffd is not FfdVersion.V1_0:
        children.append(storage_totals.tlv_1157())
    return _document(header, children)


def _queue(unsent: int, since: datetime | None) -> list[bytes]:
    """How many documents wait for the ОФД, and the day of the first."""
    count = [tlv.encode(1097, unsent)]
    if since is None:
        return count
    return [*count, tlv.encode(1098, since.replace(hour=0, minute=0, second=0, microsecond=0))]
