"""The further APIs that are switched on: their ports opened, told of new settings, stopped."""

import asyncio
import ssl
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from socket import socket
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kkmserver.config import Config
from kkmserver.dialects.door import HasKey
from kkmserver.dialects.http import TellsAnswers
from kkmserver.door_building import Api, Surroundings, build
from kkmserver.door_words import DOORS
from kkmserver.gates import Gate, OpenGate, clients, gates, where
from kkmserver.web.listen import address, listeners, unopened
from kkmserver.web.premises import Audit

if TYPE_CHECKING:
    from kkmserver.web.doors import Count, DoorServer

Opened = Sequence[tuple[Gate, list[socket]]]


def open_gates(config: Config, wanted: Sequence[Gate]) -> Opened:
    """Bound and listening, all of them or none. Raises ConfigError that names the key."""
    opened: list[tuple[Gate, list[socket]]] = []
    faults = []
    for gate in wanted:
        host, port = where(gate, config)
        try:
            opened.append((gate, listeners(host, port)))
        except OSError as error:
            faults.append((gate.place, unopened(host, port, error)))
    if faults:
        close(opened)
        raise config.refused(faults)
    return opened


def close(opened: Opened) -> None:
    for _, sockets in opened:
        for one in sockets:
            one.close()


class Doors:
    """`open` lets in; from `drain` on nobody new is; `stop` ends what is under way, after `seconds` at the most."""

    def __init__(self, config: Config, opened: Opened, around: Surroundings, count: "Count") -> None:
        self._config, self._opened, self._around, self._count = config, opened, around, count
        self._addresses = [(gate, [address(one, tls=gate.settings.tls) for one in those]) for gate, those in opened]
        self._apis: dict[str, Api] = {}
        self._servers: list[DoorServer] = []
        self._held = AsyncExitStack()

    async def build(self) -> None:
        """Everything but the letting in. Raises what an API cannot begin without: ConfigError."""
        for name in dict.fromkeys(gate.dialect for gate, _ in self._opened):
            self._apis[name] = await build(name, self._config, self._around, self._held)

    @property
    def tellers(self) -> Mapping[str, TellsAnswers]:
        """By the name of the API."""
        return {name: api.teller for name, api in self._apis.items()}

    @property
    def keys(self) -> Mapping[int, HasKey]:
        """By the number of the register."""
        return {number: one for api in self._apis.values() for number, one in api.keys.items()}

    def listening(self) -> list[OpenGate]:
        return [
            OpenGate(
                dialect=gate.dialect,
                addresses=addresses,
                device=gate.device,
                clients=clients(gate, self._config),
            )
            for gate, addresses in self._addresses
        ]

    def console(self, audit: Audit) -> list[Route]:
        """Addresses for the server's own page."""
        found = [route for api in self._apis.values() for route in api.console(audit)]
        return found if "itkassa" in self._apis else [*found, Route("/itkassa/organizations", _nobody)]

    async def open(self) -> None:
        if not self._opened:
            return
        from kkmserver.web.doors import DoorServer  # a server without doors need not wait for it

        tls = self._certificate()
        for gate, sockets in self._opened:
            door, server = self._apis[gate.dialect].doors[gate.device], self._config.server
            context = tls if gate.settings.tls else None
            self._servers.append(
                DoorServer(door, sockets, context, server.body_limit, server.body_timeout, self._count)
            )
            await self._servers[-1].open()

    def reload(self, config: Config) -> None:
        self._config = config
        for api in self._apis.values():
            api.reload(config)
        for server in self._servers:
            server.take_limits(config.server.body_limit, config.server.body_timeout)

    def drain(self) -> None:
        """May be called from a signal handler."""
        for server in self._servers:
            server.drain()

    async def stop(self, seconds: float) -> None:
        """May be called again."""
        servers, self._servers = self._servers, []
        await asyncio.gather(*(server.stop(seconds) for server in servers))
        close(self._opened)
        await self._held.aclose()

    def greeting(self) -> list[str]:
        """A line for each port."""
        return [_told(gate, one) for gate, addresses in self._addresses for one in addresses]

    def _certificate(self) -> ssl.SSLContext | None:
        server = self._config.server
        if not any(gate.settings.tls for gate, _ in self._opened):
            return None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(server.tls_certificate, server.tls_key)
        return context


async def _nobody(_: Request) -> Response:
    """By which the page sees that it has nothing to show there."""
    return JSONResponse([])


def _told(gate: Gate, place: str) -> str:
    whose = f", касса № {gate.device}" if gate.device else ""
    title = DOORS[f"dialects.{gate.dialect}"][0].ru
    return f"  {title}: {place}{whose}"


def open_all(config: Config) -> Opened:
    """Of the doors that are switched on. Raises ConfigError."""
    return open_gates(config, gates(config))
