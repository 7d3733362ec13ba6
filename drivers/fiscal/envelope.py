"""What all fiscal documents have in common: a header, the cashier, the tail, the fiscal sign. Source: spec/ffd.md 2."""

from dataclasses import dataclass, field
from datetime import datetime

from drivers.fiscal import tlv
from drivers.fiscal.rows import texts
from drivers.model.document import Cashier
from drivers.model.ffd import DocumentForm, FfdVersion
from drivers.model.state import Registration

LATE = frozenset({FfdVersion.V1_1, FfdVersion.V1_2})


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
    number_in_shift: int = 0  # 1042, receipts and corrections
    cashier: Cashier = field(default_factory=Cashier)  # 1021, 1203
    key_days: int = 365  # 1213, life left in the keys of the ФН
    storage_full: bool = False  # 1052
    ofd_timeout: bool = False  # 1053
    operator_message: int = 0  # 1206, bits
    tax_site: str = "nalog.gov.ru"  # 1060


def document(header: Header, children: list[bytes]) -> bytes:
    """The whole STLV whose tag is the form code, without the fiscal sign."""
    version = [] if header.ffd is FfdVersion.V1_0 else [tlv.encode(1209, header.ffd.tag)]
    tail = [
        tlv.encode(1037, header.registration.number),
        tlv.encode(1012, header.time),
        tlv.encode(1040, header.number),
        tlv.encode(1041, header.storage),
    ]
    return tlv.pack(header.form.value, b"".join([*version, *children, *tail]))


def cashier(header: Header) -> list[bytes]:
    inn = header.cashier.inn if header.ffd is not FfdVersion.V1_0 else ""
    return texts({1021: header.cashier.name, 1203: inn})


def warnings(header: Header) -> list[bytes]:
    """What a shift report says of the ФН and of its link; each is there only when it is so."""
    days = header.key_days
    flags = {1050: days < 30, 1051: days < 3, 1052: header.storage_full, 1053: header.ofd_timeout}
    raised = [tlv.encode(tag, 1) for tag, is_set in flags.items() if is_set]
    if header.operator_message and header.ffd in LATE:
        raised.append(tlv.encode(1206, header.operator_message))
    return raised


def seal(document: bytes, sign: int) -> bytes:
    """The document with its fiscal sign 1077 as the last requisite: two zero bytes, then the number, big-endian."""
    (envelope,) = tlv.parse(document)
    return tlv.pack(envelope.tag, envelope.raw + tlv.encode(1077, bytes(2) + sign.to_bytes(4, "big")))
