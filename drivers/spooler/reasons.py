"""What `printer-state-reasons` of IPP say, in words for the cashier.

Source: RFC 8011, 5.4.12; "offline" is CUPS's own. A spooler hears of these while it prints, so they may be old.
"""

from collections.abc import Iterable

PAPER_OUT = frozenset({"media-empty", "media-needed"})
PAPER_LOW = frozenset({"media-low"})
COVER_OPEN = frozenset({"cover-open", "door-open", "interlock-open"})
OFFLINE = frozenset({"offline", "shutdown", "timed-out"})

_FAULTS = {
    "media-jam": "замялась бумага",
    "input-tray-missing": "нет лотка для бумаги",
    "output-tray-missing": "нет выходного лотка",
    "output-area-full": "выходной лоток полон",
    "toner-empty": "кончился тонер",
    "marker-supply-empty": "кончилась краска или лента",
    "marker-waste-full": "полна ёмкость отработанной краски",
    "developer-empty": "кончился проявитель",
    "fuser-over-temp": "перегрев",
    "opc-life-over": "барабан изношен",
    "spool-area-full": "на сервере печати нет места",
    "interpreter-resource-unavailable": "принтеру не хватает шрифта или памяти",
    "cups-missing-filter": "на сервере печати нет фильтра для этого принтера",
    "cups-insecure-filter": "у фильтра принтера на сервере печати неверные права",
}
_SEVERITIES = ("-error", "-warning", "-report")


def keywords(reasons: Iterable[str]) -> frozenset[str]:
    """Without their severity."""
    return frozenset(_bare(reason) for reason in reasons) - {"none"}


def fault(found: frozenset[str]) -> str:
    """Of those that have no flag of their own; "" where nothing is known to be wrong."""
    return ", ".join(text for reason, text in _FAULTS.items() if reason in found)


def _bare(reason: str) -> str:
    for severity in _SEVERITIES:
        reason = reason.removesuffix(severity)
    return reason
