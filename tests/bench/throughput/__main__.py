"""`python -m tests.bench.throughput [--quick] [--folder DIR]`: measure, print Markdown. Exit 1: a receipt is lost."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.bench.targets import BenchFailed
from tests.bench.throughput.measure import FULL, QUICK, measure
from tests.bench.throughput.report import report


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.throughput", description="Delivered receipts a second."
    )
    parser.add_argument("--quick", action="store_true", help="a glance, not a result")
    parser.add_argument("--folder", type=Path, help="where the journal lies; the disk matters (default: temporary)")
    arguments = parser.parse_args()
    plan = QUICK if arguments.quick else FULL
    with tempfile.TemporaryDirectory(prefix="kkmserver-bench-", dir=arguments.folder) as folder:
        try:
            measured = measure(Path(folder), plan)
        except BenchFailed as error:
            print(error, file=sys.stderr)
            return 1
    print(report(measured, plan), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
