"""What each command reads: its model, and the members of a model or of a part of one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from typing_extensions import get_type_hints

from kkmserver.dialects.kkm.catalogue import COMMANDS
from kkmserver.dialects.kkm.fields import SPELLED, Fields
from kkmserver.dialects.kkm.goods_code import GoodCodeDataRequestIn
from kkmserver.dialects.kkm.head import HeadIn
from kkmserver.dialects.kkm.server import GetRezultIn, ListIn, OnOffUnutIn

SERVER_MODELS: Mapping[str, type[HeadIn]] = {
    "List": ListIn,
    "GetServerData": HeadIn,
    "OnOffUnut": OnOffUnutIn,
    "GetRezult": GetRezultIn,
    "CancelCommand": HeadIn,
    "GetGoodCodeData": GoodCodeDataRequestIn,
}
MODELS: Mapping[str, type[HeadIn]] = {name: model for name, (model, _) in COMMANDS.items()} | dict(SERVER_MODELS)


@dataclass(frozen=True, slots=True)
class Member:
    """`name` as the API spells it; `annotation` with the readers that stand in it."""

    name: str
    annotation: Any
    required: bool


def members_of(kind: type) -> list[Member]:
    """Of a model of a request, or of a part of one (see `fields.part`)."""
    hints, required = get_type_hints(kind, include_extras=True), _required(kind)
    return [Member(name, hints[field], field in required) for field, name in SPELLED[kind].items()]


def parts_in(annotation: Any, listed: bool = False) -> Iterator[tuple[type, bool]]:
    """Parts that a member holds, and whether it is a list of them."""
    if isinstance(annotation, type) and annotation in SPELLED:
        yield annotation, listed
    for inner in get_args(annotation):
        yield from parts_in(inner, listed or get_origin(annotation) is tuple)


def _required(kind: type) -> frozenset[str]:
    if issubclass(kind, Fields):
        return frozenset(name for name, field in kind.model_fields.items() if field.is_required())
    found: frozenset[str] = kind.__required_keys__  # type: ignore[attr-defined]  # a TypedDict is a dict to the checker
    return found
