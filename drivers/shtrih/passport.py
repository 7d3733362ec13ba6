"""What is known of a register while it is connected: read once, for it does not change between commands.

Source: spec/shtrih-m.md 3.1, 3.6, 7.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from drivers.errors import KkmError, NotSupported, RequestRefused
from drivers.model.ffd import FfdVersion
from drivers.registers.known import Known
from drivers.shtrih import settings
from drivers.shtrih.fields import FFD_VERSIONS, Fields, Setting, TaxMode
from drivers.shtrih.head import OWN_FONT, Head
from drivers.shtrih.head import head as make_head
from drivers.shtrih.options import ShtrihOptions
from drivers.shtrih.registered import registration
from drivers.shtrih.requests import parameters, service, status, storage, tables
from drivers.shtrih.requests.parameters import Ability, Parameters
from drivers.shtrih.requests.service import Font
from drivers.shtrih.requests.status import DeviceType

if TYPE_CHECKING:
    from drivers.shtrih.session import Session

_FACTORY_TAXES = (2000, 1000, 0, 0, 2000, 1000)  # hundredths of a per cent, by row of table 6
_TAX_ROWS = 12
_FONTS = 8  # that are asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Passport(Known):
    device: DeviceType
    parameters: Parameters = field(default_factory=Parameters)
    taxes: tuple[int, ...] = _FACTORY_TAXES
    tax_by_host: bool = False
    tags_first: bool = False  # tags of an item come before it
    head: Head = field(default_factory=Head)


async def read(session: "Session") -> Passport:
    """Questions only. Raises KkmError where the register is away, or knows none of the passwords."""
    device = await session.ask(status.device_type())
    told = await _parameters(session)
    if session.fields.parameters != told:
        session.fields, session.table_sizes = Fields(told), {}
    ffd = await _ffd(session)
    return Passport(
        device=device,
        model=device.name,
        parameters=told,
        storage=await _storage(session),
        serial=await settings.text(session, Setting.SERIAL),
        ffd=ffd,
        registration=await registration(session, ffd),
        taxes=await _taxes(session),
        tax_by_host=await _tax_by_host(session),
        tags_first=_tags_first(session, device, told),
        head=head_of(session.options, told, await _fonts(session)),
    )


async def _parameters(session: "Session") -> Parameters:
    try:
        return await session.ask(parameters.parameters())
    except NotSupported:
        return Parameters()


async def _storage(session: "Session") -> str:
    """As FF01 tells it, with which it is compared. A register whose ФН is broken or missing still prints."""
    try:
        return (await session.ask(storage.state(session.admin))).number
    except KkmError as error:
        if error.native is None:
            raise
        return ""


async def _ffd(session: "Session") -> FfdVersion | None:
    if session.options.ffd != "auto":
        return FfdVersion(session.options.ffd)
    return FFD_VERSIONS.get(await settings.number(session, Setting.FFD, 0))


async def _taxes(session: "Session") -> tuple[int, ...]:
    """Rates of table 6, row by row. Some firmware has more rows than the six of old."""
    try:
        place = session.fields.fallback(Setting.TAX_RATE) or tables.Place(6, 1, 1)
        rows = (await session.ask(tables.table_info(session.admin, place.table))).rows
        places = [tables.Place(place.table, row, place.field) for row in range(1, min(rows, _TAX_ROWS) + 1)]
        return tuple([await session.ask(tables.read_number(session.admin, one)) for one in places])
    except RequestRefused:
        return _FACTORY_TAXES


async def _tax_by_host(session: "Session") -> bool:
    if session.options.tax_by_host != "auto":
        return session.options.tax_by_host == "host"
    return await settings.number(session, Setting.TAX_MODE, TaxMode.BY_REGISTER) == TaxMode.BY_HOST


def _tags_first(session: "Session", device: DeviceType, told: Parameters) -> bool:
    if session.options.item_tags != "auto":
        return session.options.item_tags == "before"
    return told.can(Ability.CASH_CORE) or device.model == _MOBILE


_MOBILE = 19  # МОБАЙЛ-Ф; spec 3.1


def head_of(options: ShtrihOptions, told: Parameters, fonts: Mapping[int, Font]) -> Head:
    own = {OWN_FONT: options.columns} if options.columns else {}
    return make_head(told, fonts, own | options.widths, options.dots)


async def _fonts(session: "Session") -> Mapping[int, Font]:
    """As far as the register tells."""
    found: dict[int, Font] = {}
    try:
        found[1] = await session.ask(service.font(session.admin, 1))
        for number in range(2, min(found[1].fonts, _FONTS) + 1):
            found[number] = await session.ask(service.font(session.admin, number))
    except RequestRefused:
        return found
    return found
