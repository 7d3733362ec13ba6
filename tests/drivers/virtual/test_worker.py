"""The few threads that all virtual devices share."""

import asyncio
import threading
from collections.abc import Awaitable, Callable

import pytest

from drivers.virtual.worker import Worker

_DEADLINE = 10.0


def play(scene: Callable[[], Awaitable[None]]) -> None:
    async def main() -> None:
        async with asyncio.timeout(_DEADLINE):
            await scene()

    asyncio.run(main())


class Stuck:
    """A job that ends when it is let."""

    def __init__(self) -> None:
        self.begun, self._on = threading.Event(), threading.Event()

    def __call__(self) -> str:
        self.begun.set()
        assert self._on.wait(_DEADLINE)
        return "done"

    async def is_in_hand(self) -> None:
        assert await asyncio.to_thread(self.begun.wait, _DEADLINE)

    def end(self) -> None:
        self._on.set()


def test_one_at_a_time_and_in_order() -> None:
    seen: list[int] = []
    inside = threading.Lock()

    def job(number: int) -> None:
        assert inside.acquire(blocking=False), "two jobs of one device at once"
        seen.append(number)
        inside.release()

    async def scene() -> None:
        worker = Worker()
        await asyncio.gather(*(worker.run(job, number) for number in range(200)))

    play(scene)
    assert seen == list(range(200))


def test_one_that_is_stuck_stops_nobody_else() -> None:
    async def scene() -> None:
        slow, stuck = Worker(), Stuck()
        waiting = [asyncio.ensure_future(slow.run(job)) for job in (stuck, lambda: "next", lambda: "last")]
        await stuck.is_in_hand()
        assert await asyncio.gather(*(Worker().run(lambda n=n: n) for n in range(50))) == list(range(50))
        assert not any(one.done() for one in waiting)
        stuck.end()
        assert await asyncio.gather(*waiting) == ["done", "next", "last"]

    play(scene)


def test_called_off_in_line_it_is_not_begun_and_in_hand_it_runs_to_its_end() -> None:
    async def scene() -> None:
        worker, stuck, begun = Worker(), Stuck(), threading.Event()
        in_hand, in_line = asyncio.ensure_future(worker.run(stuck)), asyncio.ensure_future(worker.run(begun.set))
        await stuck.is_in_hand()
        in_hand.cancel()
        in_line.cancel()
        await asyncio.wait((in_hand, in_line))
        after = asyncio.ensure_future(worker.run(lambda: "after"))
        await asyncio.sleep(0)
        assert not after.done()
        stuck.end()
        assert await after == "after"
        assert not begun.is_set()

    play(scene)


def test_looking_is_done_on_the_spot_unless_something_is_in_hand() -> None:
    async def scene() -> None:
        worker, stuck = Worker(), Stuck()
        await worker.run(lambda: None)
        assert await worker.look(threading.get_ident) == threading.get_ident()
        running = asyncio.ensure_future(worker.run(stuck))
        await stuck.is_in_hand()
        looking = asyncio.ensure_future(worker.look(threading.get_ident))
        await asyncio.sleep(0)
        assert not looking.done()
        stuck.end()
        assert await running == "done"
        assert await looking != threading.get_ident()

    play(scene)


def test_an_error_is_its_callers_and_the_next_job_runs() -> None:
    def broken() -> None:
        raise OSError("нет места")

    async def scene() -> None:
        worker = Worker()
        with pytest.raises(OSError, match="нет места"):
            await worker.run(broken)
        assert await worker.run(lambda: 1) == 1

    play(scene)


def test_closing_comes_last_and_only_where_there_was_something() -> None:
    seen: list[str] = []

    async def scene() -> None:
        await Worker().close(lambda: seen.append("never"))
        worker = Worker()
        job = asyncio.ensure_future(worker.run(seen.append, "job"))
        await asyncio.sleep(0)
        await worker.close(lambda: seen.append("close"))
        await job

    play(scene)
    assert seen == ["job", "close"]
