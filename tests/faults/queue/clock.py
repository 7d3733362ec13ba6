"""The clock of a process, which can be set while it runs: libfaketime, where it is installed."""

from collections.abc import Mapping
from pathlib import Path

_PLACES = ("/usr/lib/*/faketime/libfaketimeMT.so.1", "/usr/lib/faketime/libfaketimeMT.so.1")


def library() -> Path | None:
    """The one for programs with threads."""
    return next((found for place in _PLACES for found in Path("/").glob(place[1:])), None)


class ProcessClock:
    """`environment`: variables that a process has to be started with. Its monotonic clock goes on as the system's does.

    Source: README of libfaketime, sections on FAKETIME_TIMESTAMP_FILE and FAKETIME_DONT_FAKE_MONOTONIC.
    """

    def __init__(self, file: Path, preload: Path) -> None:
        self._file, self._preload = file, preload
        self.put(hours=0)

    @property
    def environment(self) -> Mapping[str, str]:
        return {
            "LD_PRELOAD": str(self._preload),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def put(self, *, hours: int) -> None:
        """That much before (below 0) or after the true time, from now on."""
        draft = self._file.with_suffix(".new")
        draft.write_text(f"{hours:+d}h\n", encoding="ascii")
        draft.replace(self._file)
