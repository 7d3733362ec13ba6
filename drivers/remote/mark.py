"""What the journal keeps to ask the other server by."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime

_ROUNDED = 1.0  # seconds that its text may be ahead


@dataclass(frozen=True, slots=True)
class Mark:
    """As text: seconds since 1970, a blank, the id. `at` None: of a time nobody knows."""

    id: str
    at: datetime | None

    def __str__(self) -> str:
        return f"{self.at.timestamp() if self.at else 0:.0f} {self.id}"

    @classmethod
    def read(cls, text: str) -> "Mark":
        seconds, _, id_command = text.partition(" ")
        known = seconds.isascii() and seconds.isdigit() and len(seconds) <= 11
        return cls(id_command, datetime.fromtimestamp(int(seconds), UTC) if known and int(seconds) else None)

    def age(self, now: datetime) -> float:
        """Seconds; infinite where nobody knows, and where the clock was set back: it may be any age then."""
        seconds = (now - self.at).total_seconds() if self.at else math.inf
        return seconds if seconds >= -_ROUNDED else math.inf
