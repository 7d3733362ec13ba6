"""Is there a Пирит or Viki Print at the other end? Source: spec/service-plus.md A1, A3.

Whoever is none of them has got a few ENQ, and a question that it does not know. The register is asked by 02h alone:
00h means something else to registers of Сервис Плюс, whose frame is the same and whose password is another.
"""

import asyncio
from dataclasses import replace
from typing import TypeVar

from drivers.errors import KkmError
from drivers.pirit import codes
from drivers.pirit.line import Line
from drivers.pirit.options import PiritOptions
from drivers.pirit.request import Request
from drivers.pirit.requests import info
from drivers.ports import Clock, Transport
from drivers.search.offer import Found, Search, said

A = TypeVar("A")
_TCP_PORTS = (50003,)  # of the maker's service on the computer; that it passes frames through is inferred
_SPEEDS = (57600, 115200, 38400, 19200, 9600, 4800)  # first the one the factory sets
_HASTE = PiritOptions(connection="", connect_timeout=1.0, answer_timeout=0.5, byte_timeout=0.5, tries=2)
_RECOGNISED = 2.0  # seconds for 02h/21, which is answered at once or by no register
_DETAILS = 6.0  # seconds for the numbers of a register that is recognised


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
        model = await _answer(line, replace(info.model(), patience=_RECOGNISED))
    except _Refused as error:
        return _strange(connection) if error.code == codes.WRONG_PASSWORD else None
    except (KkmError, ValueError):
        return None
    found = Found(driver="pirit", connection=connection, model=info.MODELS.get(model, f"Пирит, модель {model}"))
    try:
        async with asyncio.timeout(_DETAILS):
            serial, inn = await _answer(line, info.serial()), await _answer(line, info.inn())
    except (KkmError, _Refused, ValueError, TimeoutError):
        return replace(found, note="заводской номер и ИНН не прочитаны: касса занята или связь ненадёжна")
    finally:
        await line.close()
    return replace(found, serial=said(serial), inn=said(inn))


def _strange(connection: str) -> Found:
    """It speaks the frame and has another password: that of its owner, or of another family."""
    return Found(
        driver="pirit",
        connection=connection,
        model="Пирит или Сервис Плюс",
        note="пароль связи не PIRI: укажите его в password; у касс Сервис Плюс свой драйвер, serviceplus",
    )


async def _answer(line: Line, request: Request[A]) -> A:
    """Raises KkmError, _Refused; ValueError for an answer that cannot be read."""
    reply = await line.ask(request)
    if reply.error:
        raise _Refused(reply.error)
    return request.read(reply.data)


SEARCH = Search(tcp_ports=_TCP_PORTS, speeds=_SPEEDS, probe=probe)
