"""One printer at the end of a transport: bytes to it, questions, answers. Remembers whether it answers at all."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from drivers.errors import DeviceOffline
from drivers.labels.language import Language
from drivers.labels.options import LabelOptions
from drivers.labels.status import Status
from drivers.ports import Transport
from drivers.transports.address import shown

_CHUNK = 4096  # bytes that share one deadline; 4.3 s at 9600 baud
_ANSWER = 256  # bytes read at once
_BEAT = 2.0  # seconds
_SILENT_FOR = 300.0  # seconds before a printer that did not answer is asked again: it may have been out of labels

Attend = Callable[[bool], Awaitable[None]]  # True: nothing moves


async def _unattended(stuck: bool) -> None:  # noqa: ARG001
    return None


class Session:
    """Opened for each job. `answers`: it has answered since it was last away."""

    def __init__(self, transport: Transport, language: Language, options: LabelOptions) -> None:
        self._transport, self._language, self._options = transport, language, options
        self.answers = False
        self._silent_since: float | None = None
        self._owed = 0  # questions whose answers may still come

    async def open(self) -> None:
        """Raises DeviceOffline; who was away is asked again."""
        self._owed = 0
        try:
            async with asyncio.timeout(self._options.connect_timeout):
                await self._transport.open()
        except (DeviceOffline, TimeoutError) as error:
            self._silent_since, self.answers = None, False
            if isinstance(error, DeviceOffline):
                raise
            raise DeviceOffline(
                f"Принтер не отвечает ({shown(self._options.connection)}). Проверьте, что он включён и подключён."
            ) from error

    async def send(self, data: bytes, patience: float = 0, attend: Attend = _unattended) -> None:
        """Raises DeviceOffline, and TimeoutError when nothing is taken for `patience` seconds, 0 = as set.

        `attend` is called after each piece, and every few seconds while nothing is taken; what it raises ends it.
        """
        for start in range(0, len(data), _CHUNK):
            async with asyncio.timeout(patience or self._options.timeout):
                await _attended(self._transport.write(data[start : start + _CHUNK]), attend)
            await attend(False)

    async def ask(self, *, again: bool = False) -> Status | None:
        """The newest of the answers; None when none came in time.

        A printer that has never answered is not waited for again, with `again` not for some minutes. Raises
        DeviceOffline, TimeoutError.
        """
        if self._is_mute(again) or not self._transport.answers:
            return None
        await self.send(self._language.question)
        self._owed += 1
        status = await self._answer()
        if status is not None:
            self.answers = True
        elif not self.answers and self._options.status == "auto":
            self._silent_since = asyncio.get_running_loop().time()
        return status

    def _is_mute(self, again: bool) -> bool:
        if self._options.status == "off" or self.answers or self._silent_since is None:
            return self._options.status == "off"
        return not again or asyncio.get_running_loop().time() < self._silent_since + _SILENT_FOR

    async def _answer(self) -> Status | None:
        """Late answers to questions of before come first: they tell how it was then. Those that never come are waited
        for once.
        """
        reader, newest = self._language.reader(), None
        with suppress(TimeoutError):
            async with asyncio.timeout(self._options.status_timeout):
                while self._owed > 0:
                    answers = reader.feed(await self._transport.read(_ANSWER))
                    self._owed -= len(answers)
                    newest = answers[-1] if answers else newest
        if newest is not None:
            self._owed = 0
        return newest

    async def finish(self, patience: float, attend: Attend) -> None:
        """Raises DeviceOffline, TimeoutError."""
        async with asyncio.timeout(max(patience, self._transport.patience)):
            await _attended(self._transport.finish(), attend)

    async def close(self) -> None:
        await self._transport.close()


async def _attended(work: Awaitable[None], attend: Attend) -> None:
    doing = asyncio.ensure_future(work)
    try:
        while not (await asyncio.wait((doing,), timeout=_BEAT))[0]:
            await attend(True)
        await doing
    finally:
        doing.cancel()
        await asyncio.gather(doing, return_exceptions=True)
