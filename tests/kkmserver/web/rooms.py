"""Every route of the server's own addresses, without a server behind them: what the documents must name."""

from pathlib import Path

from starlette.routing import Route

from drivers.clock import SystemClock
from drivers.transports.connection import open_transport
from kkmserver.web import administration, devices, events, health, journal, labels, registry, search, session
from kkmserver.web.live import Live
from kkmserver.web.metrics import Metrics
from kkmserver.web.searching import Searches
from kkmserver.web.signin import SignIn
from tests.kkmserver.web.office import BOTH
from tests.kkmserver.web.running import Devices, settings
from tests.kkmserver.web.shop import Shop, premises


def own_routes() -> list[Route]:
    desk, clock = Devices(), SystemClock()
    searches = Searches(settings(), clock, open_transport, offers=list)
    return [
        *session.routes(SignIn(BOTH, clock)),
        *events.routes(Live(desk, dict, lambda visitor: True)),
        *devices.routes(desk, dict),
        *health.routes(desk, Metrics()),
        *journal.routes(desk, clock),
        *search.routes(searches, desk, _unheard),
        *administration.routes(premises(Shop(Path(), settings()))),
        *labels.routes(settings, _no_file, _unheard, clock),
        *registry.routes(lambda: None, _unheard, clock.local),
    ]


async def _no_file() -> Path:
    raise AssertionError


async def _unheard(*deed: str) -> None:
    """An audit."""
