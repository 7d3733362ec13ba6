"""Settings in the tables of the register, found by the names of their fields. Source: spec/shtrih-m.md 7."""

from typing import TYPE_CHECKING

from drivers.errors import NotSupported, RequestRefused
from drivers.shtrih import texts
from drivers.shtrih.fields import Fields, Known, Setting
from drivers.shtrih.requests import tables
from drivers.shtrih.requests.tables import Place

if TYPE_CHECKING:
    from drivers.shtrih.session import Session


async def number(session: "Session", setting: Setting, default: int) -> int:
    """`default` where the register has no such setting."""
    place = await _readable(session, setting)
    if place is None:
        return default
    try:
        return await session.ask(tables.read_number(session.admin, place))
    except RequestRefused:
        return default


async def text(session: "Session", setting: Setting) -> str:
    """ "" where the register has no such setting."""
    place = await _readable(session, setting)
    if place is None:
        return ""
    try:
        return await session.ask(tables.read_text(session.admin, place))
    except RequestRefused:
        return ""


async def write(session: "Session", setting: Setting, value: int | str, *, row: int = 1) -> None:
    """Raises NotSupported where no field bears the name of the setting: by its number alone none is written."""
    known = await find(session, setting)
    if known is None:
        raise NotSupported(texts.no_setting(setting.value.phrases[0]))
    place, size = known.at_row(row), known.info.size
    if isinstance(value, int):
        await session.ask(tables.write_number(session.admin, place, value, size))
    else:
        await session.ask(tables.write_text(session.admin, place, value, size))


async def find(session: "Session", setting: Setting) -> Known | None:
    """The field with the name of the setting; the names of a table are asked for until it is found."""
    fields = session.fields
    table, guess = fields.table(setting), fields.guess(setting)
    await _learn(session, fields, table, guess)
    if (known := fields.find(setting)) is not None:
        return known
    for field in list(fields.unasked(table, await _count(session, table))):
        await _learn(session, fields, table, field)
        if (known := fields.find(setting)) is not None:
            return known
    return None


async def _count(session: "Session", table: int) -> int:
    """Fields of a table, 0 where there is none; asked for once."""
    if table not in session.table_sizes:
        try:
            session.table_sizes[table] = (await session.ask(tables.table_info(session.admin, table))).fields
        except RequestRefused:
            session.table_sizes[table] = 0
    return session.table_sizes[table]


async def _learn(session: "Session", fields: Fields, table: int, field: int) -> None:
    if field not in fields.unasked(table, field):
        return
    try:
        info = await session.ask(tables.field_info(session.admin, table, field))
    except RequestRefused:
        fields.learn(table, field, None)
    else:
        fields.learn(table, field, info)


async def _readable(session: "Session", setting: Setting) -> Place | None:
    known = await find(session, setting)
    return known.place if known else session.fields.fallback(setting)
