"""The server as a service of systemd: which unit fits, whether its account can work, and the calls of systemctl."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import unquote, urlsplit

import kkmserver
from drivers.transports import reasons
from kkmserver import config as settings
from kkmserver.commands import check_config
from kkmserver.commands.install_service import ServiceFault
from kkmserver.commands.systemd_unit import NAME, STATE, Unit
from kkmserver.config import Config

UNITS = Path("/etc/systemd/system")
_BOOTED = Path("/run/systemd/system")  # sd_booted(3): there while systemd runs the machine
_HOMES = (Path("/home"), Path("/root"), Path("/run/user"))  # what ProtectHome= closes
_GROUPS = ("dialout", "uucp", "lp")  # who owns serial ports and printers on the usual distributions
_FILES = ("logo", "ca")  # options of drivers that name a file beside the settings
_NOBODY = 65534  # may read what an account made for the service may
_LONGEST = 120  # seconds for systemctl: a restart waits for what is being printed


@dataclass(frozen=True, slots=True)
class Account:
    """Who the service runs as. `name` "" = an account that systemd makes."""

    name: str
    uid: int
    gid: int
    groups: tuple[int, ...]

    def may(self, how: str, path: Path) -> bool:
        """Asks the system itself, so that access lists count too. `how`: r, w, x. For root alone to call."""
        done = subprocess.run(  # noqa: S603
            [shutil.which("test") or "/usr/bin/test", f"-{how}", path],
            user=self.uid,
            group=self.gid,
            extra_groups=self.groups,
            check=False,
            timeout=_LONGEST,
        )
        return done.returncode == 0


def unit(file: Path | None, data: Path | None, user: str) -> Unit:
    """Raises ConfigError, ServiceFault."""
    config = check_config.run(file) if file else settings.builtin()
    path = file.absolute() if file else None
    folder = (data or STATE).absolute()
    if folder != STATE and not user:
        raise ServiceFault(f"Папке {folder} нужен хозяин: укажите --user ИМЯ или уберите --data, тогда будет {STATE}.")
    python = Path(sys.executable).absolute()
    reads = (Path(kkmserver.__file__).resolve(), *_files(config))
    return Unit(
        command=(str(python), "-m", "kkmserver"),
        config=path,
        data=folder,
        user=user,
        groups=tuple(_known(_GROUPS)),
        reads=reads,
        writable=tuple(sorted({*_tapes(config), *_printed(config)})),
        stop_timeout=config.server.stop_timeout,
        low_port=0 < config.server.port < 1024,
        at_home=any(one.is_relative_to(home) for one in (python, python.resolve(), folder, *reads) for home in _HOMES),
    )


def text(unit: Unit) -> str:
    """The file of the unit. Raises ServiceFault."""
    try:
        return unit.text()
    except ValueError as error:
        raise ServiceFault(f"systemd не примет такой путь: {error}. Переименуйте папку.") from error


def install(unit: Unit, folder: Path = UNITS) -> str:
    """Write it and, where systemd runs, start it; what to say. Raises ServiceFault."""
    words, account = text(unit), account_of(unit.user)
    _check_rights()
    _own_folder(unit, account)
    if faults := list(unreadable(unit, account)):
        raise ServiceFault("\n".join(faults))
    path = folder / f"{NAME}.service"
    _write(path, words)
    steps = [["daemon-reload"], ["enable", NAME], ["restart", NAME]]
    if not _BOOTED.is_dir():
        lines = "".join(f"\n  systemctl {' '.join(step)}" for step in steps)
        return f"Служба записана: {path}. systemd сейчас не работает; когда он заработает, наберите:{lines}"
    for step in steps:
        _systemctl(step)
    return f"Служба работает: {path}\nСостояние: systemctl status {NAME}; её сообщения: journalctl -u {NAME}"


def uninstall(folder: Path = UNITS) -> str:
    """Stop it and take its file away; the data stay. Raises ServiceFault."""
    path = folder / f"{NAME}.service"
    if not path.exists():
        raise ServiceFault(f"Службы нет: файла {path} не найдено.")
    _check_rights()
    if _BOOTED.is_dir():
        _systemctl(["disable", "--now", NAME])
    try:
        path.unlink()
    except OSError as error:
        raise ServiceFault(f"Файл {path} не удаляется: {reasons.of(error)}.") from error
    if _BOOTED.is_dir():
        _systemctl(["daemon-reload"])
    return f"Служба удалена: {path}. Журнал и данные остались на месте."


def account_of(user: str) -> Account:
    """Raises ServiceFault for a name that the system does not know."""
    import pwd

    if not user:
        return Account("", _NOBODY, _NOBODY, ())
    try:
        known = pwd.getpwnam(user)
    except KeyError as error:
        raise ServiceFault(f"Пользователя {user} в системе нет. Создайте его или не указывайте --user.") from error
    return Account(user, known.pw_uid, known.pw_gid, tuple(os.getgrouplist(user, known.pw_gid)))


def unreadable(unit: Unit, account: Account) -> Iterator[str]:
    """What the account of the service could not use, in words."""
    if not account.may("x", Path(unit.command[0])):
        yield f"Учётной записи службы недоступна программа {unit.command[0]}; установите kkmserver, например, в /opt."
    for path in unit.reads:
        if not account.may("r", path):
            yield f"Учётная запись службы не прочтёт {path}. {_remedy(path)}"
    for folder in unit.writable if unit.data == STATE else (unit.data, *unit.writable):
        if not account.may("w", folder):
            yield f"Учётная запись службы не сможет писать в папку {folder}. {_remedy(folder)}"


def _remedy(path: Path) -> str:
    if not path.exists():
        return "Такого пути нет: создайте."
    return f"Укажите --user ИМЯ (хозяин – {path.owner()}) или дайте ей права."


def _known(groups: Iterable[str]) -> Iterator[str]:
    """systemd does not start a unit that names others."""
    import grp

    existing = {group.gr_name for group in grp.getgrall()}
    return (group for group in groups if group in existing)


def _files(config: Config) -> Iterator[Path]:
    """What the settings are made of."""
    named = (config.path, config.server.tls_certificate, config.server.tls_key)
    yield from (Path(file).absolute() for file in named if file)
    given = (getattr(device.options, key, "") for device in config.devices for key in _FILES)
    yield from (config.home / file for file in given if file)
    if (templates := Path(config.labels.templates)).is_dir():
        yield templates.absolute()


def _tapes(config: Config) -> Iterator[Path]:
    """Folders into which virtual devices put their paper."""
    folders = (Path(getattr(device.options, "tape_folder", "")) for device in config.devices)
    return (folder for folder in folders if folder.is_absolute())


def _printed(config: Config) -> Iterator[Path]:
    """Folders of files that are printed into; those of /dev are open anyway."""
    addresses = (urlsplit(str(getattr(device.options, "connection", ""))) for device in config.devices)
    folders = (Path(unquote(address.path)).parent for address in addresses if address.scheme == "file")
    return (folder for folder in folders if not folder.is_relative_to("/dev"))


def _check_rights() -> None:
    if os.geteuid() != 0:
        raise ServiceFault("Нужны права администратора: повторите команду через sudo. Посмотреть файл службы: --print.")


def _own_folder(unit: Unit, account: Account) -> None:
    """A folder for the data that does not exist yet. Raises ServiceFault."""
    if unit.data == STATE or unit.data.exists():
        return
    try:
        unit.data.mkdir(mode=0o700, parents=True)
        os.chown(unit.data, account.uid, account.gid)
    except OSError as error:
        raise ServiceFault(f"Папка {unit.data} не создаётся: {reasons.of(error)}.") from error


def _write(path: Path, words: str) -> None:
    """At once or not at all. Raises ServiceFault."""
    try:
        with NamedTemporaryFile("w", dir=path.parent, prefix=f".{path.name}.", delete=False, encoding="utf-8") as file:
            beside = Path(file.name)
            file.write(words)
        beside.chmod(0o644)
        beside.replace(path)
    except OSError as error:
        raise ServiceFault(f"Файл {path} не записывается: {reasons.of(error)}.") from error


def _systemctl(step: list[str]) -> None:
    try:
        called = ["systemctl", *step]
        done = subprocess.run(called, capture_output=True, text=True, timeout=_LONGEST, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ServiceFault(f"Не удалось выполнить systemctl {' '.join(step)}: {error}.") from error
    if done.returncode:
        raise ServiceFault(f"systemctl {' '.join(step)}: {done.stderr.strip() or done.returncode}")
