"""The УТМ at its port, with httpx as its client and cheques written by hand."""

import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal
from xml.etree import ElementTree

import httpx
import pytest

from drivers.egais.emulator.cheque import Bottle, Plain, Refused
from drivers.egais.emulator.faults import Faults
from drivers.egais.emulator.stock import Stock
from drivers.egais.emulator.tcp import UtmEmulator
from drivers.egais.emulator.upload import cheque_of
from drivers.egais.emulator.utm import Utm
from tests.clock import FakeClock
from tests.drivers.egais.emulator.cheques import BEER, LEGACY, MARK, OTHER, V3, returned

Test = Callable[[UtmEmulator, httpx.AsyncClient], Awaitable[None]]


def run(test: Test, faults: Faults | None = None) -> None:
    async def main() -> None:
        async with asyncio.timeout(20), UtmEmulator(clock=FakeClock(), faults=faults or Faults()) as utm:
            client = httpx.AsyncClient(base_url=utm.url, trust_env=False, verify=False, timeout=5)
            async with client:
                await test(utm, client)

    asyncio.run(main())


async def tell(client: httpx.AsyncClient, cheque: str | bytes) -> httpx.Response:
    data = cheque.encode() if isinstance(cheque, str) else cheque
    address = "/xml?type=ChequeV3" if b"ChequeV3" in data else "/xml"
    return await client.post(address, files={"xml_file": ("cheque.xml", data, "application/xml")})


async def answer(client: httpx.AsyncClient, cheque: str | bytes) -> dict[str, str]:
    """Elements of the envelope."""
    response = await tell(client, cheque)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("application/xml")
    envelope = ElementTree.fromstring(response.content)
    assert envelope.tag == "A"
    return {element.tag: element.text or "" for element in envelope}


def test_the_cheque_of_old_is_signed() -> None:
    async def test(utm: UtmEmulator, client: httpx.AsyncClient) -> None:
        said = await answer(client, LEGACY)
        assert sorted(said) == ["sign", "url", "ver"]
        assert said["ver"] == "2"
        assert said["url"].startswith("https://check.egais.example?id=")
        assert said["url"].endswith("&dt=1511261530&cn=030000000000")
        assert len(bytes.fromhex(said["sign"])) == 64
        (told,) = utm.told
        assert (told.url, told.sign, told.xml.decode()) == (said["url"], said["sign"], LEGACY)
        cheque = told.cheque
        assert (cheque.version, cheque.is_return, cheque.owner) == (2, False, ("7705123456", "770501001"))
        assert (cheque.register, cheque.shift, cheque.number) == ("00106700000001", "12", "5")
        assert cheque.time == "15.11.2026 15:30"
        assert cheque.bottles == (Bottle(MARK, "4601234567893", Decimal("450.00"), Decimal("0.5000")),)

    run(test)


def test_version_3() -> None:
    async def test(utm: UtmEmulator, client: httpx.AsyncClient) -> None:
        assert "sign" in await answer(client, V3)
        assert "sign" in await answer(client, returned(V3))
        sale, back = (told.cheque for told in utm.told)
        assert (sale.version, sale.owner, sale.is_return, back.is_return) == (3, ("030000000001",), False, True)
        assert sale.bottles == back.bottles == (Bottle(OTHER, "4601234567893", Decimal("1.00")),)

    run(test)


def test_goods_without_a_mark() -> None:
    async def test(utm: UtmEmulator, client: httpx.AsyncClient) -> None:
        assert "sign" in await answer(client, BEER)
        assert "sign" in await answer(client, BEER)
        nomark = (
            "<ck:Nomark><ck:Product/><ck:Quantity>2.000</ck:Quantity><ck:EAN>46012345</ck:EAN>"
            "<ck:Price>80.00</ck:Price></ck:Nomark></ck:Content>"
        )
        assert "sign" in await answer(client, V3.replace("</ck:Content>", nomark))
        plain = [each for told in utm.told for each in told.cheque.plain]
        assert plain[0] == Plain("46012345", Decimal("80.00"), Decimal(3), "Пиво светлое")
        assert plain[2] == Plain("46012345", Decimal("80.00"), Decimal(2))

    run(test)


def test_a_mark_is_sold_once_until_it_comes_back() -> None:
    async def test(utm: UtmEmulator, client: httpx.AsyncClient) -> None:
        first = await answer(client, LEGACY)
        assert f"продана: {MARK}" in (await answer(client, LEGACY))["error"]
        assert "sign" in await answer(client, returned(LEGACY))
        assert f"возвращена: {MARK}" in (await answer(client, returned(LEGACY)))["error"]
        second = await answer(client, LEGACY)
        assert second["url"] != first["url"]
        assert [told.cheque.is_return for told in utm.told] == [False, True, False]
        assert utm.machine.stock.sold == {MARK}
        assert [note.startswith("Отказ: Марка уже") for note in utm.notes] == [True, True]

    run(test)


def test_a_refused_cheque_moves_none_of_its_marks() -> None:
    async def test(utm: UtmEmulator, client: httpx.AsyncClient) -> None:
        assert "sign" in await answer(client, LEGACY)
        both = LEGACY.replace("</Cheque>", LEGACY[LEGACY.index("<Bottle") :].replace(MARK, OTHER))
        assert "error" in await answer(client, both)
        assert utm.machine.stock.sold == {MARK}

    run(test)


@pytest.mark.parametrize(
    ("cheque", "words"),
    [
        (LEGACY.replace('inn="7705123456"', 'inn="77"'), "ИНН"),
        (LEGACY.replace('kpp="770501001"', ""), "КПП"),
        (LEGACY.replace("ООО Лавка", " "), "name"),
        (LEGACY.replace('number="5"', 'number=""'), "номер чека"),
        (LEGACY.replace("1511261530", "1513261530"), "время"),
        (LEGACY.replace("1511261530", "2026-11-15"), "время"),
        (LEGACY.replace(MARK, MARK.lower()), "штрихкод"),
        (LEGACY.replace(MARK, MARK[:-1]), "штрихкод"),
        (LEGACY.replace("4601234567893", "46012345678"), "EAN"),
        (LEGACY.replace("450.00", "450,00"), "цена"),
        (LEGACY.replace("450.00", "450"), "цена"),
        (LEGACY.replace("0.5000", "0.0000"), "объём"),
        (LEGACY.replace("0.5000", ".5"), "объём"),
        (LEGACY.replace("<Bottle", "<Flask"), "элемент"),
        (LEGACY.replace("</Cheque>", BEER[BEER.index("<nopdf") :]), "марками"),
        (LEGACY.replace("</Cheque>", returned(LEGACY)[returned(LEGACY).index("<Bottle") :]), "возврат"),
        (LEGACY[: LEGACY.index("<Bottle")] + "</Cheque>", "позиции"),
        (LEGACY[:-1], "XML"),
        (LEGACY.replace("<Cheque", '<!DOCTYPE a [<!ENTITY b "c">]><Cheque'), "DOCTYPE"),
        (LEGACY.replace("Cheque", "Check"), "Check"),
        (V3.replace("030000000001", "03"), "FSRAR_ID"),
        (V3.replace("Продажа", "Обмен"), "Обмен"),
        (V3.replace("1.00", "-1.00"), "цена"),
        (V3.replace("15T15", "15 15"), "время"),
        (V3.replace("<ck:Shift>12</ck:Shift>", ""), "Shift"),
        (V3.replace("<ck:Identity>7</ck:Identity>", ""), "Identity"),
    ],
)
def test_what_is_refused(cheque: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        cheque_of(cheque.encode(), "ChequeV3" if "ChequeV3" in cheque else "")


def test_a_mark_twice_in_a_cheque() -> None:
    twice = LEGACY.replace("</Cheque>", LEGACY[LEGACY.index("<Bottle") :])
    with pytest.raises(Refused, match="повторяется"):
        Stock().move(cheque_of(twice.encode(), ""))


def test_the_address_must_name_the_format() -> None:
    async def test(utm: UtmEmulator, client: httpx.AsyncClient) -> None:
        for address, cheque in (("/xml", V3), ("/xml?type=ChequeV3", LEGACY)):
            response = await client.post(address, files={"xml_file": ("a.xml", cheque.encode())})
            assert "<error>" in response.text
        for wrong in ({"file": ("a.xml", LEGACY.encode())}, None):
            response = await client.post("/xml", files=wrong, content=None if wrong else LEGACY.encode())
            assert "<error>" in response.text
        assert utm.told == []

    run(test)


def test_an_entrepreneur_has_no_kpp() -> None:
    async def test(utm: UtmEmulator, client: httpx.AsyncClient) -> None:
        assert "sign" in await answer(client, LEGACY.replace('inn="7705123456" kpp="770501001"', 'inn="504404744207"'))
        assert utm.told[0].cheque.owner == ("504404744207",)

    run(test)


def test_other_questions() -> None:
    async def test(_utm: UtmEmulator, client: httpx.AsyncClient) -> None:
        page = await client.get("/")
        assert (page.status_code, "УТМ" in page.text, "030000000000" in page.text) == (200, True, True)
        statuses = [(await client.get("/opt/out")).status_code, (await client.get("/xml")).status_code]
        assert statuses == [404, 405]

    run(test)


@pytest.mark.parametrize("target", ["//[", "http://[/", "/xml?%"])
def test_addresses_that_are_none(target: str) -> None:
    utm = Utm(fsrar="030000000000", now=FakeClock().local, keep=1)
    assert utm.feed(f"GET {target} HTTP/1.1\r\nHost: utm\r\n\r\n".encode()).startswith(b"HTTP/1.1 40")


def test_a_cheque_can_be_looked_at() -> None:
    async def test(utm: UtmEmulator, client: httpx.AsyncClient) -> None:
        said = await answer(client, LEGACY)
        (document,) = await utm.printed()
        assert document.barcodes == [("QR", said["url"])]
        assert document.rows[0] == "Продажа, касса 00106700000001, смена 12, чек 5, 15.11.2026 15:30"
        assert document.png().startswith(b"\x89PNG")

    run(test)


def test_refusals_on_demand_move_nothing() -> None:
    async def test(utm: UtmEmulator, client: httpx.AsyncClient) -> None:
        assert "error" in await answer(client, LEGACY)
        utm.faults = Faults(http_500=True)
        assert (await tell(client, LEGACY)).status_code == 500
        utm.faults = Faults()
        assert utm.told == []
        assert "sign" in await answer(client, LEGACY)

    run(test, Faults(refuses=True))


@pytest.mark.parametrize("faults", [Faults(cut_answer=60), Faults(cut_answer=230), Faults(cut_answer=0)])
def test_an_answer_that_is_cut_was_told_all_the_same(faults: Faults) -> None:
    async def test(utm: UtmEmulator, client: httpx.AsyncClient) -> None:
        with pytest.raises(httpx.RemoteProtocolError):
            await tell(client, LEGACY)
        assert [told.cheque.number for told in utm.told] == ["5"]

    run(test, faults)


def test_silence() -> None:
    async def test(utm: UtmEmulator, client: httpx.AsyncClient) -> None:
        asking = asyncio.create_task(tell(client, LEGACY))
        await utm.until(lambda: bool(utm.told))
        assert not asking.done()
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)

    run(test, Faults(silent=True))


def test_without_power_it_is_refused_and_marks_are_kept() -> None:
    async def test(utm: UtmEmulator, client: httpx.AsyncClient) -> None:
        assert "sign" in await answer(client, LEGACY)
        await utm.switch("power", on=False)
        with pytest.raises(httpx.ConnectError):
            await tell(client, LEGACY)
        await utm.switch("power", on=True)
        assert "error" in await answer(client, LEGACY)

    run(test)
