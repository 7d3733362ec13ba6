"""Cut connections and a killed server at the port of БИТ: whatever is repeated under one order id is done once."""

import asyncio
import json
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from kkmserver.store.record import Wanted
from kkmserver.store.sqlite import SqliteJournal
from tests.kkmserver.dialects.bit.counter import KKT, RECEIPT, counter, go, request

CASH = {"name": "cash", "type": "kktCashIn", "data": {}, "cashSum": 5}
PACKET = json.dumps([CASH, RECEIPT]).encode()
ASKED = request(PACKET, {**KKT, "BIT_ORDER_ID": "A-1007"})


@pytest.mark.parametrize("abort", [False, True], ids=["closed", "reset"])
def test_a_client_that_leaves_and_comes_again(tmp_path: Path, abort: bool) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            for _ in range(3):
                _, writer = await asyncio.open_connection("127.0.0.1", shop.port)
                writer.write(ASKED)
                await writer.drain()
                writer.transport.abort() if abort else writer.close()
            entries = await shop.entries(PACKET, order="A-1007")
            assert all(entry["success"] for entry in entries)
            assert len(await shop.receipts()) == 1
            assert await shop.drawer() == 9600
            assert len(await shop.dispatch.rows(Wanted(name="kktCashIn"))) == 1

    go(main())


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_between_two_commands(tmp_path: Path, moment: str) -> None:
    """`after`: the second is in the journal, and the next start carries it out before anybody asks."""

    async def main() -> None:
        await _killed(tmp_path, moment)
        journal = await SqliteJournal.open(tmp_path / "journal.db")
        async with counter(tmp_path, journal=journal) as shop:
            told = await shop.post(PACKET, order="A-1007")
            assert [bool(entry.get("success")) for entry in told.json] == [True, True]
            assert len(await shop.receipts()) == 1
            assert await shop.drawer() == 9600
            assert (await shop.post(PACKET, order="A-1007")).body == told.body
        await journal.close()

    go(main())


async def _killed(folder: Path, moment: str) -> None:
    """A server that has died in the middle of the packet."""
    victim = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.doors.bit_victim", str(folder), moment, stdout=asyncio.subprocess.PIPE
    )
    assert victim.stdout
    async with asyncio.timeout(30):
        reader, writer = await asyncio.open_connection("127.0.0.1", int(await victim.stdout.readline()))
        writer.write(ASKED)
        with suppress(ConnectionResetError):
            assert await reader.read() == b""
        writer.close()
        assert await victim.wait() < 0
