"""Names and ranges become addresses, each once; a name does not lead out of the shop."""

import asyncio
from ipaddress import ip_address

import pytest

from drivers.search import names
from drivers.search.ranges import Address, RangeRefused, parse
from drivers.search.taken import taken
from drivers.shtrih.options import ShtrihOptions


def spelled_out(*texts: str) -> list[tuple[str, int | None]]:
    found = asyncio.run(names.spelled_out([parse(text) for text in texts]))
    return [(str(address), port) for address, port in found]


def test_each_once_in_order() -> None:
    found = spelled_out("192.168.1.2-4", "192.168.1.3", "192.168.1.3:9100", "localhost:7778")
    assert found[:4] == [("192.168.1.2", None), ("192.168.1.3", None), ("192.168.1.4", None), ("192.168.1.3", 9100)]
    assert found[4] in (("127.0.0.1", 7778), ("::1", 7778))


def test_too_many_together() -> None:
    with pytest.raises(RangeRefused, match="1044 адресов"):
        spelled_out("10.0.0.0/22", "10.1.0.1-22")


def test_names_are_looked_up_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each lets the next go on: one after the other they would wait for ever."""

    async def main() -> None:
        together = asyncio.Barrier(4)

        async def look_up(name: str) -> list[Address]:
            async with asyncio.timeout(5), together:
                return [ip_address(f"10.0.0.{name[-1]}")]

        monkeypatch.setattr(names, "look_up", look_up)
        settings = {number: ShtrihOptions(connection=f"tcp://till{number}:7778") for number in range(1, 5)}
        assert await taken(settings) == {f"tcp 10.0.0.{number} 7778": number for number in settings}
        found = await names.spelled_out([parse(f"till{number}") for number in range(1, 5)])
        assert [str(address) for address, _ in found] == [f"10.0.0.{number}" for number in range(1, 5)]

    asyncio.run(main())


def test_a_name_that_leads_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    async def elsewhere(name: str) -> list[Address]:
        return [ip_address("93.184.216.34")]

    monkeypatch.setattr(names, "look_up", elsewhere)
    with pytest.raises(RangeRefused, match=r"shop\.example.*93\.184\.216\.34.*внутренней сети"):
        spelled_out("shop.example")


def test_nobody_knows_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    async def nobody(name: str) -> list[Address]:
        return []

    monkeypatch.setattr(names, "look_up", nobody)
    with pytest.raises(RangeRefused, match="имя не найдено"):
        spelled_out("kassa:7778")


@pytest.mark.parametrize(("name", "found"), [("127.0.0.1", ["127.0.0.1"]), ("a" * 300, []), ("", [])])
def test_looking_up(name: str, found: list[str]) -> None:
    assert [str(one) for one in asyncio.run(names.look_up(name))] == found
