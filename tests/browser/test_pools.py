"""Pools by mouse and by keyboard; the turn goes round where people see it."""

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.day import TEA, opened, receipt
from tests.browser.shop import Shop

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

sync_api = pytest.importorskip("playwright.sync_api", reason="no playwright here")
expect = sync_api.expect


@pytest.fixture
def hall(page: "Page") -> "Locator":
    page.goto("/#/devices")
    found = page.get_by_role("article", name="10. Зал")
    found.get_by_role("listitem").first.wait_for()
    return found


def members(hall: "Locator") -> "Locator":
    return hall.get_by_role("listitem")


def test_the_turn_moves(hall: "Locator", shop: Shop) -> None:
    opened(shop)
    for number, register in enumerate(["1. Касса у входа", "2. Касса у окна", "1. Касса у входа"], 1):
        receipt(shop, number, 10, TEA)
        expect(hall.locator(".turned")).to_contain_text(register)
        expect(hall.locator(".turned")).to_contain_text("печатал последним")


def test_out_and_in_again_by_mouse(page: "Page", hall: "Locator", shop: Shop) -> None:
    hall.get_by_role("button", name="Убрать из пула: 1. Касса у входа").click()
    expect(members(hall)).to_have_count(1)
    assert "members = [2] " in shop.settings()
    grip = page.get_by_role("article", name="1. Касса у входа").get_by_role("button", name="В пул…")
    grip.scroll_into_view_if_needed()
    start, target = grip.bounding_box(), members(hall).first.bounding_box()
    assert start
    assert target
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 30, start["y"] - 10)
    page.mouse.move(target["x"] + 30, target["y"] + 4)
    expect(page.locator(".ghost")).to_contain_text("Касса у входа")
    page.mouse.up()
    expect(members(hall)).to_have_count(2)
    expect(members(hall).first).to_contain_text("1. Касса у входа")
    assert re.search(r"members = \[1, 2\] +# по порядку", shop.settings())


def test_by_keyboard_alone(page: "Page", hall: "Locator", shop: Shop) -> None:
    """The button that was pressed keeps the focus though its row moves."""
    later = hall.get_by_role("button", name="Позже: 1. Касса у входа")
    later.focus()
    page.keyboard.press("Enter")
    expect(members(hall).last).to_contain_text("1. Касса у входа")
    expect(hall.get_by_role("button", name="Раньше: 1. Касса у входа")).to_be_focused()
    page.keyboard.press("Enter")
    expect(members(hall).first).to_contain_text("1. Касса у входа")
    assert "members = [1, 2]" in shop.settings()


def test_a_new_pool(page: "Page", hall: "Locator", shop: Shop) -> None:
    page.get_by_role("button", name="Новый пул").click()
    box = page.get_by_role("dialog")
    box.get_by_label("Название", exact=True).fill("Обе")
    box.get_by_label("2. Касса у окна").check()
    box.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("article", name="Обе").get_by_role("listitem")).to_have_count(1)
    assert 'name = "Обе"' in shop.settings()
