"""A customer display without a display: what it shows can be looked at, a QR code too."""

import asyncio
from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le

from drivers.displays import fitting
from drivers.displays.codec import WIDTH
from drivers.displays.driver import COMMANDS, not_supported
from drivers.errors import RequestRefused, named
from drivers.model.command import ClearDisplay, Command, ReadDisplay, ReadState, ShowOnDisplay
from drivers.model.document import BarcodeLine, Symbology
from drivers.model.outcome import DisplayAbilities, Outcome
from drivers.model.state import DeviceKind, DeviceState
from drivers.ports import DeviceContext, TapeDocument, Traits
from drivers.printing.layout import lay_out
from drivers.printing.page import FONTS, Block, Page, Paper, TextRow
from drivers.registry import DriverSpec
from drivers.virtual.tape import TapeFolder, open_tape

_FONT = 1  # the largest
_SCREEN = Paper(dots=WIDTH * FONTS[_FONT].width, font=_FONT)
_ABILITIES = DisplayAbilities(top=True, bottom=True, qr=True)
_TRAITS = Traits(
    kind=DeviceKind.DISPLAY, type_id="DisplayEmulator", model="Эмулятор дисплея покупателя", commands=COMMANDS
)


@dataclass(frozen=True, slots=True)
class VirtualDisplayOptions:
    tape_folder: TapeFolder = ""  # each screen is also written here as PNG and TXT; "" = nowhere
    tape_length: Annotated[int, Ge(1), Le(1000)] = 20  # screens that can be looked at, the present one first


class VirtualDisplay:
    """See Driver and HasTape."""

    def __init__(self, context: DeviceContext, options: VirtualDisplayOptions) -> None:
        self._name, self._clock = context.name, context.clock
        self._tape = open_tape(options.tape_length, options.tape_folder, context.number)

    @property
    def traits(self) -> Traits:
        return _TRAITS

    async def execute(self, command: Command) -> Outcome:
        with named(self._name):
            return await self._do(command)

    async def state(self) -> DeviceState:
        return DeviceState(online=True, model=_TRAITS.model, line_length=WIDTH, time=self._clock.local())

    async def mark(self) -> str:
        return ""

    async def settle(self, command: Command, mark: str) -> Outcome | None:  # noqa: ARG002 - part of Driver
        """Nothing was recorded, ever: it may be repeated."""
        return None

    def tape(self) -> list[TapeDocument]:
        return self._tape.documents()

    async def close(self) -> None:
        await asyncio.to_thread(self._tape.close)

    async def _do(self, command: Command) -> Outcome:
        match command:
            case ReadState():
                return Outcome(state=await self.state())
            case ReadDisplay():
                return Outcome(display=_ABILITIES)
            case ClearDisplay():
                self._light("Дисплей пуст", ())
                return Outcome()
            case ShowOnDisplay():
                return self._show(command)
            case _:
                raise not_supported()

    def _show(self, command: ShowOnDisplay) -> Outcome:
        top, bottom, warnings = fitting.both(command.top, command.bottom)
        self._light("Дисплей", (TextRow(top, _FONT), TextRow(bottom, _FONT), *_code(command.qr)))
        return Outcome(warnings=warnings)

    def _light(self, title: str, blocks: tuple[Block, ...]) -> None:
        rows = blocks or (TextRow("", _FONT), TextRow("", _FONT))
        self._tape.add(title, self._clock.local(), Page(_SCREEN, rows))


def _code(text: str) -> tuple[Block, ...]:
    """Raises RequestRefused for what makes no code, or one that the screen has no room for."""
    if not text:
        return ()
    try:
        return lay_out([BarcodeLine(Symbology.QR, text)], _SCREEN)
    except RequestRefused as error:
        raise type(error)(f"QR-код для дисплея: {error.text.removeprefix('Строка 1: ')}") from error


SPEC = DriverSpec(VirtualDisplayOptions, VirtualDisplay)
