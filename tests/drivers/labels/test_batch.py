"""Windows of a batch, and how long one is waited for."""

from hypothesis import given
from hypothesis import strategies as st

from drivers.labels.batch import windows
from drivers.labels.status import Status
from drivers.labels.waiting import Wait
from drivers.labels.zpl import Zpl, ZplOptions
from drivers.printing.sheet import Placed, Rule, Sheet

IDLE, BUSY, EMPTY = Status(idle=True), Status(idle=False, left=3), Status(paper_out=True, idle=False)
OPTIONS = ZplOptions("x", timeout=30, operator_timeout=300)


def sheet(number: int) -> Sheet:
    return Sheet(100, 100, (Placed(number, 0, Rule(1, 1)),))


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 12)), max_size=12), st.integers(1, 10))
def test_windows_hold_every_label_once_and_in_order(runs: list[tuple[int, int]], ahead: int) -> None:
    numbers = [number for number, times in runs for _ in range(times)]
    found = list(windows((sheet(number) for number in numbers), Zpl(OPTIONS), ahead))
    assert all(1 <= window.count <= ahead for window in found)
    assert sum(window.count for window in found) == len(numbers)
    printed = []
    for label in b"".join(window.data for window in found).split(b"^XZ\r\n")[:-1]:
        copies = int(label.partition(b"^PQ")[2] or 1)
        printed += [int(label.partition(b"^FO")[2].partition(b",")[0])] * copies
    assert printed == numbers


def test_labels_are_drawn_when_their_window_is_due() -> None:
    drawn: list[int] = []

    def sheets() -> "iter[Sheet]":  # type: ignore[valid-type]
        for number in range(100):
            drawn.append(number)
            yield sheet(number)

    prepared = windows(sheets(), Zpl(OPTIONS), 10)
    next(prepared)
    assert len(drawn) <= 12


def seen(*answers: tuple[Status | None, float], calm: int = 2, count: int = 10) -> tuple[list[str], Wait]:
    wait = Wait(OPTIONS, calm, count, 0.0)
    return [wait.see(status, now) for status, now in answers], wait


def test_idle_counts_when_it_is_said_again() -> None:
    verdicts, wait = seen((IDLE, 0), (BUSY, 1), (IDLE, 2), (IDLE, 3))
    assert verdicts == ["wait", "wait", "wait", "over"]
    assert wait.proven


def test_a_language_that_cannot_tell_proves_nothing() -> None:
    verdicts, wait = seen((Status(), 0))
    assert verdicts == ["over"]
    assert not wait.proven


def test_a_window_has_time_for_each_of_its_labels() -> None:
    assert seen((BUSY, 0), (BUSY, 66), (BUSY, 66.1))[0] == ["wait", "wait", "stuck"]  # 30 + 10 * (2 + 40 / 25)


def test_progress_begins_the_time_anew() -> None:
    fewer = Status(idle=False, left=2)
    assert seen((BUSY, 0), (fewer, 59), (fewer, 118))[0] == ["wait", "wait", "wait"]


def test_the_operator_gets_more_time_than_the_printer() -> None:
    verdicts, wait = seen((EMPTY, 0), (EMPTY, 300), (EMPTY, 301))
    assert verdicts == ["wait", "wait", "stuck"]
    assert "бумага" in wait.trouble


def test_silence_is_a_trouble_and_no_proof() -> None:
    verdicts, wait = seen((IDLE, 0), (None, 1), (IDLE, 2), (None, 3), (None, 304))
    assert verdicts == ["wait", "wait", "wait", "wait", "stuck"]
    assert "не отвечает" in wait.trouble
