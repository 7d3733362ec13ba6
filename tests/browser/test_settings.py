"""Settings in words, faults at their fields, the file with its comments; and what the diagnosis finds."""

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.browser.shop import Shop

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.chromium import Watch

sync_api = pytest.importorskip("playwright.sync_api", reason="no playwright here")
expect = sync_api.expect


def section(page: "Page", field: str) -> "Locator":
    return page.locator("section", has=page.get_by_label(field, exact=True))


def test_a_fault_stands_at_its_field(page: "Page", watch: "Watch", shop: Shop) -> None:
    watch.expect(422)
    page.goto("/#/settings")
    journal = section(page, "Помнить команды, дней")
    days = journal.get_by_label("Помнить команды, дней")
    before = shop.settings()
    days.fill("0")
    journal.get_by_role("button", name="Сохранить").click()
    expect(days).to_have_attribute("aria-invalid", "true")
    expect(days).to_be_focused()
    expect(journal.locator(".fault:visible")).to_contain_text("1")
    assert shop.settings() == before
    days.fill("60")
    journal.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("подействует после перезапуска")).to_be_visible()
    after = shop.settings()
    assert "keep_days = 60" in after
    assert "# остальное видно в журнале" in after
    assert all(line in after for line in before.splitlines())


def test_somebody_else_was_quicker(page: "Page", watch: "Watch", shop: Shop) -> None:
    watch.expect(409)
    page.goto("/#/settings")
    section(page, "Папка шаблонов").get_by_label("Папка шаблонов").fill("others")
    path = shop.folder / "kkmserver.toml"
    path.write_text(shop.settings() + "\n# другой рукой\n", encoding="utf-8")
    section(page, "Папка шаблонов").get_by_role("button", name="Сохранить").click()
    expect(page.locator("#notices")).to_contain_text("тем временем изменили")
    expect(page.get_by_label("Папка шаблонов")).to_have_value("others")
    assert "others" not in shop.settings()


def test_what_is_typed_is_not_lost_unasked(page: "Page") -> None:
    page.goto("/#/settings")
    page.get_by_label("Помнить действия, дней").fill("100")
    page.get_by_role("link", name="Устройства", exact=True).click()
    box = page.get_by_role("dialog", name="Уйти без сохранения?")
    box.get_by_role("button", name="Отмена").click()
    expect(page.get_by_label("Помнить действия, дней")).to_have_value("100")
    page.get_by_role("link", name="Устройства", exact=True).click()
    box.get_by_role("button", name="Уйти").click()
    expect(page.get_by_role("heading", name="Устройства", level=1)).to_be_visible()


def test_diagnosis_and_bundle(page: "Page") -> None:
    page.goto("/#/diagnosis")
    expect(page.get_by_role("heading", name="Доступ сайтов к локальной сети")).to_be_visible()
    expect(page.get_by_role("heading", name="Нет пароля администратора")).to_be_visible()
    page.get_by_label("Адрес сайта").fill("https://shop.example")
    page.get_by_role("button", name="Проверить", exact=True).click()
    expect(page.locator("#room").get_by_role("status").filter(has_text="shop.example").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Скачать отчёт для поддержки").click()
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as bundle:
        assert "README.txt" in {name.rsplit("/")[-1] for name in bundle.namelist()}


def test_in_english(page: "Page") -> None:
    page.goto("/#/devices")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Devices", level=1)).to_be_visible()
    for room in ("journal", "try", "labels", "settings", "diagnosis", "first/1"):
        page.goto(f"/#/{room}")
        expect(page.locator("#room h1")).to_be_visible()
        left = page.locator("h1, h2:not(.label-card h2), button, summary, nav a").all_inner_texts()
        assert [text for text in left if any("а" <= letter <= "я" for letter in text) and text != "Русский"] == []
    page.get_by_role("button", name="Русский").click()
    expect(page.locator("html")).to_have_attribute("lang", "ru")
