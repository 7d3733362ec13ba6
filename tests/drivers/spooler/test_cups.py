"""A print server that answers otherwise than CUPS does. The real one is in tests/acceptance/test_cups.py."""

import asyncio
import base64
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from drivers.errors import DeviceFaulty, DeviceOffline, KkmError, OutcomeUnknown
from drivers.spooler.address import open_queue
from drivers.spooler.follow import Ticket, deliver, follow
from drivers.spooler.queue import JobState, Queue, Raw

OK, NOT_FOUND, REFUSED = 0x0000, 0x0406, 0x040A
PENDING, PROCESSING, STOPPED, COMPLETED = 3, 5, 6, 9
Answer = Callable[[int], bytes]  # operation -> body


def field(tag: int, name: str, value: bytes) -> bytes:
    return bytes([tag, 0, len(name)]) + name.encode() + len(value).to_bytes(2, "big") + value


def number(tag: int, name: str, value: int) -> bytes:
    return field(tag, name, value.to_bytes(4, "big"))


def ipp(status: int, attributes: bytes = b"", group: int = 2) -> bytes:
    return b"\x01\x01" + status.to_bytes(2, "big") + b"\0\0\0\1" + bytes([group]) + attributes + b"\x03"


def job(state: int, *, started: bool = True, title: str = "t") -> bytes:
    begun = number(0x21, "time-at-processing", 9) if started else field(0x13, "time-at-processing", b"")
    return ipp(
        OK,
        number(0x21, "job-id", 7) + field(0x42, "job-name", title.encode()) + number(0x23, "job-state", state) + begun,
    )


def idle(*reasons: str) -> bytes:
    names = ["printer-state-reasons", *[""] * (len(reasons) - 1)]
    told = b"".join(field(0x44, name, reason.encode()) for name, reason in zip(names, reasons, strict=True))
    return ipp(OK, number(0x23, "printer-state", 3) + told, 4)


def with_server(talk: Callable[[Queue], Awaitable[Any]], answer: Answer, status: str = "200 OK", user: str = "") -> Any:
    """The queue of a server that answers every request with what `answer` makes of its operation; b"" = hangs up."""
    heads: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := (await reader.readuntil(b"\r\n\r\n")).decode():
                heads.append(head)
                size = next(
                    int(line.split(":")[1]) for line in head.splitlines() if line.lower().startswith("content-l")
                )
                body = answer(int.from_bytes((await reader.readexactly(size))[2:4], "big"))
                if not body:
                    break
                writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        except asyncio.IncompleteReadError:
            pass
        finally:
            writer.close()

    async def main() -> Any:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server, asyncio.timeout(10):
            port = server.sockets[0].getsockname()[1]
            queue = open_queue(f"cups://{user}127.0.0.1:{port}/printers/a", "raw", timeout=2.0)
            try:
                return await talk(queue), heads
            finally:
                await queue.close()

    return asyncio.run(main())


def failure(talk: Callable[[Queue], Awaitable[Any]], answer: Answer, status: str = "200 OK") -> KkmError:
    with pytest.raises(KkmError) as raised:
        with_server(talk, answer, status)
    return raised.value


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        ("401 Unauthorized", b"x", "имя и пароль"),
        ("403 Forbidden", b"x", "имя и пароль"),
        ("404 Not Found", b"x", "нет принтера"),
        ("500 Oops", b"x", "HTTP 500"),
        ("200 OK", b"<html>", "не по протоколу IPP"),
        ("200 OK", ipp(NOT_FOUND), "нет принтера"),
        ("200 OK", ipp(0x0500, field(0x41, "status-message", b"out of order"), 1), "out of order"),
    ],
)
def test_answers_that_are_none(status: str, body: bytes, told: str) -> None:
    error = failure(lambda queue: queue.printer(), lambda _: body, status)
    assert isinstance(error, DeviceOffline)
    assert told in error.text


def test_the_password_goes_to_the_server_alone() -> None:
    _, heads = with_server(lambda queue: queue.printer(), lambda _: idle("none"), user="ann:secret@")
    assert f"Basic {base64.b64encode(b'ann:secret').decode()}" in heads[0]


def test_reasons_of_the_printer() -> None:
    reasons = ("media-empty-error", "cover-open", "toner-empty-warning", "media-low-report", "offline-report", "x-new")
    state, _ = with_server(lambda queue: queue.printer(), lambda _: idle(*reasons))
    assert (state.paper_out, state.paper_low, state.cover_open, state.offline) == (True, True, True, True)
    assert state.fault == "кончился тонер"


def test_an_answer_that_is_lost_is_asked_for() -> None:
    """The connection breaks after Send-Document; the job tells that it arrived."""
    answers = {0x06: b"", 0x09: job(COMPLETED)}
    with_server(lambda queue: deliver(queue, Ticket(7, "t"), Raw(b"x"), 5), lambda operation: answers[operation])


def test_a_document_that_is_refused_proves_that_nothing_was_printed() -> None:
    answers = {0x06: ipp(REFUSED), 0x08: ipp(OK), 0x09: job(7, started=False)}
    error = failure(lambda queue: deliver(queue, Ticket(7, "t"), Raw(b"x"), 5), lambda operation: answers[operation])
    assert isinstance(error, DeviceFaulty)
    assert error.nothing_sent


def test_the_job_of_another_daemon_is_not_ours() -> None:
    found, _ = with_server(lambda queue: queue.job(7, "t"), lambda _: job(COMPLETED, title="report.pdf"))
    assert found is None
    error = failure(lambda queue: follow(queue, Ticket(7, "t"), 5), lambda _: job(COMPLETED, title="report.pdf"))
    assert isinstance(error, OutcomeUnknown)


@pytest.mark.parametrize("state", [PENDING, STOPPED])
def test_a_job_that_begun_and_stands_is_called_off(state: int) -> None:
    asked: list[int] = []

    def answer(operation: int) -> bytes:
        asked.append(operation)
        ended = job(7) if 0x08 in asked else job(state)
        return {0x08: ipp(OK), 0x09: ended, 0x0B: idle("none")}[operation]

    error = failure(lambda queue: follow(queue, Ticket(7, "t"), 5), answer)
    assert isinstance(error, OutcomeUnknown)
    assert 0x08 in asked


def test_a_job_that_will_not_be_cancelled_may_be_printed_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drivers.spooler.follow._ENDING", 0.1)
    answers = {0x08: ipp(0x0403), 0x09: job(PROCESSING), 0x0B: idle("none")}
    error = failure(lambda queue: follow(queue, Ticket(7, "t"), 0.1), lambda operation: answers[operation])
    assert isinstance(error, OutcomeUnknown)
    assert "осталось в очереди" in error.text


def test_states_of_a_job() -> None:
    numbers = [3, 4, 5, 6, 7, 8, 9, 42]
    states = iter(numbers)
    found, _ = with_server(lambda queue: _states(queue, len(numbers)), lambda _: job(next(states)))
    assert found == [
        JobState.WAITING,
        JobState.HELD,
        JobState.PRINTING,
        JobState.WAITING,
        JobState.CANCELLED,
        JobState.ABORTED,
        JobState.COMPLETED,
        None,
    ]


async def _states(queue: Queue, count: int) -> list[JobState | None]:
    jobs = [await queue.job(7, "t") for _ in range(count)]
    return [found.state if found else None for found in jobs]
