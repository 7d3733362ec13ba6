"""What a client was told of a row of the journal, for people: the key is left out."""

from kkmserver.dialects.ikkm import failures, replies
from kkmserver.dialects.ikkm.request import ROLLING, Request
from kkmserver.dialects.kkm.encoding import Value
from kkmserver.store.record import Record, State

_KEY = "(новый ключ)"


def answer_of(record: Record) -> Value:
    if record.state is not State.DONE:
        why = failures.of_record(record, own_codes=_own_codes(record))
        return {"status": replies.ERROR, "reason": why.reason, "body": str(why.code)}
    if record.entry.name not in ROLLING:
        return {"status": replies.REGISTERED, "reason": "OK", "body": str(replies.READY)}
    document = record.outcome.document if record.outcome else None
    return {"status": replies.REGISTERED, "reason": str(document.number) if document else "", "body": _KEY}


def _own_codes(record: Record) -> bool:
    try:
        return Request.from_json(record.entry.request).terms.by_amount
    except (ValueError, KeyError, TypeError):
        return False
