"""Commands that the server gives of its own accord, in the form in which the journal keeps them."""

from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, TypeAdapter

from drivers.model.command import Command, MoveCardMoney, PrintDocument, ReadDocument
from drivers.model.document import BarcodeLine, PictureLine, Position, TextLine
from drivers.model.excise import TellEgais
from kkmserver.store.record import Failure
from kkmserver.store.serial import dump

OWN = "server"  # Entry.dialect


def _unpacked(value: object) -> object:
    return PictureLine(b64decode(value["image"])) if isinstance(value, dict) and "image" in value else value


def _packed(line: PictureLine) -> dict[str, str]:
    return {"image": b64encode(line.image).decode()}


_Picture = Annotated[PictureLine, BeforeValidator(_unpacked), PlainSerializer(_packed)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """One of `card`, `egais`, `document` and `paper`. `because`: what became of the receipt, where that made it
    necessary."""

    card: MoveCardMoney | None = None
    egais: TellEgais | None = None
    document: int | None = None  # of the register's archive, to be printed once more
    paper: tuple[TextLine | BarcodeLine | Position | _Picture, ...] = ()
    copies: int = 0  # further ones of `paper`
    because: Failure | None = None

    @property
    def command(self) -> Command:
        if self.document is not None:
            return ReadDocument(self.document, 1)
        return self.card or self.egais or PrintDocument(self.paper, self.copies)

    def fingerprint(self) -> bytes:
        """The same work for another reason is the same."""
        return sha256(replace(self, because=None).written()).digest()

    def written(self) -> bytes:
        return dump(_OWN, self).encode()


_OWN = TypeAdapter(Own)


def read(request: bytes) -> Own:
    """Raises ValueError."""
    return _OWN.validate_json(request)


def decode(request: bytes, accepted_at: datetime) -> Command:  # noqa: ARG001  # as of any dialect
    """Raises ValueError."""
    return read(request).command
