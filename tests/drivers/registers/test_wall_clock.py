"""When a clock that is off is told of."""

from datetime import datetime, timedelta

import pytest

from drivers.registers import wall_clock
from tests.clock import MOSCOW

NOON = datetime(2026, 11, 15, 12, 0, tzinfo=MOSCOW)


@pytest.mark.parametrize(
    ("minutes", "limit", "told"),
    [(0, 5, ""), (5, 5, ""), (6, 5, "спешат на 6 мин"), (-6, 5, "отстают на 6 мин"), (600, 0, "")],
)
def test_only_more_than_the_limit_is_told(minutes: int, limit: int, told: str) -> None:
    found = wall_clock.doubt(NOON.replace(tzinfo=None) + timedelta(minutes=minutes), NOON, limit)
    assert told in found
    assert bool(found) is bool(told)


def test_a_clock_without_time_is_told() -> None:
    assert "Установите" in wall_clock.doubt(None, NOON, 5)
