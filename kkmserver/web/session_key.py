"""The key that cookies of sign-in are signed with: made once, in the data folder."""

import logging
import os
from contextlib import suppress
from pathlib import Path

_LOG = logging.getLogger(__name__)
_SIZE = 32  # bytes


def session_key(data: Path) -> bytes:
    """Where the disk does not take it, a key for this run alone: browsers have to sign in again after a restart."""
    file = data / "session.key"
    try:
        key = file.read_bytes() if file.exists() else b""
        return key if len(key) == _SIZE else _made(file)
    except OSError as error:
        _LOG.warning("%s: %s; browsers have to sign in again after a restart", file, error)
        return os.urandom(_SIZE)


def _made(file: Path) -> bytes:
    """For this account's eyes alone, from the first byte on."""
    key = os.urandom(_SIZE)
    with suppress(FileNotFoundError):
        file.unlink()
    how = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(file, how, 0o600), "wb") as new:
        new.write(key)
    return key
