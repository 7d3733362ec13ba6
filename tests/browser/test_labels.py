"""Labels: drawn as they will be printed, moved by hand and by key, saved with their comments, printed from a table."""

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.shop import Shop

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.chromium import Watch

sync_api = pytest.importorskip("playwright.sync_api", reason="no playwright here")
expect = sync_api.expect
MANY = 4000
SIZE = "(image) => image.decode().then(() => [image.naturalWidth, image.naturalHeight])"


@pytest.fixture
def stage(page: "Page") -> "Locator":
    page.goto("/#/labels/price")
    found = page.get_by_role("group", name="Этикетка", exact=True)
    found.locator("img").wait_for()
    return found


def piece(stage: "Locator", name: str) -> "Locator":
    return stage.get_by_role("button", name=name)


def template(shop: Shop) -> str:
    return (shop.folder / "templates" / "price.toml").read_text(encoding="utf-8")


def test_every_template_has_its_picture(page: "Page") -> None:
    page.goto("/#/labels")
    pictures = page.locator(".label-picture img")
    expect(pictures).to_have_count(4)
    for picture in pictures.all():
        assert picture.evaluate(SIZE)[0] > 200


def test_the_preview_has_the_printers_dots(page: "Page", stage: "Locator") -> None:
    picture = stage.locator(".dots img")
    expect(picture).to_have_attribute("src", re.compile("^blob:"))
    before = picture.get_attribute("src")
    assert picture.evaluate(SIZE) == [464, 320]
    page.get_by_label("Точек на дюйм").select_option("300")
    expect(picture).not_to_have_attribute("src", str(before))
    assert picture.evaluate(SIZE) == [685, 472]
    page.get_by_label("Точек на дюйм").select_option("203")


def test_dragged_and_snapped(page: "Page", stage: "Locator") -> None:
    shop = piece(stage, "Текст «{shop}»")
    shop.click()
    place = shop.bounding_box()
    assert place
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 20, y - 20, steps=4)
    page.mouse.up()
    moved = shop.get_attribute("aria-label")
    page.get_by_role("button", name="Отменить").click()
    assert shop.get_attribute("aria-label") != moved
    expect(page.get_by_text("не сохранено")).to_be_hidden()


def test_by_keyboard_and_saved_with_its_comments(page: "Page", stage: "Locator", shop: Shop) -> None:
    piece(stage, "Текст «{shop}»").focus()
    x, y = (
        float(page.get_by_label(name, exact=True).input_value().replace(",", "."))
        for name in ("Слева, мм", "Сверху, мм")
    )
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowUp")
    expect(page.get_by_text("не сохранено")).to_be_visible()
    page.keyboard.press("Control+s")
    expect(page.locator("#notices")).to_contain_text("сохранён")
    text = template(shop)
    assert f"x = {x - 1:g}" in text
    assert f"y = {y - 0.1:g}" in text
    assert "# рубли" in text
    assert text.startswith("# Ценник 58×40 мм.")


def test_a_fault_stands_at_its_piece(page: "Page", stage: "Locator", watch: "Watch") -> None:
    watch.expect(422)
    piece(stage, "Штрихкод").click()
    page.get_by_label("Ширина, мм").last.fill("900")
    expect(page.locator(".label-faults")).to_contain_text("Штрихкод")


def test_a_batch_from_a_file_and_its_end(page: "Page", shop: Shop) -> None:
    page.goto("/#/labels/price/print")
    page.get_by_role("button", name="Таблица").click()
    table = "name;price\n" + "".join(f"Чай № {row};{100 + row},50\n" for row in range(MANY))
    file = {"name": "цены.csv", "mimeType": "text/csv", "buffer": table.encode("cp1251")}
    page.get_by_label("или выберите файл CSV").set_input_files([file])
    expect(page.get_by_text(re.compile(r"4\s000 этикеток"))).to_be_visible()
    expect(page.get_by_role("img", name="Так выйдет этикетка")).to_be_visible()
    page.get_by_role("button", name="Печать", exact=True).click()
    task = page.get_by_role("region", name="Задание")
    expect(task.get_by_role("progressbar")).to_be_visible()
    task.get_by_role("button", name="Остановить печать").click()
    expect(task.get_by_role("status")).to_contain_text("⚠ Задание «price»: напечатано")
    expect(task.get_by_role("button", name="Продолжить")).to_be_visible()
    last = shop.client.get("/journal?limit=1&command=PrintDocument").json()[0]
    assert last["state"] == "failed", last
