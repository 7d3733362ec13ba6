"""What the ФН holds of the register since its (re)registration, as one line of JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from drivers.model.ffd import FfdVersion, TaxSystem
from drivers.model.state import Registration

_BLANK = Registration()
_FIELDS = [one.name for one in fields(Registration)]


@dataclass(frozen=True, slots=True)
class Passport:
    """`line` gives it back."""

    ffd: FfdVersion
    serial: str  # 1013
    registration: Registration


def line(known: Passport) -> str:
    """Equal for equal passports. What stands as a line without it is read is left out."""
    told = known.registration
    plain: dict[str, Any] = {"ffd": known.ffd.value, "serial": known.serial}
    unsaid = _unsaid(known.ffd)
    for name in _FIELDS:
        value = getattr(told, name)
        if value != unsaid[name]:
            plain[name] = list(value) if isinstance(value, tuple) else value
    return json.dumps(plain, sort_keys=True)


def _unsaid(ffd: FfdVersion) -> Mapping[str, Any]:
    """Lines of older programs do not speak of marked and excisable goods and agents: all were registered always."""
    plain = {name: getattr(_BLANK, name) for name in _FIELDS}
    return plain | {"excise": True, "marking": ffd is FfdVersion.V1_2, "agents": tuple(range(7))}


@lru_cache(maxsize=1024)  # every register asks with every document, and its line hardly ever changes
def passport(text: str) -> Passport:
    """Reads a `line` back."""
    plain = json.loads(text)
    ffd = FfdVersion(plain.pop("ffd"))
    serial = plain.pop("serial")
    told = {**_unsaid(ffd), **plain}
    told["tax_systems"] = tuple(TaxSystem(number) for number in told["tax_systems"])
    told["agents"] = tuple(told["agents"])
    return Passport(ffd, serial, Registration(**told))
