"""`python -m tests.bench.rendering [--quick]`: documents to bytes, beside other encoders; prints Markdown.

Every receipt is another one, so that nobody lives on what it remembers; the logo stays the same, as in a shop. All
take turns in each round. Node is timed inside its own process.
"""

import argparse
import os
import platform
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import redirect_stdout
from importlib.metadata import version
from io import StringIO
from statistics import median

from tests.bench.rendering.document import Receipt, receipt
from tests.bench.rendering.peers import npm_encoder, python_escpos
from tests.bench.rendering.subjects import Subject, label_to_png, label_to_zpl, receipt_to_escpos, receipt_to_png

NATIVE_PEER, RASTER_PEER = "python-escpos, native codes, no PDF417", "python-escpos, drawn codes, no PDF417"
NPM_PEER = "receipt-printer-encoder (Node), native codes"
_WARM_UP = 10


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.rendering", description="Documents to bytes.")
    parser.add_argument("--quick", action="store_true", help="a glance, not a result")
    rounds, each = (3, 20) if parser.parse_args().quick else (7, 100)
    subjects = _subjects()
    times: defaultdict[str, list[float]] = defaultdict(list)
    sizes: dict[str, float] = {}
    for number in range(rounds):
        receipts = [receipt(number * 1000 + place) for place in range(_WARM_UP + each)]
        for subject in subjects:
            took, sizes[subject.name] = _timed(subject, receipts)
            times[subject.name].append(took)
        if peer := npm_encoder(receipts, _WARM_UP):
            times[NPM_PEER].append(peer[0])
            sizes[NPM_PEER] = peer[1]
    print(_conditions(rounds, each))
    print()
    print("\n".join(_table(subjects, times, sizes)))
    return 0


def _subjects() -> list[Subject]:
    return [
        Subject("60-row receipt to ESC/POS, native codes", receipt_to_escpos("auto"), 3, NATIVE_PEER),
        Subject(NATIVE_PEER, python_escpos(native=True)),
        Subject("60-row receipt to ESC/POS, drawn codes", receipt_to_escpos("raster"), 10, RASTER_PEER),
        Subject(RASTER_PEER, python_escpos(native=False)),
        Subject("60-row receipt to a PNG", receipt_to_png, 15),
        Subject("58x40 mm label to ZPL", label_to_zpl(), 2),
        Subject("58x40 mm label to a PNG", label_to_png()),
    ]


def _timed(subject: Subject, receipts: Sequence[Receipt]) -> tuple[float, float]:
    """Milliseconds and bytes a receipt. What a peer says on stdout while it works is dropped."""
    with redirect_stdout(StringIO()):
        for one in receipts[:_WARM_UP]:
            subject.work(one)
        size, begun = 0, time.perf_counter()
        for one in receipts[_WARM_UP:]:
            size += len(subject.work(one))
        took = time.perf_counter() - begun
    count = len(receipts) - _WARM_UP
    return 1000 * took / count, size / count


def _conditions(rounds: int, each: int) -> str:
    parts = ", ".join(f"{name} {version(name)}" for name in ("pillow", "zint-bindings", "python-escpos"))
    return (
        f"{os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}, {parts}. "
        f"{rounds} rounds of {each} different receipts; medians over the rounds, quickest and slowest in brackets."
    )


def _table(subjects: Sequence[Subject], times: dict[str, list[float]], sizes: dict[str, float]) -> list[str]:
    rows = ["| what | ms each | bytes | aim, ms | times quicker than its peer |", "| --- | --- | --- | --- | --- |"]
    aims = {subject.name: subject for subject in subjects}
    for name, found in times.items():
        subject = aims.get(name)
        aim = (
            f"{subject.aim:g}, {'met' if median(found) < subject.aim else 'missed'}" if subject and subject.aim else ""
        )
        quicker = ""
        if subject and subject.beside:
            quicker = f"{median(p / o for p, o in zip(times[subject.beside], found, strict=True)):.1f}"
        spread = f"{median(found):.2f} ({min(found):.2f}–{max(found):.2f})"
        rows.append(f"| {name} | {spread} | {sizes[name]:.0f} | {aim} | {quicker} |")
    return rows


if __name__ == "__main__":
    sys.exit(main())
