"""The service at its port: HTTP, and every fault of spec/mercury.md 6."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from drivers.emulation.answer_faults import Fault, What
from drivers.mercury.emulator.results import Result
from drivers.mercury.emulator.service import MercuryEmulator
from tests.drivers.mercury.emulator.host import TEA, Json
from tests.faults.wires.skipping import LoopClock
from tests.faults.wires.skipping import run as skipping

OPEN = {"portName": "COM3", "model": "185F"}


class Silence(Exception):
    """The connection ended without a whole answer. `said`: its beginning."""

    def __init__(self, said: bytes) -> None:
        super().__init__(said)
        self.said = said


class Client:
    """A connection for each question."""

    def __init__(self, register: MercuryEmulator) -> None:
        self.register = register
        self.key: str | None = None

    async def open(self) -> None:
        self.key = None
        self.key = (await self.ask("OpenSession", **OPEN))["sessionKey"]

    async def ask(self, command: str, **fields: Any) -> Json:
        """Raises Silence, OSError where nobody listens, ValueError where the answer is no JSON."""
        body = json.dumps({"sessionKey": self.key, "command": command, **fields}).encode()
        told: Json = json.loads(await self.post(body))
        return told

    async def post(self, body: bytes, head: str = "POST /api.json") -> bytes:
        reader, writer = await asyncio.open_connection(self.register.host, self.register.port)
        try:
            writer.write(f"{head} HTTP/1.1\r\nHost: a\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
            async with asyncio.timeout(120):
                return await self._answer(reader)
        finally:
            writer.transport.abort()

    async def _answer(self, reader: asyncio.StreamReader) -> bytes:
        said = b""
        try:
            said = await reader.readuntil(b"\r\n\r\n")
            length = next(int(line[15:]) for line in said.decode().splitlines() if line.startswith("content-length:"))
            return await reader.readexactly(length)
        except asyncio.IncompleteReadError as error:
            raise Silence(said + error.partial) from error
        except ConnectionResetError as error:
            raise Silence(said) from error

    async def until_there(self) -> Json:
        """The state, once somebody listens. Raises TimeoutError."""
        async with asyncio.timeout(5):
            while True:
                with contextlib.suppress(OSError, Silence):
                    return await self.ask("GetStatus")
                await asyncio.sleep(0)

    async def sell(self) -> Json:
        """Up to the end of a check; the shift must be open."""
        await self.ask("OpenCheck", checkType=0, taxSystem=1)
        await self.ask("AddGoods", **TEA)
        return await self.ask("CloseCheck", payment={"cash": 20000})


Test = Callable[[MercuryEmulator, Client], Awaitable[None]]


def run(test: Test, *faults: Fault, **settings: Any) -> None:
    """With the session and the shift open."""

    async def main() -> None:
        async with MercuryEmulator(clock=LoopClock(), **settings) as register:
            client = Client(register)
            await client.open()
            await client.ask("OpenShift")
            register.inject(*faults)
            await test(register, client)

    skipping(main())


def test_a_sale() -> None:
    async def test(register: MercuryEmulator, client: Client) -> None:
        assert register.connection == f"http://127.0.0.1:{register.port}"
        assert (await client.sell())["fiscalDocNum"] == 3
        assert register.executed == ["OpenSession", "OpenShift", "OpenCheck", "AddGoods", "CloseCheck"]
        assert [exchange.result for exchange in register.exchanges] == [0] * 5
        assert "КАССОВЫЙ ЧЕК" in register.documents[-1].text()
        await client.ask("AddGoods")
        assert register.notes == [
            f"Отказ AddGoods: {Result.NO_CHECK} Чек не открыт",
            "Смена 1 открыта",
            "Чек не открыт",
        ]

    run(test)


@pytest.mark.parametrize(("head", "status"), [("POST /", b"404"), ("GET /api.json", b"405")])
def test_other_addresses(head: str, status: bytes) -> None:
    async def test(register: MercuryEmulator, client: Client) -> None:
        reader, writer = await asyncio.open_connection(register.host, register.port)
        writer.write(f"{head} HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n".encode())
        assert (await reader.readline()).split()[1] == status
        writer.transport.abort()

    run(test)


@pytest.mark.parametrize(
    ("what", "executed", "session"),
    [
        (What.NOT_HEARD, False, True),
        (What.ANSWER_LOST, True, True),
        (What.POWER_BEFORE, False, False),
        (What.POWER_AFTER, True, False),
        (What.RESTART_BEFORE, False, False),
        (What.RESTART_AFTER, True, False),
        (What.PORT_GONE, False, True),
    ],
)
def test_the_end_of_a_check_that_nobody_hears_of(what: What, executed: bool, session: bool) -> None:
    async def test(register: MercuryEmulator, client: Client) -> None:
        with pytest.raises(Silence) as silence:
            await client.sell()
        assert silence.value.said == b""
        assert ("CloseCheck" in register.executed) is executed
        assert register.machine.till.storage.last == 2 + executed
        status = await client.until_there()
        assert status["result"] == (Result.DONE if session else Result.BAD_KEY)
        if not session:
            await client.open()
            status = await client.ask("GetStatus")
        assert status["checkInfo"]["isOpen"] is not executed
        assert status["fnInfo"]["lastDoc"]["num"] == 2 + executed

    run(test, Fault(what=what, command="CloseCheck"))


def test_it_stays_away_until_somebody_brings_it_back() -> None:
    async def test(register: MercuryEmulator, client: Client) -> None:
        port = register.port
        with pytest.raises(Silence):
            await client.ask("GetStatus")
        with pytest.raises(OSError):  # noqa: PT011 - which one is the system's
            await client.ask("GetStatus")
        await register.restore()
        assert (await client.ask("GetStatus"))["result"] == Result.BAD_KEY
        assert register.port == port

    run(test, Fault(what=What.POWER_BEFORE, command="GetStatus", seconds=None))


def test_a_late_answer() -> None:
    async def test(register: MercuryEmulator, client: Client) -> None:
        before = asyncio.get_running_loop().time()
        await client.ask("GetStatus")
        assert asyncio.get_running_loop().time() - before >= 30

    run(test, Fault(what=What.ANSWER_LATE, seconds=30))


def test_a_host_that_does_not_wait_finds_it_again() -> None:
    async def test(register: MercuryEmulator, client: Client) -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(10):
                await client.sell()
        assert (await client.ask("GetStatus"))["fnInfo"]["lastDoc"]["num"] == 3

    run(test, Fault(what=What.ANSWER_LATE, command="CloseCheck", seconds=30))


def test_answers_that_cannot_be_read() -> None:
    async def test(register: MercuryEmulator, client: Client) -> None:
        with pytest.raises(ValueError, match="Expecting"):
            await client.ask("GetStatus")
        with pytest.raises(Silence) as silence:
            await client.ask("GetStatus")
        assert silence.value.said == b"HTTP/1.1 200 OK\r\n"
        assert (await client.ask("GetDateTime"))["result"] == 0
        assert "paperPresence" not in await client.ask("GetStatus")

    run(
        test,
        Fault(what=What.GARBAGE, command="GetStatus"),
        Fault(what=What.ANSWER_CUT, command="GetStatus", skip=1, at=17),
        Fault(what=What.ANSWER_STALE, command="GetStatus", skip=2),
    )


def test_refusals_to_order() -> None:
    async def test(register: MercuryEmulator, client: Client) -> None:
        assert await client.ask("OpenCheck", checkType=0, taxSystem=1) == {"result": 77, "description": ""}
        assert (await client.sell())["result"] == 0
        assert register.executed.count("OpenCheck") == 1

    run(test, Fault(what=What.REFUSED, command="OpenCheck", result=77))


def test_a_power_cut_may_lose_the_check_and_loses_what_was_not_printed() -> None:
    async def test(register: MercuryEmulator, client: Client) -> None:
        await client.ask("OpenCheck", checkType=0, taxSystem=1)
        register.machine.quirks = type(register.machine.quirks)(check_survives_power=False)
        await register.cut_power()
        await register.restore()
        assert register.machine.check is None

    run(test)


def test_faults_that_cannot_be() -> None:
    async def test(register: MercuryEmulator, client: Client) -> None:
        with pytest.raises(ValueError, match="does not happen"):
            register.inject(Fault(what=What.OTHER_ID))

    run(test)
    for wrong in ({"seconds": -1}, {"seconds": None}, {"times": 0}, {"chance": 0}, {"skip": -1}):
        with pytest.raises(ValueError, match=r".+"):
            Fault(what=What.REFUSED, **wrong)  # type: ignore[arg-type]


def test_the_same_seed_gives_the_same_faults() -> None:
    async def refusals() -> list[int]:
        async with MercuryEmulator(clock=LoopClock(), seed=7) as register:
            register.inject(Fault(what=What.REFUSED, times=None, chance=0.5))
            return [(await Client(register).ask("GetDriverInfo"))["result"] for _ in range(20)]

    first = skipping(refusals())
    assert first == skipping(refusals())
    assert set(first) == {0, 1}
