"""The fiscal part of any register: its ФН, its shift, its drawer and its clock. No I/O, no protocol.

Source: spec/ffd.md 2, 5, 6, 7. Registers differ in what they check before; here stands what the ФН itself would refuse.
"""

from collections.abc import Callable, Iterable
from copy import deepcopy
from datetime import date, datetime, timedelta

from drivers.clock import SystemClock
from drivers.emulation.fiscal import bodies, receipt_body, registration, tlv, wrong
from drivers.emulation.fiscal.clock import DeviceClock
from drivers.emulation.fiscal.conditions import Conditions
from drivers.emulation.fiscal.marking import Marking
from drivers.emulation.fiscal.owner import Owner
from drivers.emulation.fiscal.refused import StorageRefused
from drivers.emulation.fiscal.registration import registration_number
from drivers.emulation.fiscal.sale import Item, Sale
from drivers.emulation.fiscal.storage import SHIFT_LASTS, Document, Form, Life, Open, Registration, Storage
from drivers.emulation.fiscal.turnover import Turnover
from drivers.ports import Clock

__all__ = ["Item", "NotEnoughCash", "Sale", "StorageRefused", "Till"]

STORAGE_NUMBER = "9999078900001111"
_LASTS = timedelta(days=400)
_ORDINAL = "0149060006"  # of the register at the tax office
_WRONG_STATE, _WRONG_PARAMETER, _SHIFT_TOO_LONG = 0x02, 0x09, 0x16
Requisites = Iterable[tuple[int, bytes]]


class NotEnoughCash(Exception):
    """The drawer has less than what is to leave it; nothing has changed."""


class Till:
    """`rnm`: "" = one that suits the ИНН and the serial number. `tax_systems`: bits of 1062.

    `registered` off: a new ФН, which waits for `register`.
    Every document raises StorageRefused, and then nothing has changed. `operations` grows with each document and each
    movement of cash. `marking`: verdicts on codes, for 1.2. `owner`: what the registration says of the shop.
    """

    def __init__(
        self,
        *,
        ffd: str = "1.05",
        inn: str = "7707083893",
        rnm: str = "",
        serial: str = "0149060006000651",
        storage_number: str = STORAGE_NUMBER,
        clock: Clock | None = None,
        registered: bool = True,
        tax_systems: int = 0b111111,
        conditions: Conditions | None = None,
        owner: Owner | None = None,
    ) -> None:
        if ffd not in bodies.FFD_CODES:
            raise ValueError(f"ffd {ffd} is none of {', '.join(bodies.FFD_CODES)}")
        self.ffd, self.inn, self.serial, self.tax_systems = ffd, inn, serial, tax_systems
        self.rnm = rnm or registration_number(_ORDINAL, inn, serial)
        self.clock = DeviceClock(clock or SystemClock())
        self.conditions = conditions or Conditions()
        self.owner = owner or Owner()
        self.marking = Marking()
        self.drawer = self.operations = 0  # kopecks; how many
        self.storage = Storage(storage_number, self._expiry(), self.conditions)
        self._turnover = Turnover()
        if registered:
            self._registered_before()

    # what it is

    @property
    def code(self) -> int:
        """Tag 1209."""
        return bodies.FFD_CODES[self.ffd]

    @property
    def shift_open(self) -> bool:
        return self.storage.shift_open

    @property
    def shift_expired(self) -> bool:
        """Over 24 hours: it can only be closed."""
        return self.shift_open and self.now() - self.storage.shift_opened > SHIFT_LASTS

    @property
    def shift(self) -> int:
        """Of the open one, or of the last one."""
        return self.storage.shift

    @property
    def receipt_number(self) -> int:
        """Of the last receipt in the shift."""
        return self.storage.receipt

    def totals(self) -> Turnover:
        """Of the shift so far; nothing where it is closed."""
        return deepcopy(self._turnover)

    # its clock

    def now(self) -> datetime:
        """Without a zone, whole seconds."""
        return self.clock.now()

    def advance(self, by: timedelta) -> None:
        self.clock.advance(by)

    def set_clock(self, moment: datetime) -> None:
        self.clock.put(moment)

    # documents; `requisites` are what the host has told: 1021, 1203 …

    def register(self, requisites: Requisites = (), *, reason: int = 0) -> Document:
        """The first one of a ФН (`reason` 0), or a change of it, 1..4 as tag 1101 has it."""
        form, kind = (Form.CHANGE, Open.CHANGE) if reason else (Form.REGISTRATION, Open.REGISTRATION)
        if (self.storage.life is Life.FISCAL) != bool(reason) or self.shift_open:
            raise StorageRefused(_WRONG_STATE, "the life of the ФН")
        said = registration.body(self.code, self.serial, self.tax_systems, self.owner, [*requisites], reason)
        document = self._document(kind, lambda: self._record(form, self._head() + said))
        told = Registration(self.inn, self.rnm, self.tax_systems, 0, reason)
        self.storage.registered.append((document.number, told))
        self.storage.life = Life.FISCAL
        return document

    def open_shift(self, requisites: Requisites = ()) -> Document:
        self._must(shift_open=False)
        sent = _packed(requisites)

        def body() -> bytes:
            return self._head() + bodies.shift_opening(self.code, self.storage) + sent

        document = self._document(Open.SHIFT_OPENING, lambda: self.storage.open_shift(body, self.now()))
        self._turnover = Turnover()
        return document

    def close_shift(self, requisites: Requisites = ()) -> Document:
        self._must(shift_open=True)
        body = self._head() + bodies.shift_closing(self.code, self.storage, self._notifications()) + _packed(requisites)
        document = self._document(Open.SHIFT_CLOSING, lambda: self.storage.close_shift(body, self.now()))
        self._turnover = Turnover()
        return document

    def settlement_state(self, requisites: Requisites = ()) -> Document:
        self._must()
        counted = bodies.settlement_state(self.code, self.storage, self._notifications())
        body = self._head() + counted + _packed(requisites)
        return self._document(Open.CALCULATION_STATE, lambda: self._record(Form.CALCULATION_STATE, body))

    def close_archive(self, requisites: Requisites = ()) -> Document:
        """No document comes after this one."""
        self._must(shift_open=False)
        body = self._head() + bodies.archive_closing(self.code, self.storage) + _packed(requisites)
        document = self._document(Open.ARCHIVE_CLOSING, lambda: self._record(Form.ARCHIVE_CLOSING, body))
        self.storage.life = Life.CLOSED
        return document

    def receipt(self, sale: Sale) -> Document:
        """Record it, then move the cash. Raises NotEnoughCash too."""
        self._check(sale)
        form, kind = (Form.CORRECTION, Open.CORRECTION) if sale.correction else (Form.RECEIPT, Open.RECEIPT)

        def record() -> Document:
            return self.storage.add_receipt(
                form, lambda: self._receipt(sale), self.now(), kind=sale.kind, total=sale.due
            )

        document = self._document(kind, record)
        self.drawer += sale.cash
        self._turnover.add(sale)
        self._notify(sale)
        return document

    # cash

    def cash_in(self, kopecks: int) -> None:
        self._move(kopecks)

    def cash_out(self, kopecks: int) -> None:
        """Raises NotEnoughCash."""
        self._move(-kopecks)

    # another ФН

    def erase(self) -> None:
        """The ФН is as from the factory: it waits for `register`."""
        self.storage.erase()
        self._turnover = Turnover()

    def replace_storage(self, number: str, *, registered: bool = True) -> None:
        self.storage = Storage(number, self._expiry(), self.conditions)
        self._turnover = Turnover()
        if registered:
            self._registered_before()

    def _registered_before(self) -> None:
        """The operator has confirmed it long ago."""
        self.register()
        self.storage.send()
        self.operations = 0

    def _notify(self, sale: Sale) -> None:
        """Of a receipt with marked goods the ФН makes a notification."""
        self.marking.notified += bool(receipt_body.results(sale))
        self.marking.clear()

    def _must(self, *, shift_open: bool | None = None) -> None:
        """None = whether it is or not."""
        self.storage.check()
        if self.storage.life is not Life.FISCAL or (shift_open is not None and self.shift_open != shift_open):
            raise StorageRefused(_WRONG_STATE, "the shift or the life of the ФН")

    def _check(self, sale: Sale) -> None:
        """The sums fit, the tax system is registered, the shift lasts, there is cash for it."""
        self._must(shift_open=True)
        if self.shift_expired:
            raise StorageRefused(_SHIFT_TOO_LONG)
        if cause := wrong.cause(sale, ffd=self.code, tax_systems=self.tax_systems):
            raise StorageRefused(_WRONG_PARAMETER, cause)
        self._enough(sale.cash)

    def _enough(self, moved: int) -> None:
        if self.drawer + moved < 0:
            raise NotEnoughCash(f"{self.drawer} in the drawer, {-moved} asked")

    def _move(self, kopecks: int) -> None:
        self._enough(kopecks)
        self.drawer += kopecks
        self.operations += 1
        self._turnover.move(kopecks)

    def _document(self, kind: Open, record: Callable[[], Document]) -> Document:
        """Where it is refused, no document is left open behind it."""
        self.storage.ensure(kind, self.now())
        try:
            document = record()
        except StorageRefused:
            self.storage.forget()
            raise
        self.operations += 1
        return document

    def _record(self, form: Form, body: bytes) -> Document:
        """Of no shift, unless it is told while one is open."""
        return self.storage.record(form, body, self.now(), numbers_shift=self.shift_open)

    def _head(self) -> bytes:
        return bodies.head(self.code, self.inn, self.rnm)

    def _receipt(self, sale: Sale) -> bytes:
        marked_format = self.code >= bodies.FFD_CODES["1.2"]
        body = self._head() + tlv.fixed(1054, sale.kind, 1) + tlv.fixed(1055, sale.tax_system, 1)
        body += tlv.fixed(1038, self.shift, 4) + tlv.fixed(1042, self.receipt_number, 4)
        body += receipt_body.body(sale, marked_format=marked_format)
        shop = self.owner.shop(dict(sale.requisites), marked_format=marked_format)
        return body + _packed(shop) + _packed(sale.requisites)

    def _notifications(self) -> bytes:
        """2104, those that wait."""
        sells = self.code >= bodies.FFD_CODES["1.2"]
        return tlv.fixed(2104, self.marking.notified - self.marking.sent, 4) if sells else b""

    def _expiry(self) -> date:
        return (self.now() + _LASTS).date()


def _packed(requisites: Requisites) -> bytes:
    return b"".join(tlv.pack(tag, value) for tag, value in requisites)
