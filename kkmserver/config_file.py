"""The settings file itself: read as text, changed key by key with the owner's comments kept."""

import codecs
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
    from kkmserver.config_edit import Unwieldy, set_keys

    try:
        write(path, set_keys(read(path), section, {key: value}))
    except Unwieldy as error:
        raise ConfigError([ConfigFault(section, str(error))], path) from error


def write(path: Path, text: str) -> None:
    """Replace the file, or make it for its owner's eyes alone. Raises ConfigError; the file is as it was then."""
    try:
        target = path.resolve()
        _replace(target, _mark(target) + text.encode())
    except OSError as error:
        raise ConfigError([ConfigFault("", f"не удалось записать файл: {reasons.of(error)}")], path) from error


def _mark(path: Path) -> bytes:
    """The BOM that some editors put before a text, and look for."""
    if not path.exists():
        return b""
    with path.open("rb") as file:
        return codecs.BOM_UTF8 if file.read(3) == codecs.BOM_UTF8 else b""


def _replace(path: Path, content: bytes) -> None:
    """Write beside and rename over; permissions and, where allowed, the owner stay."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name + ".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
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
