"""Bodies of fiscal documents: plain data in, TLV bytes out. Source: spec/ffd.md, section 2.

Every builder returns the whole STLV whose tag is the form code, without the fiscal sign; `seal` adds the sign. All
raise ValueError for data that does not fit its requisite: a receipt is checked first (`check`).
"""

from datetime import datetime

from drivers.fiscal import tlv
from drivers.fiscal.counters import Totals
from drivers.fiscal.envelope import Header, cashier, document, seal, warnings
from drivers.fiscal.receipts import requisites
from drivers.fiscal.registrations import close_storage, registration
from drivers.fiscal.rows import texts
from drivers.fiscal.settled import Settled
from drivers.model.ffd import FfdVersion

__all__ = [
    "Header",
    "close_shift",
    "close_storage",
    "open_shift",
    "receipt",
    "registration",
    "seal",
    "settlement_state",
]


def open_shift(header: Header) -> bytes:
    """Form 2."""
    children = texts({1018: header.registration.inn, 1188: header.version})
    if header.ffd is not FfdVersion.V1_0:
        children.append(tlv.encode(1189, header.ffd.tag))
    children += [tlv.encode(1038, header.shift), *warnings(header)]
    return document(header, cashier(header) + children)


def receipt(header: Header, settled: Settled) -> bytes:
    """Form 3, or 31 for a correction. The cashier of the header is the one recorded."""
    if header.form is not settled.form:
        raise ValueError(f"form {header.form.value} is asked of a receipt of form {settled.form.value}")
    place = [tlv.encode(1038, header.shift), tlv.encode(1042, header.number_in_shift)]
    children = cashier(header) + place + requisites(settled, header.ffd, header.registration)
    return document(header, children)


def close_shift(
    header: Header,
    *,
    receipts: int,  # 1118
    documents: int,  # 1111, both shift reports included
    shift_totals: Totals,  # 1194
    storage_totals: Totals,  # 1157
    unsent: int = 0,  # 1097
    unsent_since: datetime | None = None,  # 1098
    notifications: int = 0,  # 2104
    bad_codes: int = 0,  # 2112
    bad_notices: int = 0,  # 2113
) -> bytes:
    """Form 5."""
    children = texts({1018: header.registration.inn})
    children += [tlv.encode(1038, header.shift), tlv.encode(1118, receipts), tlv.encode(1111, documents)]
    if not header.registration.autonomous:
        children += _queue(unsent, unsent_since)
    children += _marked(header, notifications, {2112: bad_codes, 2113: bad_notices})
    children += warnings(header)
    if header.ffd is not FfdVersion.V1_0:
        children.append(tlv.encode(1213, header.key_days))
        children += [storage_totals.tlv_1157(header.ffd), shift_totals.tlv_1194(header.ffd)]
    return document(header, cashier(header) + children)


def settlement_state(
    header: Header,
    *,
    storage_totals: Totals,  # 1157
    unsent: int = 0,  # 1097
    unsent_since: datetime | None = None,  # 1098
    first_unsent: int = 0,  # 1116
    unsent_totals: Totals | None = None,  # 1158, of the receipts that wait
    notifications: int = 0,  # 2104
) -> bytes:
    """Form 21."""
    children = texts({1018: header.registration.inn})
    children += [tlv.encode(1002, 1)] if header.registration.autonomous else _queue(unsent, unsent_since)
    if first_unsent:
        children.append(tlv.encode(1116, first_unsent))
    if header.shift:
        children.append(tlv.encode(1038, header.shift))
    if header.ffd is FfdVersion.V1_2:
        children.append(tlv.encode(1213, header.key_days))
    children += _marked(header, notifications, {})
    if header.ffd is not FfdVersion.V1_0:
        children.append(storage_totals.tlv_1157(header.ffd))
        if unsent:
            children.append((unsent_totals or Totals()).tlv_1158(header.ffd))
    return document(header, children)


def _queue(unsent: int, since: datetime | None) -> list[bytes]:
    """How many documents wait for the ОФД, and the day of the first."""
    count = [tlv.encode(1097, unsent)]
    if since is None:
        return count
    return [*count, tlv.encode(1098, since.replace(hour=0, minute=0, second=0, microsecond=0))]


def _marked(header: Header, notifications: int, flags: dict[int, int]) -> list[bytes]:
    """ФФД 1.2 of a register for marked goods: notifications that wait, and faults of codes where there were any."""
    if header.ffd is not FfdVersion.V1_2 or not header.registration.marking:
        return []
    waiting = tlv.encode(2104, notifications)
    return [waiting, *(tlv.encode(tag, value) for tag, value in flags.items() if value)]
