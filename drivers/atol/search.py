"""Is there an АТОЛ register at the other end? Source: spec/atol.md 1, 3.4, 5.

Whoever is none has got Abort (C4h) of the one lower level, or some ENQ of the other. The register is asked A5h, 3Fh and
the registration of its ФН: all of them only tell.
"""

import asyncio
from dataclasses import replace

from drivers.atol.line import Line
from drivers.atol.models import MODELS
from drivers.atol.options import AtolOptions
from drivers.atol.request import A, Request
from drivers.atol.requests import state, storage
from drivers.atol.requests.state import DeviceType
from drivers.errors import KkmError
from drivers.fiscal.inn import is_inn
from drivers.ports import Clock, Transport
from drivers.search.offer import Found, Search, said

_TCP_PORTS = (5555,)
_SPEEDS = (115200, 256000, 230400, 57600, 38400, 19200, 9600, 4800, 2400, 1200)  # the factory's first
_HASTE = AtolOptions(connection="", connect_timeout=1.0, answer_timeout=0.5, tries=2, poll_after=0.5)
_RECOGNISED = 2.0  # seconds for A5h
_DETAILS = 6.0  # seconds for the numbers of a register that is recognised


class _Refused(Exception):
    """The register answered with an error."""


async def probe(transport: Transport, connection: str, clock: Clock) -> Found | None:
    """A Probe."""
    line = Line(transport, replace(_HASTE, connection=connection), clock)
    try:
        await line.open()
        device = await _answer(line, replace(state.device_type(), patience=_RECOGNISED))
    except (KkmError, _Refused, ValueError):
        await line.close()
        return None
    found = Found(driver="atol", connection=connection, model=_model(device))
    try:
        async with asyncio.timeout(_DETAILS):
            return await _with_numbers(line, found)
    except (KkmError, _Refused, ValueError, TimeoutError):
        return replace(found, note="заводской номер и ИНН не прочитаны: касса занята или связь ненадёжна")
    finally:
        await line.close()


def _model(device: DeviceType) -> str:
    return said(device.name) or (MODELS[device.model].name if device.model in MODELS else f"модель {device.model}")


async def _with_numbers(line: Line, found: Found) -> Found:
    """3Fh has the last eight digits of the serial number. Raises KkmError, _Refused, ValueError."""
    found = replace(found, serial=(await _answer(line, state.state())).serial)
    try:
        inn = (await _answer(line, storage.registration())).inn.strip()
    except _Refused:
        return found
    return replace(found, inn=inn if is_inn(inn) else "")


async def _answer(line: Line, request: Request[A]) -> A:
    """Raises KkmError, _Refused; ValueError for an answer that is too short."""
    reply = await line.ask(request)
    if reply.error:
        raise _Refused
    return request.read(reply.data)


SEARCH = Search(tcp_ports=_TCP_PORTS, speeds=_SPEEDS, probe=probe)
