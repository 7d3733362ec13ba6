"""An answer of the server. Source: spec/kkmserver.md 2.3, 2.4, 3.9.6."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kkmserver.client.json_text import Json

_PENDING = (1, 4)
_NOT_FOUND = 3


@dataclass(frozen=True, slots=True)
class Answer(Mapping[str, Any]):
    """The members as they came: `answer["NumDevice"]`; those that matter have names of their own."""

    members: Mapping[str, Json]

    def __getitem__(self, name: str) -> Any:
        return self.members[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.members)

    def __len__(self) -> int:
        return len(self.members)

    @property
    def id(self) -> str:
        """IdCommand."""
        return self._text("IdCommand")

    @property
    def status(self) -> int:
        """0 done, 1 and 4 under way, 2 failed, 3 not found, 5 done earlier, 6 ЕГАИС."""
        return self._number("Status", 2)

    @property
    def error(self) -> str:
        return self._text("Error")

    @property
    def warning(self) -> str:
        return self._text("Warning")

    @property
    def message(self) -> str:
        """To be shown to the cashier."""
        return self._text("Message")

    @property
    def device(self) -> int:
        return self._number("NumDevice")

    @property
    def document(self) -> int:
        """CheckNumber: the fiscal document's; 0 where there is none."""
        return self._number("CheckNumber")

    @property
    def shift(self) -> int:
        return self._number("SessionNumber")

    @property
    def qr(self) -> str:
        return self._text("QRCode")

    @property
    def url(self) -> str:
        """Of the receipt at the ОФД."""
        return self._text("URL")

    @property
    def pending(self) -> bool:
        return self.status in _PENDING

    @property
    def unknown_id(self) -> bool:
        return self.status == _NOT_FOUND

    @property
    def nothing_sent(self) -> bool:
        """Of a failure: it is proven that nothing reached a device. Only servers of ours say so."""
        return self.members.get("NothingSent") is True

    @property
    def in_doubt(self) -> bool:
        """Nobody knows whether it was done. Only servers of ours say so."""
        return self.members.get("Outcome") == "unknown"

    def _text(self, name: str) -> str:
        value = self.members.get(name)
        return value if isinstance(value, str) else ""

    def _number(self, name: str, absent: int = 0) -> int:
        value = self.members.get(name)
        return int(value) if isinstance(value, int | Decimal) else absent
