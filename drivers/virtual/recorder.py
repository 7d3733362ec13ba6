"""Makes fiscal documents of the virtual ФН: number, sign, what the archive keeps, paper. Writes nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from drivers.fiscal import ofd_links, qr
from drivers.fiscal.documents import Header, seal
from drivers.fiscal.settled import Settled
from drivers.model.document import Cashier
from drivers.model.ffd import DocumentForm
from drivers.model.outcome import FiscalDocument
from drivers.printing.page import Block
from drivers.virtual import ofd
from drivers.virtual.archive import facts, pack_slip
from drivers.virtual.counters import Counters
from drivers.virtual.passport import passport
from drivers.virtual.storage import Storage
from drivers.virtual.stored import StoredDocument

LIFE = timedelta(days=1110)  # of the keys of a ФН "36"; a virtual one goes on working afterwards
VERSION = "1.0"  # 1188


@dataclass(frozen=True, slots=True)
class Made:
    stored: StoredDocument
    counters: Counters  # with the document counted

    @property
    def document(self) -> FiscalDocument:
        return self.stored.document


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How the register writes what a buyer checks a receipt by."""

    qr_seconds: bool = False
    link: str = ""  # own pattern, see `ofd_links`


def header(
    form: DocumentForm,
    counters: Counters,
    time: datetime,
    cashier: Cashier,
    storage: str,
    *,
    receipt: bool = False,
    ofd_timeout: bool = False,
) -> Header:
    """Of the document that comes next. `receipt`: it gets the next number in the shift."""
    known = passport(counters.registration)
    left = (counters.registered_at or time) + LIFE - time
    return Header(
        form=form,
        number=counters.last_document + 1,
        time=time,
        storage=storage,
        registration=known.registration,
        ffd=known.ffd,
        serial=known.serial,
        version=VERSION,
        shift=counters.shift if counters.opened_at else 0,
        number_in_shift=counters.receipts + 1 if receipt else 0,
        cashier=cashier,
        key_days=max(1, left.days),
        ofd_timeout=ofd_timeout,
    )


def make(
    storage: Storage,
    counters: Counters,
    head: Header,
    body: bytes,
    paper: Callable[[FiscalDocument], tuple[Block, ...]],
    *,
    settled: Settled | None = None,
    style: Style,
    notice: bytes = b"",
) -> Made:
    """Sign `body` and print it. Raises what `paper` raises."""
    sign = storage.sign(body)
    total, kind = (settled.total, settled.receipt.type) if settled else (None, None)
    document = FiscalDocument(
        form=head.form,
        number=head.number,
        sign=sign,
        time=head.time,
        storage=head.storage,
        shift=head.shift,
        number_in_shift=head.number_in_shift,
        receipt_type=kind,
        total=total,
        qr=qr.text(
            time=head.time,
            storage=head.storage,
            document=head.number,
            sign=sign,
            total=total,
            receipt_type=kind,
            seconds=style.qr_seconds,
        ),
    )
    if url := ofd_links.link(head.registration, document, style.link):
        document = replace(document, url=url)
    stored = StoredDocument(
        document=document,
        tlv=seal(body, sign),
        facts=facts(head, settled),
        slip=pack_slip(paper(document)),
        notice=notice,
    )
    after = replace(counters, last_document=head.number, last_time=head.time, notices=counters.notices + bool(notice))
    return Made(stored, ofd.queued(after, head.number, head.time, autonomous=head.registration.autonomous))
