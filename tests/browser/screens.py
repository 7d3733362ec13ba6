"""The screens of the console by their addresses."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCREENS = {
    "devices": "devices",
    "journal": "journal",
    "row": "journal/Заказ 1002",
    "doubt": "journal/kitchen-2",
    "try": "try?command=RegisterCheck",
    "labels": "labels",
    "designer": "labels/price",
    "batch": "labels/price/print",
    "registry": "registry",
    "settings": "settings",
    "diagnosis": "diagnosis",
    "first": "first/2",
}
READY = {
    "devices": ".device",
    "journal": ".j-item",
    "row": "dialog .j-facts",
    "doubt": "dialog .j-doubt",
    "labels": ".label-picture img",
    "designer": ".sides .field",
    "batch": ".batch .field",
    "registry": "#room table",
    "settings": ".settings .panel",
}  # what is there once a screen has what it asked for


def show(page: "Page", screen: str) -> None:
    """The screen as one who comes to it sees it first."""
    page.goto("about:blank")
    page.goto(f"/#/{SCREENS[screen]}")
    page.locator("footer a").first.wait_for()
    page.locator("#room h1").wait_for()
    page.locator(READY.get(screen, "#room h1")).first.wait_for()
