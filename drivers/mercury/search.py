"""Is there an INECRMAN at the other end? Source: spec/mercury.md 1.1, 3: GetDriverInfo needs no session."""

from drivers.errors import FrameError
from drivers.http_service.fields import fields_of
from drivers.http_service.probing import asked
from drivers.http_service.question import Question
from drivers.mercury.commands.session import driver_info
from drivers.ports import Clock, Transport
from drivers.search.offer import Found, Search, said

_PORTS = (50010,)
_PATH = "/api.json"
_REQUEST = driver_info()
_WHO = Question(method="POST", path=_PATH, content={"command": _REQUEST.name}, harmless=True, seconds=2.0)
_NOTE = "за службой может быть несколько касс: укажите порт своей в port_name (COM3, USB) и её модель в model"


async def probe(transport: Transport, connection: str, clock: Clock) -> Found | None:  # noqa: ARG001 - one question
    """A Probe."""
    answer = await asked(transport, connection, _WHO)
    if answer is None or not answer.good:
        return None
    try:
        told = fields_of(answer.body)
        info = _REQUEST.read(told)
        if "result" not in told or told.whole("result") or not info.version:
            return None
    except FrameError:
        return None
    where = connection.replace("tcp://", "http://", 1) + _PATH
    return Found(driver="mercury", connection=where, model=said(f"Меркурий, INECRMAN {info.version}"), note=_NOTE)


SEARCH = Search(tcp_ports=_PORTS, probe=probe, in_text=True)
