"""The Massa-K driver against a peer that says what it is told to."""

import asyncio
import os
import pty
from collections.abc import Callable
from decimal import Decimal

import pytest

from drivers.errors import (
    DeviceFaulty,
    DeviceOffline,
    FrameError,
    KkmError,
    NotSupported,
    OperatorNeeded,
    RequestRefused,
    WrongState,
)
from drivers.model.command import OpenDrawer, ReadState, ReadWeight, SetTare
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceKind, DeviceState
from drivers.scales import massa_codec as codec
from tests.drivers.scales.peers import Peer, saying, scales
from tests.drivers.scales.test_massa_codec import EMPTY, LOADED, NOT_KNOWN, OVERLOAD

ASK, ASK_OLD = "F8 55 CE 01 00 23 23 00", "F8 55 CE 01 00 A0 A0 00"


def answer(
    grams: int, *, stable: bool = True, net: bool = False, tare: int | None = 0, division: int = 1, old: bool = False
) -> str:
    data = grams.to_bytes(4, "little", signed=True) + bytes([division, stable])
    if old:
        return codec.frame(0x10, data).hex()
    end = b"" if tare is None else tare.to_bytes(4, "little")
    return codec.frame(0x24, data + bytes([net, 0]) + end).hex()


def refusal(code: int) -> str:
    return codec.frame(0x28, bytes([code])).hex()


def run(command: ReadWeight | SetTare, *answers: str, wait: float = 5.0, slowly: bool = False) -> tuple[Outcome, str]:
    """What comes of it, and what the scales were told in hex."""

    async def main() -> tuple[Outcome, str]:
        async with Peer(saying(*answers), slowly=slowly) as peer:
            driver = scales("massa-k", peer.connection, wait=wait)
            assert await driver.mark() == ""
            outcome = await driver.execute(command)
            assert await driver.settle(command, "") is None
            await driver.close()
        return outcome, b"".join(peer.told).hex(" ").upper()

    return asyncio.run(main())


def fails(kind: type[KkmError], words: str, command: ReadWeight | SetTare, *answers: str) -> KkmError:
    with pytest.raises(kind, match=words) as caught:
        run(command, *answers, wait=0.5)
    assert caught.value.nothing_sent
    assert caught.value.device == "Весы"
    return caught.value


def test_weight() -> None:
    outcome, told = run(ReadWeight(), LOADED)
    assert outcome == Outcome(weight=Decimal("1.234"))
    assert told == ASK


def test_weight_byte_by_byte() -> None:
    assert run(ReadWeight(), LOADED, slowly=True)[0].weight == Decimal("1.234")


def test_weight_is_waited_for() -> None:
    """By the fake clock every look takes 0.2 s: the last of these comes at 4.8 s."""
    looks = [EMPTY, answer(-3), answer(200, stable=False), OVERLOAD] * 6
    outcome, told = run(ReadWeight(), *looks, answer(355))
    assert outcome.weight == Decimal("0.355")
    assert told == " ".join([ASK] * 25)


def test_zero_seconds_are_one_look() -> None:
    with pytest.raises(OperatorNeeded):
        run(ReadWeight(), EMPTY, LOADED, wait=0)


def test_old_firmware() -> None:
    """It is not asked in the new way again over the same connection."""
    outcome, told = run(ReadWeight(), NOT_KNOWN, answer(5, old=True, stable=False), answer(12, old=True, division=2))
    assert outcome.weight == Decimal("0.12")
    assert told == " ".join([ASK, ASK_OLD, ASK_OLD])
    assert run(ReadWeight(), refusal(7), answer(5, old=True))[0].weight == Decimal("0.005")


def test_old_firmware_without_the_tare() -> None:
    assert run(ReadWeight(), answer(77, tare=None))[0].weight == Decimal("0.077")


@pytest.mark.parametrize(
    ("kind", "words", "said"),
    [
        (WrongState, "нестабилен", answer(200, stable=False)),
        (OperatorNeeded, "меньше нуля.*-0.010 кг.*обнулите", answer(-10)),
        (OperatorNeeded, "пусто", EMPTY),
        (OperatorNeeded, "перегружены", OVERLOAD),
    ],
)
def test_no_weight(kind: type[KkmError], words: str, said: str) -> None:
    fails(kind, words, ReadWeight(), said)


@pytest.mark.parametrize(
    ("kind", "words", "code"),
    [(WrongState, "режиме", 9), (OperatorNeeded, "включении", 0x18), (DeviceFaulty, "неисправны", 0x19)],
)
def test_errors_of_the_scales(kind: type[KkmError], words: str, code: int) -> None:
    assert fails(kind, words, ReadWeight(), refusal(code)).native == code


def test_unknown_errors_show_their_number() -> None:
    assert fails(DeviceFaulty, "77h", ReadWeight(), refusal(0x77)).native == 0x77


def test_another_protocol() -> None:
    fails(DeviceFaulty, "протокол", ReadWeight(), NOT_KNOWN)


def test_answers_that_cannot_be_read() -> None:
    fails(FrameError, "модель", ReadWeight(), codec.frame(0x24, b"\x01").hex())
    fails(FrameError, "модель", ReadWeight(), codec.frame(0x28).hex())


def test_tare_of_a_weight() -> None:
    outcome, told = run(SetTare(Decimal("0.150")), EMPTY, codec.frame(0x12).hex())
    assert outcome == Outcome()
    assert told == f"{ASK} {codec.frame(0xA3, bytes([150, 0, 0, 0])).hex(' ').upper()}"


def test_tare_that_lies_there() -> None:
    """What is taken off already counts in."""
    looks = [answer(5, stable=False), answer(-50, net=True, tare=150), codec.frame(0x12).hex()]
    assert run(SetTare(), *looks)[1].endswith(codec.frame(0xA3, bytes([100, 0, 0, 0])).hex(" ").upper())


def test_tare_of_an_empty_platform_clears_it() -> None:
    looks = [answer(-150, net=True, tare=150), codec.frame(0x12).hex()]
    assert run(SetTare(), *looks)[1].endswith(codec.frame(0xA3, bytes(4)).hex(" ").upper())


@pytest.mark.parametrize(
    ("kind", "words", "weight", "said"),
    [
        (RequestRefused, "меньше нуля", "-0.1", [EMPTY]),
        (RequestRefused, "кратная 0.001", "0.0005", [EMPTY]),
        (RequestRefused, "Тару", "3000000", [EMPTY]),
        (WrongState, "эту тару", "0.1", [EMPTY, codec.frame(0x15).hex()]),
        (NotSupported, "кнопкой", "0.1", [EMPTY, NOT_KNOWN]),
        (DeviceFaulty, "неисправны", "0.1", [EMPTY, refusal(0x19)]),
        (OperatorNeeded, "перегружены", "0.1", [OVERLOAD]),
        (WrongState, "нестабилен", "0", [answer(5, stable=False)]),
        (OperatorNeeded, "меньше нуля", "0", [answer(-5)]),
        (WrongState, "сбросьте тару", "0", [answer(5, net=True, tare=None)]),
    ],
)
def test_tare_that_is_refused(kind: type[KkmError], words: str, weight: str, said: list[str]) -> None:
    fails(kind, words, SetTare(Decimal(weight)), *said)


def told(said: str) -> DeviceState:
    async def main() -> DeviceState:
        async with Peer(saying(said)) as peer:
            state = (await scales("massa-k", peer.connection).execute(ReadState())).state
            assert state
            assert state.address == peer.connection
        return state

    return asyncio.run(main())


@pytest.mark.parametrize(
    ("said", "fault"), [(EMPTY, ""), (answer(-1, stable=False), ""), (OVERLOAD, "перегружены"), (refusal(9), "режиме")]
)
def test_state(said: str, fault: str) -> None:
    state = told(said)
    assert state.online
    assert state.model == "Весы Масса-К"
    assert (fault in state.fault) if fault else not state.fault


def test_traits_and_other_commands() -> None:
    driver = scales("massa-k", "tcp://127.0.0.1:9")
    assert driver.traits.kind is DeviceKind.SCALES
    assert driver.traits.commands == {ReadWeight, SetTare, ReadState}
    with pytest.raises(NotSupported, match="Весы") as caught:
        asyncio.run(driver.execute(OpenDrawer()))
    assert caught.value.device == "Весы"


def test_stale_answers_die_with_their_connection() -> None:
    """The answer to the first question comes to the second one, too late; the second connection knows nothing of it."""
    connections = 0

    def talk() -> Callable[[bytes], bytes]:
        nonlocal connections
        connections += 1
        said = b"" if connections == 1 else bytes.fromhex(LOADED)
        return lambda _: said

    async def main() -> Decimal | None:
        async with Peer(talk) as peer:
            return (await scales("massa-k", peer.connection, timeout=0.2).execute(ReadWeight())).weight

    assert asyncio.run(main()) == Decimal("1.234")
    assert connections == 2


def test_serial_port_and_its_unplugging() -> None:
    async def main() -> None:
        master, slave = pty.openpty()
        driver = scales("massa-k", f"serial://{os.ttyname(slave)}?baud=19200", timeout=5.0)
        asyncio.get_running_loop().add_reader(master, lambda: os.write(master, _answer_to(os.read(master, 100))))
        assert (await driver.execute(ReadWeight())).weight == Decimal("1.234")
        asyncio.get_running_loop().remove_reader(master)
        os.close(master)
        os.close(slave)
        with pytest.raises(DeviceOffline):
            await driver.execute(ReadWeight())

    asyncio.run(main())


def _answer_to(question: bytes) -> bytes:
    assert question == bytes.fromhex(ASK)
    return bytes.fromhex(LOADED)
