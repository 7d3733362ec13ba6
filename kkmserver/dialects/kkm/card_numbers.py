"""Card numbers never stay with us: of a full one only the ends are kept.

Terminals give masked numbers, so a full one comes only from a client that asks for it at the counter.
"""

import json
import re
from typing import Annotated

from pydantic_core import core_schema

from kkmserver.dialects.kkm.fields import Reader, text_of

# 13 to 19 digits in a row, or in the groups that stand on cards; what track 2 has behind them goes too.
_PAN = r"(\d{4})(?:\d{5,11}|[ -]\d{4}[ -]\d{4}[ -]|[ -]\d{6}[ -]\d?)(\d{4})(?!\d)(?:=\d*)?"
_FULL = re.compile(rf"(?<!\d){_PAN}", re.ASCII)
_IN_ID = re.compile(rf"(\bCN:\s*){_PAN}", re.ASCII | re.IGNORECASE)
_MEMBER = re.compile(r"""("(CardNumber|UniversalID)"\s*:\s*)("(?:[^"\\]|\\.)*"|[^\s,}"]+)""", re.IGNORECASE)
_MASK = "********"

_short = text_of(256)


def masked(text: str) -> str:
    """Of a card's number the first four digits, stars, and the last four."""
    return _FULL.sub(rf"\1{_MASK}\2", text)


def masked_id(text: str) -> str:
    """A `UniversalID`: only what it says is the card's number, since a bank's own numbers may be as long."""
    return _IN_ID.sub(rf"\1\2{_MASK}\3", text)


def without_cards(body: bytes) -> bytes:
    """A request as the journal may keep it; it reads the same, because a reading masks as well."""
    upper = body.upper()
    if b"CARDNUMBER" not in upper and b"UNIVERSALID" not in upper:
        return body
    return _MEMBER.sub(_without_card, body.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")


def _without_card(found: re.Match[str]) -> str:
    text = _plain(found[3])
    kept = (masked_id if found[2].lower() == "universalid" else masked)(text)
    return found[1] + (found[3] if kept == text else json.dumps(kept, ensure_ascii=False))


def _plain(value: str) -> str:
    r"""The text of a value however it is written: \u0034 is a 4 too."""
    try:
        return str(json.loads(value, strict=False)) if value.startswith('"') else value
    except ValueError:
        return value


def _card_text(value: object) -> str:
    return masked(str(_short.read(value)))


def _id_text(value: object) -> str:
    return masked_id(str(_short.read(value)))


CardText = Annotated[str, Reader(_card_text, core_schema.no_info_after_validator_function(masked, _short.usual))]
UniversalId = Annotated[str, Reader(_id_text, core_schema.no_info_after_validator_function(masked_id, _short.usual))]
