"""How the register is registered, as its tables tell. Source: spec/shtrih-m.md 7, tables 18, 19, 24."""

from typing import TYPE_CHECKING

from drivers.errors import KkmError, RequestRefused, WrongState
from drivers.fiscal import tlv
from drivers.fiscal.inn import NOBODY
from drivers.model.ffd import FfdVersion, TaxSystem
from drivers.model.state import Registration
from drivers.shtrih import settings
from drivers.shtrih.fields import Setting
from drivers.shtrih.requests import registration as registration_requests
from drivers.shtrih.requests import storage
from drivers.shtrih.requests.registration import Work

if TYPE_CHECKING:
    from drivers.shtrih.session import Session

_AGENTS = 7  # bits of 1057
_CONDITIONS = 1290
_MACHINE_PRINTER, _EXCISE, _MARKING = 1 << 1, 1 << 6, 1 << 8  # bits of 1290; spec/ffd.md 4
_GAMBLING, _LOTTERY, _PAWNSHOP, _INSURANCE = 1 << 10, 1 << 11, 1 << 12, 1 << 13
_NOT_TOLD = _MARKING  # then the register itself must say that it does not sell marked goods
# Bits of `Setting.EXTENDED_MODE`, in its order; see requisites.extended_mode.
_EXTENDED = (_EXCISE, _GAMBLING, _LOTTERY, _MACHINE_PRINTER)


async def registration(session: "Session", ffd: FfdVersion | None) -> Registration:
    """Questions only; what the register does not tell stays empty."""
    work = Work(await settings.number(session, Setting.WORK_MODE, 0) & 0x3F)
    extended = await (_conditions(session) if ffd is FfdVersion.V1_2 else _extended_mode(session))
    port = await settings.number(session, Setting.OFD_PORT, 0)
    return Registration(
        organization=await _joined(session, Setting.ORGANIZATION, Setting.ORGANIZATION_2),
        inn=(await settings.text(session, Setting.INN)).strip(),
        address=await _joined(session, Setting.ADDRESS, Setting.ADDRESS_2),
        place=await _joined(session, Setting.PLACE, Setting.PLACE_2),
        sender_email=await settings.text(session, Setting.SENDER_EMAIL),
        tax_systems=_systems(await settings.number(session, Setting.TAX_SYSTEMS, 0)),
        number=(await settings.text(session, Setting.RNM)).strip(),
        ofd_name=await _joined(session, Setting.OFD_NAME, Setting.OFD_NAME_2),
        ofd_inn=(await settings.text(session, Setting.OFD_INN)).strip().replace(NOBODY, ""),
        ofd_host=await settings.text(session, Setting.OFD_HOST),
        ofd_port=str(port or ""),
        ofd_site=await settings.text(session, Setting.OFD_SITE),
        autonomous=Work.AUTONOMOUS in work,
        encryption=Work.ENCRYPTION in work,
        automatic=Work.AUTOMATIC in work,
        automatic_number=await settings.text(session, Setting.AUTOMATIC_NUMBER),
        internet=Work.INTERNET in work,
        bso=Work.BSO in work,
        services=Work.SERVICES in work,
        excise=bool(extended & _EXCISE),
        gambling=bool(extended & _GAMBLING),
        lottery=bool(extended & _LOTTERY),
        machine_printer=bool(extended & _MACHINE_PRINTER),
        marking=bool(extended & _MARKING),
        pawnshop=bool(extended & _PAWNSHOP),
        insurance=bool(extended & _INSURANCE),
        agents=_agents(await settings.number(session, Setting.AGENTS, 0)),
    )


async def _conditions(session: "Session") -> int:
    """1290 of the last registration."""
    last = await _registrations(session)
    for ask in (registration_requests.registration_tag_by_60, registration_requests.registration_tag):
        try:
            (found,) = tlv.parse(await session.ask(ask(session.admin, last, _CONDITIONS)))
            return found.number()
        except (RequestRefused, WrongState, ValueError):
            continue
    return _NOT_TOLD


async def _extended_mode(session: "Session") -> int:
    """The same before ФФД 1.2, from the tables: a change of the registration must not lose them."""
    told = await settings.number(session, Setting.EXTENDED_MODE, 0)
    return sum(flag for bit, flag in enumerate(_EXTENDED) if told >> bit & 1)


async def _registrations(session: "Session") -> int:
    """How often it was registered, as far as it tells."""
    try:
        return (await session.ask(storage.expiry(session.admin))).registrations or 1
    except KkmError as error:
        if error.native is None:
            raise
        return 1


async def _joined(session: "Session", first: Setting, second: Setting) -> str:
    """A long text stands in two fields."""
    return (await settings.text(session, first)) + (await settings.text(session, second))


def _systems(mask: int) -> tuple[TaxSystem, ...]:
    return tuple(system for system in TaxSystem if mask & 1 << system)


def _agents(mask: int) -> tuple[int, ...]:
    return tuple(bit for bit in range(_AGENTS) if mask & 1 << bit)
