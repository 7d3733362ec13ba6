"""What an owner sees of the further APIs: where they listen, and the key of a register; that register is behind it."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from kkmserver.gates import OpenGate
from kkmserver.web import door_desk
from kkmserver.web.app import create_app
from tests.kkmserver.dialects.ikkm.booth import K0, REGISTER, Booth, booth, go
from tests.kkmserver.dialects.ikkm.test_faults import Faulty
from tests.kkmserver.web.running import Devices, Echo, settings
from tests.kkmserver.web.shop import Shop, premises

ADMIN, USER = ("Admin", ""), ("User", "")
KEY = f"/doors/ikkm/{REGISTER}/key"


@dataclass
class Page:
    shop: Shop
    register: Booth
    client: httpx.AsyncClient

    async def ask(self, method: str, path: str, who: tuple[str, str] = ADMIN, status: int = 200) -> Any:
        given = {"json": {}} if method == "POST" else {}
        answer = await self.client.request(method, path, auth=who, **given)  # type: ignore[arg-type]
        assert answer.status_code == status, answer.text
        assert answer.headers["cache-control"] == "no-store" or status != 200
        return answer.json()

    @property
    def deeds(self) -> list[tuple[str, str, str]]:
        return [deed[:3] for deed in self.shop.deeds]


@asynccontextmanager
async def page(folder: Path, **how: Any) -> AsyncIterator[Page]:
    async with booth(folder, **how) as register:
        shop = Shop(folder, settings(), keys={REGISTER: register.door})
        app = create_app(settings(), [Echo()], Devices(), register.clock, {}, more=door_desk.routes(premises(shop)))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client:
            yield Page(shop, register, client)


def test_where_they_listen(tmp_path: Path) -> None:
    async def test() -> None:
        async with page(tmp_path) as one:
            assert await one.ask("GET", "/doors") == []
            at = "http://localhost:44735/"
            one.shop.gates = [
                OpenGate(dialect="bit", addresses=[at], device=0, clients=3),
                OpenGate(dialect="ikkm", addresses=[at], device=4, clients=1),
            ]
            bit, ikkm = await one.ask("GET", "/doors")
            assert bit["title"]["ru"] == "API «БИТ драйвер ККТ»"
            assert (bit["name"], bit["addresses"], bit["device"], bit["clients"]) == ("bit", [at], None, 3)
            assert (ikkm["name"], ikkm["device"]) == ("ikkm", 4)

    go(test())


def test_the_key_that_is_shown_opens(tmp_path: Path) -> None:
    async def test() -> None:
        async with page(tmp_path) as one:
            assert await one.ask("GET", KEY) == {"key": K0}
            rolled = (await one.register.get(f"/api?key={K0}&sale=10&cash=10")).key
            assert await one.ask("GET", KEY) == {"key": rolled}
            fresh = (await one.ask("POST", KEY))["key"]
            assert await one.register.wrong(f"/apicheck?key={rolled}") == -1
            assert (await one.register.get(f"/api?key={fresh}&sale=10&cash=10")).key
            assert one.deeds == [("ikkm-key", "1", "показан")] * 2 + [("ikkm-key", "1", "новый")]

    go(test())


def test_a_key_in_use_is_not_taken_away(tmp_path: Path) -> None:
    """The receipt that is under way would roll its own next key over the new one."""

    async def test() -> None:
        register = Faulty(tmp_path)
        register.gate = asyncio.Event()
        async with page(tmp_path, register=register) as one:
            sale = asyncio.create_task(one.register.get(f"/api?key={K0}&sale=10&cash=10"))
            await asyncio.wait_for(register.begun.wait(), 5)
            assert "как раз выполняет" in (await one.ask("POST", KEY, status=409))["Error"]
            register.gate.set()
            rolled = (await sale).key
            assert await one.ask("GET", KEY) == {"key": rolled}
            assert one.deeds == [("ikkm-key", "1", "показан")]

    go(test())


def test_the_disk_takes_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full() -> str:
        raise sqlite3.OperationalError("database or disk is full")

    async def test() -> None:
        async with page(tmp_path) as one:
            with monkeypatch.context() as patch:
                patch.setattr(one.register.door._book, "renew", full)
                assert "действует прежний" in (await one.ask("POST", KEY, status=503))["Error"]
            assert await one.ask("GET", KEY) == {"key": K0}
            assert (await one.ask("POST", KEY))["key"] != K0

    go(test())


def test_who_may_not(tmp_path: Path) -> None:
    async def test() -> None:
        async with page(tmp_path) as one:
            for method, path in (("GET", "/doors"), ("GET", KEY), ("POST", KEY)):
                await one.ask(method, path, USER, 403)
            assert "iKKM" in (await one.ask("GET", "/doors/ikkm/9/key", status=404))["Error"]
            bare = await one.client.post(KEY, auth=ADMIN)
            assert bare.status_code == 415, "a foreign page could send it unasked"
            assert (one.deeds, one.register.door.key) == ([], K0)

    go(test())
