"""One question to whoever listens there, for a search: who is no such service is nobody."""

from pathlib import Path

from drivers.errors import KkmError
from drivers.http_service.address import address_of
from drivers.http_service.client import HttpService, Named
from drivers.http_service.question import Answer, Question
from drivers.ports import Clock, DeviceContext, Transport

_NAMED = Named("Служба", "она запущена")
_CONNECT = 1.0  # seconds


async def asked(transport: Transport, connection: str, question: Question) -> Answer | None:
    """None where nobody answers, or not in HTTP. `connection`: tcp://host:port; the transport is not open."""
    address = address_of(connection.replace("tcp://", "http://", 1))
    try:
        return await HttpService(lambda _: transport, address, _NAMED, connect_seconds=_CONNECT).ask(question)
    except KkmError:
        return None


def context_of(transport: Transport, clock: Clock) -> DeviceContext:
    """For a service that is asked over this transport alone."""
    return DeviceContext(0, "", Path(), clock, lambda _: transport)
