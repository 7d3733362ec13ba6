"""The page of an emulated device, with the ESC/POS printer behind it."""

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable

import httpx
import pytest

from drivers.atol.emulator.tcp import AtolEmulator
from drivers.atol_web.emulator.service import AtolWebEmulator
from drivers.displays.emulator.tcp import DisplayEmulator
from drivers.egais.emulator.tcp import UtmEmulator
from drivers.emulation.faults import Faults
from drivers.escpos.emulator.tcp import TcpEmulator
from drivers.mercury.emulator.service import MercuryEmulator
from drivers.pirit.emulator.tcp import PiritEmulator
from drivers.scales.emulator.tcp import MassaKEmulator, ShtrihSlimEmulator
from drivers.serviceplus.emulator.binary import BinaryEmulator
from drivers.serviceplus.emulator.xml import XmlEmulator
from drivers.shtrih.emulator.tcp import ShtrihEmulator
from kkmserver.web.emulator import CONDITIONS, FAULTS, Emulator, create_app

OWN = "http://127.0.0.1:9180"


def run(
    test: Callable[[TcpEmulator, httpx.AsyncClient], Awaitable[None]], *, url: str = OWN, everywhere: bool = False
) -> None:
    async def main() -> None:
        async with TcpEmulator() as printer:
            app = create_app(printer, "Чековый принтер", everywhere=everywhere)
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=url) as client:
                await test(printer, client)

    asyncio.run(main())


async def print_receipt(printer: TcpEmulator) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", printer.port)
    writer.write(b"\x1b@\x1bt\x11" + "Итого: 1,00\n".encode("cp866") + b"\x1dV\x00\x1d\x99")
    writer.close()
    await writer.wait_closed()
    await printer.printed()
    await printer.served()


def test_page_and_its_files() -> None:
    async def test(_printer: TcpEmulator, client: httpx.AsyncClient) -> None:
        page = await client.get("/")
        assert page.status_code == 200
        assert "default-src 'self'" in page.headers["content-security-policy"]
        for name in ("emulator.css", "emulator.js", "icon.svg"):
            assert f"/static/{name}" in page.text
            assert (await client.get(f"/static/{name}")).status_code == 200
        missing = await client.get("/static/console/main.js")
        assert (missing.status_code, missing.json()) == (404, {"error": "Такой страницы нет"})

    run(test)


def test_paper_is_shown_newest_first() -> None:
    async def test(printer: TcpEmulator, client: httpx.AsyncClient) -> None:
        await print_receipt(printer)
        await print_receipt(printer)
        await printer.printed(2)
        state = (await client.get("/state")).json()
        assert (state["title"], state["connection"]) == ("Чековый принтер", printer.connection)
        assert [document["number"] for document in state["documents"]] == [2, 1]
        assert state["documents"][0]["text"] == "Итого: 1,00\n"
        assert state["notes"] == ["Не понято: 1d 99"] * 2
        picture = await client.get(state["documents"][1]["png"])
        assert picture.headers["content-type"] == "image/png"
        assert picture.content == printer.documents[0].png()
        assert (await client.get("/documents/3.png")).status_code == 404

    run(test)


def test_every_condition_and_fault_has_words() -> None:
    async def test(printer: TcpEmulator, client: httpx.AsyncClient) -> None:
        state = (await client.get("/state")).json()
        assert [one["title"] for one in state["conditions"]] == [CONDITIONS[name] for name in printer.conditions]
        assert {one["name"] for one in state["faults"]} == {field.name for field in dataclasses.fields(Faults)}
        assert all(one["title"] == FAULTS[one["name"]][0] for one in state["faults"])
        assert all(one["value"] is None for one in state["faults"])

    run(test)


OTHERS = (
    *(MassaKEmulator, ShtrihSlimEmulator, DisplayEmulator, UtmEmulator),
    *(ShtrihEmulator, AtolEmulator, PiritEmulator, XmlEmulator, BinaryEmulator, AtolWebEmulator, MercuryEmulator),
)


@pytest.mark.parametrize("make", OTHERS)
def test_all_others_have_words_too(make: Callable[[], Emulator]) -> None:
    emulator = make()
    assert set(emulator.conditions) <= set(CONDITIONS)
    assert {field.name for field in dataclasses.fields(emulator.faults)} <= set(FAULTS)


def test_conditions_are_switched() -> None:
    async def test(printer: TcpEmulator, client: httpx.AsyncClient) -> None:
        answer = await client.post("/conditions", json={"name": "paper_out", "on": True})
        assert {one["name"]: one["on"] for one in answer.json()["conditions"]}["paper_out"] is True
        assert printer.conditions["paper_out"]
        await client.post("/conditions", json={"name": "paper_out", "on": False})
        assert not printer.conditions["paper_out"]

    run(test)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("silent", True, Faults(silent=True)),
        ("garbage", True, Faults(garbage=b"\xff\x00\x55\xaa")),
        ("answer_delay", 2, Faults(answer_delay=2.0)),
        ("bytes_per_second", 200.0, Faults(bytes_per_second=200.0)),
        ("reset_after", 0, Faults(reset_after=0)),
        ("stall_after", 10, Faults(stall_after=10)),
    ],
)
def test_faults_are_set_and_taken_back(name: str, value: object, expected: Faults) -> None:
    async def test(printer: TcpEmulator, client: httpx.AsyncClient) -> None:
        answer = (await client.post("/faults", json={"name": name, "value": value})).json()
        assert printer.faults == expected
        assert {one["name"]: one["value"] for one in answer["faults"]}[name] == value
        await client.post("/faults", json={"name": name, "value": None})
        assert printer.faults == Faults()

    run(test)


@pytest.mark.parametrize(
    ("address", "body", "status"),
    [
        ("/conditions", b'{"name": "on_fire", "on": true}', 400),
        ("/conditions", b'{"name": ["power"], "on": true}', 400),
        ("/conditions", b'{"name": "power", "on": 0}', 400),
        ("/faults", b'{"name": "__class__", "value": 1}', 400),
        ("/faults", b'{"name": "reset_after", "value": -1}', 400),
        ("/faults", b'{"name": "reset_after", "value": "1"}', 400),
        ("/faults", b'{"name": "reset_after", "value": true}', 400),
        ("/faults", b"[]", 400),
        ("/faults", b"\xff", 400),
        ("/faults", b"[" * 4000, 400),
        ("/faults", b" " * 5000, 413),
    ],
)
def test_nonsense_is_refused(address: str, body: bytes, status: int) -> None:
    async def test(printer: TcpEmulator, client: httpx.AsyncClient) -> None:
        answer = await client.post(address, content=body, headers={"content-type": "application/json"})
        assert answer.status_code == status
        assert answer.json()["error"]
        assert printer.faults == Faults()
        assert printer.conditions["power"]

    run(test)


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "evil.example:9180"},
        {"host": "192.168.1.5:9180"},
        {"origin": "http://evil.example"},
        {"origin": "http://localhost:8000"},
        {"origin": "null"},
    ],
)
def test_foreign_pages_are_not_obeyed(headers: dict[str, str]) -> None:
    async def test(printer: TcpEmulator, client: httpx.AsyncClient) -> None:
        answer = await client.post("/conditions", json={"name": "paper_out", "on": True}, headers=headers)
        assert answer.status_code == 403
        assert not printer.conditions["paper_out"]

    run(test)


def test_a_form_cannot_switch_anything() -> None:
    async def test(printer: TcpEmulator, client: httpx.AsyncClient) -> None:
        body = b'{"name": "paper_out", "on": true}'
        assert (
            await client.post("/conditions", content=body, headers={"content-type": "text/plain"})
        ).status_code == 415
        assert (await client.get("/conditions")).status_code == 405
        assert not printer.conditions["paper_out"]

    run(test)


def test_its_own_page_under_any_of_its_names() -> None:
    async def test(_printer: TcpEmulator, client: httpx.AsyncClient) -> None:
        for origin in (OWN, "http://localhost:9180"):
            answer = await client.post(
                "/conditions", json={"name": "paper_low", "on": True}, headers={"origin": origin}
            )
            assert answer.status_code == 200

    run(test)


def test_the_network_is_let_in_only_by_address() -> None:
    async def test(_printer: TcpEmulator, client: httpx.AsyncClient) -> None:
        assert (await client.get("/state")).status_code == 200
        assert (await client.get("/state", headers={"host": "rebound.example:9180"})).status_code == 403

    run(test, url="http://192.168.1.5:9180", everywhere=True)
