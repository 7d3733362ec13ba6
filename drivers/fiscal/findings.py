"""What a check finds, gathered so that a cashier hears of everything at once."""

from drivers.errors import RequestRefused
from drivers.fiscal.cp866 import to_cp866
from drivers.model.document import Position

_SHOWN_REFUSALS = 5
_SHOWN_WARNINGS = 20


class Findings:
    """Refusals and warnings in the order they were found, each once.

    A doubt is a warning that a strict check refuses.
    """

    def __init__(self, *, strict: bool = False) -> None:
        self._strict = strict
        self._refusals: dict[str, None] = {}
        self._warnings: dict[str, None] = {}

    def refuse(self, text: str) -> None:
        self._refusals[text] = None

    def warn(self, text: str) -> None:
        self._warnings[text] = None

    def doubt(self, text: str) -> None:
        (self._refusals if self._strict else self._warnings)[text] = None

    @property
    def refused(self) -> bool:
        return bool(self._refusals)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Bounded: the last line tells how many more there are."""
        return tuple(_bounded(list(self._warnings), _SHOWN_WARNINGS))

    def conclude(self) -> None:
        """Raises RequestRefused with all refusals in one text, if there are any."""
        if self._refusals:
            raise RequestRefused("; ".join(_bounded(list(self._refusals), _SHOWN_REFUSALS)))


def quoted(text: str, most: int = 20) -> str:
    """A client's own words inside a finding: short, and only signs that can be read."""
    return f"«{to_cp866(text[:most])[:most]}»"


def place(position: Position, number: int) -> str:
    """What findings about a row begin with."""
    return f"Позиция {number} {quoted(position.name, 40)}"


def _bounded(texts: list[str], limit: int) -> list[str]:
    return texts if len(texts) <= limit else [*texts[:limit], f"и ещё замечаний: {len(texts) - limit}"]
