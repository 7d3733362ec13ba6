"""What a client is told. Source: spec/bit-driver.md 6."""

from drivers.model.card import CardResult
from drivers.model.money import roubles
from drivers.model.outcome import FiscalDocument, Outcome
from kkmserver.dialects.bit.codes import code_of
from kkmserver.dialects.bit.keys import requisites
from kkmserver.dialects.bit.packet import Step, Wrong
from kkmserver.dialects.kkm.encoding import Value, encode
from kkmserver.dialects.told import error_of
from kkmserver.store.record import Record, State

Entry = dict[str, Value]


def packet_refused(code: int, text: str) -> bytes:
    """Nothing of the packet was carried out."""
    return encode({"result": False, "error": text, "errorCode": code})


def packet_done(entries: list[Entry]) -> bytes:
    """There is one at the least, and one that failed is the last."""
    return encode(list(entries))


def refused(step: Step, wrong: Wrong) -> Entry:
    return {"name": step.name, "type": step.type, "error": wrong.text, "errorCode": wrong.code}


def of_record(step: Step, record: Record) -> Entry:
    """What became of a command."""
    if record.state is not State.DONE:
        code = code_of(record, step.command) if step.command else 0
        return refused(step, Wrong(code, error_of(record)))
    told = step.known.done if step.known else "выполнено"
    entry: Entry = {"name": step.name, "type": step.type, "success": told}
    info = _info(step, record.outcome or Outcome())
    return entry | {"info": info} if info else entry


def _info(step: Step, outcome: Outcome) -> Entry:
    found: Entry = {}
    if outcome.document:
        found |= _document(outcome.document)
        found |= {"change": roubles(outcome.change)} if outcome.payments else {}
    if outcome.card:
        found |= _card(outcome.card)
    if outcome.slip:
        found["slip"] = outcome.slip
    for answer in outcome.marking if outcome.document is None else ():
        sent = requisites(step.asked.data).tags.get(2000, answer.code)
        found |= {"km_2000": sent, "result_2106": answer.result, "text": answer.text}
    if warnings := [*step.remarks, *outcome.warnings]:
        found["warnings"] = list(warnings)
    return found


def _document(document: FiscalDocument) -> Entry:
    found: Entry = {
        "fd_1040": document.number,
        "fp_1077": str(document.sign),
        "date_1012": f"{document.time:%Y-%m-%dT%H:%M:%S}",
        "shift_1038": document.shift,
        "fn_1041": document.storage,
    }
    if document.number_in_shift:
        found["numberInShift_1042"] = document.number_in_shift
    if document.total is not None:
        found["total_1020"] = roubles(document.total)
    if document.qr:
        found["qr"] = document.qr
    return found


def _card(card: CardResult) -> Entry:
    return {
        "sum": roubles(card.amount),
        "rrn": card.reference.rrn,
        "authCode": card.reference.authorisation,
        "card": card.reference.card,
        "terminal": card.terminal,
        "slip": card.slip,
    }
