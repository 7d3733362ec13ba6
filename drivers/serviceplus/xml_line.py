"""The line to one register that speaks XML: asks, waits with a deadline, connects again where it broke.

Source: spec/service-plus.md C1. What only asks is asked up to three times, anything else once.
"""

import asyncio
import uuid
from typing import Any, TypeVar

from drivers.errors import DeviceOffline, FrameError, KkmError
from drivers.ports import Clock, Transport
from drivers.registers import talk
from drivers.registers.connection import Connection
from drivers.registers.request import Effect
from drivers.serviceplus import xml_codes, xml_message
from drivers.serviceplus.options import ServicePlusOptions
from drivers.serviceplus.xml_data import spelt
from drivers.serviceplus.xml_link import XmlReader
from drivers.serviceplus.xml_message import Question, Reply
from drivers.serviceplus.xml_request import Request

A = TypeVar("A")
_READ = 4096  # bytes at once
_LISTEN = 0.03  # seconds before a question in which what is left of an earlier answer comes
_MOST = 1 << 16  # bytes of it
_TRIES = 3  # of a question that changes nothing


class XmlLine(Connection):
    """Owned by one task, as the register itself is. It may be asked again after a call that was cancelled."""

    def __init__(self, transport: Transport, options: ServicePlusOptions, clock: Clock) -> None:
        super().__init__(transport, options)
        self._options, self._clock = options, clock
        self._reader = XmlReader()
        self._in_doubt = True  # something may be left of an earlier answer

    async def ask(self, request: Request[A]) -> A:
        """Raises DeviceOffline where the command was not carried out or only asks, OutcomeUnknown where it may have
        been, what `xml_codes` makes of a refusal, FrameError with `nothing_sent` for an answer that makes no sense.
        """
        question = self._question(request)
        for left in reversed(range(_TRIES if request.effect is Effect.NONE else 1)):
            await self._ready(request)
            try:
                return _read(request, await self._answered(question, request))
            except (DeviceOffline, FrameError, TimeoutError) as error:
                self.broken = True
                if not left:
                    raise self._lost(request, error) from error
        raise AssertionError("the last try raises")

    async def _answered(self, question: Question, request: Request[Any]) -> Reply:
        """The first reply that belongs to the question. Raises DeviceOffline, FrameError, TimeoutError."""
        options = self._options
        documents = request.effect is not Effect.NONE
        patience = (options.xml_document_timeout if documents else options.xml_answer_timeout) + request.extra
        self._in_doubt = True
        async with asyncio.timeout(patience):
            await self._transport.write(xml_message.encode(question))
            while True:
                for message in await self._heard():
                    reply = xml_message.decode(message)
                    if xml_message.answers(question, reply):
                        self._in_doubt = False
                        return reply

    async def _heard(self) -> list[bytes]:
        """Messages that are whole, or were left off. Raises DeviceOffline, FrameError."""
        try:
            async with asyncio.timeout(self._options.xml_silence if self._reader.begun else None):
                return self._reader.feed(await self._transport.read(_READ))
        except TimeoutError:
            if not self._reader.begun:
                raise
            return [self._reader.silence()]

    async def _ready(self, request: Request[Any]) -> None:
        """Connected, with nothing left from before. Raises DeviceOffline."""
        if self.broken:
            await self._connect()
        if self._in_doubt or request.effect is not Effect.NONE:
            await self._listen()

    async def _listen(self) -> None:
        """What comes now belongs to nothing; a connection that has broken meanwhile is made again."""
        self._reader.silence()
        heard = 0
        try:
            async with asyncio.timeout(_LISTEN):
                while heard < _MOST:
                    heard += len(await self._transport.read(_READ))
        except TimeoutError:
            return
        except DeviceOffline:
            await self._connect()

    async def _connect(self) -> None:
        await self._open()
        self.broken = False

    def _question(self, request: Request[Any]) -> Question:
        return Question(
            id=f"{{{uuid.uuid4()}}}",
            moment=f"{self._clock.local():%Y-%m-%d %H:%M:%S}",
            command=request.command,
            data=spelt(request.data) if request.data else "",
            version=self._options.xml_version,
            ffd=1 if self._options.ffd == "1.0" else 2,
        )

    def _lost(self, request: Request[Any], cause: Exception) -> KkmError:
        if request.effect is not Effect.NONE:
            return talk.unknown(f"«{request.name}»", self.address)
        return (
            talk.unreadable(self.address, cause.text) if isinstance(cause, FrameError) else talk.offline(self.address)
        )


def _read(request: Request[A], reply: Reply) -> A:
    if reply.result:
        raise xml_codes.error_of(reply, request.name, request.effect)
    return request.read(reply.data)
