"""Mass printing over HTTP: what the console's page and a program with curl do."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from kkmserver.dialects.itkassa.registry_desk import RegistryDesk
from kkmserver.dialects.itkassa.registry_store import ReceiptState, RegistryState
from kkmserver.web import registry
from kkmserver.web.app import create_app
from kkmserver.web.own_registry import RECEIPT_STATES, REGISTRY_SCHEMAS
from tests.kkmserver.dialects.itkassa.receiver import Receiver, receiving
from tests.kkmserver.dialects.itkassa.shop import SHOP, Shop, go, shop
from tests.kkmserver.web.running import Devices, Echo, settings

ADMIN, USER = ("Admin", ""), ("User", "")
TABLE = "Номер документа;Наименование;Цена;Контакт покупателя\n1;Чай;10;a@example.org\n2;Сыр;20;b@example.org\n"


class Page:
    def __init__(self, there: Shop, client: httpx.AsyncClient) -> None:
        self.there, self.deeds, self._client = there, list[tuple[str, ...]](), client

    async def note(self, *deed: str) -> None:
        self.deeds.append(deed)

    async def ask(self, method: str, path: str, who: tuple[str, str] = USER, **more: Any) -> httpx.Response:
        return await self._client.request(method, f"/itkassa{path}", auth=who, **more)

    async def told(
        self, method: str, path: str, wanted: Any = None, *, status: int = 200, who: tuple[str, str] = USER
    ) -> Any:
        answer = await self.ask(method, path, who, **({} if wanted is None else {"json": wanted}))
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    async def bring(self, content: str = TABLE, *, status: int = 201) -> Any:
        packed = base64.b64encode(content.encode()).decode()
        given = {"organization": SHOP, "name": "ноябрь.csv", "content": packed}
        return await self.told("POST", "/registry", given, status=status)

    async def over(self, id: str) -> Any:  # noqa: A002
        async with asyncio.timeout(10):
            while not (told := await self.told("GET", f"/registry/{id}"))["ended"]:
                await asyncio.sleep(0.005)
        return told


@asynccontextmanager
async def page(folder: Path, *, on: bool = True) -> AsyncIterator[Page]:
    async with shop(folder) as there:
        desk = await RegistryDesk.open(there.office) if on else None
        made: list[Page] = []
        routes = registry.routes(
            lambda: desk, lambda *deed: made[0].note(*deed), lambda: datetime(2026, 11, 15, tzinfo=UTC)
        )
        app = create_app(settings(), [Echo()], Devices(), there.clock, {}, more=routes)
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            made.append(Page(there, client))
            yield made[0]
        if desk:
            await desk.stop()


def test_a_user_brings_looks_changes_starts_and_reads_the_report(tmp_path: Path) -> None:
    async def test() -> None:
        async with page(tmp_path) as one:
            draft = await one.bring()
            assert draft["columns"] == ["number", "title", "price", "contact"]
            assert (draft["receipts"], draft["total"], draft["fault_count"], draft["state"]) == (2, 3000, 0, "draft")
            assert draft["preview"][0]["lines"] == [{"title": "Чай", "price": "10", "quantity": "1", "total": "10.00"}]
            changed = {"register": draft["register"], "columns": draft["columns"], "paper": False, "cash": True}
            draft = await one.told("PATCH", f"/registry/{draft['id']}", changed)
            assert (draft["paper"], draft["cash"]) == (False, True)
            await one.told("POST", f"/registry/{draft['id']}/start", {"again": False})
            told = await one.over(draft["id"])
            assert (told["state"], told["counts"]) == ("over", {"done": 2})
            first, _ = await one.told("GET", f"/registry/{draft['id']}/receipts?state=done")
            assert (first["number"], first["state"], first["total"]) == ("1", "done", 1000)
            assert first["document"]
            assert one.there.papers() == ["Отчёт о регистрации № 1"], "no receipt on paper"
            listed = await one.told("GET", "/registry")
            assert [each["name"] for each in listed] == ["ноябрь.csv"]
            for form, begins in (("csv", "\ufeffНомер".encode()), ("xlsx", b"PK")):
                report = await one.ask("GET", f"/registry/{draft['id']}/report.{form}")
                assert report.content.startswith(begins)
                assert f'filename="registry-report.{form}"' in report.headers["content-disposition"]
            assert [(deed[0], deed[1]) for deed in one.deeds] == [("registry-start", "ноябрь.csv")]
            again = await one.bring()
            assert (again["earlier"], again["earlier_count"]) == (["1", "2"], 2)
            refused = await one.told("POST", f"/registry/{again['id']}/start", {}, status=409)
            assert "второй раз не печатаем" in refused["Error"]

    go(test())


def test_a_program_sends_the_bare_file(tmp_path: Path) -> None:
    async def test() -> None:
        async with page(tmp_path) as one:
            headers = {"Content-Type": "text/csv"}
            path = f"/registry?organization={SHOP}&name=x.csv"
            answer = await one.ask("POST", path, content=TABLE.encode("cp1251"), headers=headers)
            assert answer.status_code == 201
            assert answer.json()["preview"][1]["lines"][0]["title"] == "Сыр"
            form = {"Content-Type": "text/plain"}
            assert (await one.ask("POST", path, content=TABLE.encode(), headers=form)).status_code == 415

    go(test())


def test_faults_and_refusals_in_words(tmp_path: Path) -> None:
    async def test() -> None:
        async with page(tmp_path) as one:
            draft = await one.bring("Наименование;Цена\nЧай;сто\n")
            assert [(each["row"], each["column"]) for each in draft["faults"]] == [(2, "Цена")]
            path = f"/registry/{draft['id']}"
            assert "есть ошибки" in (await one.told("POST", f"{path}/start", {}, status=409))["Error"]
            assert "не печатается" in (await one.told("POST", f"{path}/cancel", {}, status=409))["Error"]
            wrong = {"register": "x", "columns": draft["columns"], "paper": True, "cash": False}
            assert "кассы" in (await one.told("PATCH", path, wrong, status=422))["Error"]
            assert "нет строк" in (await one.bring("Наименование", status=422))["Error"]
            await one.told("DELETE", path, status=204)
            assert "Такого реестра нет" in (await one.told("GET", path, status=404))["Error"]
            stranger = {"organization": "nobody", "content": base64.b64encode(TABLE.encode()).decode()}
            assert "организацию" in (await one.told("POST", "/registry", stranger, status=422))["Error"]
            assert (await one.told("GET", "/registry/x/receipts", status=404))["Error"]

    go(test())


def test_switched_off_there_is_nothing(tmp_path: Path) -> None:
    async def test() -> None:
        async with page(tmp_path, on=False) as one:
            assert await one.told("GET", "/organizations") == []
            assert "выключен" in (await one.told("GET", "/registry", status=404))["Error"]

    go(test())


def test_settings_are_for_administrators_and_the_key_is_not_told(tmp_path: Path) -> None:
    async def test() -> None:
        async with page(tmp_path) as one, receiving(500, content=b"oops") as site:
            path = f"/organizations/{SHOP}"
            mine, _ = await one.told("GET", "/organizations")
            assert (mine["name"], mine["settings"], mine["callbacks"]) == ("Магазин", None, None)
            assert [each["name"] for each in mine["registers"]] == ["Касса 1"]
            given = {"callbackApiKey": "S3cretForShop1", "testUrl": site.url}
            for who in (("PATCH", path, given), ("POST", f"{path}/test-callback", {})):
                await one.told(*who, status=403)
            told = await one.told("PATCH", path, given, who=ADMIN)
            assert told["settings"]["callbackApiKeySet"] is True
            assert told["settings"]["testUrl"] == site.url
            assert "S3cret" not in str([told, one.deeds])
            wrong = await one.told("PATCH", path, {"errorEmail": "nobody"}, status=422, who=ADMIN)
            assert wrong["faults"][0]["path"] == ["errorEmail"]
            await tried(one, path, site)
            await one.told("POST", "/organizations/x/test-callback", {}, status=404, who=ADMIN)

    async def tried(one: Page, path: str, site: Receiver) -> None:
        answer = await one.told("POST", f"{path}/test-callback", {}, who=ADMIN)
        assert (answer["status"], answer["first"]) == (500, "oops")
        assert "ответил 500" in answer["trouble"]
        assert site.calls[0].headers["x-api-key"] == "S3cretForShop1"

    go(test())


@pytest.mark.parametrize("path", ["/registry", "/organizations"])
def test_nobody_else_is_let_in(tmp_path: Path, path: str) -> None:
    async def test() -> None:
        async with page(tmp_path) as one:
            assert (await one.ask("GET", path, ("Nobody", ""))).status_code == 401

    go(test())


def test_the_answers_are_as_described(tmp_path: Path) -> None:
    def members(name: str) -> set[str]:
        return set(REGISTRY_SCHEMAS[name]["properties"])

    async def test() -> None:
        async with page(tmp_path) as one:
            draft = await one.bring()
            assert set(draft) == members("Registry")
            states = REGISTRY_SCHEMAS["Registry"]["properties"]["state"]["enum"]
            assert states == list(RegistryState)
            assert list(RECEIPT_STATES) == list(ReceiptState)
            (shop_,) = [each for each in await one.told("GET", "/organizations", who=ADMIN) if each["id"] == SHOP]
            assert set(shop_) == members("Organization")
            assert set(shop_["settings"]) == set(
                REGISTRY_SCHEMAS["Organization"]["properties"]["settings"]["anyOf"][0]["properties"]
            )
            await one.told("POST", f"/registry/{draft['id']}/start", {})
            over = await one.over(draft["id"])
            assert set(over) == set(REGISTRY_SCHEMAS["Registry"]["required"])
            for receipt in await one.told("GET", f"/registry/{draft['id']}/receipts"):
                assert set(receipt) == members("RegistryReceipt")

    go(test())
