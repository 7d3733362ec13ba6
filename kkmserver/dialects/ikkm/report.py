"""The report of a shift as JSON. Source: spec/ikkm.md 5.2; the odd names are the API's."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from drivers.model import money
from drivers.model.counters import CounterBlock
from drivers.model.state import DeviceState
from kkmserver.dialects.ikkm.kept import Operation, Shift
from kkmserver.dialects.ikkm.receipt import OPERATIONS
from kkmserver.dialects.ikkm.shifts import is_open, of_type, totals
from kkmserver.dialects.kkm.encoding import Value

_MINUTES = len("YYYY-MM-DD hh:mm")
_COUNTS = {"sale": "Sale", "buy": "Buy", "saleReturn": "SaleReturn", "buyReturn": "BuyReturn"}
_DETAILS = {"buyReturn": "buyRetDetails"}
_FISCAL = {"sale": "sales"}
_REVENUE = {"sale": 1, "saleReturn": -1, "buy": -1, "buyReturn": 1}


def report(
    shift: Shift,
    done: Sequence[Operation],
    state: DeviceState,
    counters: Sequence[CounterBlock],
    after: Shift | None,
) -> dict[str, Value]:
    """Of the newest shift `counters` are the register's; of an older one `after` is the next that is known.

    Then only what came through this door is counted.
    """
    counted = _own(done) if after else _registers(counters)
    end = after.totals if after else totals(counters)
    opened = is_open(state, shift.number)
    told: dict[str, Value] = {
        "shiftState": "opened" if opened else "closed",
        "dateOpen": shift.opened[:_MINUTES],
        "dateClose": shift.closed[:_MINUTES],
        "fiscalDataOnShiftOpen": {name: _sum(total) for name, total in shift.totals.items()},
    }
    for name, (count, total) in counted.items():
        told[f"total{_COUNTS[name]}Cheques"] = count
        told[_DETAILS.get(name, f"{name}Details")] = {"sum": _sum(total), "cheques": count}
    told |= _cash(done)
    told["cashWeHave"] = _sum(state.cash if opened or shift.drawer is None else shift.drawer)
    told["revenue"] = _sum(sum(sign * counted[name][1] for name, sign in _REVENUE.items()))
    told["fiscalData"] = {_FISCAL.get(name, name): _sum(total) for name, total in end.items()}
    return told


def _registers(counters: Sequence[CounterBlock]) -> Mapping[str, tuple[int, int]]:
    found = {name: of_type(counters, kind, shift=True) for name, kind in OPERATIONS.items()}
    return {name: (block.count, block.total) for name, block in found.items()}


def _own(done: Sequence[Operation]) -> Mapping[str, tuple[int, int]]:
    return {name: _count(done, name) for name in OPERATIONS}


def _cash(done: Sequence[Operation]) -> dict[str, Value]:
    (put, put_sum), (taken, taken_sum) = _count(done, "deposit"), _count(done, "withdraw")
    return {
        "cashOutDocCount": taken,
        "cashOutTotal": _sum(taken_sum),
        "cashInDocCount": put,
        "cashInTotal": _sum(put_sum),
    }


def _count(done: Sequence[Operation], kind: str) -> tuple[int, int]:
    found = [one.total for one in done if one.kind == kind]
    return len(found), sum(found)


def _sum(amount: int) -> Decimal:
    return money.roubles(amount)
