"""The command line. Everything but click is imported by the command that needs it: `--help` must be quick."""

import os
import signal
import sys
import threading
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from kkmserver.config import Config, ConfigError

_FILE = click.Path(dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)
_FILE_HELP = "Файл настроек; без него – kkmserver.toml папки данных, а нет и его – виртуальные устройства."


def default_data() -> Path:
    r"""Where the server keeps its own files: %LOCALAPPDATA%\kkmserver, or kkmserver in $XDG_STATE_HOME."""
    if os.name == "nt":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    else:
        base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(base) / "kkmserver"


class _Commands(click.Group):
    """`emulate` is a group of its own, whose module is read when it is called for."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name != "emulate":
            return super().get_command(ctx, cmd_name)
        from kkmserver.commands.emulate import emulate

        return emulate

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), "emulate"])

    def main(self, *args: Any, **kwargs: Any) -> Any:
        _speak_russian()
        return super().main(*args, **kwargs)


def _speak_russian() -> None:
    """A service of a Windows that is not Russian writes its log in a code page without our letters."""
    for stream in (sys.stdout, sys.stderr):
        try:
            "№ Ёё –".encode(stream.encoding or "ascii")
        except UnicodeEncodeError:
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(encoding="utf-8")


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Сервер печати: кассы (54-ФЗ), принтеры чеков и этикеток за HTTP API KkmServer."""


@main.command()
@click.option("--config", "file", type=_FILE, help=_FILE_HELP)
@click.option("--data", type=_FOLDER, help=f"Папка журнала и виртуальных касс; обычно {default_data()}.")
@click.option("--host", help="Адрес вместо [server] host.")
@click.option("--port", type=click.IntRange(0, 65535), help="Порт вместо [server] port; 0 – любой свободный.")
@click.option("--stop-with-input", "attended", is_flag=True, hidden=True)
def serve(file: Path | None, data: Path | None, host: str | None, port: int | None, attended: bool) -> None:
    """Запустить сервер."""
    from kkmserver.config import ConfigError
    from kkmserver.web.signin import check_listen

    _put_off_hangup()
    if attended:
        _stop_with_input()
    try:
        config = _settings(file, data).listening(host, port)
        check_listen(config)
        from kkmserver import wiring

        again = wiring.serve(config, data or default_data(), _bundle)
    except ConfigError as error:
        _refuse(error)
    if again:
        _begin_anew()


@main.command("check-config")
@click.argument("file", type=_FILE)
def check_config(file: Path) -> None:
    """Проверить файл настроек."""
    from kkmserver.commands import check_config as check
    from kkmserver.config import ConfigError

    try:
        config = check.run(file)
        if faults := check.template_faults(config):
            _fail("\n".join(map(str, faults)))
    except ConfigError as error:
        _refuse(error)
    click.echo(check.said(file, config))


@main.command("make-cert")
@click.option("--config", "file", type=_FILE, help="Файл настроек: сертификаты лягут в папку certs рядом с ним.")
@click.option("--folder", type=_FOLDER, help="Папка для сертификатов.")
def make_cert(file: Path | None, folder: Path | None) -> None:
    """Сделать сертификат, чтобы сервер говорил по HTTPS."""
    from kkmserver.commands import certificate

    target = folder or (file.absolute().parent if file else default_data()) / "certs"
    try:
        click.echo(certificate.make(target))
    except (OSError, ValueError) as error:
        _fail(f"{target}: сертификат не сделан: {error}")


@main.command("set-password", short_help="Задать пароль администратора или пользователя.")
@click.argument("account", type=click.Choice(["admin", "user"]))
@click.option("--config", "file", type=_FILE, required=True, help="Файл настроек, куда записать.")
@click.option("--password-stdin", "from_stdin", is_flag=True, help="Взять пароль из первой строки ввода.")
def set_password(account: str, file: Path, from_stdin: bool) -> None:
    """Задать пароль администратора (admin) или пользователя (user)."""
    from kkmserver.commands import password
    from kkmserver.config import ConfigError
    from kkmserver.web import passwords

    try:
        password.check_file(file)
        given = _from_stdin() if from_stdin else click.prompt("Пароль", hide_input=True, confirmation_prompt="Ещё раз")
        if fault := passwords.fault(given):
            _fail(fault)
        click.echo(password.store(file, account, given))
    except ConfigError as error:
        _refuse(error)


@main.command("print-test", short_help="Напечатать пробную страницу устройства.")
@click.argument("number", type=click.IntRange(1, 9999), metavar="N")
@click.option("--config", "file", type=_FILE, help=_FILE_HELP)
@click.option("--data", type=_FOLDER, help=f"Папка данных; обычно {default_data()}.")
@click.option("--png", type=_FILE, help="Не печатать, а записать картинку страницы в этот файл.")
def print_test(number: int, file: Path | None, data: Path | None, png: Path | None) -> None:
    """Напечатать пробную страницу на устройстве № N: шрифты, кодовые страницы, ширину, штрихкоды."""
    from kkmserver.commands import print_test as page
    from kkmserver.config import ConfigError

    try:
        report = page.run(_settings(file, data), number, data or default_data(), png)
    except ConfigError as error:
        _refuse(error)
    click.echo(report.text, err=bool(report.code))
    sys.exit(report.code)


@main.command(short_help="Найти устройства на портах и в сети.")
@click.option("--tcp", multiple=True, metavar="АДРЕСА", help="Адреса своей сети: 192.168.1.0/24, 192.168.1.10-50, имя.")
@click.option("--port", multiple=True, metavar="ПОРТ", help="Последовательный порт, которого нет в списке системы.")
@click.option("--no-serial", is_flag=True, help="Не искать на последовательных портах этого компьютера.")
@click.option("--seconds", type=click.IntRange(1, 300), default=60, show_default=True, help="Сколько искать.")
@click.option("--config", "file", type=_FILE, help="Файл настроек: устройства из него не тревожить.")
def find(tcp: tuple[str, ...], port: tuple[str, ...], no_serial: bool, seconds: int, file: Path | None) -> None:
    """Найти кассы: спросить, кто на последовательных портах и по адресам сети. Ничего не печатает и не меняет."""
    from kkmserver.commands import find as finding
    from kkmserver.config import ConfigError

    try:
        config = _settings(file) if file else None
    except ConfigError as error:
        _refuse(error)
    report = finding.run(finding.Wanted(tcp, port, not no_serial, seconds), config)
    click.echo(report.text, err=report.code == 2)
    sys.exit(report.code)


@main.command("support-bundle", short_help="Собрать сведения для службы поддержки.")
@click.option("--config", "file", type=_FILE, help="Файл настроек сервера.")
@click.option("--data", type=_FOLDER, help=f"Папка данных; обычно {default_data()}, у службы – /var/lib/kkmserver.")
@click.option("--out", type=_FILE, required=True, metavar="FILE.zip", help="Куда записать.")
def support_bundle(file: Path | None, data: Path | None, out: Path) -> None:
    """Собрать сведения для службы поддержки: версии, настройки без паролей, сводку журнала. Сервер может работать."""
    from drivers.transports import reasons
    from kkmserver.commands import support_bundle as bundle
    from kkmserver.keeper import own_file

    folder = data or default_data()
    try:
        names = bundle.make(file or own_file(folder), folder, out)
    except OSError as error:
        _fail(f"Файл {out} не записан: {reasons.of(error)}.")
    click.echo(f"{out}: {', '.join(names)}\nПросмотрите файлы, прежде чем отправить; о каждом сказано в README.txt.")


@main.command("install-service", short_help="Сделать сервер службой системы.")
@click.option("--config", "file", type=_FILE, help=_FILE_HELP)
@click.option("--data", type=_FOLDER, help="Папка данных; обычно /var/lib/kkmserver.")
@click.option("--user", default="", metavar="NAME", help="От чьего имени; обычно systemd заводит учётную запись сам.")
@click.option("--print", "show", is_flag=True, help="Только показать файл службы.")
def install_service(file: Path | None, data: Path | None, user: str, show: bool) -> None:
    """Сделать сервер службой: он запускается вместе с компьютером и после сбоя. Нужны права администратора."""
    from kkmserver.commands import install_service as service
    from kkmserver.config import ConfigError

    try:
        click.echo(service.show(file, data, user) if show else service.install(file, data, user))
    except ConfigError as error:
        _refuse(error)
    except service.ServiceFault as error:
        _fail(str(error))


@main.command("uninstall-service", short_help="Убрать службу; журнал и данные остаются.")
def uninstall_service() -> None:
    """Остановить и убрать службу; журнал и данные остаются на месте."""
    from kkmserver.commands import install_service as service

    try:
        click.echo(service.uninstall())
    except service.ServiceFault as error:
        _fail(str(error))


@main.command()
def version() -> None:
    """Показать номер версии."""
    from kkmserver import __version__

    click.echo(f"kkmserver {__version__}")


def _settings(file: Path | None, data: Path | None = None) -> "Config":
    """Without a file: the one that the console made in the data folder, if it did."""
    from kkmserver import config
    from kkmserver.keeper import own_file

    found = file or own_file(data or default_data())
    return config.load(found) if found else config.builtin()


def _bundle(config: "Config", data: Path, out: Path) -> None:
    from kkmserver.commands import support_bundle as bundle

    bundle.make(config.path, data, out, config.server)


def _begin_anew() -> NoReturn:
    """The same command in the same process: a service manager sees nothing of it."""
    _put_off_hangup()
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606


def _put_off_hangup() -> None:
    """`systemctl reload` may come during the start and would end it; kkmserver.wiring lets it through when it can."""
    if hasattr(signal, "SIGHUP"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})


def _stop_with_input() -> None:
    """For who watches over the server and has no signal to send: the end of its input is Ctrl-C."""

    def wait() -> None:
        while os.read(handle, 1024):  # sys.stdin itself would be locked when the interpreter ends
            pass
        signal.raise_signal(signal.SIGINT)

    handle = sys.stdin.fileno()
    threading.Thread(target=wait, name="input", daemon=True).start()


def _from_stdin() -> str:
    """The first line; a BOM that Windows shells put before it is no part of the password."""
    return sys.stdin.buffer.readline().decode("utf-8-sig", "replace").rstrip("\r\n")


def _refuse(error: "ConfigError") -> NoReturn:
    _fail(str(error))


def _fail(text: str) -> NoReturn:
    """Exit code 2 is what a service manager must not restart on."""
    click.echo(text, err=True)
    sys.exit(2)


if __name__ == "__main__":
    main(prog_name="kkmserver")
