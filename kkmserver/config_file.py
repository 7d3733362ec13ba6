"""The settings file itself: read as text, changed key by key with the owner's comments kept."""

import os
import shutil
import tempfile
from pathlib import Path

from drivers.transports import reasons
from kkmserver.config_faults import ConfigError, ConfigFault


def read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError([ConfigFault("", "сохраните файл в кодировке UTF-8", line)], path) from error
    except OSError as error:
        raise ConfigError([ConfigFault("", f"не удалось прочитать файл: {reasons.of(error)}")], path) from error


def set_value(path: Path, section: str, key: str, value: str | int | bool) -> None:
    """Change one key of a file: comments and order stay, the file is replaced at once or not at all.

    Raises ConfigError when the file cannot be read or written.
    """
    import tomlkit
    from tomlkit.items import Table

    document = tomlkit.parse(read(path))
    table = document.setdefault(section, tomlkit.table())
    if not isinstance(table, Table):
        raise ConfigError([ConfigFault(section, "нужен раздел в квадратных скобках")], path)
    table[key] = value
    try:
        _replace(path.resolve(), tomlkit.dumps(document).encode())
    except OSError as error:
        raise ConfigError([ConfigFault("", f"не удалось записать файл: {reasons.of(error)}")], path) from error


def _replace(path: Path, content: bytes) -> None:
    """Write beside and rename over; permissions and, where allowed, the owner stay."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name + ".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, name)
        _keep_owner(path, name)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _keep_owner(path: Path, name: str) -> None:
    if hasattr(os, "chown"):
        before, after = path.stat(), Path(name).stat()
        if (before.st_uid, before.st_gid) != (after.st_uid, after.st_gid):
            os.chown(name, before.st_uid, before.st_gid)
