"""What was given up does not arrive later: a question in between has been answered with "no such command"."""

import asyncio
import socket

from drivers.emulation.line import listening
from drivers.errors import OutcomeUnknown
from drivers.remote.options import RemoteOptions, address_of
from drivers.remote.server import RemoteServer

BODY = {"Command": "PrintDocument", "IdCommand": "late", "CheckStrings": [{"PrintText": {"Text": "x" * 200_000}}]}


def test_nothing_of_it_is_delivered_once_it_is_given_up() -> None:
    """The other server stands still, and goes on when nobody waits any more."""

    async def main() -> bytes:
        loop, listener = asyncio.get_running_loop(), listening("127.0.0.1", 0)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = RemoteServer(address_of(url), RemoteOptions(url=url, answer_timeout=0.2), None)
        try:
            await server.ask(BODY)
        except OutcomeUnknown:
            pass
        finally:
            await server.close()
        line, _ = await loop.sock_accept(listener)
        with listener, line:
            return await asyncio.wait_for(_everything(line), 5)

    assert len(asyncio.run(main())) < 200_000


async def _everything(line: socket.socket) -> bytes:
    taken = b""
    try:
        while part := await asyncio.get_running_loop().sock_recv(line, 65536):
            taken += part
    except ConnectionResetError:
        pass
    return taken
