"""From a bare server to a protected shop, without a manual; then who may do what."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import httpx
import pytest

from drivers.escpos.emulator.tcp import TcpEmulator
from tests.acceptance.elsewhere import Elsewhere
from tests.browser.chromium import Watch
from tests.live import LiveServer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

sync_api = pytest.importorskip("playwright.sync_api", reason="no playwright here")
expect = sync_api.expect
OWNER, TILL = "хозяин магазина", "касса номер один"


@pytest.fixture(scope="module")
def printer() -> Iterator[TcpEmulator]:
    with Elsewhere() as elsewhere:
        yield elsewhere.enter(TcpEmulator())


@pytest.fixture(scope="module")
def shop(chromium: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """Without a settings file."""
    with LiveServer(tmp_path_factory.mktemp("bare")) as server:
        yield server


def sign_in(page: "Page", login: str, password: str) -> None:
    page.get_by_label("Имя").fill(login)
    page.get_by_label("Пароль").fill(password)
    page.get_by_role("button", name="Войти").click()


def set_password(page: "Page", heading: str, password: str) -> None:
    account = page.locator(".stack.tight", has=page.get_by_role("heading", name=heading))
    account.get_by_label("Новый пароль").fill(password)
    account.get_by_label("Ещё раз").fill(password)
    account.get_by_role("button", name="Задать пароль").click()
    expect(account.get_by_text("✓ задан")).to_be_visible()


def test_a_printer_is_added_and_prints(page: "Page", printer: TcpEmulator) -> None:
    page.goto("/#/devices")
    page.get_by_role("link", name="Подключить настоящую кассу или принтер").click()
    page.get_by_role("button", name="Выбрать модель и подключение").click()
    page.get_by_role("dialog").get_by_role("searchbox").fill("ESC/POS")
    page.get_by_role("dialog").get_by_role("button", name="ESC/POS").first.click()
    page.get_by_role("textbox", name="То же одной строкой").fill(printer.connection)
    page.get_by_label("Название", exact=True).fill("Кухня")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("4. Кухня")).to_be_visible()
    page.get_by_role("link", name="Дальше").click()
    kitchen = page.locator("section", has=page.get_by_role("heading", name="4. Кухня"))
    kitchen.get_by_role("button", name="Напечатать пробу").click()
    kitchen.get_by_role("button", name="Да", exact=True).click()
    expect(kitchen.get_by_text("устройство готово")).to_be_visible()
    assert "ПРОБНАЯ ПЕЧАТЬ" in printer.documents[-1].text()


def test_a_certificate_and_passwords(page: "Page", shop: LiveServer) -> None:
    page.goto("/#/first/3")
    page.get_by_role("button", name="Сделать сертификат").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="корнев").or_(page.get_by_role("button", name="корнев")).first.click()
    assert b"BEGIN CERTIFICATE" in download.value.path().read_bytes()
    set_password(page, "Администратор", OWNER)
    set_password(page, "Программы и кассы", TILL)
    expect(page.get_by_role("radio", name="Компьютеры и телефоны сети магазина")).to_be_enabled()
    page.get_by_role("link", name="Дальше").click()
    expect(page.get_by_text("тот, что вы задали для программ и касс")).to_be_visible()
    assert httpx.get(f"{shop.url}/devices", trust_env=False).status_code == 401


def test_the_owner_signs_in_and_out(page: "Page", watch: Watch) -> None:
    watch.expect(401)
    page.goto("/#/settings")
    sign_in(page, "Admin", "не тот")
    expect(page.get_by_role("alert")).to_contain_text("Неверное имя или пароль")
    sign_in(page, "admin", OWNER)
    expect(page.get_by_role("heading", name="Настройки", level=1)).to_be_visible()
    header = page.locator("header").bounding_box()
    assert header
    assert header["height"] < 70  # one line with the login in it
    page.get_by_role("button", name="Выйти").click()
    expect(page.get_by_role("heading", name="Вход")).to_be_visible()


def test_a_cashier_sees_what_is_hers(page: "Page", watch: Watch) -> None:
    watch.expect(401, 403)
    page.goto("/")
    sign_in(page, "User", TILL)
    expect(page.get_by_role("article", name="1. Касса 1")).to_be_visible()
    assert page.locator("#menu a").all_inner_texts() == ["Устройства", "Проба API", "Этикетки", "Диагностика"]
    expect(page.get_by_role("button", name="Добавить устройство")).to_have_count(0)
    page.goto("/#/settings")
    expect(page.get_by_role("heading", name="Устройства", level=1)).to_be_visible()
    assert page.request.get("/settings").status == 403
    assert page.request.get("/journal").status == 403


def test_the_cookie_alone_prints_nothing(page: "Page", watch: Watch) -> None:
    """It is sent with whatever a foreign page makes the browser send; the token is not."""
    watch.expect(401, 403)
    page.goto("/")
    sign_in(page, "User", TILL)
    expect(page.get_by_role("article", name="1. Касса 1")).to_be_visible()
    command = {"Command": "OpenCashDrawer", "NumDevice": 1}
    assert page.request.post("/Execute", data=command).status == 403
    token = page.request.get("/session").json()["csrf"]
    allowed = page.request.post("/Execute", data=command, headers={"X-CSRF-Token": token})
    assert allowed.json()["Status"] == 0
    cookies = page.context.cookies()
    assert [(one["httpOnly"], one["sameSite"]) for one in cookies] == [(True, "Strict")]
    assert page.evaluate("() => document.cookie") == ""
