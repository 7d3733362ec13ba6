"""A request to the other server, before it has an id."""

from collections.abc import Mapping
from dataclasses import dataclass

from drivers.notation.json_text import Json


@dataclass(frozen=True, slots=True)
class Request:
    """`members`: those of this command alone. `ours`: those among them that must not be lost and only we know."""

    command: str
    members: Mapping[str, Json]
    ours: tuple[str, ...] = ()

    def addressed(self, device: int, id: str, timeout: int) -> dict[str, Json]:  # noqa: A002
        """The whole object. `timeout`: seconds the answer may be held for, 1 = not at all."""
        head: dict[str, Json] = {"Command": self.command, "IdCommand": id, "NumDevice": device, "Timeout": timeout}
        return {**head, **self.members}


def list_query(device: int) -> dict[str, Json]:
    """Source: spec/kkmserver.md 3.1."""
    return {"Command": "List", "NumDevice": device}


def rezult_query(id: str, timeout: int) -> dict[str, Json]:  # noqa: A002
    """`timeout`: as above; servers that do not hold the answer ignore it. Source: spec/kkmserver.md 3.4."""
    return {"Command": "GetRezult", "IdCommand": id, "Timeout": timeout}


def up_time_query() -> dict[str, str]:
    """Source: spec/kkmserver.md 3.2."""
    return {"Command": "GetServerData"}


def cancel_query(id: str) -> dict[str, str]:  # noqa: A002
    """Ours; the original does not know it and says so with HTTP 501."""
    return {"Command": "CancelCommand", "IdCommand": id}
