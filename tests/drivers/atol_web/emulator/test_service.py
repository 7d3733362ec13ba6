"""The service at its port, with httpx as its client; the clock is put forward where nothing moves."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from drivers.atol_web.emulator.faults import Fault, Faults, Wire
from drivers.atol_web.emulator.pace import Pace
from drivers.atol_web.emulator.service import AtolWebEmulator
from tests.drivers.atol_web.emulator.shop import SALE, task
from tests.faults.wires.skipping import LoopClock, run

Test = Callable[[AtolWebEmulator, httpx.AsyncClient], Awaitable[None]]


def visit(test: Test, **settings: Any) -> None:
    async def main() -> None:
        async with asyncio.timeout(3600), AtolWebEmulator(clock=LoopClock(), **settings) as register:
            client = httpx.AsyncClient(base_url=register.connection, trust_env=False, verify=False, timeout=5)
            async with client:
                await test(register, client)

    run(main())


async def post(client: httpx.AsyncClient, told: object, uuid: str = "a") -> int:
    return (await client.post("/api/v2/requests", json={"uuid": uuid, "request": [told]})).status_code


async def get(client: httpx.AsyncClient, uuid: str = "a") -> Any:
    answer = await client.get(f"/api/v2/requests/{uuid}")
    return answer.json()["results"][0] if answer.status_code == 200 else answer.status_code


def test_a_sale() -> None:
    async def test(register: AtolWebEmulator, client: httpx.AsyncClient) -> None:
        assert register.connection == f"http://127.0.0.1:{register.port}"
        assert await post(client, task("openShift")) == 201
        assert await post(client, SALE, "b") == 201
        assert (await get(client, "b"))["result"]["fiscalParams"]["total"] == 200.0
        assert (register.machine.till.drawer, register.executed) == (15000, ["openShift", "sell"])
        assert await post(client, task("openShift"), "c") == 201
        assert register.notes == ["Отказ openShift: 83 Смена открыта, операция невозможна"]
        assert [each.number for each in register.documents] == [1, 2]
        assert register.documents[1].barcodes[0][0] == "QR"
        assert [each.method for each in register.exchanges] == ["POST", "POST", "GET", "POST"]

    visit(test)


def test_the_login_of_httpx() -> None:
    async def test(register: AtolWebEmulator, client: httpx.AsyncClient) -> None:
        assert await post(client, task("openShift")) == 401
        client.auth = httpx.BasicAuth("касса", "тайна")
        assert await post(client, task("openShift")) == 201
        assert register.executed == ["openShift"]

    visit(test, login="касса", password="тайна", api="v2")


def test_the_pace_is_that_of_the_clock() -> None:
    async def test(register: AtolWebEmulator, client: httpx.AsyncClient) -> None:
        await post(client, task("openShift"))
        seen = [(await get(client))["status"]]
        while seen[-1] != "ready":
            await asyncio.sleep(1)
            seen.append((await get(client))["status"])
        assert list(dict.fromkeys(seen)) == ["wait", "inProgress", "ready"]
        assert register.machine.till.shift_open

    visit(test, pace=Pace(wait=2.5, run=2.5))


@pytest.mark.parametrize(("what", "known"), [(Wire.RESET_BEFORE, False), (Wire.RESET_AFTER, True)])
def test_a_reset(what: Wire, known: bool) -> None:
    async def test(register: AtolWebEmulator, client: httpx.AsyncClient) -> None:
        register.inject(Fault(what=what, method="POST"))
        with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
            await post(client, task("openShift"))
        told = await get(client)
        assert (told["status"] if known else told) == ("ready" if known else 404)
        assert register.executed == (["openShift"] if known else [])
        assert await post(client, task("openShift")) == (409 if known else 201)

    visit(test)


def test_a_slow_answer() -> None:
    async def test(register: AtolWebEmulator, client: httpx.AsyncClient) -> None:
        register.inject(Fault(what=Wire.SLOW, method="POST", seconds=20))
        with pytest.raises(httpx.ReadTimeout):
            await post(client, task("openShift"))
        client.timeout = httpx.Timeout(60)
        assert (await get(client))["status"] == "ready"

    visit(test)


def test_a_cut_answer() -> None:
    async def test(register: AtolWebEmulator, client: httpx.AsyncClient) -> None:
        await post(client, task("openShift"))
        register.inject(Fault(what=Wire.CUT, method="GET", at=150))
        with pytest.raises(httpx.RemoteProtocolError):
            await get(client)
        assert (await get(client))["status"] == "ready"

    visit(test)


@pytest.mark.parametrize("losing", [False, True])
def test_a_restart_that_is_ordered(losing: bool) -> None:
    """Nobody listens meanwhile; the ФН has the document either way."""

    async def test(register: AtolWebEmulator, client: httpx.AsyncClient) -> None:
        what = Wire.RESTART_LOSING if losing else Wire.RESTART
        register.inject(Fault(what=what, command="openShift", method="POST", seconds=30))
        with pytest.raises(httpx.ReadError):
            await post(client, task("openShift"))
        with pytest.raises(httpx.ConnectError):
            await get(client)
        await asyncio.sleep(31)
        told = await get(client)
        assert (told if losing else told["status"]) == (404 if losing else "ready")
        assert register.machine.till.shift_open

    visit(test)


def test_away_until_somebody_comes() -> None:
    async def test(register: AtolWebEmulator, client: httpx.AsyncClient) -> None:
        register.inject(Fault(what=Wire.RESTART, method="POST", seconds=None))
        with pytest.raises(httpx.ReadError):
            await post(client, task("openShift"))
        await asyncio.sleep(600)
        with pytest.raises(httpx.ConnectError):
            await get(client)
        await register.restore()
        assert (await get(client))["status"] == "ready"

    visit(test)


@pytest.mark.parametrize("losing", [False, True])
def test_a_restart(losing: bool) -> None:
    async def test(register: AtolWebEmulator, client: httpx.AsyncClient) -> None:
        await post(client, task("openShift"))
        await register.restart(losing=losing)
        told = await get(client)
        assert (told if losing else told["status"]) == (404 if losing else "ready")

    visit(test)


def test_the_power() -> None:
    async def test(register: AtolWebEmulator, client: httpx.AsyncClient) -> None:
        await post(client, task("openShift"))
        await register.cut_power()
        with pytest.raises(httpx.ConnectError):
            await get(client)
        await register.restore()
        assert (await get(client))["status"] == "ready"
        assert register.conditions["power"]

    visit(test)


def test_what_the_line_itself_does() -> None:
    async def test(register: AtolWebEmulator, client: httpx.AsyncClient) -> None:
        register.faults = Faults(silent=True)
        with pytest.raises(httpx.ReadTimeout):
            await post(client, task("openShift"))
        register.faults = Faults(garbage=b"\x05\x06")
        with pytest.raises(httpx.RemoteProtocolError):
            await get(client)
        register.faults = Faults()
        assert (await get(client))["status"] == "ready"

    visit(test)


def test_several_registers() -> None:
    async def test(register: AtolWebEmulator, client: httpx.AsyncClient) -> None:
        numbers = {each.register.till.storage.number for each in register.machine.devices.values()}
        assert len(numbers) == 2
        body = {"uuid": "a", "request": [task("openShift")]}
        await client.post("/api/v2/requests?deviceID=b", json=body)
        assert not register.machine.till.shift_open
        assert register.machine.devices["b"].register.till.shift_open

    visit(test, devices=("a", "b"), ffd="1.05", model_name="АТОЛ 30Ф")
