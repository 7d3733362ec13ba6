"""A printer on TCP that answers as the manuals say, and can be made to fail in the middle of a job.

It takes the stream apart only as far as questions go, so documents for it must be text. Shares nothing with the driver.
"""

import asyncio
import re
from types import TracebackType
from typing import Self

from drivers.emulation.line import reset_on_close

_QUESTION = re.compile(
    rb"\x10\x04([\x01-\x04])"  # real time
    rb"|\x1dr\x01"  # status in its turn
    rb"|\x1da(.)"  # automatic status
    rb"|\x1d\(H\x06\x00\x30\x30(.{4})"  # a name in its turn
    rb"|\x1d\(L\x04\x00\x30\x40KC"  # keys of stored pictures
    rb"|\x1d\(L(..)(\x30\x43.{14})",  # store a picture: length, its head
    re.DOTALL,
)
_PARTIAL = 24  # bytes at the end that may be the beginning of a question
PAPER_OUT, COVER, CUTTER = (0x1A, 0x32, 0x12, 0x72), (0x1A, 0x16, 0x12, 0x12), (0x1A, 0x52, 0x1A, 0x12)
FINE = (0x12, 0x12, 0x12, 0x12)


class TalkingPrinter:
    """`condition`: its answers to DLE EOT 1 to 4. Bytes that are no questions are its paper: `paper`.

    Faults: `stop_after` = after so many bytes of paper it has none left, reports that and works nothing off any more;
    `stall_after` = takes no further byte then, and says nothing; `reset_after` = the connection is torn down;
    `mute` = questions it does not answer: "real-time", "turn", "name", "keys"; `deaf` = numbers of real-time questions
    it does not answer; `held` = it is busy, what it answers in turn comes late; `garbage` comes before every answer;
    `greeting` is what it says of itself when somebody connects.
    """

    def __init__(self) -> None:
        self.condition: tuple[int, int, int, int] = FINE
        self.mute: set[str] = set()
        self.stop_after: int | None = None
        self.stall_after: int | None = None
        self.reset_after: int | None = None
        self.garbage = self.greeting = b""
        self.deaf: set[int] = set()
        self.held = False
        self.keys: list[bytes] = []
        self.paper = bytearray()
        self.asked: list[str] = []
        self.connections = 0
        self.alone = asyncio.Event()  # nobody is connected any more
        self.stopped = asyncio.Event()  # set it to end a stall
        self.late: list[bytes] = []  # answers it owes while it is stopped

    async def __aenter__(self) -> Self:
        self._writers: set[asyncio.StreamWriter] = set()
        await self.listen()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.hang_up()

    async def listen(self, port: int = 0) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", port)

    async def hang_up(self) -> None:
        """As when it is switched off."""
        self._server.close()
        self.drop()
        await self._server.wait_closed()

    def drop(self) -> None:
        """As when it has waited for long enough; it can be reached anew."""
        for writer in list(self._writers):
            writer.transport.abort()

    @property
    def port(self) -> int:
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    @property
    def connection(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.alone.clear()
        self._writers.add(writer)
        writer.write(self.greeting)
        buffer, self._automatic = b"", False
        try:
            while chunk := await reader.read(4096):
                buffer = self._take(buffer + chunk, writer)
                if self.stall_after is not None and len(self.paper) >= self.stall_after:
                    await self.stopped.wait()
                if self.reset_after is not None and len(self.paper) >= self.reset_after:
                    reset_on_close(writer.get_extra_info("socket"))
                    writer.transport.abort()
                    return
            self.paper += buffer
        except ConnectionError:
            pass
        finally:
            self._writers.discard(writer)
            writer.close()
            if not self._writers:
                self.alone.set()

    def _take(self, data: bytes, writer: asyncio.StreamWriter) -> bytes:
        """What is left over: maybe the beginning of a question."""
        while found := _QUESTION.search(data):
            self._print(data[: found.start()], writer)
            data = data[found.end() :]
            if found[4] is not None:
                size = int.from_bytes(found[4], "little") - 16
                data = data[size:] if len(data) >= size else b""
                self.asked.append("store")
                self.keys.append(found[5][3:5])
            else:
                self._answer(found, writer)
        keep = data[-_PARTIAL:]
        start = max(keep.rfind(b"\x10"), keep.rfind(b"\x1d"))
        whole = len(data) if start < 0 else len(data) - len(keep) + start
        self._print(data[:whole], writer)
        return data[whole:]

    def _print(self, data: bytes, writer: asyncio.StreamWriter) -> None:
        self.paper += data
        if self.stop_after is not None and len(self.paper) >= self.stop_after and self.condition == FINE:
            self.condition = PAPER_OUT
            if self._automatic:
                writer.write(b"\x18\x00\x0f\x00")

    def _answer(self, found: "re.Match[bytes]", writer: asyncio.StreamWriter) -> None:
        question = found[0]
        if found[1] and found[1][0] in self.deaf:
            self.asked.append("real-time")
        elif found[1]:
            self._say("real-time", bytes([self.condition[found[1][0] - 1]]), writer)
        elif question == b"\x1dr\x01":
            self._in_turn("turn", b"\x00", writer)
        elif found[2]:
            self._automatic = found[2] != b"\x00"
            if self._automatic and self.condition == FINE:
                self._say("automatic", b"\x10\x00\x00\x00", writer)
        elif found[3]:
            self._in_turn("name", b"\x37\x22" + found[3] + b"\x00", writer)
        else:
            self._in_turn("keys", b"\x37\x72\x40" + b"".join(self.keys) + b"\x00", writer)

    def _in_turn(self, what: str, answer: bytes, writer: asyncio.StreamWriter) -> None:
        """What it owes while it cannot print it says when it can again."""
        if self.condition == FINE and not self.held:
            writer.write(b"".join(self.late))
            self.late.clear()
            self._say(what, answer, writer)
        else:
            self.asked.append(what)
            self.late.append(answer)

    def _say(self, what: str, answer: bytes, writer: asyncio.StreamWriter) -> None:
        self.asked.append(what)
        if what not in self.mute:
            writer.write(self.garbage + answer)
