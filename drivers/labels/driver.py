"""A label printer of any language, over any transport.

The first labels are drawn before the connection is opened, so that a bad request sends nothing. A batch goes out in
windows of `labels_ahead`. Where the printer can tell, each window is waited for until nothing of it is left to print;
only then its labels count as printed. Where it cannot, nothing counts: `Progress` is never a guess.
"""

import asyncio

from drivers.errors import DeviceOffline, OutcomeUnknown, named
from drivers.labels import texts
from drivers.labels.batch import Job, windows
from drivers.labels.delivery import Delivery, Report
from drivers.labels.language import Language
from drivers.labels.options import LabelOptions
from drivers.labels.paper import LabelPaper
from drivers.labels.session import Session
from drivers.labels.status import Status
from drivers.model.command import (
    Command,
    PrintDocument,
    PrintLabels,
    PrintRuler,
    PrintTestPage,
    ReadLineLength,
    ReadState,
)
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceKind, DeviceState
from drivers.ports import DeviceContext, Traits
from drivers.printing.bitmap import Bitmap
from drivers.transports.address import shown

_COMMANDS = frozenset({PrintDocument, PrintLabels, PrintRuler, PrintTestPage, ReadLineLength, ReadState})


class LabelPrinter:
    """See Driver, PrintsBatches and HasPreview."""

    def __init__(self, context: DeviceContext, options: LabelOptions, language: Language) -> None:
        self._name, self._clock = context.name, context.clock
        self._options, self._language = options, language
        self._paper = LabelPaper(options, language.model)
        self._session = Session(context.open_transport(options.connection), language, options)
        self._report: Report | None = None
        self._running, self._stop = False, asyncio.Event()
        self._traits = Traits(
            kind=DeviceKind.LABEL_PRINTER, type_id=language.type_id, model=language.model, commands=_COMMANDS
        )

    @property
    def traits(self) -> Traits:
        return self._traits

    def watch(self, report: Report) -> None:
        self._report = report

    def cancel(self) -> bool:
        if self._running:
            self._stop.set()
        return self._running

    def preview(self, command: Command) -> tuple[Bitmap, ...]:
        return self._paper.preview(command)

    async def execute(self, command: Command) -> Outcome:
        match command:
            case ReadState():
                return Outcome(state=await self.state())
            case ReadLineLength():
                return Outcome(line_length=self._paper.columns())
            case PrintRuler():
                await self._run(command)
                return Outcome(line_length=self._paper.columns())
            case _:
                return await self._run(command)

    async def state(self) -> DeviceState:
        """Online = a connection can be opened now; what else is known, the printer answers."""
        status = None
        try:
            await self._session.open()
            status = await self._session.ask()
            silent = status is None and self._session.answers
        except (DeviceOffline, TimeoutError):
            return self._state(online=False)
        finally:
            await self._session.close()
        return self._state(status or Status(fault=texts.SILENT if silent else ""))

    def _state(self, status: Status | None = None, *, online: bool = True) -> DeviceState:
        said = status or Status()
        return DeviceState(
            online=online,
            model=self._traits.model,
            address=shown(self._options.connection),
            line_length=self._paper.columns(),
            paper_out=said.paper_out,
            paper_low=said.paper_low,
            cover_open=said.head_open,
            fault=said.fault_text(),
        )

    async def mark(self) -> str:
        return ""

    async def settle(self, command: Command, mark: str) -> Outcome | None:  # noqa: ARG002 - part of Driver
        raise OutcomeUnknown(texts.cannot_tell(self._name, isinstance(command, PrintLabels)), device=self._name)

    async def close(self) -> None:
        await self._session.close()

    async def _run(self, command: Command) -> Outcome:
        self._stop.clear()
        self._running = True
        try:
            with named(self._name):
                job = await asyncio.to_thread(self._paper.job, command)
                return await self._deliver(job)
        finally:
            self._running = False

    async def _deliver(self, job: Job) -> Outcome:
        """Everything up to the first window is drawn before the printer is touched."""
        prepared = windows(job.sheets, self._language, self._options.labels_ahead)
        first = await asyncio.to_thread(next, prepared, None)
        delivery = Delivery(
            self._name,
            self._session,
            self._language,
            self._options,
            self._clock,
            job,
            self._stop,
            self._report,
        )
        try:
            await self._session.open()
            return await delivery.run(first, prepared)
        finally:
            await self._session.close()
