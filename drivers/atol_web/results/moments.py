"""Times of results: ISO 8601 with an offset. Source: spec/atol-web.md 2."""

from datetime import datetime

from drivers.http_service.fields import Fields


def wall_clock(fields: Fields, name: str) -> datetime | None:
    """By the register's clock, without its zone; None where it is not told."""
    moment = fields.moment(name, None)
    return None if moment is None else moment.replace(tzinfo=None)
