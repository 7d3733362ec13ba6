"""Tables of devices and pools between a form and the file: secrets stay at home, defaults are not written down."""

from collections.abc import Mapping, Sequence
from typing import Any

from kkmserver import fields
from kkmserver.fields import Field

Plain = Mapping[str, Any]
_FIRST = ("number", "name", "driver")


def shown(table: Plain) -> dict[str, Any]:
    """Null for each secret that is set."""
    return {key: None if fields.secret(key) and value != "" else value for key, value in table.items()}


def to_write(given: Plain, before: Plain, known: Sequence[Field]) -> dict[str, Any]:
    """What a form says, as it goes into the file in the place of `before`.

    Null keeps a secret, and leaves out anything else; so is left out what stands at its default and was not there.
    """
    defaults = {one.key: one.default for one in known}
    kept = {key: before.get(key) if fields.secret(key) and value is None else value for key, value in given.items()}
    table = {
        key: value
        for key, value in kept.items()
        if value is not None and (key in before or key not in defaults or value != defaults[key])
    }
    return {key: table[key] for key in sorted(table, key=_place)}


def _place(key: str) -> int:
    return _FIRST.index(key) if key in _FIRST else len(_FIRST)


def without_member(pool: Plain, number: int) -> dict[str, Any]:
    return {**pool, "members": [one for one in pool["members"] if one != number]}


def with_member(pool: Plain, before: int, now: int) -> dict[str, Any]:
    """A device that has got another number stays in its pools."""
    return {**pool, "members": [now if one == before else one for one in pool["members"]]}


def free_number(values: Plain) -> int:
    taken = {one.get("number") for kind in ("devices", "pools") for one in values.get(kind, [])}
    return next(number for number in range(1, 10_000) if number not in taken)
