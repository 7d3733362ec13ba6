"""Entries and moments for the store's tests."""

from datetime import UTC, datetime, timedelta

from kkmserver.store.record import Entry

NOON = datetime(2026, 11, 15, 12, 0, 0, 123456, tzinfo=UTC)


def later(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def entry(id: str, *, at: datetime = NOON, request: bytes = b'{"Command":"XReport"}', device: int = 1) -> Entry:  # noqa: A002
    return Entry(
        id=id,
        dialect="kkm",
        name="XReport",
        device=device,
        client="127.0.0.1",
        request=request,
        fingerprint=b"\x00\xff" + request,
        accepted_at=at,
    )
