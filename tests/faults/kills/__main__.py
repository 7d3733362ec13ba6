"""`python -m tests.faults.kills`: a long campaign and its table. KILLS, SEED and KINDS come from the environment."""

import asyncio
import os
import shutil
import sys
import tempfile
from pathlib import Path

from tests.faults.kills.campaign import campaign
from tests.faults.kills.deaths import deaths
from tests.faults.kills.findings import faults
from tests.faults.kills.shop import Kind
from tests.faults.kills.table import table


def main() -> int:
    kills, seed = int(os.environ.get("KILLS", "500")), int(os.environ.get("SEED", "1"))
    kinds = tuple(Kind(name) for name in os.environ.get("KINDS", ",".join(Kind)).split(","))
    folder = Path(tempfile.mkdtemp(prefix="kills-"))
    print(f"SEED={seed}, {folder}", file=sys.stderr)
    found = asyncio.run(campaign(folder, list(deaths(kinds, kills, seed))))
    print(table(found))
    for text, times in sorted(found.others.items()):
        print(f"repeated after {times} × {text!r}", file=sys.stderr)
    if bad := list(faults(found)):
        print(*bad, f"SEED={seed}: {len(bad)} faults, see {folder}", sep="\n", file=sys.stderr)
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
