"""Kill -9 at every step of a command, on every kind of device: nothing lost, nothing twice, doubt told as doubt.

KILLS, of registers at a wire REGISTER_KILLS, and SEED in the environment make it longer and other.
"""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from tests.faults.kills.campaign import Campaign, campaign
from tests.faults.kills.deaths import LATEST, Step, deaths
from tests.faults.kills.findings import faults, rows
from tests.faults.kills.shop import AT_A_WIRE, WITHIN, Kind
from tests.faults.kills.table import table

KILLS = int(os.environ.get("KILLS", str(len(WITHIN) * len(Step))))
REGISTER_KILLS = int(os.environ.get("REGISTER_KILLS", str(len(AT_A_WIRE))))
_LATEST = LATEST if len(Kind) * len(Step) <= REGISTER_KILLS else 3  # few kills are not to wait for many receipts
SEED = int(os.environ.get("SEED", "1"))

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")


def test_killed_at_every_step(tmp_path: Path) -> None:
    found = killed(tmp_path, WITHIN, KILLS)
    struck = found.struck()
    assert {found.sent[one] for one in struck} == set(WITHIN), "a kind of device was never killed in the middle"
    assert any(found.final[one].unknown for one in struck)


def test_registers_at_a_wire(tmp_path: Path) -> None:
    """Their ФН outlives the server, and can always be asked: nothing of it is ever unknown."""
    found = killed(tmp_path, AT_A_WIRE, REGISTER_KILLS, latest=_LATEST)
    assert found.struck(), "it was never killed in the middle"
    assert all(answer.done for answer in found.final.values())
    assert sum(prints.times for prints in found.prints.values()) == len(found.final)


def killed(folder: Path, kinds: tuple[Kind, ...], kills: int, latest: int = LATEST) -> Campaign:
    """All that is promised of every device."""
    found = asyncio.run(campaign(folder, list(deaths(kinds, kills, SEED, latest))))
    print(table(found))
    assert not list(faults(found)), f"SEED={SEED}, {folder}"
    assert len(found.lives) == kills
    counts = rows(found)
    assert {kind for kind, _ in counts} == set(kinds)
    assert len(counts) >= min(kills, len(kinds) * len(Step))
    assert sum(row.commands for row in counts.values()) == len(found.sent) == len(found.final)
    return found
