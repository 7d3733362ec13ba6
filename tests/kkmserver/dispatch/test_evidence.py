"""What is kept of a command whose answer was lost, and what drivers hear of a command beside it."""

import asyncio
import logging
from dataclasses import dataclass, field, replace

import pytest

from drivers.errors import DeviceOffline, OutcomeUnknown, RequestRefused
from drivers.model.command import Command
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceKind
from drivers.ports import Errand
from drivers.transports.memory import pair
from drivers.transports.wire import Wire
from kkmserver.dispatch.job import Job
from kkmserver.dispatch.recovery import RESTARTED
from kkmserver.store.memory import MemoryJournal
from kkmserver.store.record import Evidence, Record, State
from tests.clock import FakeClock
from tests.kkmserver.dispatch.shop import Act, Register, document
from tests.kkmserver.dispatch.test_worker import raising
from tests.kkmserver.dispatch.till import Flaky, till
from tests.kkmserver.dispatch.wound import START, wound

LOST = OutcomeUnknown("Связь потеряна.")
LOOK = "Проверьте последний документ на устройстве: если нужного там нет, отправьте его снова с новым номером команды."


class Wired(Flaky):
    """Says over its wire what it is doing: mark, execute, settle."""

    def __init__(self, **given: object) -> None:
        super().__init__(**given)  # type: ignore[arg-type]
        self.wire = Wire(FakeClock(), "касса")
        near, self.far = pair()
        self.near = self.wire.tapped(near)

    async def mark(self) -> str:
        await self.near.write(b"mark")
        return await super().mark()

    async def execute(self, command: Command) -> Outcome:
        await self.near.write(b"print")
        await self.far.write(b"\x06")
        await self.near.read(1)
        return await super().execute(command)

    async def settle(self, command: Command, mark: str) -> Outcome | None:
        await self.near.write(b"settle")
        return await super().settle(command, mark)


def _one(register: Flaky, *, wire: Wire | None = None) -> tuple[Record, Record | None]:
    """A command, as its client sees it and as the journal has it."""

    async def main() -> tuple[Record, Record | None]:
        async with till(register, wire=wire) as one:
            job = await one.accept("a")
            await one.until_final("a")
            return job.record, await one.journal.find("a")

    return wound(main())


@pytest.mark.parametrize(
    ("act", "settles", "state", "after"),
    [
        (raising(LOST, printed=True), [], State.DONE, "1"),
        (raising(LOST), [], State.FAILED, "0"),
        (raising(LOST), [OutcomeUnknown("Касса не помнит.")], State.UNKNOWN, "0"),
    ],
)
def test_a_doubt_leaves_evidence(act: Act, settles: list[Exception], state: State, after: str) -> None:
    register = Wired(acts=[act], settles=settles)
    record, journalled = _one(register, wire=register.wire)
    assert record == journalled
    assert (record.state, record.mark) == (state, "0")
    # Of the attempt alone: neither the mark before it nor the question after it.
    exchange = ("> " + b"print".hex(" "), "< 06")
    assert record.evidence == Evidence(sent=5, exchange=exchange, after=after, cause="Связь потеряна.")


@pytest.mark.parametrize("act", [raising(RequestRefused("Сумма.")), raising(DeviceOffline("Нет связи."))])
def test_what_is_certain_needs_none(act: Act) -> None:
    register = Wired(acts=[act])
    assert _one(register, wire=register.wire)[0].evidence is None
    done = Wired()
    assert _one(done, wire=done.wire)[0].evidence is None


def test_a_device_without_a_wire_has_counters_at_least() -> None:
    record, _ = _one(Flaky(acts=[raising(LOST, printed=True)]))
    assert record.evidence == Evidence(after="1", cause="Связь потеряна.")


async def _hangs() -> str:
    await asyncio.Event().wait()
    return ""


async def _breaks() -> str:
    raise ZeroDivisionError


async def _is_away() -> str:
    raise DeviceOffline("нет")


@pytest.mark.parametrize(("mark", "takes"), [(_hangs, 5), (_breaks, 0), (_is_away, 0)])
def test_the_counters_afterwards_are_asked_for_but_not_waited_for(mark: object, takes: float) -> None:
    async def breaks(register: Register, text: str) -> None:
        register.mark = mark  # type: ignore[assignment,method-assign]
        raise LOST

    async def main() -> None:
        async with till(Flaky(acts=[breaks])) as one:
            await one.accept("a")
            await one.until_final("a")
            when, record = one.final["a"]
            assert record.evidence == Evidence(cause="Связь потеряна.")
            assert when == pytest.approx(takes, abs=0.01)

    wound(main())


@pytest.mark.parametrize("printed", [True, False])
def test_what_a_restart_interrupted(printed: bool) -> None:
    async def main() -> None:
        register, journal = Flaky(printed=["before"]), MemoryJournal()
        if printed:
            register.printed.append("a")
        async with till(register, journal=journal) as one:
            entry = one.entry("a", "a")
            record = await journal.accept(entry)
            await journal.start(record.row, "1", START)
            one.worker.add(Job(entry, document("a"), replace(record, state=State.RUNNING, mark="1")))
            await one.until_final("a")
            final = one.final["a"][1]
            assert (final.state, register.printed) == (State.DONE, ["before", "a"])
            assert final.evidence == Evidence(after="2" if printed else "1", cause=RESTARTED)

    wound(main())


@pytest.mark.parametrize(
    ("text", "kind", "ends"),
    [
        ("Связь потеряна. Проверьте кабель.", DeviceKind.REGISTER, f"Проверьте кабель. {LOOK}"),
        ("Посмотрите чек № 7 на ленте.", DeviceKind.REGISTER, "на ленте."),
        ("ФН подменён. Проверьте чек по ленте.", DeviceKind.REGISTER, "по ленте."),
        ("Связь потеряна.", DeviceKind.RECEIPT_PRINTER, f"потеряна. {LOOK}"),
        ("Обрыв. Проверьте бумагу.", DeviceKind.RECEIPT_PRINTER, "бумагу."),
    ],
)
def test_an_unknown_outcome_says_what_to_look_at(text: str, kind: DeviceKind, ends: str) -> None:
    fiscal = kind is DeviceKind.REGISTER  # it is asked, and its word counts; a printer has said all
    lost, asked = ("Обрыв.", text) if fiscal else (text, "Принтер не помнит.")
    record, _ = _one(Flaky(acts=[raising(OutcomeUnknown(lost))], settles=[OutcomeUnknown(asked)], kind=kind))
    assert record.failure
    assert record.failure.text.startswith(f"Результат неизвестен: {lost}")
    assert record.failure.text.endswith(ends)


class Forwards(Flaky):
    """Remembers of which command it was asked."""

    def __init__(self, **given: object) -> None:
        super().__init__(**given)  # type: ignore[arg-type]
        self.heard: list[object] = []

    def about(self, errand: Errand) -> None:
        self.heard.append(errand)

    async def mark(self) -> str:
        self.heard.append("mark")
        return await super().mark()

    async def execute(self, command: Command) -> Outcome:
        self.heard.append("execute")
        return await super().execute(command)

    async def settle(self, command: Command, mark: str) -> Outcome | None:
        self.heard.append("settle")
        return await super().settle(command, mark)


def test_a_driver_that_forwards_hears_whose_errand_it_runs() -> None:
    async def main() -> None:
        register, journal = Forwards(acts=[raising(LOST, printed=True)]), MemoryJournal()
        async with till(register, journal=journal) as one:
            entry = one.entry("a", "a")
            one.worker.add(Job(entry, document("a"), await journal.accept(entry), ("shop-1", "shop-2")))
            await one.until_final("a")
            errand = Errand(id="a", via=("shop-1", "shop-2"))
            assert register.heard == [errand, "mark", "execute", "settle", "mark"]
            register.heard.clear()
            interrupted = one.entry("b", "b")
            record = await journal.accept(interrupted)
            await journal.start(record.row, "1", START)
            one.worker.add(Job(interrupted, document("b"), replace(record, state=State.RUNNING, mark="1")))
            await one.accept("read", text="")
            await one.until_final("b", "read")
            assert register.heard == [
                *(Errand(id="b"), "settle", "mark", "mark", "execute"),
                *(Errand(id="read"), "execute"),
            ]

    wound(main())


@dataclass
class Counted:
    """A meter."""

    told: list[tuple[int, str, str, float, float]] = field(default_factory=list)

    def finished(self, device: int, name: str, state: str, queued_s: float, device_s: float) -> None:
        self.told.append((device, name, state, round(queued_s, 1), round(device_s, 1)))


def test_each_command_is_measured_and_has_a_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    async def slowly(register: Register, text: str) -> None:
        await asyncio.sleep(2)
        register.printed.append(text)

    async def refuses(register: Register, text: str) -> None:
        raise RequestRefused("Сумма.")

    async def main() -> None:
        meter = Counted()
        async with till(Flaky(acts=[slowly, refuses], gone=[(3, 1000)]), meter=meter, holds=True) as one:
            await one.accept("a", request_id="r-1")
            await one.accept("b")
            await one.until_final("a", "b")
            await asyncio.sleep(20)
            await one.accept("c", hold=10)
            await one.until_final("c")
        assert meter.told == [
            (1, "Print", "done", 0, 2),
            (1, "Print", "failed", 2, 0),
            (1, "Print", "failed", 10, 0),
        ]

    with caplog.at_level(logging.INFO, "kkmserver.commands"):
        wound(main())
    lines = [line for line in caplog.records if line.name == "kkmserver.commands"]
    told = [line.kkm for line in lines]  # type: ignore[attr-defined]
    for one in told:
        one["queue_ms"], one["device_ms"] = round(one["queue_ms"], -2), round(one["device_ms"], -2)
    plain = {"device": 1, "command": "Print", "state": "failed"}
    assert told == [
        {**plain, "id": "a", "state": "done", "queue_ms": 0, "device_ms": 2000, "request_id": "r-1"},
        {**plain, "id": "b", "queue_ms": 2000, "device_ms": 0, "code": "request_refused"},
        {**plain, "id": "c", "queue_ms": 10_000, "device_ms": 0, "code": "device_offline"},
    ]
    assert [line.levelname for line in lines] == ["INFO", "WARNING", "WARNING"]
    assert lines[0].getMessage() == "device 1 Print 'a': done"


def test_a_log_that_wants_failures_alone_hears_of_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "kkmserver.commands"):
        _one(Flaky())
    assert caplog.records == []
