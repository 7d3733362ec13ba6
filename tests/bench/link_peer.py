"""The other end of `tests.bench.links`, in a process of its own: `python -m tests.bench.link_peer`.

Prints one line of JSON when all are there, and stays until its standard input ends. `register`, `register_tcp`: the
emulator on a pseudo-terminal and at a TCP port. `bare`, `bare_tcp`: what only ever says NAK, ACK and the same answer,
as little as a register can do. None of them takes time to print.
"""

import asyncio
import json
import os
import pty
import socket
import sys
import threading
import tty
from collections.abc import Callable

from drivers.emulation.cable import SerialCable
from drivers.shtrih.emulator.tcp import ShtrihEmulator

ENQ, STX = 0x05, 0x02
ACK, NAK, ANSWER = b"\x06", b"\x15", bytes.fromhex("06 02 10 10 00 1E 82 02 04 00 00 A0 D8 00 00 00 19 04 00 FF")


def bare(read: Callable[[], bytes], write: Callable[[bytes], object]) -> None:
    """Answers ENQ with NAK, a whole frame with ACK and the state of a register; nothing else."""
    heard = b""
    while data := read():
        heard = (heard + data).lstrip(ACK)
        if not heard:
            continue
        if heard[0] == ENQ:
            write(NAK)
        elif heard[0] == STX and (len(heard) < 2 or len(heard) < heard[1] + 3):
            continue
        elif heard[0] == STX:
            write(ANSWER)
        heard = b""


def bare_terminal() -> str:
    ours, its = pty.openpty()
    tty.setraw(its)
    threading.Thread(
        target=bare, args=(lambda: os.read(ours, 512), lambda data: os.write(ours, data)), daemon=True
    ).start()
    return os.ttyname(its)


def bare_port() -> int:
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            line, _ = listener.accept()
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            bare(lambda line=line: line.recv(512), line.sendall)  # type: ignore[misc]

    threading.Thread(target=serve, daemon=True).start()
    port: int = listener.getsockname()[1]
    return port


async def main() -> None:
    wired = ShtrihEmulator(print_time=0.0, line_time=0.0)
    async with wired, SerialCable(wired) as cable, ShtrihEmulator(print_time=0.0, line_time=0.0) as register:
        places = {
            "register": f"serial://{cable.path}?baud=115200",
            "register_tcp": register.connection,
            "bare": f"serial://{bare_terminal()}?baud=115200",
            "bare_tcp": f"tcp://127.0.0.1:{bare_port()}",
        }
        print(json.dumps(places), flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
