"""kill -9 at any moment while eight tills sell bottles by card: bank, УТМ and ФН agree to the kopeck and the bottle.

PAID_KILLS and SEED in the environment make it longer and other.
"""

import asyncio
import os
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.paid.campaign import Campaign, campaign
from tests.faults.paid.clients import is_done
from tests.faults.paid.shop import Kind

KILLS = int(os.environ.get("PAID_KILLS", "15"))
SEED = int(os.environ.get("SEED", "1"))

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")


def test_a_terminal_that_can_be_asked(tmp_path: Path) -> None:
    found = asyncio.run(campaign(tmp_path, 2 * KILLS // 3, SEED, memory=True))
    check(found)
    assert set(found.settled) <= {"", "egais", "egais-undo"}, "a terminal leaves nothing to a person"


def test_a_terminal_that_cannot(tmp_path: Path) -> None:
    """As most real ones."""
    check(asyncio.run(campaign(tmp_path, KILLS // 3, SEED + KILLS, memory=False)))


def check(found: Campaign) -> None:
    """Nothing doubled, nothing lost, and what was unknown could be seen."""
    print(summary(found))
    assert found.unknown <= found.seen
    assert not found.unfinished
    done = [sale for sale in found.final if is_done(found.final[sale])]
    assert not {sale.kind for sale in done} & {Kind.DECLINED, Kind.STOPPED}
    assert all(answer["NothingSent"] for sale, answer in found.final.items() if sale not in done)

    assert sorted(found.receipts) == sorted((sale.name, sale.amount) for sale in done)
    assert +found.bank.left == Counter(sale.amount for sale in done)
    assert +found.told == Counter(sale.mark for sale in done if sale.mark)
    assert min(*found.bank.left.values(), *found.told.values()) >= 0

    assert {sale.kind for sale in done} >= {Kind.CARD, Kind.BOTTLE, Kind.LOST}
    assert found.ever_told.total() > found.told.total(), "no bottle was ever taken back"
    assert found.struck, "the server was never killed in the middle of its work"


def summary(found: Campaign) -> str:
    kinds = Counter[str](sale.kind for sale in found.final)
    return (
        f"{found.kills} kills in the middle of {_counted(found.struck)}; {len(found.final)} sales: {_counted(kinds)};"
        f" given back: {found.bank.taken.total() - found.bank.left.total()} payments,"
        f" {found.ever_told.total() - found.told.total()} bottles; {len(found.unknown)} unknown for a while,"
        f" settled: {_counted(found.settled) or 'none'}"
    )


def _counted(what: Counter[str]) -> str:
    return ", ".join(f"{count} × {one or 'receipt'}" for one, count in what.most_common())
