"""Fields of the register's tables that a registration is made from. Source: spec/shtrih-m.md 7."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

from drivers.errors import KkmError, RequestRefused
from drivers.fiscal.cp866 import to_cp866
from drivers.printing import transliterate
from drivers.shtrih import settings
from drivers.shtrih.fields import Known, Setting
from drivers.shtrih.numbers import ENCODING
from drivers.shtrih.requests.tables import FieldType
from drivers.shtrih.requisites import Requisite
from drivers.shtrih.session import Session

_Values = list[tuple[Setting, str | int]]

TOO_LONG = "В поле кассы «{what}» не помещается {size} знаков, есть место для {most}: сократите этот реквизит."
OUT_OF_RANGE = "В поле кассы «{what}» нельзя записать {value}: касса принимает числа от {least} до {most}."


@asynccontextmanager
async def filled(session: Session, told: Sequence[Requisite]) -> AsyncIterator[list[Requisite]]:
    """Within, the tables hold what is to be registered; gives the requisites that they have no field for.

    Raises RequestRefused, before the first is written, for what does not fit its field. Where the document comes to
    nothing, and the ФН proves it, everything stands as before again.
    """
    planned = [(requisite, await _planned(session, requisite)) for requisite in told]
    written: _Values = []  # what stood there before
    await _fill(session, [value for _, values in planned for value in values or ()], written)
    try:
        yield [requisite for requisite, values in planned if values is None]
    except KkmError as error:
        if error.nothing_sent:
            await _put_back(session, written)
        raise


async def _planned(session: Session, requisite: Requisite) -> _Values | None:
    """None where the register has no field for it."""
    known, value = await settings.find(session, requisite.setting), requisite.value
    if known is None:
        return None
    if known.info.type is FieldType.NUMBER:
        return None if isinstance(value, str) else [(requisite.setting, _within(known, value))]
    rest = None if requisite.rest is None else await settings.find(session, requisite.rest)
    first, second = _parts(known, rest, str(value))
    return [(requisite.setting, first), *([(requisite.rest, second)] if requisite.rest and rest else [])]


def _within(known: Known, value: int) -> int:
    """A field that tells no limits takes what it has bytes for."""
    least, most = known.info.least, known.info.most or 256**known.info.size - 1
    if not least <= value <= most:
        raise RequestRefused(OUT_OF_RANGE.format(what=known.info.name, value=value, least=least, most=most))
    return value


def _parts(known: Known, rest: Known | None, value: str) -> tuple[str, str]:
    """As the ФН will write it. A field loses the blanks at its end: those at the seam begin the second if they fit."""
    text, _ = transliterate.into(to_cp866(value).strip(), ENCODING)
    size, room = known.info.size, rest.info.size if rest else 0
    if len(text) > size + room:
        raise RequestRefused(TOO_LONG.format(what=known.info.name, size=len(text), most=size + room))
    seam = max(len(text[:size].rstrip()), len(text) - room)
    return text[:seam], text[seam:]


async def _fill(session: Session, values: _Values, written: _Values) -> None:
    """Nothing is recorded yet, whatever goes wrong."""
    try:
        for setting, value in values:
            await _write(session, setting, value, written)
    except KkmError as error:
        await _put_back(session, written)
        error.nothing_sent = True
        raise


async def _write(session: Session, setting: Setting, value: str | int, written: _Values) -> None:
    """Nothing where it stands so already: some fields are not to be written."""
    before = await _read(session, setting, value)
    if before != value:
        written.append((setting, before))
        await settings.write(session, setting, value)


async def _read(session: Session, setting: Setting, like: str | int) -> str | int:
    if isinstance(like, int):
        return await settings.number(session, setting, 0)
    return await settings.text(session, setting)


async def _put_back(session: Session, written: _Values) -> None:
    with suppress(KkmError):
        for setting, before in reversed(written):
            await settings.write(session, setting, before)
