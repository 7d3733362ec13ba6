"""The same receipts on registers of ФФД 1.05, 1.1 and 1.2: each records them as its version of the format wants.

What a document must and may hold: spec/ffd.md 2 and 3, by `drivers.fiscal.composition`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from drivers.fiscal import composition
from drivers.model.ffd import DocumentForm, FfdVersion
from drivers.virtual.options import VirtualKktOptions, wanted
from tests.acceptance.shop import archive, goods
from tests.acceptance.shop.archive import Document
from tests.acceptance.shop.cheques import CARD, SALE, SALE_RETURN, Cheques, Request, total
from tests.acceptance.shop.ledger import vat
from tests.live import LiveServer

VERSIONS = {1: FfdVersion.V1_05, 2: FfdVersion.V1_1, 3: FfdVersion.V1_2}
TOLD_AS = {FfdVersion.V1_05: 2, FfdVersion.V1_1: 3, FfdVersion.V1_2: 4}  # 1209
PERMIT = {"Foiv": "030", "Date": "2023-11-21", "Number": "1944", "Value": "UUID=1&Time=2"}
BY_THE_BOOK = 8  # receipts by dice
CONFIG = "".join(
    f'[[devices]]\nnumber = {number}\nname = "Касса {number}"\ndriver = "virtual-kkt"\nffd = "{ffd.value}"\n'
    for number, ffd in VERSIONS.items()
)


def full(cheques: Cheques) -> Request:
    """All that a receipt may tell."""
    marked = goods.marked(cheques.dice, "Вода") | {"CountryOfOrigin": "643", "CustomsDeclaration": "10/2026"}
    agent = goods.by_agent(cheques.dice, "Перевод") | {"IndustryAttribute": [PERMIT], "AdditionalAttribute": "доп"}
    weighed = goods.weighed(cheques.dice, "Сыр") | {"MeasurementUnit": "кг", "ExciseAmount": 1.5}
    request = cheques.by_card(SALE, marked, agent, weighed)
    return request | {
        "PayByProcessing": False, "ClientInfo": "Иванов И.И.", "ClientINN": "500100732259",
        "ClientAddress": "buyer@example.com", "SenderEmail": "shop@example.com", "InternetMode": True,
        "BuyerInfo": {"Citizenship": "643", "DocumentKind": "21", "Document": "4510 123456", "Address": "Псков"},
        "IndustryAttribute": [PERMIT], "OperationalAttribute": {"Id": 0, "Data": "стол 5", "Date": "2026-11-15T12:00"},
        "CashlessPayments": [{"Amount": request[CARD], "Kind": 1, "Identifiers": "карта 1"}],
        "AdditionalAttribute": "чек", "UserAttribute": {"Name": "Заказ", "Value": "17"},
    }  # fmt: skip


def by_order(cheques: Cheques) -> Request:
    base = {"CorrectionType": 1, "CorrectionBaseDate": "2025-11-20", "CorrectionBaseNumber": "7-П"}
    return cheques.of(SALE) | base | {"TypeCheck": 2}


@dataclass(frozen=True)
class Storage:
    ffd: FfdVersion
    documents: list[Document]
    answers: dict[str, dict[str, Any]]  # by what was sent

    def of(self, what: str) -> Document:
        number: int = self.answers[what]["CheckNumber"]
        return self.documents[number - 1]


@dataclass(frozen=True)
class Shop:
    requests: dict[str, Request]
    storages: list[Storage]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    cheques = Cheques(seed=12)
    requests = {"full": full(cheques), "correction": by_order(cheques)}
    requests |= {f"sale {number}": cheques.of(SALE) for number in range(BY_THE_BOOK)}
    requests |= {f"return {number}": cheques.of(SALE_RETURN) for number in range(BY_THE_BOOK)}
    with LiveServer(folder := tmp_path_factory.mktemp("versions"), CONFIG) as server:
        answers = {number: {what: _told(server, one, number) for what, one in requests.items()} for number in VERSIONS}
        for number in VERSIONS:
            for command in ("OfdReport", "CloseShift"):
                _told(server, {"Command": command, "IdCommand": command, "CashierName": "Петрова А.И."}, number)
        assert server.stop() == 0
    found = [Storage(ffd, _documents(folder, number), answers[number]) for number, ffd in VERSIONS.items()]
    return Shop(requests, found)


def _told(server: LiveServer, request: Request, number: int) -> dict[str, Any]:
    answer = server.post(request | {"NumDevice": number, "IdCommand": f"{request['IdCommand']}-{number}"})
    assert (answer["Status"], answer["Error"]) == (0, ""), answer
    return answer


def _documents(folder: Path, number: int) -> list[Document]:
    return archive.documents(folder / "data", number)


def test_every_document_is_composed_as_its_version_wants(shop: Shop) -> None:
    for number, storage in enumerate(shop.storages, 1):
        registration = wanted(VirtualKktOptions(ffd=storage.ffd.value), number).registration
        for one in storage.documents:
            found = composition.check(one.sealed, storage.ffd, registration)
            assert not found, f"ФФД {storage.ffd.value}, ФД {one.number}: {'; '.join(map(str, found))}"
            assert one.one(1209).number() == TOLD_AS[storage.ffd]
        assert {one.form for one in storage.documents} == {*DocumentForm} - {
            DocumentForm.REREGISTRATION,
            DocumentForm.CLOSE_STORAGE,
        }


def test_money_and_tax_are_the_same_in_every_version(shop: Shop) -> None:
    for storage in shop.storages:
        for what, request in shop.requests.items():
            document = storage.of(what)
            assert document.one(1020).number() == total(request), (storage.ffd, what)
            assert document.vat() == vat(request), (storage.ffd, what)


def test_what_only_some_versions_can_hold(shop: Shop) -> None:
    """Codes, units, buyer and the requisites of ФФД 1.2, each where it belongs, in its version alone."""
    early, middle, late = (set(_tags(storage.of("full"))) for storage in shop.storages)
    assert {1162, 1197, 1227, 1228} <= early & middle
    assert not {1162, 1197, 1227, 1228} & late
    (buyer,) = shop.storages[2].of("full").all(1256)
    assert {child.tag for child in buyer.children()} == {1227, 1228, 1244, 1245, 1246, 1254}
    newer = {1163, 2106, 2107, 2108, 1125, 1234, 1256, 1260, 1261, 1270}
    assert newer <= late
    assert not newer & (early | middle)
    assert {1030, 1222, 1226, 1229, 1230, 1231, 1191, 1192, 1084, 1008, 1117} <= early & middle & late


def test_what_a_version_cannot_hold_is_told(shop: Shop) -> None:
    for storage in shop.storages[:2]:
        warning = storage.answers["full"]["Warning"]
        assert f"по ФФД {storage.ffd.value} не записывается" in warning
        assert all(word in warning for word in ("отраслевой реквизит", "операционный реквизит", "покупателя"))
    assert "не записывается" not in shop.storages[2].answers["full"]["Warning"]


def _tags(document: Document) -> Iterator[int]:
    """Of the document and of its items."""
    for item in document.items:
        yield item.tag
        if item.tag == 1059:
            yield from (child.tag for child in item.children())
