"""A document that was just recorded: what its command answers. Source: spec/mercury.md 3."""

from drivers.http_service.fields import Fields
from drivers.mercury.numbers import moment
from drivers.registers.known import Found


def recorded(answer: Fields) -> Found | None:
    """None where the answer does not tell it; its form is left to whoever asked."""
    number, time = answer.whole("fiscalDocNum"), moment(answer, "dateTime")
    if number <= 0 or time is None:
        return None
    return Found(
        number=number,
        form=None,
        time=time,
        sign=answer.whole("fiscalSign"),
        shift=answer.whole("shiftNum"),
        number_in_shift=answer.whole("checkNum"),
    )
