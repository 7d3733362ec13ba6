"""What documents say beside what the host has sent. Source: spec/ffd.md 2; the order of requisites is ours."""

from drivers.emulation.fiscal import tlv
from drivers.emulation.fiscal.storage import Document, Storage
from drivers.emulation.fiscal.totals import waiting

FFD_CODES = {"1.05": 2, "1.1": 3, "1.2": 4}  # tag 1209
VERSION = "C.3"  # tag 1188
_KEY_DAYS = 400


def head(ffd: int, inn: str, rnm: str) -> bytes:
    """What every document says of the register. `ffd` is tag 1209, here and below."""
    return tlv.fixed(1209, ffd, 1) + tlv.text(1037, rnm, 20) + tlv.text(1018, inn, 12)


def shift_opening(ffd: int, storage: Storage) -> bytes:
    return tlv.text(1188, VERSION) + tlv.fixed(1189, ffd, 1) + tlv.fixed(1038, storage.shift, 4)


def shift_closing(ffd: int, storage: Storage, notifications: bytes = b"") -> bytes:
    """`notifications`: 2104, where the register sells marked goods."""
    papers = sum(each.shift == storage.shift for each in storage.documents)
    body = tlv.fixed(1038, storage.shift, 4) + tlv.fixed(1118, storage.receipt, 4) + tlv.fixed(1111, papers + 1, 4)
    body += tlv.fixed(1097, len(storage.unsent), 4) + _since(storage.unsent) + keys(ffd) + notifications
    return body + tlv.nest(1194, storage.in_shift.counters(ffd)) + _ever(ffd, storage)


def settlement_state(ffd: int, storage: Storage, notifications: bytes = b"") -> bytes:
    unsent = storage.unsent
    body = tlv.fixed(1038, storage.shift, 4) if storage.shift_open else b""
    body += tlv.fixed(1097, len(unsent), 4) + _since(unsent)
    body += tlv.fixed(1116, unsent[0].number, 4) if unsent else b""
    body += keys(ffd, "1.2") + notifications + _waiting(ffd, unsent)
    return body + _ever(ffd, storage)


def archive_closing(ffd: int, storage: Storage) -> bytes:
    return tlv.fixed(1038, storage.shift, 4) + _ever(ffd, storage)


def keys(ffd: int, since: str = "1.1") -> bytes:
    """1213, days."""
    return tlv.fixed(1213, _KEY_DAYS, 2) if ffd >= FFD_CODES[since] else b""


def _ever(ffd: int, storage: Storage) -> bytes:
    return tlv.nest(1157, storage.ever.counters(ffd))


def _since(unsent: list[Document]) -> bytes:
    """1098, the day alone."""
    return tlv.time(1098, unsent[0].time.replace(hour=0, minute=0, second=0)) if unsent else b""


def _waiting(ffd: int, unsent: list[Document]) -> bytes:
    """1158, totals of what was not sent."""
    if not unsent or ffd <= FFD_CODES["1.05"]:
        return b""
    return tlv.nest(1158, waiting(each.type for each in unsent if each.type))
