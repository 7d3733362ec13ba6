"""What is known of a register while it is connected: read once. Source: spec/service-plus.md A3, A8."""

from dataclasses import dataclass
from typing import TypeVar

from drivers.errors import FrameError, KkmError
from drivers.model.ffd import FfdVersion, TaxSystem, VatRate
from drivers.model.state import Registration
from drivers.pirit import rates
from drivers.pirit.request import Request
from drivers.pirit.requests import info, settings, storage
from drivers.pirit.requests.info import WorkMode
from drivers.pirit.requests.settings import Setting
from drivers.pirit.requests.storage import Formats
from drivers.pirit.session import Session
from drivers.registers import taxes
from drivers.registers.known import Known

A = TypeVar("A")
_AUTONOMOUS, _AUTOMATIC, _SERVICES, _BSO, _INTERNET, _EXCISE, _GAMBLING = 1, 2, 3, 4, 5, 6, 7  # bits of the mode
_ENCRYPTION, _AGENTS, _LOTTERY = 0, range(8, 15), 15
_MACHINE_PRINTER, _PAWNSHOP, _INSURANCE = 0, 2, 3  # bits of the extra mode


@dataclass(frozen=True, slots=True)
class Passport:
    """`columns`: 0 = not told. `narrow`: 57 mm. `vat`: index by rate."""

    known: Known
    vat: dict[VatRate, int]
    columns: int
    narrow: bool


async def read(session: Session) -> Passport:
    """Questions only. What the register does not tell stays empty."""
    options = session.options
    formats = await maybe(session, storage.formats())
    ffd, model = _ffd(options.ffd, formats), await maybe(session, info.model()) or 0
    known = Known(
        storage=await maybe(session, storage.number()) or "",
        ffd=ffd,
        model=info.MODELS.get(model, "Пирит"),
        firmware=await maybe(session, info.firmware_version()) or await maybe(session, info.firmware()) or "",
        serial=await maybe(session, info.serial()) or "",
        registration=await _registration(session, ffd),
    )
    return Passport(
        known=known,
        vat=taxes.table(options.taxes, await rates.read(session)),
        columns=await maybe(session, info.columns()) or 0,
        narrow=bool(await maybe(session, info.is_narrow())),
    )


def _ffd(wanted: str, told: Formats | None) -> FfdVersion | None:
    if wanted != "auto":
        return FfdVersion(wanted)
    return told.current if told else None


async def maybe(session: Session, question: Request[A]) -> A | None:
    """None where this model or firmware says no, or something else than is known of it."""
    try:
        return await session.ask(question)
    except FrameError:
        return None
    except KkmError as error:
        if error.native is None:
            raise
        return None


async def _registration(session: Session, ffd: FfdVersion | None) -> Registration:
    work = await maybe(session, info.work_mode()) or WorkMode(0, 0, 0)
    return Registration(
        organization=await _joined(session, Setting.ORGANIZATION, 0),
        inn=await maybe(session, info.inn()) or "",
        address=await _joined(session, Setting.ORGANIZATION, 2),
        place=await _text(session, Setting.PLACE),
        sender_email=await _text(session, Setting.SENDER_EMAIL),
        tax_systems=tuple(system for system in TaxSystem if work.tax_systems >> system & 1),
        number=await maybe(session, info.rnm()) or "",
        ofd_name=await _text(session, Setting.OFD_NAME),
        ofd_inn=await _text(session, Setting.OFD_INN),
        autonomous=_bit(work.mode, _AUTONOMOUS),
        encryption=_bit(work.mode, _ENCRYPTION),
        automatic=_bit(work.mode, _AUTOMATIC),
        automatic_number=await _text(session, Setting.AUTOMATIC_NUMBER),
        internet=_bit(work.mode, _INTERNET),
        bso=_bit(work.mode, _BSO),
        services=_bit(work.mode, _SERVICES),
        excise=_bit(work.mode, _EXCISE),
        gambling=_bit(work.mode, _GAMBLING),
        lottery=_bit(work.mode, _LOTTERY),
        machine_printer=_bit(work.extra, _MACHINE_PRINTER),
        marking=ffd is FfdVersion.V1_2,  # the bit of 02h/23 is inferred; where it is forbidden 79h says so (72h)
        pawnshop=_bit(work.extra, _PAWNSHOP),
        insurance=_bit(work.extra, _INSURANCE),
        agents=tuple(bit - _AGENTS[0] for bit in _AGENTS if _bit(work.mode, bit)),
    )


def _bit(mask: int, bit: int) -> bool:
    return bool(mask >> bit & 1)


async def _joined(session: Session, number: Setting, first: int) -> str:
    """A long text stands in two rows."""
    parts = [await maybe(session, settings.read_setting(number, first + step)) or "" for step in range(2)]
    return " ".join(filter(None, parts))


async def _text(session: Session, number: Setting) -> str:
    return await maybe(session, settings.read_setting(number)) or ""
