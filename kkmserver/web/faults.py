"""A refusal that points at the fields of a form."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from starlette.exceptions import HTTPException

Path = Sequence[str | int]


class Faulty(HTTPException):
    """422. `faults`: where and what, for people; the text of the refusal says all of it."""

    def __init__(self, faults: Iterable[tuple[Path, str]]) -> None:
        self.faults = [(tuple(path), text) for path, text in faults]
        super().__init__(422, "; ".join(_told(path, text) for path, text in self.faults))


def with_faults(body: bytes, error: Exception | None) -> bytes:
    """The body of a refusal, of whatever dialect, with `faults` where the error has some."""
    if not isinstance(error, Faulty):
        return body
    shown: list[dict[str, Any]] = [{"path": list(path), "text": text} for path, text in error.faults]
    told = {**json.loads(body), "faults": shown}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _told(path: Path, text: str) -> str:
    where = ".".join(str(part) for part in path)
    return f"{where}: {text}" if where else text
