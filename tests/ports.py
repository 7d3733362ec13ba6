"""A port for a server of a test that begins to listen a little later, or again after it was killed."""

import secrets
import socket
from contextlib import suppress

_OURS = range(20_000, 32_000)  # below those that the system hands out itself: nobody else takes one meanwhile


def free_port() -> int:
    while True:
        port = secrets.choice(_OURS)
        with socket.socket() as probe, suppress(OSError):  # in use
            probe.bind(("127.0.0.1", port))
            return port
