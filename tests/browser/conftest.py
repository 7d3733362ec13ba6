"""One Chromium for the folder, a shop for each file, a page for each test; a page that complains fails its test."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.chromium import TILL, Watch, launched
from tests.browser.shop import Shop, open_shop

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PATIENCE = 10_000  # milliseconds


@pytest.fixture(scope="package")
def chromium() -> Iterator["Browser"]:
    """Ends with the folder: while it is there its thread has a running event loop, and other tests begin one."""
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def shop(chromium: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with open_shop(tmp_path_factory.mktemp("shop")) as running:
        yield running


@pytest.fixture
def context(chromium: "Browser", shop: Shop) -> Iterator["BrowserContext"]:
    made = chromium.new_context(
        base_url=shop.url, locale="ru-RU", viewport={"width": TILL[0], "height": TILL[1]}, reduced_motion="reduce"
    )
    made.set_default_timeout(PATIENCE)
    yield made
    made.close()


@pytest.fixture
def watch(context: "BrowserContext") -> Iterator[Watch]:
    watching = Watch(context)
    yield watching
    assert watching.complaints == []


@pytest.fixture
def page(context: "BrowserContext", watch: Watch) -> "Page":
    return context.new_page()
