"""The computer that the server runs on, as far as it matters: versions, disks, files, the log of its service."""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import distributions
from itertools import islice
from pathlib import Path

import kkmserver
from drivers.transports.redact import mask_text

_FILES = 2000
_LINES = "3000"
_SECONDS = 20


def versions() -> str:
    packages = sorted({f"{one.name} {one.version}" for one in distributions() if one.name}, key=str.casefold)
    return "\n".join(
        [
            f"kkmserver {kkmserver.__version__}",
            f"Python {sys.version}",
            f"program {sys.executable}",
            f"platform {platform.platform()}",
            f"processors {os.cpu_count()}",
            f"time {datetime.now(UTC).astimezone().isoformat(timespec='seconds')}",
            f"encoding {sys.getfilesystemencoding()}, locale {os.environ.get('LC_ALL') or os.environ.get('LANG', '')}",
            "",
            *packages,
            "",
        ]
    )


def files(folder: Path) -> str:
    """The disk and what lies in the folder: bytes, time of the last change, rights, name. Raises OSError."""
    disk = shutil.disk_usage(folder)
    head = f"{folder}: свободно {disk.free / 2**20:.0f} МиБ из {disk.total / 2**20:.0f}"
    return "\n".join([head, *_listed(folder), ""])


def _listed(folder: Path) -> Iterator[str]:
    found = sorted(islice(folder.rglob("*"), _FILES + 1))
    for path in found[:_FILES]:
        facts = path.lstat()
        changed = datetime.fromtimestamp(facts.st_mtime, UTC).isoformat(timespec="seconds")
        yield f"{facts.st_size:>12} {changed} {facts.st_mode & 0o7777:04o} {path.relative_to(folder)}"
    if len(found) > _FILES:
        yield "… и другие"


def service_log() -> str:
    """What the service said, as systemd's journal has it. Raises OSError where there is none."""
    called = [
        "journalctl",
        "--unit=kkmserver",
        f"--lines={_LINES}",
        "--no-pager",
        "--output=short-iso",
        "--no-hostname",
    ]
    done = subprocess.run(called, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
    return mask_text((done.stdout or done.stderr).decode("utf-8", "replace"))
