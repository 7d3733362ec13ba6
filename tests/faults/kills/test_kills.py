"""Kill -9 at every step of a command, on every kind of device: nothing lost, nothing twice, doubt told as doubt.

KILLS and SEED in the environment make it longer and other.
"""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from tests.faults.kills.campaign import campaign
from tests.faults.kills.deaths import Step, deaths
from tests.faults.kills.findings import faults, rows
from tests.faults.kills.shop import Kind
from tests.faults.kills.table import table

KILLS = int(os.environ.get("KILLS", str(len(Kind) * len(Step))))
SEED = int(os.environ.get("SEED", "1"))

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")


def test_killed_at_every_step(tmp_path: Path) -> None:
    found = asyncio.run(campaign(tmp_path, list(deaths(tuple(Kind), KILLS, SEED))))
    print(table(found))
    assert not list(faults(found)), f"SEED={SEED}, {tmp_path}"
    assert len(found.lives) == KILLS
    counts = rows(found)
    assert len(counts) == min(KILLS, len(Kind) * len(Step))
    assert sum(row.commands for row in counts.values()) == len(found.sent) == len(found.final)
    struck = found.struck()
    assert {found.sent[one] for one in struck} == set(Kind), "a kind of device was never killed in the middle"
    assert any(found.final[one].unknown for one in struck)
