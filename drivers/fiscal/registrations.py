"""Documents that begin, change and end the life of a register in a ФН: forms 1, 11 and 6. Source: spec/ffd.md 2.1.

All raise ValueError for data that does not fit its requisite: a registration is checked first (`check_registration`).
"""

from drivers.fiscal import reasons as why
from drivers.fiscal import tlv
from drivers.fiscal.counters import Totals
from drivers.fiscal.envelope import LATE, Header, cashier, document
from drivers.fiscal.inn import NOBODY
from drivers.fiscal.rows import texts
from drivers.model.ffd import DocumentForm, FfdVersion, TaxSystem
from drivers.model.state import Registration


def registration(header: Header, *, reasons: int = 0, storage_totals: Totals | None = None) -> bytes:
    """Form 1: the register tells who it belongs to and what it may do; or form 11, the same after a change.

    `reasons` is the mask 1205 of a change; `storage_totals` what the ФН has counted, not told when the ФН is new.
    """
    told = header.registration
    children = texts({1048: told.organization, 1018: told.inn, 1009: told.address, 1187: told.place})
    children.append(tlv.encode(1062, tax_mask(told.tax_systems)))
    children += [tlv.encode(1002, told.autonomous), tlv.encode(1056, told.encryption), tlv.encode(1001, told.automatic)]
    children += texts({1036: told.automatic_number if told.automatic else ""})
    children += _conditions(header)
    children += texts({1013: header.serial, 1188: header.version})
    children += _versions(header)
    children += _operator(header)
    if header.form is DocumentForm.REREGISTRATION:
        children += _change(header, reasons, storage_totals)
    return document(header, children + cashier(header))


def close_storage(header: Header, *, storage_totals: Totals) -> bytes:
    """Form 6: the last document of a ФН. The shift of the header is the last one."""
    told = header.registration
    children = texts({1048: told.organization, 1018: told.inn, 1009: told.address, 1187: told.place})
    children.append(tlv.encode(1038, header.shift))
    if header.ffd is not FfdVersion.V1_0:
        children.append(storage_totals.tlv_1157(header.ffd))
    return document(header, cashier(header) + children)


def tax_mask(systems: tuple[TaxSystem, ...]) -> int:
    """Tag 1062: one bit per tax system."""
    return sum(1 << system.value for system in set(systems))


def conditions(told: Registration) -> int:
    """Tag 1290: what the register is used for, as bits. Source: spec/ffd.md, section 4."""
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
    return sum(1 << bit for bit, is_set in flags.items() if is_set)


def _conditions(header: Header) -> list[bytes]:
    """One mask in ФФД 1.2, single flags before."""
    told = header.registration
    if header.ffd is FfdVersion.V1_2:
        return [tlv.encode(1290, conditions(told))]
    singles = {1221: told.machine_printer, 1110: told.bso, 1108: told.internet, 1109: told.services}
    if header.ffd is not FfdVersion.V1_0:
        singles |= {1207: told.excise, 1193: told.gambling, 1126: told.lottery}
    agents = sum(1 << bit for bit in set(told.agents))
    return [tlv.encode(tag, flag) for tag, flag in singles.items()] + ([tlv.encode(1057, agents)] if agents else [])


def _versions(header: Header) -> list[bytes]:
    if header.ffd is FfdVersion.V1_0:
        return []
    known = [tlv.encode(1189, header.ffd.tag)]
    if header.ffd in LATE:
        known += [tlv.encode(1190, header.ffd.tag), tlv.encode(1213, header.key_days)]
    return known


def _operator(header: Header) -> list[bytes]:
    told = header.registration
    if told.autonomous:
        return [tlv.encode(1017, NOBODY)]
    return texts({1060: header.tax_site, 1117: told.sender_email, 1017: told.ofd_inn, 1046: told.ofd_name})


def _change(header: Header, mask: int, totals: Totals | None) -> list[bytes]:
    """Why a registration was changed: single codes up to ФФД 1.05, one mask after it."""
    told = [tlv.encode(1205, mask)] if header.ffd in LATE else [tlv.encode(1101, code) for code in why.codes(mask)]
    if totals is not None and header.ffd is not FfdVersion.V1_0:
        told.append(totals.tlv_1157(header.ffd))
    return told
