"""`kkmserver support-bundle`: a zip with what a support engineer has to know, and nothing private."""

import json
import os
import sqlite3
import tempfile
import traceback
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import IO

from drivers.transports.redact import mask_text
from kkmserver import config as settings
from kkmserver.commands import check_config
from kkmserver.commands.bundle import journal, machine, masked, questions
from kkmserver.config import ConfigError, Server

_LARGEST = 6 << 20  # bytes of a part; of a longer one the end stays
_ALL = 40 << 20  # bytes of all parts before they are packed
_README = """\
Сведения для службы поддержки kkmserver. Собраны командой kkmserver support-bundle.

versions.txt        версии kkmserver, Python, системы и библиотек
settings.toml       настройки: без комментариев, пароли, их хеши и ключи закрыты звёздочками
check-config.txt    что говорит о них kkmserver check-config
files.txt           место на диске и список файлов папки данных: размеры, время, права
journal.json        журнал: счёт команд по дням, устройствам и состояниям; последние 200 команд без их содержимого –
                    начало номера, устройство, состояние, времена, ошибка и последний обмен с устройством;
                    последние 200 действий людей
wire/               записи обмена с устройствами, если их включали; телефоны, адреса почты и номера карт закрыты
service-log.txt     последние сообщения службы (systemd), если они доступны
ready.txt           что ответил работающий сервер на /readyz
metrics.txt         и на /metrics

Чего здесь нет: чеков, паролей, ключей, сертификатов, содержимого команд и результатов. Тексты ошибок и обмена
проверены на телефоны, адреса почты и номера карт, но написанное иначе машина не узнает: просмотрите файлы, прежде чем
отдать их. Часть, которую собрать не удалось, говорит об этом сама.
"""


def make(file: Path | None, data: Path, out: Path, server: Server | None = None) -> list[str]:
    """Write it at once or not at all, for the eyes of its owner alone; the names of the parts. Raises OSError.

    `server`: where the running one listens, if that is known; otherwise as the settings say.
    """
    handle, name = tempfile.mkstemp(dir=out.absolute().parent, prefix=f".{out.name}.")
    try:
        with os.fdopen(handle, "wb") as target:
            packed = _pack(file, data, target, server)
            target.flush()
            os.fsync(target.fileno())
        Path(name).replace(out)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return packed


def _pack(file: Path | None, data: Path, target: IO[bytes], server: Server | None) -> list[str]:
    left, names = _ALL, []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in _parts(file, data, server):
            content = _content(part).encode("utf-8", "backslashreplace")[-min(_LARGEST, left) :] if left else b""
            left -= len(content)
            archive.writestr(name, content)
            names.append(name)
    return names


def _parts(file: Path | None, data: Path, server: Server | None) -> Iterator[tuple[str, Callable[[], str]]]:
    yield "README.txt", lambda: _README
    yield "versions.txt", machine.versions
    if file is not None:
        yield "settings.toml", lambda: masked.settings(file)
        yield "check-config.txt", lambda: masked.text(check_config.report(file), file)
    yield "files.txt", lambda: machine.files(data)
    yield "journal.json", lambda: json.dumps(journal.summary(data / "journal.db"), ensure_ascii=False, indent=1)
    yield "ready.txt", lambda: _asked(file, server, "/readyz")
    yield "metrics.txt", lambda: _asked(file, server, "/metrics")
    yield "service-log.txt", lambda: _service_log(data)
    for path in sorted((data / "wire").glob("*.log*")):
        yield f"wire/{path.name}", partial(_tail, path)


def _asked(file: Path | None, server: Server | None, path: str) -> str:
    try:
        server = server or (settings.load(file) if file else settings.builtin()).server
    except ConfigError:
        return "Не собрано: по этим настройкам не узнать адрес сервера, см. check-config.txt\n"
    return questions.ask(server, path)


def _service_log(data: Path) -> str:
    """On Windows the service writes a file of its own."""
    path = data / "service.log"
    return mask_text(_tail(path)) if path.exists() else machine.service_log()


def _tail(path: Path) -> str:
    """The folder is the service's, and who collects may read everything: no link is followed, no pipe waited for."""
    flags = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, os.O_RDONLY | flags), "rb") as file:
        file.seek(max(0, os.fstat(file.fileno()).st_size - _LARGEST))
        return file.read(_LARGEST).decode("utf-8", "replace")


def _content(part: Callable[[], str]) -> str:
    """A bundle with a hole is better than none."""
    try:
        return part()
    except (OSError, sqlite3.Error) as error:
        return f"Не собрано: {mask_text(str(error))}\n"
    except Exception:  # noqa: BLE001  # our own mistake, which is worth telling
        return f"Не собрано:\n{mask_text(traceback.format_exc())}"
