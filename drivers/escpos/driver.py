"""A receipt printer that speaks ESC/POS, over any transport.

Everything is laid out before the connection is opened, so that a bad request sends nothing. One connection per job.
After a job that broke off nobody but a person can tell what is on the paper.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import replace

from drivers.errors import DeviceOffline, NotSupported, OutcomeUnknown, RequestRefused
from drivers.escpos import batch, labels, logo, preview, quick, samples, troubles
from drivers.escpos.composer import Composed, compose
from drivers.escpos.delivery import Delivery
from drivers.escpos.encoder import Encoder, Piece, Printed
from drivers.escpos.options import EscPosOptions, printer_of
from drivers.escpos.profile import load
from drivers.escpos.session import Session
from drivers.escpos.status import Condition
from drivers.model.command import (
    Command,
    OpenDrawer,
    PrintDocument,
    PrintLabels,
    PrintRuler,
    PrintTestPage,
    ReadLineLength,
    ReadState,
)
from drivers.model.document import Line
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceKind, DeviceState
from drivers.ports import DeviceContext, Traits
from drivers.printing import paper_warnings
from drivers.printing.bitmap import Bitmap
from drivers.printing.page import Cut, PictureBlock
from drivers.registry import DriverSpec
from drivers.transports.address import shown

_COPIES = 99
_COMMANDS = (PrintDocument, PrintLabels, PrintTestPage, PrintRuler, ReadLineLength, OpenDrawer, ReadState)


class EscPosPrinter:
    """See Driver, PrintsBatches, HasPreview, KeepsInTouch. Raises RequestRefused for options that cannot be obeyed."""

    def __init__(self, context: DeviceContext, options: EscPosOptions) -> None:
        self._name, self._options = context.name, options
        profile = load(options.profile)
        self._printer = printer_of(profile, options)
        self._encoder = Encoder(self._printer)
        self._delivery = Delivery(context.open_transport(options.connection), options, context.name)
        self._logo = logo.load(context.home / options.logo, self._printer) if options.logo else None
        how = options.logo_store if profile.stores or options.logo_store == "printer" else "never"
        self._shelf = logo.LogoShelf(self._logo, context.data / "logo", how) if self._logo else None
        self._report: batch.Report | None = None
        self._batch: batch.Batch | None = None
        self._traits = Traits(
            kind=DeviceKind.RECEIPT_PRINTER,
            type_id="EscPos",
            model=profile.model,
            commands=frozenset(_COMMANDS),
        )

    @property
    def traits(self) -> Traits:
        return self._traits

    async def execute(self, command: Command) -> Outcome:
        match command:
            case PrintDocument():
                return await self._document(command)
            case PrintLabels():
                return await self._labels(command)
            case PrintRuler() | PrintTestPage():
                await self._print(await asyncio.to_thread(tuple, self._sample(command)))
                return Outcome(line_length=self._printer.paper.columns())
            case OpenDrawer():
                async with self._delivery.session(troubles.OPENED) as session:
                    await self._send(session, [Piece(self._encoder.pulse())], b"")
                return Outcome()
            case ReadLineLength():
                return Outcome(line_length=self._printer.paper.columns())
            case ReadState():
                return Outcome(state=await self.state())
            case _:
                raise self._not_supported()

    async def state(self) -> DeviceState:
        """Online = a connection can be opened now. A printer that answers is asked for the rest."""
        try:
            condition = await self._delivery.condition()
        except DeviceOffline:
            return self._told(Condition(), online=False)
        state = self._told(condition or Condition(), online=True)
        silent = condition is None and self._delivery.known.answered
        return replace(state, fault=troubles.SILENT) if silent else state

    async def mark(self) -> str:
        return ""

    async def settle(self, command: Command, mark: str) -> Outcome | None:  # noqa: ARG002 - part of Driver
        raise OutcomeUnknown(
            f"Принтер «{self._name}» не может сказать, напечатан ли документ. Посмотрите на бумагу: "
            "если документа нет или он не полный, отправьте его ещё раз с новым номером команды.",
            device=self._name,
        )

    def queue(self, waiting: Callable[[], bool]) -> None:
        self._delivery.waiting = waiting

    def watch(self, report: batch.Report) -> None:
        self._report = report

    def cancel(self) -> bool:
        if self._batch is None:
            return False
        self._batch.cancelled = True
        return True

    def preview(self, command: Command) -> tuple[Bitmap, ...]:
        match command:
            case PrintDocument(lines):
                head = (PictureBlock(self._logo.bitmap),) if self._logo else ()
                return (preview.draw((*head, *compose(lines, self._printer).blocks, Cut()), self._printer),)
            case PrintRuler() | PrintTestPage():
                return (preview.draw(self._sample(command), self._printer),)
            case PrintLabels():
                labels.check(command, self._printer)
                return tuple(labels.drawn(replace(command, copies=1, first=1), self._printer))
            case _:
                raise self._not_supported()

    async def close(self) -> None:
        await self._delivery.close()

    async def _document(self, command: PrintDocument) -> Outcome:
        if not 0 <= command.copies <= _COPIES:
            raise RequestRefused(f"Число копий: от 0 до {_COPIES}, а не {command.copies}.", device=self._name)
        composed = await self._composed(command.lines)
        await self._print((*composed.blocks, Cut()), 1 + command.copies, document=True)
        return Outcome(warnings=composed.warnings)

    async def _composed(self, lines: Sequence[Line]) -> Composed:
        if quick.to_compose(lines, self._printer):
            return compose(lines, self._printer)
        return await asyncio.to_thread(compose, lines, self._printer)

    async def _print(self, blocks: tuple[Printed, ...], times: int = 1, *, document: bool = False) -> None:
        """A document has the logo at its head and the beep at its end."""
        async with self._delivery.session() as session:
            head = await self._head(session) if document else ()
            last = self._encoder.beep() if document else b""
            once = await self._encoded((*head, *blocks), last)
            try:
                await self._send(session, once * times, self._encoder.start)
            except (DeviceOffline, TimeoutError):
                if self._shelf:
                    self._shelf.doubt()
                raise

    async def _encoded(self, blocks: tuple[Printed, ...], last: bytes) -> list[Piece]:
        made = self._encoder.pieces(blocks, last)
        return list(made) if quick.to_encode(blocks, self._printer) else await asyncio.to_thread(list, made)

    async def _head(self, session: Session) -> tuple[Printed, ...]:
        if self._shelf is None:
            return ()
        async with asyncio.timeout(3 * self._options.timeout):
            return (await self._shelf.block(session.talk, self._options, era=self._delivery.known),)

    async def _send(self, session: Session, pieces: Iterable[Piece], start: bytes) -> None:
        known = list(pieces)
        session.tally.total = sum(len(piece.data) for piece in known)
        await session.send(start, _each(known), at_hand=True)

    async def _labels(self, command: PrintLabels) -> Outcome:
        await asyncio.to_thread(labels.check, command, self._printer)
        made = labels.pieces(command, self._printer, self._encoder)
        self._batch = running = batch.Batch(command, made, self._report)
        try:
            async with self._delivery.session(advice="") as session:
                running.proves = session.proof is not None
                await session.send(self._encoder.start, running.pieces(), running.out)
        except OutcomeUnknown as error:
            raise running.unknown(error) from error
        finally:
            self._batch = None
        warnings = running.done(session.tally.labels, self._name)
        said = await asyncio.to_thread(paper_warnings.of_template, command.template, command.fields)
        return Outcome(progress=running.progress, warnings=(*said, *warnings))

    def _sample(self, command: PrintRuler | PrintTestPage) -> Iterable[Printed]:
        make = samples.ruler if isinstance(command, PrintRuler) else samples.page
        return make(self._printer)

    def _told(self, condition: Condition, *, online: bool) -> DeviceState:
        return DeviceState(
            online=online,
            model=self._traits.model,
            address=shown(self._options.connection),
            line_length=self._printer.paper.columns(),
            paper_out=condition.paper_out,
            paper_low=condition.paper_low,
            cover_open=condition.cover_open,
            fault=troubles.fault(condition),
        )

    def _not_supported(self) -> NotSupported:
        return NotSupported(
            "Чековый принтер печатает документы и открывает ящик, но чеков не регистрирует. "
            "Выберите для этой команды кассу (ККТ).",
            device=self._name,
        )


async def _each(pieces: Iterable[Piece]) -> AsyncIterator[Piece]:
    for piece in pieces:
        yield piece


def _build(context: DeviceContext, options: EscPosOptions) -> EscPosPrinter:
    return EscPosPrinter(context, options)


SPEC = DriverSpec(EscPosOptions, _build)
