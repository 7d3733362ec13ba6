"""One command over one broken wire: what the client was told, and what is on the paper."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from drivers.model.command import Command
from kkmserver.store.record import Record, State
from tests.faults.wires.faults import Fault
from tests.faults.wires.printers import Subject
from tests.faults.wires.stand import Stand, stand

_REPEATS = 3  # of a client that goes on until the answer is final


class Told(StrEnum):
    DONE = "done"
    REFUSED = "refused"  # and nothing of it was printed: the client may send it again
    FAILED = "failed"  # part of it may have been printed
    UNKNOWN = "unknown"
    PENDING = "still in hand"  # the server goes on asking what became of it


_FINAL = {Told.DONE, Told.FAILED, Told.UNKNOWN}


class Paper(StrEnum):
    NONE = "0"
    PART = "part"
    ONCE = "1"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Plan:
    """A command to a driver over a good wire: bytes down and up of its connection, and what it leaves on the paper."""

    subject: Subject
    command: Command
    down: int
    up: int
    marks: tuple[Hashable, ...]
    following: tuple[Hashable, ...]  # the same of `subject.following`


class Offence(StrEnum):
    """An answer that is not true to the paper."""

    DONE = "told done, and it is not on the paper as a whole"
    REFUSED = "told that nothing was printed, and something was"
    CHANGED = "the answer has changed"
    TWICE = "printed more than once"
    NEXT = "the next document was told done, and it is not on the paper as a whole"


@dataclass(frozen=True, slots=True)
class Finding:
    """What happened, step by step.

    `due`: what is on the paper where the command was done. `told`: while the wire was broken, to the command and to its
    repeat; `printed`: by then, and after the wire was well and all that it held had arrived. `finally_…`: after the
    repeats over a good wire. `following`: what the next document was told, and whether it is on the paper.
    """

    due: Paper
    told: tuple[Told, ...]
    printed: Paper
    finally_told: Told
    finally_printed: Paper
    following: tuple[Told, Paper]

    def offences(self) -> set[Offence]:
        answers = (*self.told, self.finally_told)
        steps = ((self.told[-1], self.printed), (self.finally_told, self.finally_printed))
        committed = {
            Offence.DONE: any(told is Told.DONE and paper is not self.due for told, paper in steps),
            Offence.REFUSED: self.told[-1] is Told.REFUSED and self.printed is not Paper.NONE,
            Offence.CHANGED: any(one in _FINAL and one is not other for one, other in pairwise(answers)),
            Offence.TWICE: Paper.MORE in (self.printed, self.finally_printed),
            Offence.NEXT: self.following[0] is Told.DONE and self.following[1] is not Paper.ONCE,
        }
        return {offence for offence, is_so in committed.items() if is_so}


async def planned(subject: Subject, command: Command) -> Plan | None:
    """Over a good wire; None where the driver cannot do that."""
    async with stand(subject) as healthy:
        before = len(healthy.wire.traffic) if subject.met else 0
        told = _told(await healthy.send("plan", command))
        if told is Told.FAILED:
            return None
        assert told is Told.DONE
        await healthy.mend()
        traffic, marks = healthy.wire.traffic[before:], healthy.paper()
        assert _told(await healthy.send("next", subject.following)) is Told.DONE
        await healthy.mend()
        _, following = _counted(healthy.paper(), marks)
    down, up = max(len(one.down) for one in traffic), max(len(one.up) for one in traffic)
    return Plan(subject, command, down, up, tuple(marks), tuple(following))


async def tried(plan: Plan, fault: Fault) -> Finding:
    """Two answers over the broken wire, then as many over a good one as the client asks for, then the next document."""
    async with stand(plan.subject, fault) as broken:
        told = tuple([_told(await broken.send("id", plan.command)) for _ in range(2)])
        await broken.mend()
        printed = _paper(broken.paper(), plan.marks)
        finally_told = await _repeated(broken, plan.command)
        settled = broken.paper()
        next_told = _told(await broken.send("next", plan.subject.following))
        await broken.mend()
        paper = broken.paper()
    whole = _counted(paper, plan.marks)[0]
    in_the_end = _paper(settled, plan.marks) if whole < 2 else Paper.MORE
    following = Paper.ONCE if _counted(paper, plan.following)[0] == 1 else Paper.PART
    due = Paper.ONCE if plan.marks else Paper.NONE
    return Finding(due, told, printed, finally_told, in_the_end, (next_told, following))


async def _repeated(stand: Stand, command: Command) -> Told:
    told = Told.REFUSED
    for _ in range(_REPEATS):
        if told not in _FINAL:
            told = _told(await stand.send("id", command))
    return told


def _told(record: Record) -> Told:
    if not record.finished:
        return Told.PENDING
    if record.failure is None:
        return Told.DONE
    if record.state is State.UNKNOWN:
        return Told.UNKNOWN
    return Told.REFUSED if record.failure.may_run_again else Told.FAILED


def _counted(paper: Sequence[Hashable], one: Sequence[Hashable]) -> tuple[int, list[Hashable]]:
    """How often `one` is on the paper as a whole, and what else is there."""
    times, rest, at = 0, [], 0
    while at < len(paper):
        if one and list(paper[at : at + len(one)]) == list(one):
            times, at = times + 1, at + len(one)
        else:
            rest.append(paper[at])
            at += 1
    return times, rest


def _paper(paper: Sequence[Hashable], one: Sequence[Hashable]) -> Paper:
    times, rest = _counted(paper, one)
    if times:
        return Paper.ONCE if times == 1 and not rest else Paper.MORE
    return Paper.PART if rest else Paper.NONE
