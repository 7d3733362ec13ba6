"""Days and moments as a request spells them. Source: spec/kkmserver.md 1.4, 3.9.3."""

from datetime import date, datetime

from drivers.notation.json_text import Json


def day(given: date) -> Json:
    return f"{given.isoformat()}T00:00:00"


def moment(given: datetime) -> Json:
    """With its offset: the other server may stand in another zone. Only for members that are ours."""
    return given.isoformat()
