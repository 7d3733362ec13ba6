from dataclasses import replace
from datetime import UTC, timedelta, timezone

from kkmserver.store.record import Evidence, Record, State
from kkmserver.web import wire_lines
from tests.kkmserver.store.entries import entry, later

ZONE = timezone(timedelta(hours=3))
ROW = Record(row=1, entry=entry("a"), state=State.DONE, started_at=later(10), finished_at=later(12))
SEEN = Evidence(exchange=("> 1b 40", "< 12"))


def line(seconds: float, text: str) -> str:
    """As the wire log writes it."""
    moment = later(seconds).astimezone(ZONE)
    return f"{moment:%Y-%m-%d %H:%M:%S}.{moment.microsecond // 1000:03} {text}"


LOG = [line(1, "* before"), line(10, "> at once"), line(11, "< in between"), line(13, "> next"), "no moment"]


def test_lines_of_that_time_by_the_shops_clock() -> None:
    assert wire_lines.of(ROW, LOG, ZONE) == (LOG[1:3], True)
    assert wire_lines.of(ROW, LOG, UTC) == ([], False)


def test_a_log_that_begins_later_has_not_all_of_it() -> None:
    assert wire_lines.of(ROW, LOG[2:], ZONE) == ([LOG[2]], False)


def test_one_that_is_under_way_or_has_not_begun() -> None:
    assert wire_lines.of(replace(ROW, finished_at=None), LOG, ZONE) == (LOG[1:4], True)
    assert wire_lines.of(replace(ROW, started_at=None), LOG, ZONE) == ([], True)


def test_without_a_log_the_end_of_the_exchange() -> None:
    assert wire_lines.of(replace(ROW, evidence=SEEN), [], ZONE) == (["> 1b 40", "< 12"], False)
