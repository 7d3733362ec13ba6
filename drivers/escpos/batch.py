"""A batch of labels while it is printed: made one by one, counted, called off."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

from drivers.errors import Cancelled, OutcomeUnknown
from drivers.escpos import troubles
from drivers.escpos.encoder import Piece
from drivers.model.command import PrintLabels
from drivers.model.outcome import Progress

Report = Callable[[Progress | None], Awaitable[None]]


class Batch:
    """`pieces`: what to print for each label from the command's first one on; made in a thread."""

    def __init__(self, command: PrintLabels, pieces: Iterator[Piece], report: Report | None) -> None:
        self._pieces, self._report = pieces, report
        self._before, self._total = command.first - 1, command.total
        self._out = 0
        self.cancelled = False
        self.proves = False  # the printer does

    @property
    def progress(self) -> Progress | None:
        """None = nobody knows: it is never a guess."""
        return Progress(self._before + self._out, self._total) if self.proves else None

    async def pieces(self) -> AsyncIterator[Piece]:
        while not self.cancelled and (piece := await asyncio.to_thread(next, self._pieces, None)) is not None:
            if self._report is not None:
                await self._report(None)
            yield piece

    async def out(self, labels: int) -> None:
        """So many of those sent are known to be printed."""
        if labels > self._out:
            self._out = labels
            if self._report is not None and (known := self.progress):
                await self._report(known)

    def done(self, sent: int, device: str) -> tuple[str, ...]:
        """Warnings. `sent`: labels that went out in this command. Raises Cancelled, unless it came too late."""
        known, sent = self.progress, self._before + sent
        if self.cancelled and sent < self._total:
            text = troubles.called_off_unproved(sent, self._total)
            if sent == self._before:
                text = "Печать этикеток остановлена, ничего не напечатано."
            elif known:
                text = f"Печать этикеток остановлена: напечатано {known.done} из {known.total}."
            raise Cancelled(text, device=device, nothing_sent=sent == self._before, progress=known)
        return () if known else (troubles.unproved(self._total - self._before),)

    def unknown(self, error: OutcomeUnknown) -> OutcomeUnknown:
        known = self.progress
        doubt = f"Сколько этикеток напечатано, он не сообщает. {troubles.LAST_LABEL}"
        told = f"Точно напечатано {known.done} из {known.total}." if known else doubt
        return OutcomeUnknown(f"{error.text} {told}", device=error.device, progress=known)
