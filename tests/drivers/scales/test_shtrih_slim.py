"""The Shtrih-Slim driver against a peer that keeps the handshake."""

import asyncio
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from drivers.errors import DeviceFaulty, KkmError, NotSupported, OperatorNeeded, RequestRefused, WrongState
from drivers.model.command import ReadState, ReadWeight, SetTare
from drivers.model.outcome import Outcome
from drivers.scales import shtrih_codec as codec
from tests.drivers.scales.peers import Peer, scales

CHANNEL, SETTINGS = "EA 00 01", "E8 00 00 00 03 FD 98 3A 28 00"
GOOD = 0x15  # fixed, on, stable


def state(units: int, bits: int = GOOD, tare: int = 0) -> str:
    weight, taken = units.to_bytes(4, "little", signed=True), tare.to_bytes(2, "little")
    return f"3A 00 {bits.to_bytes(2, 'little').hex()} {weight.hex()} {taken.hex()} 00"


class Slim:
    """`bodies` in hex, one for each command; the last one stays. `heard`: the bodies that came."""

    def __init__(self, *bodies: str) -> None:
        self._left, self.heard = list(bodies), list[str]()

    def __call__(self) -> Callable[[bytes], bytes]:
        return self._answer

    def _answer(self, chunk: bytes) -> bytes:
        chunk = chunk.lstrip(b"\x06")  # thanks for the answer before may come with what follows
        if chunk == b"\x05":
            return b"\x15"
        if not chunk:
            return b""
        self.heard.append(chunk[2:-1].hex(" ").upper())
        body = self._left.pop(0) if len(self._left) > 1 else self._left[0]
        return b"\x06" + codec.frame(bytes.fromhex(body))


def run(command: ReadWeight | SetTare | ReadState, slim: Slim, **options: Any) -> Outcome:
    async def main() -> Outcome:
        async with Peer(lambda: slim()) as peer:
            outcome = await scales("shtrih-slim", peer.connection, **{"wait": 0.5, **options}).execute(command)
        assert len(peer.told) == 1, "nothing had to be asked twice"
        return outcome

    return asyncio.run(main())


def test_weight() -> None:
    slim = Slim(CHANNEL, SETTINGS, state(1234, 0x05), state(1234))
    assert run(ReadWeight(), slim).weight == Decimal("1.234")
    assert slim.heard == ["EA", "E8 01", "3A 30 30 33 30", "3A 30 30 33 30"]


def test_unit_is_asked() -> None:
    assert run(ReadWeight(), Slim(CHANNEL, "E8 00 00 00 02 FE", state(123))).weight == Decimal("1.23")


@pytest.mark.parametrize("said", [["EA 78"], [CHANNEL, "E8 78"], ["EA A7"], [CHANNEL, "E8 79"]])
def test_scales_that_cannot_tell_their_unit_weigh_in_grams(said: list[str]) -> None:
    assert run(ReadWeight(), Slim(*said, state(355))).weight == Decimal("0.355")


def test_unit_and_password_of_the_settings() -> None:
    slim = Slim(state(123))
    assert run(ReadWeight(), slim, unit=0.5, password=7).weight == Decimal("0.0615")
    assert slim.heard == ["3A 30 30 30 37"]


@pytest.mark.parametrize(
    ("kind", "words", "bits"),
    [
        (WrongState, "нестабилен", 0x05),
        (OperatorNeeded, "перегружены", GOOD | 1 << 6),
        (OperatorNeeded, "недогружены", GOOD | 1 << 8),
        (DeviceFaulty, "обнулиться", GOOD | 1 << 5),
        (DeviceFaulty, "измерить", GOOD | 1 << 7),
        (DeviceFaulty, "АЦП", GOOD | 1 << 9),
        (DeviceFaulty, "канал выключен", 0x11),
    ],
)
def test_no_weight(kind: type[KkmError], words: str, bits: int) -> None:
    with pytest.raises(kind, match=words) as caught:
        run(ReadWeight(), Slim(state(355, bits)), unit=1)
    assert caught.value.nothing_sent
    assert caught.value.device == "Весы"


@pytest.mark.parametrize(("code", "kind"), [("7A", DeviceFaulty), ("7B", WrongState), ("63", DeviceFaulty)])
def test_errors_of_the_scales(code: str, kind: type[KkmError]) -> None:
    with pytest.raises(kind) as caught:
        run(ReadWeight(), Slim(f"3A {code}"), unit=1)
    assert caught.value.native == int(code, 16)


def test_tare() -> None:
    slim = Slim(state(0), "32 00")
    assert run(SetTare(Decimal("0.150")), slim, unit=1) == Outcome()
    assert slim.heard[-1] == "32 30 30 33 30 96 00"
    slim = Slim(state(120), "31 00")
    assert run(SetTare(), slim, unit=1) == Outcome()
    assert slim.heard[-1] == "31 30 30 33 30"


@pytest.mark.parametrize(
    ("kind", "weight", "said"),
    [
        (RequestRefused, "0.0005", "32 00"),
        (RequestRefused, "100", "32 00"),
        (NotSupported, "0.1", "32 78"),
        (WrongState, "0.1", "32 97"),
        (DeviceFaulty, "0.1", "32 11"),
    ],
)
def test_tare_that_is_refused(kind: type[KkmError], weight: str, said: str) -> None:
    with pytest.raises(kind):
        run(SetTare(Decimal(weight)), Slim(state(0), said), unit=1)


def test_state_asks_for_no_unit() -> None:
    slim = Slim(state(0, GOOD | 1 << 6))
    told = run(ReadState(), slim).state
    assert told is not None
    assert told.online
    assert "перегружены" in told.fault
    assert slim.heard == ["3A 30 30 33 30"]
