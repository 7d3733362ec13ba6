"""The SQL beside this file: numbered schemas, and the statements by name."""

import re
import sqlite3
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path


class JournalUnusable(Exception):
    """The journal cannot be opened; the text says which file and what to do."""


@cache
def schemas() -> tuple[str, ...]:
    """schema_v1.sql, schema_v2.sql …; each leads from the version before it to its own."""
    scripts: list[str] = []
    while (file := files("kkmserver.store") / f"schema_v{len(scripts) + 1}.sql").is_file():
        scripts.append(file.read_text("utf-8"))
    return tuple(scripts)


@cache
def queries() -> dict[str, str]:
    """Name -> statement of queries.sql."""
    text = (files("kkmserver.store") / "queries.sql").read_text("utf-8")
    _, *parts = re.split(r"^-- name: (\w+)\n", text, flags=re.MULTILINE)
    return {name: _bare(body) for name, body in zip(parts[::2], parts[1::2], strict=True)}


def _bare(body: str) -> str:
    return "\n".join(line for line in body.splitlines() if not line.startswith("--")).strip().rstrip(";")


def migrate(connection: sqlite3.Connection, path: Path, scripts: Sequence[str]) -> None:
    """Bring the file to the version `len(scripts)`, one transaction per step.

    Raises JournalUnusable where the file is newer than that.
    """
    found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if found > len(scripts):
        raise JournalUnusable(
            f"Журнал {path} записан более новой версией kkmserver: схема {found}, эта версия знает {len(scripts)}. "
            "Обновите kkmserver или запустите его с другой папкой данных (--data)."
        )
    for version, script in enumerate(scripts[found:], found + 1):
        _step(connection, f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {version};\nCOMMIT;")


def _step(connection: sqlite3.Connection, script: str) -> None:
    try:
        connection.executescript(script)
    except sqlite3.Error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
