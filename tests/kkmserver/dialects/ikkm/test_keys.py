"""The rolling key: what opens the door, what is repeated, what a person may do. Source: spec/ikkm.md 2."""

import asyncio
from pathlib import Path

import pytest

from kkmserver.dialects.door import TooManyAttempts
from kkmserver.store.memory import MemoryJournal
from kkmserver.store.record import Wanted
from kkmserver.web.brake import Brake
from tests.kkmserver.dialects.ikkm.booth import K0, SETTINGS, Booth, booth, go


async def sell(one: Booth, key: str, amount: int = 10) -> str:
    return (await one.get(f"/api?key={key}&sale={amount}&cash={amount}")).key


def test_only_the_last_key_is_remembered(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            second = await sell(one, K0)
            third = await sell(one, second)
            assert await one.wrong(f"/api?key={K0}&sale=10&cash=10") == -1
            assert (await one.get(f"/apideposit?key={second}&cash=1")).essence == (203, "2", third)
            assert await one.wrong(f"/apicheck?key={second}") == -1
            assert (await one.get(f"/dump/transaction/{K0}?key={third}")).json["docid"] == "1"
            assert await one.wrong(f"/dump/transaction/{third}?key={third}") == -7

    go(test())


@pytest.mark.parametrize(("target", "code"), [("/api?sale=1&cash=1", -7), ("/apicheck?key=", -7), ("/nosuch", -8)])
def test_no_key(tmp_path: Path, target: str, code: int) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            assert await one.wrong(target) == code

    go(test())


def test_guessing_is_braked(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            before = one.clock.monotonic()
            for guess in range(1, 12):
                assert await one.wrong(f"/apicheck?key={guess}") == -1
            assert one.clock.monotonic() - before > 30

    go(test())


def test_a_braked_client_is_not_told_that_its_key_is_dead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def crowded(_: Brake, address: str) -> None:
        raise TooManyAttempts(60)

    async def test() -> None:
        async with booth(tmp_path) as one:
            monkeypatch.setattr(Brake, "turn", crowded)
            assert (await one.get(f"/apicheck?key={K0}")).essence == (400, "Too many attempts", "-2")

    go(test())


def test_a_right_key_is_never_braked(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            before = one.clock.monotonic()
            for _ in range(12):
                assert (await one.get(f"/apicheck?key={K0}")).essence == (200, "0", "0")
            assert one.clock.monotonic() == before

    go(test())


def test_keys_outlive_the_server(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            key = await sell(one, K0)
        async with booth(tmp_path) as one:  # the settings still name the first key: it is a consumed one
            assert (await one.get(f"/api?key={K0}&sale=10&cash=10")).essence == (203, "1", key)
            assert (await one.get(f"/apicheck?key={key}")).essence == (200, "1", "0")

    go(test())


def test_a_person_sets_another_key(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            key = await sell(one, K0)
            renewed = await one.door.renew()
            assert renewed not in (K0, key)
            assert await one.wrong(f"/api?key={key}&sale=1&cash=1") == -1
            assert (await one.get(f"/apicheck?key={renewed}")).essence == (200, "1", "0")
        async with booth(tmp_path, settings=SETTINGS.model_copy(update={"first_key": "70000007"})) as one:
            assert (await one.get("/apicheck?key=70000007")).essence == (200, "1", "0")

    go(test())


def test_a_key_nobody_knows_is_told_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def test() -> None:
        settings = SETTINGS.model_copy(update={"first_key": ""})
        for _ in range(2):
            async with booth(tmp_path, settings=settings) as one:
                assert (await one.get(f"/apicheck?key={one.door.key}")).essence == (200, "0", "0")
                assert [one.door.key in line for line in caplog.messages if "ключ" in line] == [True]

    go(test())


def test_no_key_is_in_the_journal(tmp_path: Path) -> None:
    async def test() -> None:
        journal = MemoryJournal()
        async with booth(tmp_path, journal=journal) as one:
            key = await sell(one, K0)
            for row in await journal.rows(Wanted()):
                record = await journal.find(row.entry.id)
                assert record
                assert not [secret for secret in (K0, key) if secret in f"{record}"]

    go(test())


def test_eight_clients_with_one_key(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            told = await asyncio.gather(*(one.get(f"/api?key={K0}&sale={n}&cash={n}") for n in range(1, 9)))
            done = [each for each in told if each.line == "HTTP/1.1 200 1"]
            assert len(done) == 1
            assert {each.essence for each in told} <= {
                done[0].essence,
                (203, "1", done[0].key),
                (400, "Busy", "-2"),
            }
            assert await one.documents() == 1
            assert (await one.get(f"/api?key={K0}&sale=3&cash=3")).essence == (203, "1", done[0].key)

    go(test())
