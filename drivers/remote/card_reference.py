"""Which bank transaction is meant, as the API names it. Source: spec/kkmserver.md 3.15.

`UniversalID` holds all that is known; older programs of either side know its parts as members of their own.
"""

import re
from collections.abc import Mapping

from drivers.model.card import CardReference
from drivers.notation.json_text import Json
from drivers.notation.members import Members

# Field of CardReference -> its key in UniversalID, its own member.
_NAMES = {
    "card": ("CN", "CardNumber"),
    "receipt_number": ("RN", "ReceiptNumber"),
    "rrn": ("RRN", "RRNCode"),
    "authorisation": ("AC", "AuthorizationCode"),
}
_KEPT_WHOLE = re.compile(r"[^\s;:]+")  # by who splits at `;` and `:`


def parts(given: CardReference) -> dict[str, Json]:
    """The members that each stand for themselves."""
    return {member: value for field, (_, member) in _NAMES.items() if (value := getattr(given, field))}


def whole(given: CardReference) -> dict[str, Json]:
    """Both spellings."""
    known = {key: getattr(given, field) for field, (key, _) in _NAMES.items()}
    text = ";".join(f"{key}:{value}" for key, value in known.items() if _KEPT_WHOLE.fullmatch(value))
    return ({"UniversalID": text} if text else {}) | parts(given)


def read(members: Members) -> CardReference:
    """A member of its own tells what `UniversalID` does not. Raises FrameError."""
    given = _split(members.text("UniversalID"))
    return CardReference(**{field: given.get(key) or members.text(member) for field, (key, member) in _NAMES.items()})


def _split(text: str) -> Mapping[str, str]:
    pairs = (pair.partition(":") for pair in text.split(";"))
    return {key.strip().upper(): value.strip() for key, _, value in pairs}
