"""A receipt printer that speaks ESC/POS, over any transport.

Everything is encoded before the connection is opened, so that a bad request sends nothing. One connection per job.
A printer is not asked anything: after a job that broke off nobody but a person can tell what is on the paper.
"""

import asyncio
from contextlib import suppress

from drivers.errors import DeviceOffline, NotSupported, OutcomeUnknown, RequestRefused
from drivers.escpos.encoder import Encoder
from drivers.escpos.options import EscPosOptions, printer_of
from drivers.escpos.profile import load
from drivers.model.command import Command, OpenDrawer, PrintDocument, PrintRuler, ReadLineLength, ReadState
from drivers.model.document import PictureLine
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceKind, DeviceState
from drivers.ports import DeviceContext, Traits, Transport
from drivers.registry import DriverSpec

_CHUNK = 4096  # bytes that share one deadline; 4.3 s at 9600 baud
_COPIES = 99


class EscPosPrinter:
    """See Driver. Raises RequestRefused when made with options that contradict the profile or each other."""

    def __init__(self, context: DeviceContext, options: EscPosOptions) -> None:
        self._name, self._options = context.name, options
        self._transport: Transport = context.open_transport(options.connection)
        profile = load(options.profile)
        printer = printer_of(profile, options)
        self._paper = printer.paper
        self._encoder = Encoder(printer)
        self._traits = Traits(
            kind=DeviceKind.RECEIPT_PRINTER,
            type_id="EscPos",
            model=profile.model,
            commands=frozenset({PrintDocument, PrintRuler, ReadLineLength, OpenDrawer, ReadState}),
        )

    @property
    def traits(self) -> Traits:
        return self._traits

    async def execute(self, command: Command) -> Outcome:
        match command:
            case PrintDocument():
                await self._send(await self._document(command))
                return Outcome()
            case PrintRuler():
                await self._send(self._encoder.ruler())
                return Outcome(line_length=self._paper.columns())
            case OpenDrawer():
                await self._send(self._encoder.pulse())
                return Outcome()
            case ReadLineLength():
                return Outcome(line_length=self._paper.columns())
            case ReadState():
                return Outcome(state=await self.state())
            case _:
                raise NotSupported(
                    "Чековый принтер печатает документы и открывает ящик, но чеков не регистрирует. "
                    "Выберите для этой команды кассу (ККТ).",
                    device=self._name,
                )

    async def state(self) -> DeviceState:
        """Online = a connection can be opened now; nothing is sent over it."""
        online = True
        try:
            await self._connect()
        except DeviceOffline:
            online = False
        finally:
            await self._hang_up()
        return DeviceState(
            online=online,
            model=self._traits.model,
            address=self._options.connection,
            line_length=self._paper.columns(),
        )

    async def mark(self) -> str:
        return ""

    async def settle(self, command: Command, mark: str) -> Outcome | None:  # noqa: ARG002 - part of Driver
        raise OutcomeUnknown(
            f"Принтер «{self._name}» не может сказать, напечатан ли документ. Посмотрите на бумагу: "
            "если документа нет или он не полный, отправьте его ещё раз с новым номером команды.",
            device=self._name,
        )

    async def close(self) -> None:
        await self._hang_up()

    async def _document(self, command: PrintDocument) -> bytes:
        """Pictures take long enough to decode to be kept out of the event loop."""
        if not 0 <= command.copies <= _COPIES:
            raise RequestRefused(f"Число копий: от 0 до {_COPIES}, а не {command.copies}.", device=self._name)
        if any(isinstance(line, PictureLine) for line in command.lines):
            once = await asyncio.to_thread(self._encoder.document, command.lines)
        else:
            once = self._encoder.document(command.lines)
        return once * (1 + command.copies)

    async def _send(self, data: bytes) -> None:
        """Raises DeviceOffline before the first byte, OutcomeUnknown from then on."""
        try:
            await self._connect()
            await self._deliver(data)
        finally:
            await self._hang_up()

    async def _connect(self) -> None:
        try:
            async with asyncio.timeout(self._options.connect_timeout):
                await self._transport.open()
        except TimeoutError as error:
            raise DeviceOffline(
                f"Принтер «{self._name}» не отвечает ({self._options.connection}). "
                "Проверьте, что он включён и подключён.",
                device=self._name,
            ) from error
        except DeviceOffline as error:
            error.device = self._name
            raise

    async def _deliver(self, data: bytes) -> None:
        sent = 0
        try:
            while sent < len(data):
                chunk = data[sent : sent + _CHUNK]
                async with asyncio.timeout(self._options.timeout):
                    await self._transport.write(chunk)
                sent += len(chunk)
            async with asyncio.timeout(self._options.timeout):
                await self._transport.finish()
        except (DeviceOffline, TimeoutError) as error:
            raise self._unknown(error, sent, len(data)) from error

    def _unknown(self, error: DeviceOffline | TimeoutError, sent: int, total: int) -> OutcomeUnknown:
        reason = (
            error.text
            if isinstance(error, DeviceOffline)
            else "Принтер перестал принимать данные: проверьте бумагу и крышку."
        )
        return OutcomeUnknown(
            f"Принтер «{self._name}»: печать оборвалась, передано {sent} из {total} байт. {reason} "
            "Посмотрите, вышел ли документ целиком; если нет, отправьте его ещё раз с новым номером команды.",
            device=self._name,
        )

    async def _hang_up(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._options.timeout):
                await self._transport.close()


def _build(context: DeviceContext, options: EscPosOptions) -> EscPosPrinter:
    return EscPosPrinter(context, options)


SPEC = DriverSpec(EscPosOptions, _build)
