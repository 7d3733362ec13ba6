"""Where a virtual register stands, whatever country it is of, and how each of its steps keeps that as text."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any, NamedTuple, Self

from drivers.fiscal.counters import Totals

_JSON = json.JSONEncoder(separators=(",", ":"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Sums are kopecks, or tiyns. Fields are what JSON knows, Totals or datetime | None; a subclass adds its own.

    A new one needs a default and nothing else: older steps have left it out, as every step leaves out what stands at
    its default. Hence a default never changes.
    """

    step: int = 0  # the step they stand after; the number of its row
    last_document: int = 0
    last_operation: int = 0  # commands done
    shift: int = 0
    opened_at: datetime | None = None  # None: the shift is closed
    last_time: datetime | None = None  # of the newest document
    receipts: int = 0  # 1042 of the newest receipt in the shift
    drawer: int = 0
    cash_in: int = 0  # in the shift
    cash_in_count: int = 0
    cash_out: int = 0
    cash_out_count: int = 0
    shift_totals: Totals = field(default_factory=Totals)
    storage_totals: Totals = field(default_factory=Totals)
    registration: str = ""  # the one in force, as a line of text; "" = not registered

    def with_cash_in(self, amount: int) -> Self:
        return replace(
            self,
            drawer=self.drawer + amount,
            cash_in=self.cash_in + amount,
            cash_in_count=self.cash_in_count + 1,
        )

    def with_cash_out(self, amount: int) -> Self:
        return replace(
            self,
            drawer=self.drawer - amount,
            cash_out=self.cash_out + amount,
            cash_out_count=self.cash_out_count + 1,
        )

    def with_shift_closed(self) -> Self:
        """The counters of the shift start again, the drawer keeps its cash."""
        return replace(
            self,
            opened_at=None,
            receipts=0,
            cash_in=0,
            cash_in_count=0,
            cash_out=0,
            cash_out_count=0,
            shift_totals=Totals(),
        )

    def to_json(self) -> str:
        """All but what has a column of its own: step and registration."""
        plain: dict[str, object] = {}
        for name, default, write, _ in _plan(type(self)).values():
            value = getattr(self, name)
            if value != default:
                plain[name] = write(value) if write else value
        return _JSON.encode(plain)

    @classmethod
    def from_json(cls, text: str, *, step: int, registration: str) -> Self:
        """Fields this program does not know are passed over. Raises ValueError for what `to_json` did not write."""
        plan = _plan(cls)
        try:
            plain: dict[str, Any] = json.loads(text)
            told = {name: _value(plan[name], value) for name, value in plain.items() if name in plan}
        except (AttributeError, TypeError, RecursionError) as error:
            raise ValueError("not saved counters") from error
        return cls(**told, step=step, registration=registration)


class _Kept(NamedTuple):
    name: str
    default: object
    write: Callable[[Any], str] | None  # None: as it is
    read: Callable[[str], Any] | None


_COLUMNS = {"step", "registration"}
_TEXTS: Mapping[object, tuple[Callable[[Any], str], Callable[[str], Any]]] = {
    datetime | None: (datetime.isoformat, datetime.fromisoformat),
    Totals: (Totals.to_json, Totals.from_json),
}


_PLANS: dict[type[Standing], Mapping[str, _Kept]] = {}


def _plan(kind: type[Standing]) -> Mapping[str, _Kept]:
    if kind not in _PLANS:
        _PLANS[kind] = {kept.name: kept for kept in _kept(kind)}
    return _PLANS[kind]


def _kept(kind: type[Standing]) -> Iterator[_Kept]:
    blank = kind()
    for one in fields(kind):
        if one.name not in _COLUMNS:
            yield _Kept(one.name, getattr(blank, one.name), *_TEXTS.get(one.type, (None, None)))


def _value(kept: _Kept, value: Any) -> Any:
    return kept.read(value) if kept.read else value
