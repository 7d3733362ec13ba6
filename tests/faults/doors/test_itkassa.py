"""Cut connections and a killed server at the port of Анти Касса: a job is done once, whatever is repeated."""

import asyncio
import json
from contextlib import suppress
from pathlib import Path

import pytest

from kkmserver.store.sqlite import SqliteJournal
from tests.faults.doors.itkassa_victim import MOMENTS, live
from tests.faults.doors.mortal import LONGEST, born
from tests.kkmserver.dialects.itkassa.shop import JOBS, KEY, SALE, go, request, shop

COMMANDS = [{"type": "cashIn", "amountCash": 5}, SALE]


def asked(register: str) -> bytes:
    return request("POST", JOBS, json.dumps({"creItemId": register, "idempKey": KEY, "commands": COMMANDS}).encode())


@pytest.mark.parametrize("abort", [False, True], ids=["closed", "reset"])
def test_a_client_that_leaves_and_comes_again(tmp_path: Path, abort: bool) -> None:
    async def main() -> None:
        async with shop(tmp_path) as one:
            for _ in range(3):
                _, writer = await asyncio.open_connection("127.0.0.1", one.port)
                writer.write(asked(one.register()))
                await writer.drain()
                writer.transport.abort() if abort else writer.close()
            told = await one.run(*COMMANDS, idempKey=KEY)
            assert told["result"] == "success"
            assert len(await one.receipts()) == 1
            assert (await one.drivers[1].state()).cash == 500

    go(main())


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_in_the_middle_of_a_job(tmp_path: Path, moment: str) -> None:
    """The next start carries it out before anybody asks."""

    async def main() -> None:
        await _killed(tmp_path, moment)
        journal = await SqliteJournal.open(tmp_path / "journal.db")
        async with shop(tmp_path, journal=journal) as one:
            told = (await one.get(f"{JOBS}/{KEY}/idempotent")).json["object"]
            ended = await one.ended(told["id"])
            assert ended["result"] == "success"
            assert await one.run(*COMMANDS, idempKey=KEY) == ended
            assert len(await one.receipts()) == 1
            assert (await one.drivers[1].state()).cash == 500
        await journal.close()

    go(main())


async def _killed(folder: Path, moment: str) -> None:
    with born(live, folder, moment) as victim:
        port, register = victim.hear()
        async with asyncio.timeout(LONGEST):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(asked(register))
            with suppress(ConnectionResetError):
                await reader.read()
            writer.close()
        assert victim.ended() == -9
