"""`ServerData`: the server and the computer it runs on. Source: spec/kkmserver.md 3.2."""

import getpass
import os
import platform
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from kkmserver.dialects.kkm.encoding import Value
from kkmserver.dialects.kkm.info import NEVER_ENDS

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """`started`: aware; `folder`: where the data lie, "" for the working folder."""

    name: str
    version: str
    started: datetime
    folder: str = ""


def server_data(facts: ServerFacts, now: datetime) -> dict[str, Value]:
    """Every member; "" where the system does not tell. `now`: local, aware."""
    total, free = _memory()
    up = _up_time(now - facts.started)
    return {
        "ServerName": facts.name,
        "ServerVersion": four_numbers(facts.version),
        "ServerDateStart": _date(facts.started.astimezone(now.tzinfo)),
        "ServerUpTime": span(now - facts.started),
        "LicenseExpirationDate": NEVER_ENDS,
        "LicenseCount": 0,
        "OSVersion": platform.release(),
        "OSPlatform": "Win32NT" if os.name == "nt" else "Unix",
        "OSVersionString": f"{platform.system()} {platform.release()} {platform.machine()}".strip(),
        "OSName": platform.system(),
        "OSDateStart": _date(now - up),
        "OSUpTime": span(up),
        "OSCurDateTime": _date(now),
        "PCServerName": platform.node(),
        "PCUserName": _user(),
        "PCPhysicalMemory": total,
        "PCFreePhysicalMemory": free,
        "PCFreeDiskSpace": _disk(facts.folder),
        "PCProcessorName": platform.machine(),
        "PCNumberOfCores": str(os.cpu_count() or ""),
    }


def four_numbers(version: str) -> str:
    """ "0.1.0" -> "0.1.0.0": clients expect four."""
    numbers = ["".join(c for c in part if c.isdigit()) or "0" for part in version.split(".")]
    return ".".join((numbers + ["0"] * 4)[:4])


def span(length: timedelta) -> str:
    """1 day and 2 h -> "1.02:00:00"."""
    hours, rest = divmod(max(length, timedelta()).seconds, 3600)
    return f"{max(length.days, 0)}.{hours:02}:{rest // 60:02}:{rest % 60:02}"


def _date(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S")


def _up_time(fallback: timedelta) -> timedelta:
    try:
        return timedelta(seconds=float(Path("/proc/uptime").read_text(encoding="ascii").split()[0]))
    except (OSError, ValueError, IndexError):
        return fallback


def _memory() -> tuple[str, str]:
    """Megabytes (all, free) as text."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        table = {line.split(":")[0]: int(line.split()[1]) // 1024 for line in lines}
        return str(table["MemTotal"]), str(table["MemAvailable"])
    except (OSError, ValueError, IndexError, KeyError):
        return _memory_of_posix(), ""


def _memory_of_posix() -> str:
    try:
        return str(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // _MEGABYTE)
    except (AttributeError, ValueError, OSError):  # Windows has no sysconf, others not every name
        return ""


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a service account without a name
        return ""


def _disk(folder: str) -> str:
    try:
        return str(shutil.disk_usage(folder or ".").free // _MEGABYTE)
    except OSError:
        return ""
