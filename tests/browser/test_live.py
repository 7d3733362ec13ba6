"""The server goes away and comes back; the page stays, says so, and is right again."""

from typing import TYPE_CHECKING

import pytest

from tests.browser.shop import Shop

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.chromium import Watch

sync_api = pytest.importorskip("playwright.sync_api", reason="no playwright here")
expect = sync_api.expect
STAYED = "() => { globalThis.stayed ??= crypto.getRandomValues(new Uint32Array(1))[0]; return globalThis.stayed; }"


def test_killed_and_started_again(page: "Page", shop: Shop, watch: "Watch") -> None:
    watch.expect_loss()
    page.goto("/#/devices")
    hall = page.get_by_role("article", name="1. Касса у входа")
    expect(hall.get_by_text("На связи")).to_be_visible()
    mark = page.evaluate(STAYED)
    shop.kill()
    expect(page.get_by_text("Связь с сервером потеряна")).to_be_visible()
    changed = shop.settings().replace("Касса у входа", "Касса у дверей")
    (shop.folder / "kkmserver.toml").write_text(changed, encoding="utf-8")
    shop.start()
    expect(page.get_by_role("article", name="1. Касса у дверей").get_by_text("На связи")).to_be_visible()
    expect(page.get_by_text("Связь с сервером потеряна")).to_be_hidden()
    expect(page.get_by_role("article")).to_have_count(8)
    assert page.evaluate(STAYED) == mark


def test_restarted_from_the_settings(page: "Page", shop: Shop, watch: "Watch") -> None:
    watch.expect_loss()
    page.goto("/#/settings")
    mark = page.evaluate(STAYED)
    journal = page.locator("section", has=page.get_by_label("Помнить команды, дней"))
    journal.get_by_label("Помнить команды, дней").fill("45")
    journal.get_by_role("button", name="Сохранить").click()
    page.get_by_role("button", name="Перезапустить сервер").click()
    page.get_by_role("dialog").get_by_role("button", name="Перезапустить").click()
    expect(page.get_by_text("Сервер снова работает")).to_be_visible()
    expect(page.get_by_role("button", name="Перезапустить сервер")).to_have_count(0)
    assert page.evaluate(STAYED) == mark
    assert "keep_days = 45" in shop.settings()
