"""Takes the pictures of docs/console.md anew: `python -m tests.browser.pictures [folder]`."""

import io
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PIL import Image

from tests.browser.chromium import PHONE, THEMES, TILL, launched
from tests.browser.day import traded
from tests.browser.screens import SCREENS, show
from tests.browser.shop import Shop, open_shop

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
SIZES = {"till": TILL, "phone": PHONE}
COLOURS = 160
SETTLED = 1200  # milliseconds: pictures come one by one


def name_of(screen: str, size: str, theme: str) -> str:
    return f"console-{screen}-{size}-{theme}.png"


def names() -> list[str]:
    return [name_of(screen, size, theme) for screen in SCREENS for size in SIZES for theme in THEMES]


@contextmanager
def opened(browser: "Browser", shop: Shop, size: tuple[int, int], theme: Literal["light", "dark"]) -> Iterator["Page"]:
    phone = size == PHONE
    context = browser.new_context(
        base_url=shop.url,
        locale="ru-RU",
        color_scheme=theme,
        viewport={"width": size[0], "height": size[1]},
        has_touch=phone,
        is_mobile=phone,
    )
    yield context.new_page()
    context.close()


_NEUTRAL = """([folder, other]) => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replaceAll(folder, other);
}"""


def hide_folder(page: "Page", shop: Shop) -> None:
    """It is another one in every run."""
    page.evaluate(_NEUTRAL, [str(shop.folder), "/etc/kkmserver"])


def small(content: bytes) -> bytes:
    picture = Image.open(io.BytesIO(content)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def take(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as room, open_shop(Path(room) / "kkmserver") as shop, launched() as browser:
        traded(shop)
        for size, dots in SIZES.items():
            for theme in THEMES:
                with opened(browser, shop, dots, theme) as page:
                    for screen in SCREENS:
                        show(page, screen)
                        page.wait_for_timeout(SETTLED)
                        hide_folder(page, shop)
                        (folder / name_of(screen, size, theme)).write_bytes(small(page.screenshot()))


if __name__ == "__main__":
    take(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES)
