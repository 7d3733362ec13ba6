"""What the code itself says: every command, every member it reads, every member it answers with."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from drivers.errors import Fault
from drivers.model.card import CardAction, CardReference, CardResult
from drivers.model.counters import CounterBlock
from drivers.model.excise import EgaisSlip
from drivers.model.ffd import ReceiptType, VatRate
from drivers.model.marking import MarkingAnswer
from drivers.model.outcome import CopyRow, DisplayAbilities, DocumentCopy, Outcome, Progress
from drivers.model.state import DeviceState
from kkmserver.dialects.kkm.catalogue import COMMANDS
from kkmserver.dialects.kkm.members import MODELS, SERVER_MODELS, members_of, parts_in
from kkmserver.dialects.kkm.names import SERVER, WITHOUT_MEANING
from kkmserver.store.record import Failure
from tests.clock import MOSCOW
from tests.kkmserver.dialects.kkm.desk import Shop
from tests.kkmserver.dialects.kkm.full import full
from tests.kkmserver.dialects.kkm.samples import SOLD

_CARD = CardResult(
    action=CardAction.PAY,
    amount=1,
    reference=CardReference(rrn="1"),
    time=datetime(2024, 2, 2, tzinfo=MOSCOW),
    terminal="00000001",
)
_EVERYTHING = replace(
    SOLD,
    state=DeviceState(online=True),
    line_length=48,
    copy=DocumentCopy(document=SOLD.document, text="", rows=(CopyRow("Чай", Decimal(1), 1, VatRate.NO_VAT),)),
    card=_CARD,
    slip="x",
    slip_on_terminal=True,
    marking=(MarkingAnswer(code="1"),),
    counters=(CounterBlock(shift=True, type=ReceiptType.SALE),),
    weight=Decimal(1),
    display=DisplayAbilities(),
    message="x",
    excise=EgaisSlip("x", "y"),
)  # fmt: skip
_REFUSED = Failure(code="not_supported", text="x", fault=Fault.CLIENT, nothing_sent=True)


@dataclass(frozen=True)
class Described:
    """A command: who answers it, and its members by path, those of every request and answer included."""

    name: str
    answered: str
    request: tuple[str, ...]
    answer: tuple[str, ...]


def described() -> list[Described]:
    """Every command that is taken, in the order of the catalogue."""
    assert SERVER_MODELS.keys() == SERVER
    return [Described(name, _answered(name), tuple(_request(name)), tuple(_answer(name))) for name in MODELS]


def _answered(name: str) -> str:
    """The neutral command that a request becomes."""
    if name in SERVER_MODELS:
        return "the server"
    shop = Shop(Outcome())
    shop.post(_sent(name))
    kind = type(shop.command).__name__
    return f"`{kind}`" + {
        "RegisterReceipt": ", `RegisterBottles`, `PrintDocument`",
        "PrintDocument": ", `PrintLabels`",
    }.get(kind, "")


def _request(name: str) -> Iterator[str]:
    yield from _read(MODELS[name])
    yield from sorted(WITHOUT_MEANING - (set() if name == "RegisterCheck" else {"CancelOpenedCheck"}))


def _read(kind: type, before: str = "") -> Iterator[str]:
    """Members of a model or a part of one, with those inside them."""
    for member in members_of(kind):
        path = before + member.name
        yield path
        for inner, listed in parts_in(member.annotation):
            yield from _read(inner, f"{path}[]." if listed else f"{path}.")


def _answer(name: str) -> Iterator[str]:
    found: dict[str, None] = {}
    for answer in answers(name):
        found |= dict.fromkeys(_names(answer, opaque=("Rezult", "DataBarCode")))
    yield from found


def answers(name: str) -> Iterator[dict[str, Any]]:
    """What comes of it when everything is known, and when it is refused."""
    everything = replace(_EVERYTHING, progress=Progress(1, 1) if name == "PrintDocument" else None)
    for shop in (Shop(everything), Shop(_REFUSED)):
        shop.desk.views[1] = replace(shop.desk.views[1], members=(1,), blocked="x")
        shop.post(full("XReport") | {"IdCommand": "known"})
        yield shop.post(_sent(name))


def _sent(name: str) -> dict[str, Any]:
    if name in COMMANDS:
        return full(name)
    return {
        "Command": name,
        "IdCommand": "known",
        "NumDevice": 0,
        "Active": None if name == "List" else True,
        "BarCode": "1",
    }


def _names(value: Any, before: str = "", opaque: tuple[str, ...] = ()) -> Iterator[str]:
    """Names at every level; what is inside an `opaque` one is another answer, or data."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield before + name
            if name not in opaque:
                listed = isinstance(inner, list) and inner and isinstance(inner[0], dict)
                yield from _names(inner, f"{before}{name}[]." if listed else f"{before}{name}.", opaque)
    if isinstance(value, list):
        for item in value:
            yield from _names(item, before, opaque)
