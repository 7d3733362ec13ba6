"""uvicorn as this server wants it stopped."""

import asyncio
import signal
from socket import socket
from types import FrameType

import uvicorn

from kkmserver.callbacks.callbacks import Callbacks
from kkmserver.config import Config
from kkmserver.dispatch.dispatcher import Dispatcher
from kkmserver.doors import Doors
from kkmserver.web.app import App
from kkmserver.web.listen import uvicorn_config

_LAST_ANSWERS = 5  # seconds for answers that are on their way when everything else has stopped


class Server(uvicorn.Server):
    """Ctrl-C and SIGTERM: new work is refused, what is being printed is finished, then the listener closes.

    A second signal ends it at once.
    """

    def __init__(
        self, app: App, config: Config, dispatch: Dispatcher, callbacks: Callbacks, doors: Doors, greeting: str
    ) -> None:
        settings = uvicorn_config(app, config.server)
        settings.timeout_graceful_shutdown = _LAST_ANSWERS
        super().__init__(settings)
        self._dispatch, self._limit, self._greeting = dispatch, config.server.stop_timeout, greeting
        self._app, self._callbacks, self._doors = app, callbacks, doors
        self._loop = asyncio.get_running_loop()
        self._stopping: asyncio.Task[None] | None = None
        self.again = False  # whether the process is to begin anew when this has ended

    def restart(self) -> None:
        """Stop as for a signal, and begin anew."""
        if self._stopping is None:
            self.handle_exit(signal.SIGTERM, None)
            self.again = True

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Whoever reads the greeting may call, and may press Ctrl-C."""
        await super().startup(sockets)
        print(self._greeting, flush=True)  # noqa: T201

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Whoever stops a server that was about to begin anew wants it stopped."""
        restarting, self.again = self.again, False
        if self._stopping is None:
            self._callbacks.drain()  # first: what the dispatcher refuses from now on is no result for a site
            self._doors.drain()
            self._dispatch.drain()
            self._loop.call_soon_threadsafe(self._begin_stopping)
        elif not restarting:
            super().handle_exit(sig, frame)
            self.force_exit = True

    def _begin_stopping(self) -> None:
        if self._stopping is None:
            self._stopping = self._loop.create_task(self._stop())

    async def _stop(self) -> None:
        try:
            await self._dispatch.stop(self._limit)
            await self._doors.stop(_LAST_ANSWERS)
        finally:
            self._app.hang_up()
            self.should_exit = True
