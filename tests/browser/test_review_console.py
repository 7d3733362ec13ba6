"""Nothing is printed twice, nothing typed is lost, nothing untrue is told: a tired cashier at a bad moment."""

from typing import TYPE_CHECKING

import pytest

from tests.browser.shop import Shop

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Route

    from tests.browser.chromium import Watch

sync_api = pytest.importorskip("playwright.sync_api", reason="no playwright here")
expect = sync_api.expect
HIDDEN = """(hidden) => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""
LONG_HIDDEN = 15_000  # milliseconds


def lose_the_answer(page: "Page", address: str) -> None:
    """Of the next question there: the server carries it out, and the page never hears."""

    def lose(route: "Route") -> None:
        route.fetch()
        route.abort()

    page.route(address, lose, times=1)


def test_pressed_again_after_a_lost_answer(page: "Page", shop: Shop, watch: "Watch") -> None:
    watch.expect_loss()
    page.goto("/#/devices")
    kitchen = page.get_by_role("article", name="3. Принтер на кухне")
    printed = len(shop.printer.documents)
    lose_the_answer(page, "**/Execute")
    kitchen.get_by_role("button", name="Пробная печать").click()
    expect(kitchen.get_by_role("status")).to_contain_text("Нет связи с сервером")
    kitchen.get_by_role("button", name="Пробная печать").click()
    expect(kitchen.get_by_role("status")).to_contain_text("выполнена один раз")
    assert len(shop.printer.documents) == printed + 1
    kitchen.get_by_role("button", name="Пробная печать").click()
    expect(kitchen.get_by_role("status")).not_to_contain_text("один раз")
    expect(kitchen.get_by_role("status")).to_contain_text("Сделано")
    assert len(shop.printer.documents) == printed + 2


def test_sent_again_after_a_lost_answer(page: "Page", shop: Shop, watch: "Watch") -> None:
    watch.expect_loss()
    page.goto("/#/try?command=PrintDocument&device=3")
    printed = len(shop.printer.documents)
    answer = page.get_by_role("region", name="Ответ")
    lose_the_answer(page, "**/Execute")
    page.get_by_role("button", name="Отправить").click()
    expect(answer).to_contain_text("Нет связи с сервером")
    page.get_by_role("button", name="Отправить").click()
    expect(answer.get_by_text("Выполнена")).to_be_visible()
    assert len(shop.printer.documents) == printed + 1


def test_a_copy_asked_again_after_a_lost_answer(page: "Page", shop: Shop, watch: "Watch") -> None:
    watch.expect_loss()
    shop.run("PrintDocument", NumDevice=3, IdCommand="первый", CheckStrings=[{"PrintText": {"Text": "Борщ"}}])
    printed = len(shop.printer.documents)
    page.goto("/#/journal/первый")
    row = page.get_by_role("dialog", name="Команда")
    lose_the_answer(page, "**/copy")
    for told in ("Нет связи с сервером", "Копия принята на печать"):
        row.get_by_role("button", name="Печатать копию").click()
        page.get_by_role("dialog", name="Печатать копию?").get_by_role("button", name="Печатать копию").click()
        expect(page.locator("#notices")).to_contain_text(told)
    shop.run("PrintDocument", NumDevice=3, CheckStrings=[{"PrintText": {"Text": "Уха"}}])  # after whatever waits
    assert len(shop.printer.documents) == printed + 2


def test_what_came_while_the_page_was_hidden(page: "Page", context: "BrowserContext", shop: Shop) -> None:
    witness = context.new_page()
    shop.run("GetWeight", NumDevice=6)
    page.clock.install()
    page.goto("/#/journal?device=6")
    witness.goto("/#/journal?device=6")
    rows = page.get_by_role("grid").get_by_role("row")
    expect(rows.nth(1)).to_be_visible()
    before = rows.count()
    page.evaluate(HIDDEN, True)
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/events")):
        page.clock.run_for(LONG_HIDDEN)
    shop.run("GetWeight", NumDevice=6)
    expect(witness.get_by_role("grid").get_by_role("row")).to_have_count(before + 1)  # the server has told of it
    page.evaluate(HIDDEN, False)
    expect(rows).to_have_count(before + 1)


def test_the_row_under_the_keyboard(page: "Page", shop: Shop) -> None:
    for number in (1, 2):
        shop.run("GetWeight", NumDevice=6, IdCommand=f"kept-{number}")
    page.goto("/#/journal?device=6")
    journal = page.get_by_role("grid")
    expect(journal.get_by_role("row").nth(2)).to_be_visible()
    shown = journal.get_by_role("row").count()
    journal.focus()
    journal.press("ArrowDown")
    shop.run("GetWeight", NumDevice=6)
    expect(journal.get_by_role("row")).to_have_count(shown + 1)
    journal.press("Enter")
    box = page.get_by_role("dialog", name="Команда")
    expect(box).to_contain_text("kept-1")
    expect(
        box.get_by_role("button", name="Новее")
    ).not_to_be_focused()  # Enter pressed twice would show another command


def test_a_slow_refusal_does_not_cover_the_next_screen(page: "Page", shop: Shop, watch: "Watch") -> None:
    watch.expect(503)
    held: list[Route] = []
    page.goto("/#/devices")
    page.route("**/settings", lambda route: held.append(route))
    with page.expect_request("**/settings"):
        page.get_by_role("link", name="Настройки").click()
    expect(page.get_by_text("Загружается")).to_be_visible()
    page.get_by_role("link", name="Проба API").click()
    expect(page.get_by_role("heading", name="Проба API")).to_be_visible()
    with page.expect_response("**/settings"):
        held[0].fulfill(status=503, json={"Error": "Занят"})
    expect(page.get_by_role("heading", name="Проба API")).to_be_visible()
    page.unroute("**/settings")
    page.route("**/settings", lambda route: route.fulfill(status=503, json={"Error": "Занят"}), times=1)
    page.get_by_role("link", name="Настройки").click()
    expect(page.locator("#room")).to_contain_text("Занят")
    page.get_by_role("button", name="Повторить").click()
    expect(page.get_by_role("heading", name="Настройки")).to_be_visible()


def test_a_broken_address(page: "Page", watch: "Watch") -> None:
    watch.expect(404)
    page.goto("/#/journal/%E0%A4%A")
    expect(page.get_by_role("heading", name="Журнал")).to_be_visible()


def test_a_password_typed_while_somebody_changes_the_settings(page: "Page", shop: Shop) -> None:
    page.goto("/#/settings")
    password = page.get_by_label("Новый пароль").first
    password.press_sequentially("начато")
    with page.expect_response("**/settings"):
        tag = shop.client.get("/settings").json()["tag"]
        changes = {"journal": {"keep_days": 44}}
        shop.client.patch("/settings", json={"tag": tag, "changes": changes}).raise_for_status()
    expect(page.get_by_label("Помнить команды, дней")).to_have_value("44")
    expect(password).to_have_value("начато")
    expect(password).to_be_focused()


def test_a_device_form_somebody_else_was_quicker_than(page: "Page", shop: Shop, watch: "Watch") -> None:
    watch.expect(409)
    page.goto("/#/devices")
    page.get_by_role("button", name="Ещё действия: Терминал").click()
    page.get_by_role("dialog").get_by_role("button", name="Изменить настройки").click()
    box = page.get_by_role("dialog", name="Настройки: Терминал")
    box.get_by_label("Название").fill("Терминал у входа")
    path = shop.folder / "kkmserver.toml"
    path.write_text(shop.settings() + "\n# другой рукой\n", encoding="utf-8")
    box.get_by_role("button", name="Сохранить").click()
    box.get_by_role("button", name="Прочитать заново").click()
    expect(box.get_by_label("Название")).to_have_value("Терминал у входа")
    box.get_by_label("Название").press("Escape")
    asked = page.get_by_role("dialog", name="Закрыть без сохранения?")
    asked.get_by_role("button", name="Отмена").click()
    expect(box.get_by_label("Название")).to_have_value("Терминал у входа")
    box.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("article", name="5. Терминал у входа")).to_be_visible()


def test_a_device_that_vanished_meanwhile(page: "Page", shop: Shop) -> None:
    page.goto("/#/devices")
    page.get_by_role("button", name="Ещё действия: Дисплей покупателя").click()
    tag = shop.client.get("/settings/devices").json()["tag"]
    shop.client.request("DELETE", "/settings/devices/7", json={"tag": tag}).raise_for_status()
    expect(page.locator("article", has_text="Дисплей покупателя")).to_have_count(0)
    page.get_by_role("dialog").get_by_role("button", name="Очистить дисплей").click()
    expect(page.locator("#notices")).to_contain_text("Дисплей покупателя")


def test_a_session_that_ends_while_a_form_is_typed(
    page: "Page", context: "BrowserContext", shop: Shop, watch: "Watch"
) -> None:
    watch.expect(401, 403, 409)
    page.goto("/#/settings")
    page.get_by_label("Помнить действия, дней").fill("77")
    shop.client.post("/settings/password", json={"account": "admin", "password": "короткий-1"}).raise_for_status()
    shop.client.auth = ("Admin", "короткий-1")
    entry = page.get_by_role("dialog", name="Вход")
    entry.get_by_label("Пароль").fill("короткий-1")
    entry.get_by_role("button", name="Войти").click()
    expect(entry).to_be_hidden()
    days = page.get_by_label("Помнить действия, дней")
    expect(days).to_have_value("77")
    other = context.new_page()
    other.goto("/#/devices")
    other.get_by_role("button", name="Выйти").click()
    other.get_by_label("Пароль").fill("короткий-1")
    other.get_by_role("button", name="Войти").click()
    expect(other.get_by_role("heading", name="Устройства")).to_be_visible()
    expect(entry).to_be_visible()
    page.evaluate("() => dispatchEvent(new Event('focus'))")
    expect(entry).to_be_hidden()
    save = page.locator("section", has=days).get_by_role("button", name="Сохранить")
    save.click()
    expect(page.locator("#notices")).to_contain_text("набранное осталось")  # the password is in the file, too
    save.click()
    expect(page.locator("#notices")).to_contain_text("Сохранено")
