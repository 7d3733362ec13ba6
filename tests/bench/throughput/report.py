"""What was found, as Markdown for docs/performance.md."""

import math
import os
import platform
from collections.abc import Iterable
from importlib.metadata import version
from statistics import median

from tests.bench.throughput.measure import BLAST, CUPS, ONE_PROCESS, OURS, PRINTERS, STRAIGHT, Measured, Plan, Way
from tests.bench.throughput.ways import Sample

_PROVES_NOTHING = tuple(list(STRAIGHT)[1:])
_AIMS = {1: 800, PRINTERS: 1000}  # delivered a second


def report(measured: Measured, plan: Plan) -> str:
    return "\n\n".join([_conditions(plan), _rates(measured), _aims(measured)]) + "\n"


def _conditions(plan: Plan) -> str:
    parts = ", ".join(f"{name} {version(name)}" for name in ("uvicorn", "uvloop", "aiosqlite", "python-escpos"))
    return (
        f"{os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}, {parts}. {plan.rounds} "
        f"rounds of {plan.window.seconds:g} s; medians over the rounds, slowest and quickest in brackets. The clients "
        "and the printers share the processors."
    )


def _rates(measured: Measured) -> str:
    head = ("way", "printers", "clients", "delivered a second", "of the raw socket", "p50 ms", "p95 ms", "processor µs")
    return _table(head, (_row(measured, way) for way in measured.samples))


def _row(measured: Measured, way: Way) -> tuple[str, ...]:
    samples = measured.samples[way]
    rates = [sample.rate for sample in samples]
    return (
        way.name,
        str(way.printers),
        str(way.clients or way.printers),
        f"{median(rates):.0f} ({min(rates):.0f}–{max(rates):.0f})",
        f"{100 * _ratio(measured, way, Way(BLAST, way.printers)):.0f} %",
        _middle(samples, "p50", 2),
        _middle(samples, "p95", 2),
        _middle(samples, "processor", 0),
    )


def _middle(samples: list[Sample], name: str, digits: int) -> str:
    value = median(getattr(sample, name) for sample in samples)
    return "" if math.isnan(value) else f"{value:.{digits}f}"


def _ratio(measured: Measured, way: Way, other: Way) -> float:
    """Median over the rounds of how much quicker one was than the other in the same round."""
    pairs = zip(measured.samples[way], measured.samples[other], strict=True)
    return median(one.rate / two.rate for one, two in pairs)


def _aims(measured: Measured) -> str:
    rows = []
    for printers, wanted in _AIMS.items():
        best = max(_of(measured, OURS, printers), key=lambda way: _rate(measured, way))
        rate = _rate(measured, best)
        rows.append((f"delivered, {_count(printers)}", f"≥ {wanted}/s", f"{rate:.0f}/s", _verdict(rate >= wanted)))
        for peer in (CUPS, ONE_PROCESS, *_PROVES_NOTHING):
            for other in _of(measured, peer, printers):
                times = _ratio(measured, best, other)
                row = (f"beside {peer}, {_count(printers)}", "> 1", f"{times:.2f} times", _verdict(times > 1))
                rows.append(row)
    return _table(("aim", "wanted", "measured", ""), rows)


def _of(measured: Measured, name: str, printers: int) -> list[Way]:
    return [way for way in measured.samples if (way.name, way.printers) == (name, printers)]


def _rate(measured: Measured, way: Way) -> float:
    return median(sample.rate for sample in measured.samples[way])


def _count(printers: int) -> str:
    return "1 printer" if printers == 1 else f"{printers} printers"


def _verdict(met: bool) -> str:
    return "met" if met else "missed"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
