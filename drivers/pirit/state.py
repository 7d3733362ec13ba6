"""How the register stands, for the shared steps and for people. Questions only. Source: spec/service-plus.md A2, A3."""

from datetime import datetime, time
from typing import TYPE_CHECKING

from drivers.errors import KkmError
from drivers.fiscal import limits, wording
from drivers.model.ffd import ShiftState
from drivers.model.state import DeviceState
from drivers.pirit import codes, texts
from drivers.pirit.requests import counters, info, settings, status, storage
from drivers.pirit.requests.counters import Counts
from drivers.pirit.requests.status import Current, DocumentKind, Flags, Printer, Stage
from drivers.pirit.requests.storage import Exchange, Formats, StorageState, Warnings
from drivers.pirit.session import Session
from drivers.registers import results, wall_clock
from drivers.registers.known import Last, Standing, Till

if TYPE_CHECKING:
    from drivers.pirit.register import PiritRegister

_CASH_COUNTS = slice(4, 6)  # of 01h/7: cash in, cash out
_OF_ONE_SHIFT = 10_000  # cash documents that are told apart in it


def shift(flags: Flags) -> ShiftState:
    if Current.SHIFT_EXPIRED in flags.current:
        return ShiftState.EXPIRED
    return ShiftState.OPEN if Current.SHIFT_OPEN in flags.current else ShiftState.CLOSED


def is_receipt_open(flags: Flags) -> bool:
    """One that can still be cancelled, or a cash document."""
    return flags.document_open and flags.kind != DocumentKind.SERVICE and flags.stage != Stage.RECORDED


async def last(session: Session) -> Last:
    """78h/1 and 78h/3."""
    number = await session.ask(storage.number())
    try:
        return Last(number, await session.ask(storage.last_document()))
    except KkmError as error:
        if error.native not in codes.NO_DATA:
            raise
        return Last(number, 0)


async def standing(session: Session, flags: Flags) -> Standing:
    opened = is_receipt_open(flags)
    try:
        now, told = await last(session), await session.ask(storage.shift())
    except KkmError as error:
        if error.native is None:
            raise
        return Standing(storage="", last=0, shift=shift(flags), receipt_open=opened, silence=error)
    return Standing(
        storage=now.storage,
        last=now.number,
        shift=shift(flags),
        shift_number=told.number,
        receipt_number=told.receipt,
        receipt_open=opened,
        fiscalized=not flags.current & (Current.NOT_REGISTERED | Current.NOT_FISCAL),
        storage_closed=Current.STORAGE_CLOSED in flags.current,
    )


async def till(session: Session) -> Till:
    """Cash documents are counted by shift; the operation counter (02h/11) moves with cancelled ones too."""
    (number,) = await session.ask(counters.counts(Counts.SHIFT))
    counts = await session.ask(counters.counts(Counts.DOCUMENTS))
    return Till(number * _OF_ONE_SHIFT + sum(counts[_CASH_COUNTS]), await session.ask(info.cash()))


async def state(register: "PiritRegister") -> DeviceState:
    """Raises KkmError where the register is away. A ФН that does not answer leaves its part empty."""
    session = register.session
    flags = await session.awake()
    now = await standing(session, flags)
    if now.silence is None and now.storage != register.known.storage:
        register.forget()
        await register.begin()
    return _told(
        register,
        now,
        flags,
        printer=await session.ask(status.printer()),
        clock=await session.ask(settings.read_clock()),
        cash=await register.maybe(info.cash()) or 0,
        of_storage=await register.maybe(storage.state()),
        formats=await register.maybe(storage.formats()),
        exchange=await register.maybe(storage.exchange()),
        since=await register.maybe(storage.registered_at()),
        until=await _until(register),
    )


async def _until(register: "PiritRegister") -> datetime | None:
    day = await register.maybe(info.storage_end())
    return datetime.combine(day, time()) if day else None


def _told(
    register: "PiritRegister",
    now: Standing,
    flags: Flags,
    *,
    printer: Printer,
    clock: datetime | None,
    cash: int,
    of_storage: StorageState | None,
    formats: Formats | None,
    exchange: Exchange | None,
    since: datetime | None,
    until: datetime | None,
) -> DeviceState:
    known = register.known
    waits_since = _in_shop(register, exchange.since if exchange else None)
    queue = exchange.queue if exchange else 0
    is_late = waits_since is not None and limits.is_ofd_silent(waits_since, register.now)
    return DeviceState(
        online=True,
        model=known.model,
        firmware=known.firmware,
        address=register.session.address,
        serial=known.serial,
        line_length=register.paper.columns(),
        time=_in_shop(register, clock),
        paper_out=Printer.NO_PAPER in printer,
        cover_open=Printer.COVER_OPEN in printer,
        fault=_fault(flags, printer, now, of_storage)
        or wall_clock.doubt(clock, register.now, register.settings.clock_limit),
        storage=known.storage,
        registration=known.registration if now.fiscalized else None,
        fiscalized=now.fiscalized and not now.storage_closed and now.silence is None,
        ffd=known.ffd,
        ffd_storage=formats.most if formats else None,
        ffd_register=formats.current if formats else None,
        shift=now.shift,
        shift_number=now.shift_number,
        last_document=now.last,
        cash=cash,
        storage_since=_in_shop(register, since),
        storage_until=_in_shop(register, until),
        storage_full=of_storage is not None and Warnings.FULL_90_PERCENT in of_storage.warnings,
        unsent=queue,
        unsent_since=waits_since,
        ofd_error=wording.ofd_silent(queue, waits_since) if waits_since and is_late else "",
    )


def _in_shop(register: "PiritRegister", moment: datetime | None) -> datetime | None:
    return None if moment is None else results.in_shop(register, moment)


def _fault(flags: Flags, printer: Printer, now: Standing, of_storage: StorageState | None) -> str:
    """Paper and cover are told apart from it."""
    if words := codes.fatal_words(flags.fatal):
        return f"Касса заблокирована: {words}. Выключите и включите её; если не поможет, обратитесь в сервисный центр."
    if now.silence is not None:
        return texts.STORAGE_SILENT
    if of_storage is not None and Warnings.KEY_3_DAYS in of_storage.warnings:
        return texts.STORAGE_WARNING
    return texts.printer(printer & (Printer.CUTTER | Printer.NO_LINK))
