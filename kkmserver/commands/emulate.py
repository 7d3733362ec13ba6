"""`kkmserver emulate …`: a virtual device at a TCP port, with a page that shows its paper."""

import sys
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kkmserver.commands.emulated_kind import Address, Kind
from kkmserver.commands.emulators import EMULATORS

if TYPE_CHECKING:
    from kkmserver.web.emulator import Emulator


_DIGITS = 5  # of a port
PTY = Address("127.0.0.1", 0)  # of a device that is to be found at its serial port alone


def _listen(ctx: click.Context, param: click.Parameter, value: str) -> Address | None:
    """As _address, also tcp://HOST:PORT; "pty" -> PTY itself. Raises BadParameter."""
    return PTY if value == "pty" else _address(ctx, param, value.removeprefix("tcp://"))


def _address(ctx: click.Context, param: click.Parameter, value: str | None) -> Address | None:
    """HOST:PORT, [::1]:PORT or a port alone. Raises BadParameter."""
    if value is None:
        return None
    host, _, port = value.rpartition(":")
    if not (port.isascii() and port.isdecimal() and len(port) <= _DIGITS) or int(port) > 65535:
        raise click.BadParameter(f"{value}: нужен адрес и порт, например 127.0.0.1:9100", ctx, param)
    return Address(host.strip("[]") or "127.0.0.1", int(port))


@dataclass(frozen=True, slots=True)
class Doors:
    """The ways to the device: its port, its page, whether other computers may come, and a serial port."""

    listen: Address
    show: Address | None = None
    network: bool = False
    serial: Path | None = None

    @property
    def wired(self) -> bool:
        return self.serial is not None or self.listen is PTY


_OR_PTY = " pty – только на новом последовательном порту, имя которого будет показано."
_SERIAL = click.Option(
    ["--serial"],
    type=click.Path(path_type=Path),
    help="Открыть то же устройство и как последовательный порт; файл с этим именем будет создан. Не для Windows.",
)


class _Emulators(click.Group):
    """A command for each device of EMULATORS; what it needs is imported when it runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(EMULATORS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        kind = EMULATORS.get(cmd_name)
        return _command(cmd_name, kind) if kind else None


@click.group(cls=_Emulators, short_help="Запустить виртуальное устройство, чтобы испытать его и сломать.")
def emulate() -> None:
    """Запустить виртуальное устройство: кассу, принтер, весы, табло, УТМ, которые можно испытать и сломать."""


def _command(name: str, kind: Kind) -> click.Command:
    def run(listen: Address, show: Address | None, network: bool, serial: Path | None = None, **options: Any) -> None:
        _check(listen, show, network)
        sys.exit(_run(kind, Doors(listen, show, network, serial), options))

    common: tuple[click.Parameter, ...] = (
        click.Option(
            ["--listen"],
            callback=_listen if kind.has_serial else _address,
            metavar="АДРЕС:ПОРТ",
            default=f"127.0.0.1:{kind.port}",
            show_default=True,
            help="Где ждать задания." + (_OR_PTY if kind.has_serial else ""),
        ),
        click.Option(
            ["--show"],
            callback=_address,
            metavar="АДРЕС:ПОРТ",
            help="Где открыть страницу с лентой, например 127.0.0.1:9180.",
        ),
        click.Option(
            ["--network"], is_flag=True, help="Разрешить и другие адреса, не только этого компьютера. Паролей нет!"
        ),
    )
    wired = (_SERIAL,) if kind.has_serial else ()
    return click.Command(
        name, callback=run, params=[*common, *wired, *kind.options], help=kind.help, short_help=f"{kind.title}."
    )


def _check(listen: Address, show: Address | None, network: bool) -> None:
    """Raises UsageError for an address that others could reach without being told to."""
    from kkmserver.web.loopback import is_loopback

    for address in (listen, show):
        if address and not network and not is_loopback(address.host):
            raise click.UsageError(
                f"{address} виден другим компьютерам, а паролей у эмулятора нет. "
                "Укажите 127.0.0.1 или добавьте --network."
            )


def _run(kind: Kind, doors: Doors, options: Mapping[str, Any]) -> int:
    import asyncio

    from kkmserver.config import ConfigError

    try:
        asyncio.run(_serve(kind, doors, options))
    except KeyboardInterrupt:
        return 0
    except OSError:
        return _busy(doors.listen, "--listen")
    except ConfigError:
        return _busy(doors.show, "--show")
    except ValueError as error:
        click.echo(f"Эмулятор не запущен: {error}", err=True)
        return 2
    return 0


def _busy(address: Address | None, option: str) -> int:
    text = f"адрес {address} не открыть: порт занят другой программой или адрес не этого компьютера"
    click.echo(f"Эмулятор не запущен: {text}. Укажите другой: {option}.", err=True)
    return 2


async def _serve(kind: Kind, doors: Doors, options: Mapping[str, Any]) -> None:
    import asyncio

    emulator = kind.build(doors.listen, {**options, "wired": doors.wired})
    async with emulator, AsyncExitStack() as stack:
        if doors.listen is not PTY:
            click.echo(f"{kind.title}: {emulator.connection}")
        if doors.wired:
            await _wire(emulator, doors.serial, stack)
        if doors.show is None:
            sys.stdout.flush()
            await asyncio.Event().wait()
        else:
            await _show(emulator, kind.title, doors.show, doors.network)


async def _wire(emulator: "Emulator", link: Path | None, stack: AsyncExitStack) -> None:
    """Raises ValueError where there can be no such port."""
    from drivers.emulation.cable import SerialCable
    from drivers.transports import reasons

    try:
        cable = await stack.enter_async_context(SerialCable(emulator, link))
    except OSError as error:
        raise ValueError(f"последовательный порт {link or ''} не создать: {reasons.of(error)}") from error
    click.echo(f"Последовательный порт: {cable.path}")


async def _show(emulator: "Emulator", title: str, show: Address, network: bool) -> None:
    """Serve the page until told to stop. Raises ConfigError where its address cannot be opened."""
    import uvicorn

    from kkmserver.config import Server
    from kkmserver.web.emulator import create_app
    from kkmserver.web.listen import addresses, open_sockets, uvicorn_config

    server = Server(host=show.host, port=show.port)
    sockets = open_sockets(server)
    click.echo(f"Лента: {' '.join(addresses(sockets, server))}")
    sys.stdout.flush()
    app = create_app(emulator, title, everywhere=network)
    await uvicorn.Server(uvicorn_config(app, server)).serve(sockets)
