"""Whatever is wrong with the way to scales, a command ends in time and says what to do."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from drivers.errors import DeviceOffline, FrameError, KkmError
from drivers.model.command import ReadWeight, SetTare
from drivers.ports import DeviceContext
from drivers.registry import load
from drivers.scales.exchange import _MOST
from tests.clock import FakeClock
from tests.drivers.scales.peers import Babbling, Peer, Stuck, flood, saying, scales
from tests.drivers.scales.test_massa_codec import LOADED
from tests.faults.wires import skipping

Talk = Callable[[], Callable[[bytes], bytes | None]]
QUICK = {"timeout": 0.05, "tries": 2}
DRIVERS = ["massa-k", "shtrih-slim"]
SPOILT = {"massa-k": LOADED[:-1] + "0", "shtrih-slim": "15 06 02 0A 3A 00 15 00 D2 04 00 00 00 00 F2"}


async def failure(driver: str, talk: Talk) -> tuple[KkmError, Peer]:
    async with Peer(talk) as peer:
        built = scales(driver, peer.connection, **QUICK)
        begun = asyncio.get_running_loop().time()
        with pytest.raises(KkmError) as caught:
            await built.execute(ReadWeight())
        assert asyncio.get_running_loop().time() - begun < 5
        with pytest.raises(type(caught.value)):
            await built.execute(SetTare())
    return caught.value, peer


@pytest.mark.parametrize("driver", DRIVERS)
@pytest.mark.parametrize(
    ("talk", "kind", "words"),
    [
        (saying(""), DeviceOffline, "не отвечают"),
        (saying(None), DeviceOffline, "закрыло соединение"),
        (saying("55 AA 02 F8"), FrameError, "непонятно"),
        (flood(range(256)), FrameError, "непонятно"),
        (flood(b"\x15"), FrameError, "непонятно"),
    ],
    ids=["stall", "cut", "garbage", "flood", "NAK"],
)
def test_faults(driver: str, talk: Talk, kind: type[KkmError], words: str) -> None:
    error, peer = skipping.run(failure(driver, talk))
    assert isinstance(error, kind)
    assert words in error.text
    assert (error.nothing_sent, error.device) == (True, "Весы")
    assert len(peer.told) == 4  # two tries of each command, over connections of their own
    assert all(len(told) <= 10 * _MOST for told in peer.told)


@pytest.mark.parametrize(
    ("driver", "kept"),
    [("massa-k", [LOADED]), ("massa-k", [LOADED] * 3), ("shtrih-slim", ["15 06", SPOILT["shtrih-slim"][6:-1] + "3"])],
)
def test_a_weight_of_another_customer(driver: str, kept: list[str]) -> None:
    """A serial server has kept the answer to a question of before, and gives it to whoever connects."""

    async def main() -> None:
        async with Peer(saying(""), greeting=bytes.fromhex("".join(kept))) as peer:
            with pytest.raises(DeviceOffline):
                await scales(driver, peer.connection, **QUICK).execute(ReadWeight())

    skipping.run(main())


@pytest.mark.parametrize("driver", DRIVERS)
def test_a_wrong_checksum(driver: str) -> None:
    error, _ = skipping.run(failure(driver, saying(SPOILT[driver])))
    assert isinstance(error, FrameError)


@pytest.mark.parametrize("driver", DRIVERS)
def test_nobody_there(driver: str) -> None:
    async def main() -> None:
        async with Peer(saying("")) as peer:
            gone = peer.connection
        built = scales(driver, gone)
        with pytest.raises(DeviceOffline, match="отклонено"):
            await built.execute(ReadWeight())
        assert not (await built.state()).online

    skipping.run(main())


@pytest.mark.parametrize("driver", DRIVERS)
@pytest.mark.parametrize("at", ["open", "write", "close"])
def test_a_port_that_hangs(driver: str, at: str) -> None:
    spec = load(driver)
    context = DeviceContext(4, "Весы", Path("unused"), FakeClock(), lambda _: Stuck(at))
    built = spec.build(context, spec.options("serial://COM9", connect_timeout=0.05, **QUICK))
    with pytest.raises(DeviceOffline, match="не отвечают"):
        skipping.run(built.execute(ReadWeight()))


@pytest.mark.parametrize("driver", DRIVERS)
def test_a_port_that_never_stops(driver: str) -> None:
    spec = load(driver)
    context = DeviceContext(4, "Весы", Path("unused"), FakeClock(), lambda _: Babbling())
    with pytest.raises(FrameError):
        skipping.run(spec.build(context, spec.options("serial://COM9")).execute(ReadWeight()))


@pytest.mark.parametrize("driver", DRIVERS)
def test_state_of_scales_that_are_ill(driver: str) -> None:
    async def main() -> None:
        async with Peer(saying("")) as peer:
            assert not (await scales(driver, peer.connection, **QUICK).state()).online
        async with Peer(saying("55 AA")) as peer:
            state = await scales(driver, peer.connection, **QUICK).state()
            assert state.online
            assert "непонятно" in state.fault

    skipping.run(main())
