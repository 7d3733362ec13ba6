"""The connection breaks after any byte, either way: one receipt at most, and exactly one where the answer is "done"."""

import asyncio
import itertools
from collections.abc import Iterator

import pytest

from drivers.errors import KkmError, OutcomeUnknown
from drivers.model.outcome import Outcome
from drivers.ports import Errand
from drivers.remote.driver import RemoteDevice
from tests.drivers.remote.cutting import Way, Wire, wire_to
from tests.drivers.remote.shop import WITHIN, device, perform, sale
from tests.live import LiveServer

CONFIG = '[[devices]]\nnumber = 1\nname = "Касса"\ndriver = "virtual-kkt"\n'
IDS = itertools.count()
PLACES: list[tuple[Way, int]] = [
    ("up", 0),
    ("up", 1),
    ("up", 150),
    ("up", 500),
    ("down", 0),
    ("down", 1),
    ("down", 200),
]


@pytest.fixture(scope="module")
def far(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with LiveServer(tmp_path_factory.mktemp("far"), CONFIG) as server:
        yield server


def documents(far: LiveServer) -> int:
    number: int = far.post({"Command": "GetDataKKT", "NumDevice": 1})["CheckNumber"]
    return number


async def begun(remote: RemoteDevice, wire: Wire, way: Way, after: int, times: int) -> str:
    """A shift is open, the connection is there, and breaks from here on."""
    id_command = f"cut-{next(IDS)}"
    await perform(remote, sale(), f"{id_command}-before")
    remote.about(Errand(id=id_command))
    mark = await remote.mark()
    wire.cut(way, after, times)
    return mark


def test_the_wire_cuts_where_it_is_told(far: LiveServer) -> None:
    async def main() -> list[bytes]:
        got = []
        async with wire_to(far.port) as wire:
            for after in (0, 9, 10_000):
                wire.cut("down", after)
                reader, writer = await asyncio.open_connection("127.0.0.1", wire.port)
                writer.write(b"GET /Execute HTTP/1.0\r\n\r\n")
                got.append(await reader.read(100_000))
                writer.close()
                await writer.wait_closed()
        return got

    nothing, some, whole = asyncio.run(main())
    assert (nothing, some) == (b"", b"HTTP/1.1 ")
    assert b"\r\n\r\n" in whole


@pytest.mark.parametrize("times", [2, 3])
@pytest.mark.parametrize(("way", "after"), PLACES)
def test_a_cut_is_got_over_by_asking(far: LiveServer, way: Way, after: int, times: int) -> None:
    async def main() -> tuple[int, Outcome | KkmError, Outcome | None]:
        async with asyncio.timeout(WITHIN), wire_to(far.port) as wire:
            remote = device(wire.url)
            mark = await begun(remote, wire, way, after, times)
            before = await asyncio.to_thread(documents, far)
            told: Outcome | KkmError
            try:
                told = await remote.execute(sale())
            except KkmError as error:
                told = error
            wire.cuts = 0
            settled = await remote.settle(sale(), mark)
            await remote.close()
            return before, told, settled

    before, told, settled = asyncio.run(main())
    recorded = documents(far) - before
    if isinstance(told, Outcome):
        assert recorded == 1
        assert told.document
        assert told.document.number == before + 1
        assert settled == told
    elif told.nothing_sent:
        assert (recorded, settled) == (0, None)
    else:
        assert isinstance(told, OutcomeUnknown)
        assert recorded == (1 if settled else 0)


@pytest.mark.parametrize(("way", "after"), PLACES)
def test_one_cut_never_costs_the_receipt(far: LiveServer, way: Way, after: int) -> None:
    async def main() -> Outcome:
        async with asyncio.timeout(WITHIN), wire_to(far.port) as wire:
            remote = device(wire.url)
            await begun(remote, wire, way, after, 1)
            outcome = await remote.execute(sale())
            await remote.close()
            return outcome

    document = asyncio.run(main()).document
    assert document
    assert document.number == documents(far)
