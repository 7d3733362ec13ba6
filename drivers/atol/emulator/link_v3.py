"""The register's side of the lower level v3: packets in, steps out, results told unasked. Source: spec/atol.md 3."""

from collections import deque
from collections.abc import Iterator

from drivers.atol.emulator import packet
from drivers.atol.emulator.buffer import Action, Buffer, Task, Told
from drivers.atol.emulator.faults import Packet
from drivers.atol.emulator.quirks import Quirks
from drivers.atol.emulator.work import Work
from drivers.emulation.frame_faults import Link, Power
from drivers.emulation.steps import Leave, Leaves, Say, Step, Wait

_UNASKED, _UNASKED_IDS = 0xF0, 16  # the first id of the register's own packets, how many there are
_LEAST_ADD = 3  # action, flags, tid
_NOBODY = 0xDF  # a tid no host is likely to have in use
_KEPT = 32  # packets that may be asked for again


class LinkV3:
    """Time is told to it; `deadline` says when to call `tick`. The buffer lives on when a connection ends."""

    def __init__(self, work: Work, quirks: Quirks) -> None:
        self._work, self._quirks = work, quirks
        self.buffer = Buffer(work.done, work.duration, quirks)
        self._reader = packet.Reader()
        self._said: deque[tuple[int, bytes, bytes]] = deque(maxlen=_KEPT)  # id, packet, the command it is about
        self._held: list[tuple[packet.Packet, bytes]] = []  # for the next connection
        self._own = 0  # packets told unasked

    @property
    def inside(self) -> bool:
        return self._reader.inside

    @property
    def deadline(self) -> float | None:
        return self.buffer.deadline

    def take(self, byte: int, now: float) -> Iterator[Step]:
        heard = self._reader.take(byte)
        if heard is None:
            return
        yield from self._give_held()
        if not heard.sound:
            yield Say(packet.Packet(heard.id, b"").framed())
        elif not heard.data:
            yield from self._repeat(heard.id)
        else:
            yield from self._react(heard, now)

    def tick(self, now: float) -> Iterator[Step]:
        """What has been done meanwhile is told."""
        while (task := self.buffer.current) is not None and task.ends is not None and task.ends <= now:
            if fault := self._work.strikes(Power.BEFORE_EXECUTION, task.body):
                yield Leave(Leaves.POWER, fault.seconds)
                return
            self.buffer.run(now)
            yield from self._finished(task)

    def hang_up(self) -> None:
        self._reader.reset()
        self._said.clear()

    def power_cut(self) -> None:
        self.hang_up()
        self._held.clear()
        self.buffer.clear()

    def _react(self, heard: packet.Packet, now: float) -> Iterator[Step]:
        action, rest = heard.data[0], heard.data[1:]
        if action == Action.ADD:
            yield from self._add(heard.id, rest, now)
        elif action == Action.ACK_ADD and rest:
            self.buffer.ack(rest[0])
            yield from self._add(heard.id, rest[1:], now)
        elif action == Action.REQ and len(rest) == 1:
            yield from self._requested(heard.id, rest[0])
        elif action == Action.ACK and len(rest) == 1:
            yield from self._tell(heard.id, bytes([self.buffer.ack(rest[0])]), b"")
        elif action == Action.ABORT and not rest:
            yield from self._tell(heard.id, bytes([self.buffer.abort()]), b"")
        else:
            yield from self._tell(heard.id, bytes([Told.ILLEGAL]), b"")

    def _add(self, sender: int, rest: bytes, now: float) -> Iterator[Step]:
        flags, tid, body = rest[0] if rest else 0, rest[1] if len(rest) > 1 else 0xFF, rest[2:]
        if (instead := self._instead_of_taking(sender, body)) is not None:
            yield from instead
            return
        told = self.buffer.add(tid, flags, body, now)
        if told is not Told.PENDING:
            yield from self._tell(sender, bytes([told]), body)
            return
        yield from self._taken(sender, tid, body, now)

    def _instead_of_taking(self, sender: int, body: bytes) -> list[Step] | None:
        strikes = self._work.strikes
        if fault := strikes(Link.SILENCE, body):
            return [Wait(fault.seconds or 0.0)]
        if strikes(Link.GOOD_REFUSED, body):
            return [Say(packet.Packet(sender, b"").framed())]
        if fault := strikes(Link.PORT_GONE, body):
            return [Leave(Leaves.PORT, fault.seconds)]
        if strikes(Link.RESET_BEFORE_ACK, body):
            return [Leave(Leaves.LINE)]
        if strikes(Packet.STOPPED, body):
            self.buffer.stopped = True
            return [*self._tell(sender, bytes([Told.STOPPED]), body)]
        refusals = {
            Packet.OVERFLOW: Told.OVERFLOW,
            Packet.TID_TAKEN: Told.TID_TAKEN,
            Packet.ILLEGAL: Told.ILLEGAL,
        }
        for what, told in refusals.items():
            if strikes(what, body):
                return [*self._tell(sender, bytes([told]), body)]
        return None

    def _taken(self, sender: int, tid: int, body: bytes, now: float) -> Iterator[Step]:
        if late := self._work.strikes(Link.ACK_LATE, body):
            yield Wait(late.seconds or 0.0)
        if not self._quirks.at_once:
            yield from self._confirm(sender, bytes([Told.PENDING]), body)
            yield from self.tick(now)
            return
        steps = [*self.tick(now)]
        leaves = [step for step in steps if isinstance(step, Leave)]
        if not leaves or len(steps) > len(leaves):  # otherwise it went before it could tell the result
            task = self.buffer.tasks.get(tid)
            told = bytes([Told.PENDING]) if task is None or task.done is None else task.result()
            yield from self._confirm(sender, told, body)
        yield from leaves

    def _confirm(self, sender: int, data: bytes, body: bytes) -> Iterator[Step]:
        """The answer to an Add that was taken."""
        if self._work.strikes(Link.ACK_LOST, body):
            return
        if self._work.strikes(Packet.OTHER_ID, body):
            sender ^= 0x40
        if self._work.strikes(Packet.ESCAPED_SUM, body):
            yield Say(_with_escaped_sum().framed())
        yield from self._tell(sender, data, body)

    def _requested(self, sender: int, tid: int) -> Iterator[Step]:
        task = self.buffer.tasks.get(tid)
        body = b"" if task is None else task.body
        if task is not None and task.done is not None and self._work.strikes(Packet.TID_LOST, body):
            self.buffer.forget(tid)
        yield from self._tell(sender, self.buffer.state(tid), body)

    def _finished(self, task: Task) -> Iterator[Step]:
        """It was executed: tell it, unless the wire or the power is gone."""
        strikes = self._work.strikes
        if fault := strikes(Power.AFTER_EXECUTION, task.body):
            yield Leave(Leaves.POWER, fault.seconds)
        elif fault := strikes(Power.RAM_LOST, task.body):
            yield Leave(Leaves.POWER, fault.seconds, ram_lost=True)
        elif strikes(Link.RESET_AFTER_ACK, task.body):
            yield Leave(Leaves.LINE)
        elif self.buffer.tasks.get(task.tid) is task and not strikes(Link.ANSWER_LOST, task.body):
            yield from self._unasked(task)
            yield from self._gone_after_result(task.body)

    def _gone_after_result(self, body: bytes) -> Iterator[Step]:
        if fault := self._work.strikes(Power.WHILE_PRINTING, body):
            yield Leave(Leaves.POWER, fault.seconds)
        elif self._work.strikes(Link.RESET_AFTER_ANSWER, body):
            yield Leave(Leaves.LINE)

    def _unasked(self, task: Task) -> Iterator[Step]:
        data = task.unasked()
        if self._work.strikes(Link.OTHER_CODE, task.body):
            data = data[:1] + bytes([data[1] ^ 0x40]) + data[2:]
        told = packet.Packet(_UNASKED + self._own % _UNASKED_IDS, data)
        self._own += 1
        if self._work.strikes(Packet.RESULT_HELD, task.body):
            self._held.append((told, task.body))
            return
        if self._work.strikes(Link.ANSWER_STALE, task.body) and self._said:
            yield Say(self._said[-1][1])
        yield from self._say(told, task.body)

    def _give_held(self) -> Iterator[Step]:
        held, self._held = (self._held, []) if not self._said else ([], self._held)
        for told, body in held:
            yield from self._say(told, body)

    def _tell(self, sender: int, data: bytes, body: bytes) -> Iterator[Step]:
        yield from self._say(packet.Packet(sender, data), body)

    def _say(self, told: packet.Packet, body: bytes) -> Iterator[Step]:
        raw = told.framed()
        self._said.append((told.id, raw, body))
        yield from self._work.said(raw, body)

    def _repeat(self, sender: int) -> Iterator[Step]:
        """An empty packet of the host: it has not understood the one with that id."""
        for known, raw, body in reversed(self._said):
            if known == sender:
                yield from self._work.said(raw, body)
                return


def _with_escaped_sum() -> packet.Packet:
    """A result for nobody whose sum is FD or FE."""
    candidates = (packet.Packet(_UNASKED, bytes([Told.ASYNC_RESULT, _NOBODY, 0x55, 0, fill])) for fill in range(256))
    return next(each for each in candidates if packet.checksum(bytes([each.id]) + each.data) >= 0xFD)
