"""A receipt printer without a printer: what it prints can be looked at."""

import secrets
from dataclasses import dataclass
from itertools import islice
from typing import Annotated

from annotated_types import Ge, Le

from drivers.errors import NotSupported, OutcomeUnknown
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
from drivers.model.outcome import Outcome, Progress
from drivers.model.state import DeviceKind, DeviceState
from drivers.ports import DeviceContext, TapeDocument, Traits
from drivers.printing import paper_warnings, raster
from drivers.printing.bitmap import Bitmap
from drivers.printing.page import Page, Paper
from drivers.registry import DriverSpec
from drivers.virtual import pace, receipt_paper
from drivers.virtual.tape import TapeFolder, open_tape
from drivers.virtual.worker import Worker

_PRINTING = (PrintDocument, PrintRuler, PrintTestPage, PrintLabels)
_COMMANDS = (*_PRINTING, ReadLineLength, OpenDrawer, ReadState)
_MOST_SHOWN = 20  # labels of a batch in a preview
_TRAITS = Traits(
    kind=DeviceKind.RECEIPT_PRINTER,
    type_id="PrinterEmulator",
    model="Эмулятор чекового принтера",
    commands=frozenset(_COMMANDS),
)


@dataclass(frozen=True, slots=True)
class VirtualPrinterOptions:
    dots: Annotated[int, Ge(120), Le(2000)] = 576  # width of the paper: 576 = 80 mm (48 columns), 384 = 58 mm (32)
    tape_folder: TapeFolder = ""  # each document is also written here as PNG and TXT; "" = nowhere
    tape_length: Annotated[int, Ge(1), Le(1000)] = 100  # documents that can be looked at
    delay: Annotated[float, Ge(0), Le(600)] = 0.0  # seconds a command takes in all; the document is on the tape first


class VirtualPrinter:
    """Driver of a printer whose paper is in memory."""

    def __init__(self, context: DeviceContext, options: VirtualPrinterOptions) -> None:
        self._context, self._options = context, options
        self._paper = Paper(dots=options.dots)
        self._tape = open_tape(options.tape_length, options.tape_folder, context.number)
        self._worker = Worker()
        # The paper is gone with the process, so the counter need not outlive it; the word tells the lives apart.
        self._life, self._count = secrets.token_hex(4), 0

    @property
    def traits(self) -> Traits:
        return _TRAITS

    async def execute(self, command: Command) -> Outcome:
        if not isinstance(command, _COMMANDS):
            raise self._not_supported()
        begun = self._context.clock.monotonic()
        outcome = await self._worker.run(self._do, command)
        await pace.last(self._options.delay, begun, self._context.clock)
        return outcome

    def _do(self, command: Command) -> Outcome:
        match command:
            case ReadState():
                return Outcome(state=self._state())
            case ReadLineLength():
                return Outcome(line_length=self._paper.columns())
        for title, page in receipt_paper.pages(command, self._paper):
            self._print(title, page, command.copies if isinstance(command, PrintDocument) else 0)
        self._count += 1
        return self._answer(command)

    def _print(self, title: str, page: Page, copies: int) -> None:
        self._tape.add(title, self._context.clock.local(), page)
        self._tape.add_copies(f"{title} (копия)", self._context.clock.local(), page, copies)

    def _answer(self, command: Command) -> Outcome:
        match command:
            case PrintRuler():
                return Outcome(line_length=self._paper.columns())
            case PrintLabels():
                said = paper_warnings.of_template(command.template, command.fields)
                return Outcome(progress=Progress(command.total, command.total), warnings=said)
            case PrintDocument():
                return Outcome(warnings=paper_warnings.of_document(command.lines, self._paper.dots))
            case _:
                return Outcome()

    def preview(self, command: Command) -> tuple[Bitmap, ...]:
        """Of a batch of labels no more than people look at."""
        if not isinstance(command, _PRINTING):
            raise self._not_supported()
        found = islice(receipt_paper.pages(command, self._paper), _MOST_SHOWN)
        return tuple(raster.draw(page) for _, page in found)

    def _not_supported(self) -> NotSupported:
        return NotSupported(
            "Чековый принтер не выполняет кассовые операции: выберите для этой команды кассу (ККТ).",
            device=self._context.name,
        )

    def _state(self) -> DeviceState:
        return DeviceState(
            online=True,
            model=_TRAITS.model,
            line_length=self._paper.columns(),
            time=self._context.clock.local(),
        )

    async def state(self) -> DeviceState:
        return self._state()

    async def mark(self) -> str:
        return await self._worker.look(lambda: f"{self._life};{self._count}")

    async def settle(self, command: Command, mark: str) -> Outcome | None:
        """Raises OutcomeUnknown after a restart: the paper in memory is gone, so nobody can see what was on it."""
        now = await self.mark()
        if mark == now:
            return None
        if mark == f"{self._life};{self._count - 1}":
            return self._answer(command)
        raise OutcomeUnknown(
            "Эмулятор принтера был перезапущен и не помнит, был ли документ напечатан.", device=self._context.name
        )

    def tape(self) -> list[TapeDocument]:
        return self._tape.documents()

    async def close(self) -> None:
        await self._worker.close(self._tape.close)


SPEC = DriverSpec(options=VirtualPrinterOptions, build=VirtualPrinter)
