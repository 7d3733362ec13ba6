"""Outcome, Failure and Evidence as JSON text, and moments as numbers: the form in which the journal keeps them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from drivers.model.outcome import Outcome
from kkmserver.store.record import Evidence, Failure

_OUTCOME = TypeAdapter(Outcome)
_FAILURE = TypeAdapter(Failure)
_EVIDENCE = TypeAdapter(Evidence)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

T = TypeVar("T")


def dump_outcome(outcome: Outcome) -> str:
    """What is at its default is left out. A lone surrogate, which no file can hold, becomes a question mark."""
    return dump(_OUTCOME, outcome)


def load_outcome(text: str) -> Outcome:
    """Raises ValueError."""
    return _OUTCOME.validate_json(text)


def dump_failure(failure: Failure) -> str:
    """As dump_outcome."""
    return dump(_FAILURE, failure)


def load_failure(text: str) -> Failure:
    """Raises ValueError."""
    return _FAILURE.validate_json(text)


def dump_evidence(evidence: Evidence) -> str:
    """As dump_outcome."""
    return dump(_EVIDENCE, evidence)


def load_evidence(text: str) -> Evidence:
    """Raises ValueError."""
    return _EVIDENCE.validate_json(text)


def dump_moment(moment: datetime) -> int:
    """An aware moment as whole microseconds since 1970-01-01 UTC."""
    return (moment - _EPOCH) // _MICROSECOND


def load_moment(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)


def dump_numbers(numbers: Iterable[int]) -> str:
    """As "2,5"."""
    return ",".join(map(str, numbers))


def load_numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(","))) if text else ()


def storable(text: str) -> str:
    """The text without lone surrogates."""
    return text.encode("utf-8", "replace").decode()


def dump(adapter: TypeAdapter[T], value: T) -> str:
    """As dump_outcome."""
    try:
        return adapter.dump_json(value, exclude_defaults=True).decode()
    except PydanticSerializationError:
        clean = adapter.validate_python(_clean(adapter.dump_python(value)))
        return adapter.dump_json(clean, exclude_defaults=True).decode()


def _clean(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return storable(value) if type(value) is str else value
