"""What is sent, letter by letter, and what is refused before anything is sent. Source: spec/ffd.md 12."""

import asyncio
import xml.etree.ElementTree as ET
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.egais.cheque import check_cheque, cheque
from drivers.egais.cheque_v3 import check_cheque_v3, cheque_v3
from drivers.errors import RequestRefused
from drivers.model.excise import TellEgais
from tests.clock import FakeClock
from tests.drivers.egais.shop import MARK_68, MARK_150, device, sale, vodka

NOW = FakeClock().local()
SELLER = {"inn": "7700000009", "kpp": "770001001", "organization": 'ООО "Ромашка & Ко"'}
FULL = sale(vodka(), vodka(MARK_150, price=100, litres=Decimal("0.75")), **{"address": "Москва, <дом> 1"} | SELLER)
CHEQUE = f"""<?xml version='1.0' encoding='UTF-8'?>
<Cheque inn="7700000009" kpp="770001001" address="Москва, &lt;дом&gt; 1" name="ООО &quot;Ромашка &amp; Ко&quot;" \
kassa="0001" shift="7" number="41" datetime="1511261530">\
<Bottle barcode="{MARK_68}" ean="4607000000017" price="450.00" volume="0.5000" />\
<Bottle barcode="{MARK_150}" ean="4607000000017" price="1.00" volume="0.7500" /></Cheque>"""
CHEQUE_V3 = f"""<?xml version='1.0' encoding='UTF-8'?>
<ns:Documents Version="1.0" xmlns:ns="http://fsrar.ru/WEGAIS/WB_DOC_SINGLE_01" \
xmlns:ck="http://fsrar.ru/WEGAIS/ChequeV3" xmlns:oref="http://fsrar.ru/WEGAIS/ClientRef_v2" \
xmlns:pref="http://fsrar.ru/WEGAIS/ProductRef_v2">\
<ns:Owner><ns:FSRAR_ID>030000000000</ns:FSRAR_ID></ns:Owner><ns:Document><ns:ChequeV3>\
<ck:Identity>41</ck:Identity><ck:Header><ck:Date>2026-11-15T15:30:00</ck:Date><ck:Kassa>0001</ck:Kassa>\
<ck:Shift>7</ck:Shift><ck:Number>41</ck:Number><ck:Type>Продажа</ck:Type></ck:Header><ck:Content>\
<ck:Bottle><ck:Barcode>{MARK_68}</ck:Barcode><ck:EAN>4607000000017</ck:EAN><ck:Price>450.00</ck:Price></ck:Bottle>\
<ck:Bottle><ck:Barcode>{MARK_150}</ck:Barcode><ck:EAN>4607000000017</ck:EAN><ck:Price>1.00</ck:Price></ck:Bottle>\
</ck:Content></ns:ChequeV3></ns:Document></ns:Documents>"""


def test_the_older_document() -> None:
    assert cheque(FULL, NOW).decode() == CHEQUE


def test_a_return_has_negative_prices() -> None:
    returned = cheque(replace(FULL, is_return=True), NOW).decode()
    assert returned == CHEQUE.replace('price="', 'price="-')


def test_v3() -> None:
    assert cheque_v3(FULL, NOW, "030000000000").decode() == CHEQUE_V3


def test_a_return_of_v3_says_so_and_stays_positive() -> None:
    returned = cheque_v3(replace(FULL, is_return=True), NOW, "030000000000").decode()
    assert returned == CHEQUE_V3.replace("Продажа", "Возврат")


@given(st.text(), st.text(), st.text(), st.text())
def test_any_text_makes_a_document(kpp: str, register: str, organization: str, address: str) -> None:
    command = sale(kpp=kpp, register=register, organization=organization, address=address, inn="7700000009")
    root = ET.fromstring(cheque(command, NOW))
    assert root.tag == "Cheque"
    assert set(root.attrib) == {"inn", "kpp", "address", "name", "kassa", "shift", "number", "datetime"}
    assert root.attrib["address"] == "".join(sign if _allowed(sign) else " " for sign in address)
    ET.fromstring(cheque_v3(command, NOW, "030000000000"))


def _allowed(sign: str) -> bool:
    return sign in "\t\n\r" or " " <= sign <= "\ud7ff" or "\ue000" <= sign <= "\ufffd" or sign >= "\U00010000"


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"mark": MARK_68[:-1]}, "67 знаков"),
    ({"mark": MARK_150 + "A"}, "151 знаков"),
    ({"mark": MARK_68.lower()}, "раскладку сканера"),
    ({"mark": ""}, "0 знаков"),
    ({"mark": "Я" * 68}, "латинских"),
    ({"ean": "123"}, "«123»"),
    ({"ean": "46070000000171234"}, "8, 12, 13 или 14"),
    ({"ean": "٤٦٠٧٠٠٠٠"}, "8, 12, 13 или 14"),
    ({"price": 0}, "цена"),
    ({"price": -1}, "цена"),
]


@pytest.mark.parametrize("check", [check_cheque, check_cheque_v3])
@pytest.mark.parametrize(("fields", "words"), WRONG)
def test_a_bottle_that_cannot_be(fields: dict[str, Any], words: str, check: Any) -> None:
    with pytest.raises(RequestRefused, match=words) as caught:
        check(replace(FULL, bottles=(vodka(MARK_150), vodka(**fields))))
    assert caught.value.text.startswith("Бутылка 2 «Водка»")


@pytest.mark.parametrize("check", [check_cheque, check_cheque_v3])
def test_a_cheque_that_cannot_be(check: Any) -> None:
    with pytest.raises(RequestRefused, match="нет ни одной бутылки"):
        check(replace(FULL, bottles=()))
    with pytest.raises(RequestRefused, match=r"Бутылка 2.*уже есть"):
        check(replace(FULL, bottles=(vodka(), vodka())))
    with pytest.raises(RequestRefused, match="разделите"):
        check(replace(FULL, bottles=(vodka(),) * 1001))


@pytest.mark.parametrize("ean", ["46070000", "460700000000", "4607000000017", "14607000000014"])
@pytest.mark.parametrize("check", [check_cheque, check_cheque_v3])
def test_barcodes_of_goods(ean: str, check: Any) -> None:
    check(replace(FULL, bottles=(vodka(ean=ean),)))


@pytest.mark.parametrize("litres", [Decimal(0), Decimal(-1), Decimal(1000)])
def test_the_volume_is_of_the_older_document_alone(litres: Decimal) -> None:
    command = replace(FULL, bottles=(vodka(litres=litres),))
    with pytest.raises(RequestRefused, match="литрах"):
        check_cheque(command)
    check_cheque_v3(command)


def test_the_barcode_of_goods_is_needed_by_v3_alone() -> None:
    command = replace(FULL, bottles=(vodka(ean=""),))
    check_cheque(command)
    assert b"ean=" not in cheque(command, NOW)
    with pytest.raises(RequestRefused, match=r"EGAIS\.Ean"):
        check_cheque_v3(command)


def test_who_sells_is_needed_by_the_older_document_alone() -> None:
    for command, words in ((replace(FULL, inn=""), "ИНН"), (replace(FULL, kpp=""), "КПП")):
        with pytest.raises(RequestRefused, match=words):
            check_cheque(command)
        check_cheque_v3(command)
    check_cheque(replace(FULL, inn="500100732259", kpp=""))  # an entrepreneur has no КПП


@pytest.mark.parametrize(
    "options",
    [
        {"url": "localhost:8080"},
        {"url": "ftp://utm"},
        {"url": "http://"},
        {"url": "http://utm:99999"},
        {"url": "http://u:p@utm"},
        {"url": "http://utm?x=1"},
        {"url": "http://[::1"},
        {"format": "v3"},
        {"format": "v3", "fsrar_id": "03000000000A"},
    ],
)
def test_settings_that_cannot_be_used(tmp_path: Path, options: dict[str, Any]) -> None:
    with pytest.raises(RequestRefused, match=r"ключ (url|fsrar_id)"):
        device(tmp_path, **options)


def test_nothing_wrong_is_sent_or_written_down(tmp_path: Path) -> None:
    async def main() -> None:
        utm = device(tmp_path)
        before = await utm.mark()
        with pytest.raises(RequestRefused) as caught:
            await utm.execute(TellEgais(bottles=(vodka("x"),)))
        assert caught.value.device == "УТМ магазина"
        assert await utm.mark() == before
        await utm.close()

    asyncio.run(main())
