"""What a campaign proves: the faults, in words, and the counts of the table."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kkmserver.store.record import Record, State
from tests.faults.kills.campaign import Campaign, Life
from tests.faults.kills.clients import Answer
from tests.faults.kills.deaths import Step
from tests.faults.kills.evidence import Prints
from tests.faults.kills.shop import PLACES, Kind

_BUGS = ("Traceback", " ERROR ")


@dataclass(slots=True)
class Row:
    """Of the table. A command belongs to the last death that found it begun, or to the life it was sent in."""

    kills: int = 0
    commands: int = 0
    done: int = 0
    unknown: int = 0
    doubled: int = 0
    missing: int = 0
    seconds: float = 0.0


def rows(found: Campaign) -> dict[tuple[Kind, Step], Row]:
    """A kill that was aimed at another kind of device met this one at any moment."""
    table: dict[tuple[Kind, Step], Row] = defaultdict(Row)
    for life in found.lives:
        table[life.death.kind, life.death.step].seconds += life.seconds
        for kind in set(found.sent.values()):
            table[kind, _met(kind, life)].kills += 1
    for one, life in _owners(found).items():
        kind = found.sent[one]
        _count(table[kind, _met(kind, life)], found.final[one], found.prints.get(one, Prints()))
    return table


def _met(kind: Kind, life: Life) -> Step:
    return life.death.step if kind is life.death.kind else Step.ANY


def _owners(found: Campaign) -> dict[str, Life]:
    """By id."""
    sent = {one: life for life in found.lives for one in life.ids}
    return sent | {one: life for life in found.lives for one in life.in_hand}


def _count(row: Row, answer: Answer, prints: Prints) -> None:
    row.commands += 1
    row.done += answer.done
    row.unknown += answer.unknown
    row.doubled += prints.times > 1
    row.missing += answer.done and not prints.whole


def faults(found: Campaign) -> Iterator[str]:
    """Nothing, where all promises were kept."""
    hit = found.struck()
    for one, answer in found.final.items():
        prints, record = found.prints.get(one, Prints()), found.records[one]
        yield from (f"{one}: {fault}" for fault in _of_one(answer, prints, record))
        yield from (f"{one}: {fault}" for fault in _of_doubt(found.sent[one], answer, struck=one in hit))
        if found.repeated[one] != answer:
            yield f"{one}: a repeat was answered {found.repeated[one]}, and before {answer}"
    yield from (f"{one} was sent by nobody and printed" for one in found.prints.keys() - found.final.keys())
    yield from (f"{record.entry.id} is not finished: {record.state}" for record in found.unfinished)
    yield from (fault for life in found.lives for fault in _of_life(life, found))
    yield from (f"the server's log has {bug!r}" for bug in _BUGS if bug in found.log)


def _of_one(answer: Answer, prints: Prints, record: Record | None) -> Iterator[str]:
    if prints.times > 1:
        yield f"carried out {prints.times} times: {prints}"
    if answer.done and not prints.whole:
        yield f"answered as done, and there is {prints}"
    if answer.done and prints.receipts not in ([], [(answer.device, answer.document)]):
        yield f"answered {answer}, and it is {prints}"
    if answer.done and prints.devices != {answer.device}:
        yield f"answered {answer}, and done on {prints.devices}"
    if record is None:
        yield "forgotten by the journal"
    elif record.state is not (State.DONE if answer.done else State.UNKNOWN):
        yield f"answered {answer}, and the journal has {record.state}"


def _of_doubt(kind: Kind, answer: Answer, *, struck: bool) -> Iterator[str]:
    if answer.unknown and PLACES[kind].fiscal:
        yield "unknown, although a register can be asked"
    if answer.unknown and not struck:
        yield "unknown, although no kill has met it"


def _of_life(life: Life, found: Campaign) -> Iterator[str]:
    begun = Counter(found.sent[one] for one in life.in_hand)
    for kind, count in begun.items():
        if count > len(PLACES[kind].devices):
            yield f"{life.death}: {count} commands begun on {len(PLACES[kind].devices)} devices: {kind}"
