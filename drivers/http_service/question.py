"""What is asked of a service, and its answer before anybody has read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from drivers.notation.json_text import Json

Method = Literal["GET", "POST", "PUT", "DELETE"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`harmless`: to be carried out twice, or not to know whether it was, costs nothing."""

    method: Method
    path: str  # with what follows a question mark, escaped
    content: Mapping[str, Json] | None = None  # goes as JSON
    harmless: bool
    seconds: float = 10.0  # from the first byte sent to the last one received


@dataclass(frozen=True, slots=True)
class Answer:
    status: int  # of HTTP
    body: bytes

    @property
    def good(self) -> bool:
        return 200 <= self.status < 300
