"""The service at the end of the line: one question, one connection, one answer; nothing is asked twice.

It goes over a Transport, so that what passes is counted, kept as evidence and logged as of any other device.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from drivers.errors import DeviceOffline, FrameError, KkmError, OutcomeUnknown, WrongState
from drivers.http_service.address import ServiceAddress
from drivers.http_service.exchange import Credentials, CutOff, Exchange, Nonsense
from drivers.http_service.question import Answer, Question
from drivers.ports import Transport

_READ = 64 * 1024  # bytes at once
_CLOSED_OUT = (401, 403)


@dataclass(frozen=True, slots=True)
class Named:
    """How texts for people speak of the service."""

    title: str  # "Веб-сервер АТОЛ"
    check: str  # what to look at where it does not answer: "служба запущена, ..."


class HttpService:
    """Owned by one task as the device itself is; questions that come together wait for each other."""

    def __init__(
        self,
        open_transport: Callable[[str], Transport],
        address: ServiceAddress,
        named: Named,
        *,
        credentials: Credentials | None = None,
        connect_seconds: float = 5.0,
    ) -> None:
        self._transport = open_transport(address.connection)
        self._address, self._named = address, named
        self._credentials = credentials or Credentials()
        self._connect_seconds = connect_seconds
        self._turn = asyncio.Lock()

    def __str__(self) -> str:
        return f"{self._named.title} ({self._address})"

    async def ask(self, question: Question) -> Answer:
        """Whatever its status says, but for 401 and 403.

        Raises DeviceOffline where nothing has left us, or where the question is harmless; OutcomeUnknown where it may
        have been carried out; WrongState where name and password are wrong; FrameError, `nothing_sent`, for nonsense
        that a harmless question was answered with.
        """
        async with self._turn:
            await self._open()
            try:
                answer = await self._asked(question)
            except (DeviceOffline, TimeoutError, Nonsense) as error:
                raise self._lost(question, error) from error
            finally:
                await self._close()
        if answer.status in _CLOSED_OUT:
            raise WrongState(
                f"{self} не пускает: HTTP {answer.status}. Проверьте имя и пароль (ключи login и password).",
                native=answer.status,
            )
        return answer

    def unreadable(self, question: Question, why: str) -> KkmError:
        """For an answer that arrived whole, but does not say what it should."""
        if question.harmless:
            return FrameError(f"{self}: непонятный ответ, {why}. {self._advice()}", nothing_sent=True)
        return OutcomeUnknown(self._doubt(f"непонятный ответ, {why}"))

    async def close(self) -> None:
        """Never raises."""
        await self._close()

    async def _asked(self, question: Question) -> Answer:
        exchange = Exchange(question, self._address.path + question.path, self._address.place, self._credentials)
        async with asyncio.timeout(question.seconds):
            await self._transport.write(exchange.sent)
            while True:
                answer = exchange.feed(await self._heard())
                if answer is not None:
                    return answer

    async def _heard(self) -> bytes:
        """b"" at the end: of some answers it is the only sign that they are whole."""
        try:
            return await self._transport.read(_READ)
        except DeviceOffline:
            return b""

    async def _open(self) -> None:
        """Raises DeviceOffline."""
        try:
            async with asyncio.timeout(self._connect_seconds):
                await self._transport.open()
        except (TimeoutError, DeviceOffline) as error:
            await self._close()
            raise DeviceOffline(f"{self}: нет связи. {self._advice()}") from error

    async def _close(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._connect_seconds):
                await self._transport.close()

    def _lost(self, question: Question, cause: Exception) -> KkmError:
        if isinstance(cause, Nonsense) and not isinstance(cause, CutOff):
            return self.unreadable(question, "это не ответ HTTP")
        what = "нет ответа вовремя" if isinstance(cause, TimeoutError) else "связь разорвана"
        if question.harmless:
            return DeviceOffline(f"{self}: {what}. {self._advice()}")
        return OutcomeUnknown(self._doubt(what))

    def _advice(self) -> str:
        return f"Проверьте, что {self._named.check}, и адрес (ключ connection)."

    def _doubt(self, what: str) -> str:
        return (
            f"{self}: {what}. Неизвестно, выполнена ли команда. "
            "Прежде чем повторять, проверьте последний документ кассы."
        )
