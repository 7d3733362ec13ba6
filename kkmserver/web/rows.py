"""Rows of the journal and of the audit as JSON. Sums are kopecks, moments are UTC."""

import json
from datetime import datetime
from typing import Any

from drivers.model.outcome import Progress
from kkmserver.store.record import Deed, Evidence, Failure, Record
from kkmserver.store.serial import dump_outcome
from kkmserver.web import outcome_words


def brief(record: Record) -> dict[str, Any]:
    """What a list shows; `seq` is for `?before=`. Spans are null until they are over."""
    entry, failure = record.entry, record.failure
    begun = record.started_at or record.finished_at
    return {
        "id": entry.id,
        "seq": record.seq,
        "state": record.state.value,
        "command": entry.name,
        "dialect": entry.dialect,
        "device": entry.device,
        "member": record.member or None,
        "client": entry.client,
        "request_id": entry.request_id,
        "attempt": record.attempt,
        "accepted_at": _moment(entry.accepted_at),
        "started_at": _moment(record.started_at),
        "finished_at": _moment(record.finished_at),
        "waited_ms": _span(entry.accepted_at, begun),
        "duration_ms": _span(record.started_at, record.finished_at),
        "outcome": outcome_words.words(record.outcome),
        "error": failure.text if failure else "",
    }


def full(record: Record, *, with_request: bool = False) -> dict[str, Any]:
    """All of it; `request` is null where the row is still far from its turn."""
    outcome = record.outcome
    shown = brief(record) | {
        "hold": record.entry.hold,
        "mark": record.mark,
        "progress": _progress(record.progress),
        "evidence": _evidence(record.evidence),
        "outcome": json.loads(dump_outcome(outcome)) if outcome else None,
        "failure": _failure(record.failure),
    }
    if with_request:
        shown["request"] = record.entry.request.decode("utf-8", "replace") or None
    return shown


def deed(one: Deed) -> dict[str, Any]:
    """`row` is for `?before=`."""
    return {
        "row": one.row,
        "at": _moment(one.at),
        "who": one.who,
        "action": one.action,
        "subject": one.subject,
        "detail": one.detail,
    }


def _evidence(evidence: Evidence | None) -> dict[str, Any] | None:
    if evidence is None:
        return None
    return {
        "sent": evidence.sent,
        "exchange": list(evidence.exchange),
        "after": evidence.after,
        "cause": evidence.cause,
    }


def _failure(failure: Failure | None) -> dict[str, Any] | None:
    if failure is None:
        return None
    return {
        "code": failure.code,
        "text": failure.text,
        "fault": failure.fault.value,
        "nothing_sent": failure.nothing_sent,
        "native": failure.native,
        "progress": _progress(failure.progress),
    }


def _progress(progress: Progress | None) -> dict[str, int] | None:
    return {"done": progress.done, "total": progress.total} if progress else None


def _span(start: datetime | None, end: datetime | None) -> int | None:
    """Milliseconds; a clock that was set back meanwhile makes it 0."""
    return None if start is None or end is None else max(0, round((end - start).total_seconds() * 1000))


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="milliseconds") if moment else None
