"""A customer display at the end of a wire.

It answers nothing, so all that is known is whether the port took the bytes. A text that is shown twice is the same
text: every error says that the command may run again.
"""

import asyncio
from contextlib import suppress

from drivers.displays import codec, fitting
from drivers.displays.options import DisplayOptions, encoding_of, prelude_of
from drivers.errors import DeviceOffline, NotSupported, named
from drivers.model.command import ClearDisplay, Command, ReadDisplay, ReadState, ShowOnDisplay
from drivers.model.outcome import DisplayAbilities, Outcome
from drivers.model.state import DeviceKind, DeviceState
from drivers.ports import DeviceContext, Traits
from drivers.registry import DriverSpec
from drivers.transports.address import shown

COMMANDS = frozenset({ShowOnDisplay, ClearDisplay, ReadDisplay, ReadState})
_MODELS = {
    "escpos": "Дисплей покупателя ESC/POS",
    "cd5220": "Дисплей покупателя CD5220",
    "dsp800": "Дисплей покупателя DSP-800",
}


def not_supported() -> NotSupported:
    return NotSupported("Дисплей покупателя только показывает текст. Выберите для этой команды другое устройство.")


class CustomerDisplay:
    """See Driver. One connection for each text. Raises RequestRefused for options that cannot be obeyed."""

    def __init__(self, context: DeviceContext, options: DisplayOptions) -> None:
        self._name, self._options = context.name, options
        self._encoding, self._prelude = encoding_of(options), prelude_of(options)
        self._commands = codec.DIALECTS[options.dialect]
        self._transport = context.open_transport(options.connection)
        self._address = shown(options.connection)
        self._traits = Traits(
            kind=DeviceKind.DISPLAY, type_id="CustomerDisplay", model=_MODELS[options.dialect], commands=COMMANDS
        )

    @property
    def traits(self) -> Traits:
        return self._traits

    async def execute(self, command: Command) -> Outcome:
        with named(self._name):
            return await self._do(command)

    async def state(self) -> DeviceState:
        """Online = the port can be opened now."""
        try:
            await self._open()
        except DeviceOffline:
            return self._told(online=False)
        finally:
            await self.close()
        return self._told(online=True)

    async def mark(self) -> str:
        return ""

    async def settle(self, command: Command, mark: str) -> Outcome | None:  # noqa: ARG002 - part of Driver
        """Nothing was recorded, ever: it may be repeated."""
        return None

    async def close(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._options.connect_timeout):
                await self._transport.close()

    async def _do(self, command: Command) -> Outcome:
        match command:
            case ReadState():
                return Outcome(state=await self.state())
            case ReadDisplay():
                return Outcome(display=DisplayAbilities(top=True, bottom=True))
            case ClearDisplay():
                await self._send(self._commands.clear)
                return Outcome()
            case ShowOnDisplay():
                return await self._show(command)
            case _:
                raise not_supported()

    async def _show(self, command: ShowOnDisplay) -> Outcome:
        if command.qr:
            raise NotSupported("Этот дисплей не показывает QR-коды: он на две строки текста. Уберите код из команды.")
        top, bottom, warnings = fitting.both(command.top, command.bottom, self._encoding)
        above, below = (line.encode(self._encoding, "replace") for line in (top, bottom))
        await self._send(codec.show(self._commands, self._prelude, above, below))
        return Outcome(warnings=warnings)

    async def _send(self, data: bytes) -> None:
        """Raises DeviceOffline."""
        try:
            await self._open()
            async with asyncio.timeout(max(self._options.timeout, self._transport.patience)):
                await self._transport.write(data)
                await self._transport.finish()
        except TimeoutError as error:
            raise DeviceOffline(
                f"Дисплей не принимает данные ({self._address}). Проверьте кабель и питание."
            ) from error
        finally:
            await self.close()

    async def _open(self) -> None:
        """Raises DeviceOffline."""
        try:
            async with asyncio.timeout(self._options.connect_timeout):
                await self._transport.open()
        except TimeoutError as error:
            raise DeviceOffline(f"Дисплей не отвечает ({self._address}). Проверьте кабель и питание.") from error

    def _told(self, *, online: bool) -> DeviceState:
        return DeviceState(online=online, model=self._traits.model, address=self._address, line_length=codec.WIDTH)


SPEC = DriverSpec(DisplayOptions, CustomerDisplay)
