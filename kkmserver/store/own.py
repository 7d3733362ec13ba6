"""Commands that the server gives of its own accord, in the form in which the journal keeps them."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from pydantic import TypeAdapter

from drivers.model.command import Command, MoveCardMoney, PrintDocument
from drivers.model.document import TextLine
from drivers.model.excise import TellEgais
from kkmserver.store.record import Failure
from kkmserver.store.serial import dump

OWN = "server"  # Entry.dialect


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """One of `card`, `egais` and `paper`. `because`: what became of the receipt, where that made it necessary."""

    card: MoveCardMoney | None = None
    egais: TellEgais | None = None
    paper: tuple[TextLine, ...] = ()
    copies: int = 0  # further ones of `paper`
    because: Failure | None = None

    @property
    def command(self) -> Command:
        return self.card or self.egais or PrintDocument(self.paper, self.copies)

    def fingerprint(self) -> bytes:
        """The same work for another reason is the same."""
        return sha256(Own(card=self.card, egais=self.egais, paper=self.paper, copies=self.copies).written()).digest()

    def written(self) -> bytes:
        return dump(_OWN, self).encode()


_OWN = TypeAdapter(Own)


def read(request: bytes) -> Own:
    """Raises ValueError."""
    return _OWN.validate_json(request)


def decode(request: bytes, accepted_at: datetime) -> Command:  # noqa: ARG001  # as of any dialect
    """Raises ValueError."""
    return read(request).command
