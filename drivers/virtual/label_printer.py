"""A label printer without a printer: its labels can be looked at."""

import secrets
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from typing import Annotated, Literal

from annotated_types import Ge, Le

from drivers.errors import Cancelled, OutcomeUnknown
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
from drivers.ports import DeviceContext, TapeDocument, Traits
from drivers.printing import raster_sheet
from drivers.printing.bitmap import Bitmap
from drivers.printing.label_box import dots
from drivers.printing.label_flow import Label
from drivers.printing.sheet import SheetSize
from drivers.registry import DriverSpec
from drivers.virtual.label_paper import LabelPaper
from drivers.virtual.tape import TapeFolder, open_tape
from drivers.virtual.worker import Worker

_COMMANDS = (PrintDocument, PrintLabels, PrintRuler, PrintTestPage, ReadLineLength, ReadState)
_TRAITS = Traits(
    kind=DeviceKind.LABEL_PRINTER,
    type_id="LabelPrinterEmulator",
    model="Эмулятор принтера этикеток",
    commands=frozenset(_COMMANDS),
)
_SLICE = 32  # labels that come out at once where one takes no time
_MOST_SHOWN = 20  # labels of a batch in a preview


@dataclass(frozen=True, slots=True)
class VirtualLabelPrinterOptions:
    width: Annotated[float, Ge(10), Le(300)] = 58.0  # millimetres
    height: Annotated[float, Ge(10), Le(300)] = 40.0  # millimetres
    dpi: Literal[203, 300, 600] = 203
    tape_folder: TapeFolder = ""  # each label is also written here as PNG and TXT; "" = nowhere
    tape_length: Annotated[int, Ge(1), Le(1000)] = 100  # labels that can be looked at
    delay: Annotated[float, Ge(0), Le(600)] = 0.0  # seconds a label takes


@dataclass(frozen=True, slots=True)
class _Job:
    """The printing command begun last, and how far it came."""

    command: Command | None = None
    number: int = 0
    before: int = 0  # labels of the batch that are no part of this command
    count: int = 0
    printed: int = 0
    warnings: tuple[str, ...] = ()

    @property
    def progress(self) -> Progress | None:
        if not isinstance(self.command, PrintLabels):
            return None
        return Progress(self.before + self.printed, self.before + self.count)

    @property
    def done(self) -> bool:
        return self.printed == self.count

    @property
    def came(self) -> str:
        return f"напечатано {self.before + self.printed} из {self.before + self.count}"


class VirtualLabelPrinter:
    """Driver of a printer whose labels are in memory. Everything that changes is changed in its thread."""

    def __init__(self, context: DeviceContext, options: VirtualLabelPrinterOptions) -> None:
        self._context, self._options = context, options
        width, height = (dots(Decimal(str(side)), options.dpi) for side in (options.width, options.height))
        self._paper = LabelPaper(SheetSize(width, height, options.dpi))
        self._tape = open_tape(options.tape_length, options.tape_folder, context.number)
        self._worker = Worker()
        # The labels are gone with the process, so numbers of jobs need not outlive it; the word tells lives apart.
        self._life, self._job = secrets.token_hex(4), _Job()
        self._report: Callable[[Progress], Awaitable[None]] | None = None
        self._running = self._called_off = False

    @property
    def traits(self) -> Traits:
        return _TRAITS

    def watch(self, report: Callable[[Progress], Awaitable[None]]) -> None:
        self._report = report

    def cancel(self) -> bool:
        self._called_off = self._running
        return self._running

    async def execute(self, command: Command) -> Outcome:
        match command:
            case ReadState():
                return Outcome(state=await self.state())
            case ReadLineLength():
                return Outcome(line_length=self._paper.columns)
        self._called_off, self._running = False, isinstance(command, PrintLabels)
        try:
            await self._print_all(await self._worker.run(self._begin, command))
        finally:
            self._running = False
        return self._answer(self._job)

    def _begin(self, command: Command) -> Iterator[Label]:
        """Whatever is refused is refused here, before the first label."""
        run = self._paper.run(command)
        self._job = _Job(command, self._job.number + 1, run.before, run.count, warnings=run.warnings)
        return run.labels

    async def _print_all(self, labels: Iterator[Label]) -> None:
        """Raises Cancelled."""
        while not self._job.done:
            if self._called_off:
                raise self._cancelled(self._job)
            if self._options.delay:
                await self._context.clock.sleep(self._options.delay)
            progress = await self._worker.run(self._print, labels, 1 if self._options.delay else _SLICE)
            if progress is not None and self._report is not None:
                await self._report(progress)

    def _print(self, labels: Iterator[Label], most: int) -> Progress | None:
        for label in islice(labels, most):
            self._job = replace(self._job, printed=self._job.printed + 1)
            number, total = self._job.before + self._job.printed, self._job.before + self._job.count
            self._tape.add(f"Этикетка {number} из {total}", self._context.clock.local(), label)
        return self._job.progress

    def _cancelled(self, job: _Job) -> Cancelled:
        return Cancelled(f"Печать отменена: {job.came}.", device=self._context.name, progress=job.progress)

    def _answer(self, job: _Job) -> Outcome:
        columns = self._paper.columns if isinstance(job.command, PrintRuler) else None
        return Outcome(line_length=columns, progress=job.progress, warnings=job.warnings)

    async def state(self) -> DeviceState:
        return DeviceState(
            online=True, model=_TRAITS.model, line_length=self._paper.columns, time=self._context.clock.local()
        )

    async def mark(self) -> str:
        return await self._worker.look(lambda: f"{self._life};{self._job.number}")

    async def settle(self, command: Command, mark: str) -> Outcome | None:  # noqa: ARG002 - its own notes tell
        """Raises OutcomeUnknown for a command that was broken off, with its progress, and after a restart."""
        job = await self._worker.look(lambda: self._job)
        if mark == f"{self._life};{job.number}":
            return None
        if mark != f"{self._life};{job.number - 1}":
            raise OutcomeUnknown(
                "Эмулятор принтера был перезапущен и не помнит, что было напечатано.", device=self._context.name
            )
        if job.done:
            return self._answer(job)
        if not job.printed:
            return None
        raise OutcomeUnknown(
            f"Печать прервалась: {job.came}.",
            device=self._context.name,
            progress=job.progress,
        )

    def preview(self, command: Command) -> tuple[Bitmap, ...]:
        """The first labels; of a batch no more than people look at."""
        return tuple(raster_sheet.draw(label.sheet) for label in islice(self._paper.run(command).labels, _MOST_SHOWN))

    def tape(self) -> list[TapeDocument]:
        return self._tape.documents()

    async def close(self) -> None:
        await self._worker.close(self._tape.close)


SPEC = DriverSpec(options=VirtualLabelPrinterOptions, build=VirtualLabelPrinter)
