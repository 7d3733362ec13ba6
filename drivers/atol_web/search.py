"""Is there a web server of the АТОЛ driver at the other end? Source: spec/atol-web.md 1.

Only «Web Requests» (v2) tells so without a name and a password: an older one is not to be told from any other web
server, and is written into the settings by hand.
"""

import asyncio
from dataclasses import replace

from drivers.atol_web.options import AtolWebOptions
from drivers.atol_web.service import make_service
from drivers.atol_web.tasks import questions
from drivers.errors import FrameError, KkmError
from drivers.http_service.fields import fields_of
from drivers.http_service.probing import asked, context_of
from drivers.http_service.question import Question
from drivers.ports import Clock, Transport
from drivers.search.offer import Found, Search, said

_PORTS = (16732,)
_DETAILS = 8.0  # seconds for the numbers of the register behind a server that is recognised
_WHO = Question(method="GET", path="/api/v2/serverInfo", harmless=True, seconds=2.0)


async def probe(transport: Transport, connection: str, clock: Clock) -> Found | None:
    """A Probe."""
    answer = await asked(transport, connection, _WHO)
    if answer is None or not answer.good:
        return None
    try:
        told = fields_of(answer.body)
        version = told.text("serverVersion")
        if not version or "driverVersion" not in told:
            return None
    except FrameError:
        return None
    where = connection.replace("tcp://", "http://", 1)
    found = Found(driver="atol-web", connection=where, model=said(f"АТОЛ Web Requests {version}"))
    try:
        async with asyncio.timeout(_DETAILS):
            return await _with_numbers(transport, clock, found)
    except (KkmError, TimeoutError):
        note = "касса за веб-сервером не ответила: проверьте её связь, а если сервер просит пароль – login и password"
        return replace(found, note=note)


async def _with_numbers(transport: Transport, clock: Clock, found: Found) -> Found:
    """Of the server's default register."""
    options = AtolWebOptions(connection=found.connection, api="v2", connect_timeout=1.0, answer_timeout=2.0)
    service = make_service(context_of(transport, clock), options)
    info, registration = await service.ask_all((questions.device_info(), questions.registration_info()))
    return replace(found, model=said(info.model) or found.model, serial=said(info.serial), inn=registration.inn)


SEARCH = Search(tcp_ports=_PORTS, probe=probe, in_text=True)
