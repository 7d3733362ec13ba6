"""The dialect behind the real HTTP app, on a real socket."""

from collections.abc import Iterator
from contextlib import contextmanager

from kkmserver.web.app import create_app
from tests.kkmserver.dialects.kkm.desk import Shop
from tests.kkmserver.web.running import serving, settings


@contextmanager
def on_the_wire(shop: Shop) -> Iterator[int]:
    """The port."""
    config = settings()
    with serving(create_app(config, [shop.dialect], shop.desk, shop.clock), config) as port:
        yield port
