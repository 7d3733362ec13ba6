"""The line of the XML protocol against a register that answers as a test wants. Source: spec/service-plus.md C1."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from drivers.errors import DeviceOffline, FrameError, KkmError, OperatorNeeded, OutcomeUnknown
from drivers.model.document import Cashier
from drivers.serviceplus import xml_requests
from drivers.serviceplus.options import ServicePlusOptions
from drivers.serviceplus.xml_line import XmlLine
from drivers.serviceplus.xml_request import Request
from drivers.transports.connection import open_transport
from tests.faults.wires.skipping import LoopClock, run

WITHIN = 3600.0
STATUS, SHIFT = xml_requests.status(), xml_requests.open_shift(Cashier("Иванов"))
END = b"</ArmRequest>"

Piece = bytes | float | None  # sent; seconds of silence; None: the connection is closed
Say = Callable[[str, int], list[Piece]]  # to a RequestId and a command


def answer(uid: str, command: int, data: str = "", result: int = 0) -> bytes:
    return (
        f"<ArmResponse><ResponseBody><RequestId>{uid}</RequestId><Result>{result}</Result><ErrorCode>5</ErrorCode>"
        f"<ErrorDescription>плохо</ErrorDescription><Command>{command + 1}</Command></ResponseBody>"
        f"<ResponseData><![CDATA[{data}]]></ResponseData></ArmResponse>"
    ).encode()


LAST = '<pa n="0" t="7"><pa n="lastDocNumber" t="4">7</pa></pa>'


def good(uid: str, command: int) -> bytes:
    return answer(uid, command, LAST)


@dataclass
class Register:
    port: int = 0
    asked: list[tuple[str, int]] = field(default_factory=list)


@asynccontextmanager
async def serving(says: list[Say]) -> AsyncIterator[Register]:
    """Each question gets the next of them, the last one goes on."""
    register = Register()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                sent = (await reader.readuntil(END)).decode()
                uid, command = re.findall(r"<RequestId>(.*?)<|<Command>(\d+)<", sent)
                question = (uid[0], int(command[1]))
                register.asked.append(question)
                for piece in says[min(len(register.asked), len(says)) - 1](*question):
                    if piece is None:
                        return
                    if isinstance(piece, bytes):
                        writer.write(piece)
                        await writer.drain()
                    else:
                        await asyncio.sleep(piece)  # of the loop's clock
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    register.port = server.sockets[0].getsockname()[1]
    try:
        yield register
    finally:
        server.close()


def play(says: list[Say], work: Callable[[XmlLine], Awaitable[None]], **options: Any) -> list[tuple[str, int]]:
    async def main() -> list[tuple[str, int]]:
        async with asyncio.timeout(WITHIN), serving(says) as register:
            settings = ServicePlusOptions(connection=f"tcp://127.0.0.1:{register.port}", **options)
            line = XmlLine(open_transport(settings.connection), settings, LoopClock())
            try:
                await work(line)
            finally:
                await line.close()
            return register.asked

    return run(main())


async def asks(line: XmlLine) -> None:
    assert (await line.ask(STATUS)).last == 7


def fails(
    kind: type[KkmError], *, nothing_sent: bool, request: Request[Any] = SHIFT
) -> Callable[[XmlLine], Awaitable[None]]:
    async def work(line: XmlLine) -> None:
        with pytest.raises(kind) as caught:
            await line.ask(request)
        assert type(caught.value) is kind
        assert caught.value.nothing_sent is nothing_sent

    return work


def whole(uid: str, command: int) -> list[Piece]:
    return [good(uid, command)]


def cut(uid: str, command: int) -> list[Piece]:
    return [good(uid, command)[:60]]


def silent(uid: str, command: int) -> list[Piece]:
    return []


def broken(uid: str, command: int) -> list[Piece]:
    return [good(uid, command)[:60], None]


def spoilt(uid: str, command: int) -> list[Piece]:
    return [good(uid, command).replace(b"<Result>", b"<Resul>")]


def foreign(uid: str, command: int) -> list[Piece]:
    return [good("{another}", command)]


LOST = [cut, silent, broken, spoilt, foreign]


def test_one_connection_for_many_questions() -> None:
    async def work(line: XmlLine) -> None:
        await asks(line)
        await asks(line)

    ids = [uid for uid, _ in play([whole], work)]
    assert len(set(ids)) == 2
    assert all(re.fullmatch(r"\{[0-9a-f-]{36}\}", uid) for uid in ids)


def test_an_answer_in_pieces() -> None:
    def slow(uid: str, command: int) -> list[Piece]:
        said = good(uid, command)
        return [5.0, said[:10], 0.2, said[10:100], 0.2, said[100:]]

    assert len(play([slow], asks)) == 1


def test_an_answer_without_its_closing_tag_is_ended_by_silence() -> None:
    """It is whole only with the tag, so it is asked for again."""
    assert len(play([cut, whole], asks)) == 2


def test_answers_to_somebody_else_are_dropped() -> None:
    def both(uid: str, command: int) -> list[Piece]:
        return [good("{another}", command), good(uid, command + 2), good(uid, command)]

    assert len(play([both], asks)) == 1


def test_an_answer_that_came_late_is_not_taken_for_the_next() -> None:
    async def work(line: XmlLine) -> None:
        with pytest.raises(OutcomeUnknown):
            await line.ask(SHIFT)
        await asks(line)

    def late(uid: str, command: int) -> list[Piece]:
        return [100.0, answer(uid, command, LAST.replace("7", "8"))]

    play([late, whole], work)


@pytest.mark.parametrize("lost", LOST)
def test_a_question_is_repeated(lost: Say) -> None:
    asked = play([lost, lost, whole], asks)
    assert len(asked) == 3
    assert len(set(asked)) == 1, "it is the same question"


@pytest.mark.parametrize("lost", LOST)
def test_money_is_never_asked_for_twice(lost: Say) -> None:
    assert len(play([lost], fails(OutcomeUnknown, nothing_sent=False))) == 1


@pytest.mark.parametrize(("lost", "kind"), [(silent, DeviceOffline), (broken, DeviceOffline), (spoilt, FrameError)])
def test_a_question_without_an_answer(lost: Say, kind: type[KkmError]) -> None:
    assert len(play([lost], fails(kind, nothing_sent=True, request=STATUS))) == 3


def test_a_refusal_is_no_reason_to_ask_again() -> None:
    def refused(uid: str, command: int) -> list[Piece]:
        return [answer(uid, command, result=1)]

    assert len(play([refused], fails(OperatorNeeded, nothing_sent=True, request=STATUS))) == 1
    assert len(play([refused], fails(OperatorNeeded, nothing_sent=False))) == 1


def test_a_document_that_was_made_but_cannot_be_read() -> None:
    def odd(uid: str, command: int) -> list[Piece]:
        return [answer(uid, command, '<pa><pa n="1040" t="4">many</pa></pa>')]

    assert len(play([odd], fails(OutcomeUnknown, nothing_sent=False))) == 1


def test_a_connection_that_was_closed_meanwhile() -> None:
    async def work(line: XmlLine) -> None:
        await asks(line)
        await line.ask(SHIFT)

    def then_closed(uid: str, command: int) -> list[Piece]:
        return [good(uid, command), None]

    assert len(play([then_closed, whole], work)) == 2


def test_it_is_away() -> None:
    async def main() -> None:
        async with serving([whole]) as register:
            port = register.port
        settings = ServicePlusOptions(connection=f"tcp://127.0.0.1:{port}")
        line = XmlLine(open_transport(settings.connection), settings, LoopClock())
        for request in (STATUS, SHIFT):
            with pytest.raises(DeviceOffline) as caught:
                await line.ask(request)
            assert caught.value.nothing_sent

    run(main())
