"""Is there a ШТРИХ-М register at the other end? Source: spec/shtrih-m.md 1.1 "Baud discovery", 3.1, 7.

Whoever is none of them has got a few ENQ, and FCh if it answered like one. The register is asked by reading commands
alone: FCh, 1Fh, 11h.
"""

import asyncio
from dataclasses import replace

from drivers.errors import KkmError
from drivers.fiscal.inn import is_inn
from drivers.ports import Clock, Transport
from drivers.search.offer import Found, Search, said
from drivers.shtrih.line import Line
from drivers.shtrih.options import ShtrihOptions
from drivers.shtrih.request import A, Request
from drivers.shtrih.requests.status import device_type, full_status
from drivers.shtrih.requests.tables import Place, read_text

_TCP_PORTS = (7778,)
_SPEEDS = (115200, 4800, 9600, 19200, 38400, 57600, 2400, 230400, 460800, 921600)  # first the two factories set
_PASSWORD = 30  # of the system administrator, as the factory sets it: reading tables takes his
_HASTE = ShtrihOptions(connection="", connect_timeout=1.0, answer_timeout=0.5, byte_timeout=0.5, tries=2)
_RECOGNISED = 2.0  # seconds for FCh, which is answered at once or by no register
_DETAILS = 6.0  # seconds for the numbers of a register that is recognised
_STORAGE, _SERIAL, _INN = 18, 1, 2  # the table of the ФН and its fields, where a model has them there
_WRONG_PASSWORD = 0x4F


class _Refused(Exception):
    """The register answered with an error. `code`: its number."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


async def probe(transport: Transport, connection: str, clock: Clock) -> Found | None:
    """A Probe."""
    line = Line(transport, replace(_HASTE, connection=connection), clock)
    try:
        await line.open()
        device = await _answer(line, replace(device_type(), patience=_RECOGNISED))
    except (KkmError, _Refused, ValueError):
        return None
    found = Found(driver="shtrih", connection=connection, model=said(device.name) or f"модель {device.model}")
    try:
        async with asyncio.timeout(_DETAILS):
            return await _with_numbers(line, found)
    except (KkmError, ValueError, TimeoutError):
        return replace(found, note="заводской номер и ИНН не прочитаны: касса занята или связь ненадёжна")
    finally:
        await line.close()


async def _with_numbers(line: Line, found: Found) -> Found:
    """Of the table, which holds all digits; else of the full status."""
    try:
        status = await _answer(line, full_status(_PASSWORD))
    except _Refused as error:
        return replace(found, note=_not_told(error.code))
    serial, inn = await _field(line, _SERIAL), await _field(line, _INN)
    return replace(
        found,
        serial=serial if serial.isdecimal() else status.serial,
        inn=inn if is_inn(inn) else status.inn,
    )


async def _field(line: Line, field: int) -> str:
    """Nothing where it may not be read. A model that keeps something else there is told by what that reads like."""
    try:
        return (await _answer(line, read_text(_PASSWORD, Place(_STORAGE, 1, field)))).strip()
    except _Refused:
        return ""


async def _answer(line: Line, request: Request[A]) -> A:
    """Raises KkmError, _Refused; ValueError for an answer that is too short."""
    reply = await line.ask(request)
    if reply.error:
        raise _Refused(reply.error)
    return request.read(reply.data)


def _not_told(code: int) -> str:
    if code == _WRONG_PASSWORD:
        return f"пароль системного администратора не {_PASSWORD}: укажите его в admin_password, а кассира – в password"
    return f"заводской номер и ИНН не прочитаны: ошибка {code:02X}h"


SEARCH = Search(tcp_ports=_TCP_PORTS, speeds=_SPEEDS, probe=probe)
