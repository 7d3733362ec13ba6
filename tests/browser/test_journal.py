"""The journal: long, found in, opened, settled, copied, taken along."""

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.day import traded
from tests.browser.history import aged
from tests.browser.shop import Shop

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

sync_api = pytest.importorskip("playwright.sync_api", reason="no playwright here")
expect = sync_api.expect
MANY = 10_000
SMOOTH, JERK = 35, 400  # milliseconds: of three frames in four, of any; alone on a machine it is 17 of all
TRIES = 4  # on a machine that is busy with something else
SCROLL = """async (list) => {
    const frames = [];
    let before = await new Promise(requestAnimationFrame);
    for (let step = 0; step < 60; step++) {
        list.scrollTop += list.clientHeight * 3;
        const now = await new Promise(requestAnimationFrame);
        frames.push(now - before);
        before = now;
    }
    return frames;
}"""


@pytest.fixture(scope="module", autouse=True)
def _history(shop: Shop) -> None:
    aged(shop, MANY)
    traded(shop)


@pytest.fixture
def rows(page: "Page") -> "Locator":
    page.goto("/#/journal")
    grid = page.get_by_role("grid", name="Команды")
    grid.locator(".j-item b").first.wait_for()
    return grid


def shown(page: "Page") -> "Locator":
    return page.locator(".j-room .bar [role=status]")


def test_ten_thousand_rows_scroll_smoothly(rows: "Locator") -> None:
    frames = sorted(rows.evaluate(SCROLL))
    for _ in range(TRIES):
        if _smooth(frames):
            break
        rows.evaluate("(list) => list.scrollTo(0, 0)")
        frames = sorted(rows.evaluate(SCROLL))
    assert _smooth(frames), frames
    rows.press("End")
    expect(rows.get_by_text("first").or_(rows.locator(".j-item.current"))).to_be_visible()
    assert rows.locator(".j-item").count() < 60


def _smooth(frames: list[float]) -> bool:
    return frames[len(frames) * 3 // 4] < SMOOTH and frames[-1] < JERK


def test_filters_stand_in_the_address(page: "Page", rows: "Locator") -> None:
    expect(shown(page)).to_contain_text("10")
    page.get_by_role("searchbox", name="Искать в журнале").fill("ВЫДАТЬ нужно")
    expect(shown(page)).to_have_text("1 команда")
    expect(rows.get_by_text("Выплата денег")).to_be_visible()
    assert "text=" in page.url
    page.get_by_role("button", name="Сбросить").click()
    page.get_by_role("button", name="Ошибка").click()
    expect(shown(page)).to_have_text("1 команда")
    page.go_back()
    expect(shown(page)).to_contain_text("команд")
    page.goto("/#/journal?command=XReport&device=1&client=10.0.0.7")
    expect(rows.get_by_text("X-отчёт").first).to_be_visible()
    expect(page.get_by_label("Команда", exact=True)).to_have_value("XReport")


def test_a_row_tells_all(page: "Page", shop: Shop) -> None:
    page.goto("/#/journal/Заказ 1002")
    box = page.get_by_role("dialog")
    expect(box.get_by_text("Заказ 1002")).to_be_visible()
    picture = box.get_by_role("img", name="Бумага").first
    expect(picture).to_be_visible()
    assert picture.evaluate("async (image) => { await image.decode(); return image.naturalWidth; }") > 300
    box.get_by_text("Запрос", exact=True).click()
    expect(box.get_by_label("Запрос")).to_contain_text("RegisterCheck")
    box.get_by_text("Ответ", exact=True).click()
    expect(box.get_by_label("Ответ")).to_contain_text('"CheckNumber"')
    box.get_by_role("button", name="Печатать копию").click()
    page.get_by_role("dialog", name="Печатать копию?").get_by_role("button", name="Печатать копию").click()
    expect(page.locator("#notices")).to_contain_text("Копия принята")
    box.get_by_role("button", name="Старше").click()
    expect(box.get_by_text("Заказ 1001")).to_be_visible()
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)
    assert "Заказ" not in page.url
    told: dict[str, Any] = shop.finished(shop.client.get("/journal?limit=1").json()[0]["id"])
    assert told["Status"] == 0, told


def test_an_unknown_is_settled_beside_its_evidence(page: "Page", shop: Shop) -> None:
    page.goto("/#/journal")
    page.get_by_role("link", name="Показать").click()
    page.get_by_role("row", name="Неизвестно").click()
    doubt = page.get_by_role("region", name="Что вышло на самом деле")
    expect(doubt.get_by_label("Конец обмена")).to_contain_text("1b 40")
    doubt.get_by_role("button", name="Не напечатан").click()
    page.get_by_role("dialog", name="На бумаге ничего нет?").get_by_role("button", name="Да, его нет").click()
    expect(doubt).to_have_count(0)
    expect(page.locator("#menu .count")).to_have_count(0)
    page.get_by_role("dialog").get_by_text("Обмен с устройством").click()
    assert shop.rezult("kitchen-2")["Status"] == 2


def test_csv_of_what_is_filtered(page: "Page") -> None:
    page.goto("/#/journal?state=failed")
    expect(shown(page)).to_contain_text("команд")
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачать CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    table = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert any("too-much" in cell for row in table[1:] for cell in row)
    assert download.value.suggested_filename.startswith("kkmserver-journal-")


def test_news_come_by_themselves(page: "Page", shop: Shop, rows: "Locator") -> None:
    shop.run("GetWeight", NumDevice=6, IdCommand="new-weight")
    expect(rows.locator(".j-item").first).to_contain_text("Вес")
    rows.evaluate("(list) => list.scrollTo(0, 3000)")
    expect(rows.locator("#j-row-0")).to_have_count(0)
    shop.run("GetWeight", NumDevice=6, IdCommand="newer-weight")
    page.get_by_role("button", name="1 новая").click()
    expect(rows.locator("#j-row-0")).to_contain_text("Вес")
