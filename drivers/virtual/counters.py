"""Where the virtual ФН stands, and how each of its steps keeps that as text."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from drivers.fiscal.counters import Totals

_JSON = json.JSONEncoder(separators=(",", ":"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Counters:
    """Sums are kopecks. Fields are int, str, bool, Totals or datetime | None.

    A new one needs a default and nothing else: older steps have left it out, as every step leaves out what stands at
    its default. Hence a default never changes.
    """

    step: int = 0  # the step they stand after; the number of its row
    last_document: int = 0
    last_operation: int = 0  # commands done
    shift: int = 0
    opened_at: datetime | None = None  # None: the shift is closed
    first_document: int = 0  # ФД of the report that opened the shift
    last_time: datetime | None = None  # of the newest document
    receipts: int = 0  # 1042 of the newest receipt in the shift
    drawer: int = 0
    cash_in: int = 0  # in the shift
    cash_in_count: int = 0
    cash_out: int = 0
    cash_out_count: int = 0
    shift_totals: Totals = field(default_factory=Totals)
    storage_totals: Totals = field(default_factory=Totals)
    registration: str = ""  # `options.requisites` in force; "" = not registered
    registered_at: datetime | None = None  # first registration in this ФН
    by_command: bool = False  # registered by a command: the settings are asked no more
    closed: bool = False  # the ФН has taken its last document
    replaced: bool = False  # a new ФН is being put in its place
    last_report: int = 0  # ФД of the newest shift that was closed
    notices: int = 0  # 2002 of the newest notification of marked goods
    bad_codes: int = 0  # 2112 of the shift, bits
    ofd_down: bool = False  # the virtual ОФД, see `ofd`
    ofd_delay: int = 0  # seconds
    ofd_since: datetime | None = None  # when one of the two was changed last; None: never
    ofd_sent: int = 0  # newest ФД that was confirmed by then
    unsent_since: datetime | None = None  # 1098 as known then, or, while the link is down, now

    def to_json(self) -> str:
        """All but what has a column of its own: step and registration."""
        plain: dict[str, object] = {}
        for name, default in _DEFAULTS:
            value = getattr(self, name)
            if value != default:
                plain[name] = _WRITE[name](value) if name in _WRITE else value
        return _JSON.encode(plain)

    @classmethod
    def from_json(cls, text: str, *, step: int, registration: str) -> "Counters":
        """Fields this program does not know are passed over. Raises ValueError for what `to_json` did not write."""
        try:
            plain: dict[str, Any] = json.loads(text)
            told = {name: value for name, value in plain.items() if name in _KNOWN}
            told |= {name: read(told[name]) for name, read in _READ.items() if name in told}
        except (AttributeError, TypeError, RecursionError) as error:
            raise ValueError("not saved counters") from error
        return cls(**told, step=step, registration=registration)


_BLANK = Counters()
_COLUMNS = {"step", "registration"}
_DEFAULTS = [(one.name, getattr(_BLANK, one.name)) for one in fields(Counters) if one.name not in _COLUMNS]
_KNOWN = {name for name, _ in _DEFAULTS}
_TEXTS: Mapping[object, tuple[Callable[[Any], str], Callable[[str], Any]]] = {
    datetime | None: (datetime.isoformat, datetime.fromisoformat),
    Totals: (Totals.to_json, Totals.from_json),
}
_WRITE = {one.name: _TEXTS[one.type][0] for one in fields(Counters) if one.type in _TEXTS}
_READ = {one.name: _TEXTS[one.type][1] for one in fields(Counters) if one.type in _TEXTS}
