"""Every screen: nothing grave for axe-core, nothing that sticks out, light to load, quick to paint."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.chromium import PHONE, THEMES, TILL
from tests.browser.day import traded
from tests.browser.screens import SCREENS, show
from tests.browser.shop import Shop

if TYPE_CHECKING:
    from playwright.sync_api import Page, Response

sync_api = pytest.importorskip("playwright.sync_api", reason="no playwright here")
expect = sync_api.expect
AXE = Path(__file__).parents[1] / "tools" / "node_modules" / "axe-core" / "axe.min.js"
JUDGE = "() => axe.run(document, { resultTypes: ['violations'] })"
GRAVE = ("serious", "critical")
ZOOMED = (TILL[0] // 2, TILL[1] // 2)  # what 200 % leaves of a till
STICKS_OUT = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
MOST_BYTES = 200_000
PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"
FIRST_PAINT = 300  # milliseconds
TRIES = 3
BOXES = {
    "device": ("Добавить устройство", "ШТРИХ"),
    "pool": ("Новый пул", ""),
    "search": ("Найти устройства", ""),
    "more": ("Ещё действия: Касса у входа", ""),
}


@pytest.fixture(scope="module", autouse=True)
def _day(shop: Shop) -> None:
    traded(shop)


def carry_axe(page: "Page") -> None:
    if AXE.exists():
        page.add_init_script(path=AXE)


def judge(page: "Page") -> None:
    """By axe-core: rule, element and what is wrong with it, in either size and either theme."""
    if not AXE.exists():
        pytest.skip("no axe-core here: tests/tools/install brings it")
    faults: list[str] = []
    for size, theme in zip((TILL, PHONE), THEMES, strict=True):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme=theme)
        found: dict[str, Any] = page.evaluate(JUDGE)
        faults += [
            f"{size[0]} {theme} {rule['id']}: {node['target']} {node['failureSummary']}"
            for rule in found["violations"]
            if rule["impact"] in GRAVE
            for node in rule["nodes"]
        ]
    assert faults == []


@pytest.mark.parametrize("screen", SCREENS)
def test_screen(page: "Page", screen: str) -> None:
    carry_axe(page)
    loaded: list[Response] = []
    page.on("requestfinished", lambda request: loaded.append(request.response()))
    show(page, screen)
    weight = {one.url: int(one.request.sizes()["responseBodySize"]) for one in loaded if _ours(one)}
    assert 50_000 < sum(weight.values()) < MOST_BYTES, sorted(weight.items(), key=lambda one: -one[1])
    for width, height in (PHONE, ZOOMED):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(STICKS_OUT) <= 0
    judge(page)


@pytest.mark.parametrize("box", BOXES)
def test_boxes_fit_for_everybody(page: "Page", box: str) -> None:
    carry_axe(page)
    show(page, "devices")
    button, family = BOXES[box]
    page.get_by_role("button", name=button).first.click()
    if family:
        page.get_by_role("dialog").get_by_role("button", name=family).first.click()
        page.get_by_role("button", name="Сохранить").wait_for()
    judge(page)


def _ours(answer: "Response") -> bool:
    """Pictures of papers and labels are the shop's own."""
    return not answer.headers.get("content-type", "").startswith(("image/png", "text/event-stream"))


def test_quick_to_paint(page: "Page") -> None:
    taken = []
    for _ in range(TRIES):
        show(page, "devices")
        taken.append(page.evaluate(PAINTED))
    assert min(taken) < FIRST_PAINT


def test_by_keyboard_alone(page: "Page", shop: Shop) -> None:
    """From the address to an X report: past the menu, to the card, into its other actions and out again."""
    show(page, "devices")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="К содержанию")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    hall = page.get_by_role("article", name="1. Касса у входа")
    others = hall.get_by_role("button", name="Ещё действия")
    for _ in range(40):
        page.keyboard.press("Tab")
        if others.evaluate("(button) => button === document.activeElement"):
            break
    expect(others).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(others).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(hall.get_by_role("button", name="X-отчёт", exact=True)).to_be_focused()
    page.keyboard.press("Space")
    expect(hall.get_by_role("status")).to_contain_text("Сделано")
    assert shop.client.get("/journal?limit=1").json()[0]["command"] == "XReport"
