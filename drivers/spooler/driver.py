"""Any printer that Windows or CUPS has a driver for: pages go there as pictures, each job is followed to its end.

The number of a job is known before it has a document, see queue.book; it is the driver's mark. So a command whose
answer is lost is settled by asking the spooler for exactly that job.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace

from drivers.errors import Cancelled, DeviceOffline, KkmError, OutcomeUnknown
from drivers.model.command import (
    Command,
    PrintDocument,
    PrintLabels,
    PrintRuler,
    PrintTestPage,
    ReadLineLength,
    ReadState,
)
from drivers.model.outcome import Outcome, Progress
from drivers.model.state import DeviceKind, DeviceState
from drivers.ports import DeviceContext, Traits
from drivers.printing import paper_warnings
from drivers.printing.bitmap import Bitmap
from drivers.registry import DriverSpec
from drivers.spooler import follow, paging
from drivers.spooler.address import open_queue
from drivers.spooler.batch import Batch
from drivers.spooler.follow import Ticket
from drivers.spooler.options import SpoolerOptions, form_of
from drivers.spooler.queue import Pages

_SHOWN = 20  # labels of a batch in a preview
_KINDS = {"receipt": DeviceKind.RECEIPT_PRINTER, "label": DeviceKind.LABEL_PRINTER}


class SpoolerPrinter:
    """See Driver. Raises RequestRefused when made with options that contradict each other."""

    def __init__(self, context: DeviceContext, options: SpoolerOptions) -> None:
        self._name, self._options = context.name, options
        self._form = form_of(options)
        self._queue = open_queue(options.connection, "pages", options.format, options.timeout)
        self._booked: Ticket | None = None  # for the next command
        self._batch: Batch | None = None  # the one that is being printed
        self._report: Callable[[Progress], Awaitable[None]] | None = None
        self._traits = Traits(
            kind=_KINDS[options.kind],
            type_id="SpoolerPrinter",
            model="Принтер Windows или CUPS",
            commands=frozenset({PrintDocument, PrintLabels, PrintRuler, PrintTestPage, ReadLineLength, ReadState}),
        )

    @property
    def traits(self) -> Traits:
        return self._traits

    def watch(self, report: Callable[[Progress], Awaitable[None]]) -> None:
        self._report = report

    def cancel(self) -> bool:
        return self._batch is not None and self._batch.cancel()

    def preview(self, command: Command) -> tuple[Bitmap, ...]:
        if isinstance(command, PrintLabels):
            drawn = paging.labels(command, self._form)
            return tuple(bitmap for bitmap, _ in zip(drawn, range(_SHOWN), strict=False))
        return paging.pages(command, self._form)

    async def execute(self, command: Command) -> Outcome:
        try:
            match command:
                case ReadState():
                    return Outcome(state=await self.state())
                case ReadLineLength():
                    return Outcome(line_length=self._form.paper.columns())
                case PrintLabels():
                    return await self._print_labels(command)
                case _:
                    return await self._print(command)
        except KkmError as error:
            error.device = self._name
            raise
        finally:
            await self._drop_booking()

    async def state(self) -> DeviceState:
        """What the spooler knows; it hears of paper and covers while it prints, so that may be old."""
        try:
            printer = await self._queue.printer()
        except DeviceOffline:
            return DeviceState(online=False, address=str(self._queue), line_length=self._form.paper.columns())
        stopped = "" if not printer.stopped else f"печать остановлена: {printer.message}".rstrip(": ")
        return DeviceState(
            online=not printer.offline,
            model=printer.model,
            address=str(self._queue),
            line_length=self._form.paper.columns(),
            paper_out=printer.paper_out,
            paper_low=printer.paper_low,
            cover_open=printer.cover_open,
            fault=", ".join(filter(None, (stopped, printer.fault))),
        )

    async def mark(self) -> str:
        """Books a job. Raises DeviceOffline, and OperatorNeeded for a queue that is stopped."""
        await self._drop_booking()
        self._booked = await self._book()
        return str(self._booked)

    async def settle(self, command: Command, mark: str) -> Outcome | None:
        """The spooler is asked for the job: one without a document is cancelled, one that prints is waited for.

        What a person has cancelled is not printed again by us: it stays unknown until that person decides.
        """
        ticket = Ticket.read(mark)
        if ticket is None:
            raise OutcomeUnknown("Задание не записано, спросить о нём нельзя.", device=self._name)
        try:
            if isinstance(command, PrintLabels):
                return await Batch(self._queue, self._options, command).settle(ticket)
            await follow.follow(self._queue, ticket, self._options.job_timeout)
        except DeviceOffline:
            raise
        except Cancelled as error:
            raise OutcomeUnknown(error.text, device=self._name, progress=error.progress) from error
        except KkmError as error:
            if error.nothing_sent:
                return None
            raise
        return self._answer(command)

    async def close(self) -> None:
        await self._drop_booking()
        await self._queue.close()

    async def _print(self, command: Command) -> Outcome:
        bitmaps = await asyncio.to_thread(paging.pages, command, self._form)
        if bitmaps:
            ticket = await self._ticket()
            pages = Pages(bitmaps, self._options.dpi)
            await follow.deliver(self._queue, ticket, pages, self._options.job_timeout)
        return self._answer(command)

    async def _print_labels(self, command: PrintLabels) -> Outcome:
        labels = await asyncio.to_thread(paging.labels, command, self._form)
        self._batch = Batch(self._queue, self._options, command, self._report)
        try:
            outcome = await self._batch.print(labels, await self._ticket())
        finally:
            self._batch = None
        said = await asyncio.to_thread(paper_warnings.of_template, command.template, command.fields)
        return replace(outcome, warnings=said)

    def _answer(self, command: Command) -> Outcome:
        match command:
            case PrintRuler():
                return Outcome(line_length=self._form.paper.columns())
            case PrintDocument():
                return Outcome(warnings=paper_warnings.of_document(command.lines, self._form.paper.dots))
            case _:
                return Outcome()

    async def _ticket(self) -> Ticket:
        """The job that was booked for this command; its number is in the journal already."""
        ticket, self._booked = self._booked, None
        return ticket or await self._book()

    async def _book(self) -> Ticket:
        title = f"kkmserver-{secrets.token_hex(8)}"
        await follow.check(self._queue)
        await self._queue.forget()
        return Ticket(await self._queue.book(title), title)

    async def _drop_booking(self) -> None:
        ticket, self._booked = self._booked, None
        if ticket is not None:
            await follow.withdraw(self._queue, ticket)


def _build(context: DeviceContext, options: SpoolerOptions) -> SpoolerPrinter:
    return SpoolerPrinter(context, options)


SPEC = DriverSpec(SpoolerOptions, _build)
