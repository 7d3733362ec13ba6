"""What a device does to a command, and what the client hears of it."""

import asyncio
import logging
from datetime import datetime

import pytest

from drivers.errors import (
    DeviceFaulty,
    DeviceOffline,
    Fault,
    FrameError,
    OperatorNeeded,
    OutcomeUnknown,
    RequestRefused,
)
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceKind
from kkmserver.dispatch.job import Job
from kkmserver.dispatch.verdict import Verdict
from kkmserver.dispatch.worker import Worker
from kkmserver.store.memory import MemoryJournal, failed
from kkmserver.store.record import Evidence, Failure, JournalBroken, Record, State
from tests.kkmserver.dispatch.shop import Act, Register, fine, order, patient, shop, until
from tests.kkmserver.dispatch.till import Boss, till
from tests.kkmserver.dispatch.wound import wound


def raising(error: Exception, *, printed: bool = False) -> Act:
    async def act(register: Register, text: str) -> None:
        if printed:
            register.printed.append(text)
        raise error

    return act


async def hangs(register: Register, text: str) -> None:
    await asyncio.Event().wait()


async def prints_then_hangs(register: Register, text: str) -> None:
    register.printed.append(text)
    await asyncio.Event().wait()


def run_one(register: Register) -> Record:
    async def main() -> Record:
        async with shop(register) as dispatcher:
            return await (await dispatcher.submit(order("a"))).wait(2)

    return asyncio.run(main())


def test_done() -> None:
    register = Register()
    record = run_one(register)
    assert (record.state, record.outcome, record.mark) == (State.DONE, Outcome(change=1), "0")
    assert (register.printed, register.settled, register.closed) == (["чек"], [], True)


@pytest.mark.parametrize(
    "error",
    [RequestRefused("Сумма", native=5), OperatorNeeded("Нет бумаги"), DeviceOffline("Нет связи"), DeviceFaulty("ФН")],
)
def test_an_error_is_told_as_it_is(error: RequestRefused) -> None:
    register = Register(acts=[raising(error)])
    record = run_one(register)
    assert record.state is State.FAILED
    assert record.failure == Failure(
        code=error.code, text=error.text, fault=error.fault, nothing_sent=error.nothing_sent, native=error.native
    )
    assert register.settled == []


@pytest.mark.parametrize(
    "act",
    [
        raising(OutcomeUnknown("Связь потеряна."), printed=True),
        raising(FrameError("Мусор."), printed=True),
        raising(DeviceOffline("Нет связи.", nothing_sent=False), printed=True),
        raising(ZeroDivisionError("bug"), printed=True),
        prints_then_hangs,
    ],
)
def test_a_lost_answer_is_settled_by_asking(act: Act) -> None:
    register = Register(acts=[act])
    record = run_one(register)
    assert (record.state, record.outcome) == (State.DONE, Outcome(change=1))
    assert (register.begun, register.settled) == (["чек"], ["чек"])


@pytest.mark.parametrize("act", [raising(OutcomeUnknown("Связь потеряна.")), raising(ZeroDivisionError()), hangs])
def test_what_left_no_trace_has_failed_and_may_run_again(act: Act) -> None:
    register = Register(acts=[act])
    record = run_one(register)
    assert record.state is State.FAILED
    assert record.failure
    assert record.failure.may_run_again
    assert "документ не записан" in record.failure.text


def test_what_cannot_be_asked_stays_unknown() -> None:
    register = Register(
        acts=[raising(OutcomeUnknown("Связь потеряна."))], settles=[OutcomeUnknown("Принтер не помнит.")]
    )
    record = run_one(register)
    assert record.state is State.UNKNOWN
    assert record.failure
    assert record.failure.text.startswith("Результат неизвестен: Связь потеряна. Принтер не помнит.")
    assert (record.failure.fault, record.failure.may_run_again) == (Fault.UNKNOWN, False)


def test_a_printer_that_has_said_all_is_not_quoted_twice() -> None:
    told, asked = "Печать оборвалась. Посмотрите на бумагу.", "Принтер не помнит. Посмотрите на бумагу."
    printer = Register(
        acts=[raising(OutcomeUnknown(told))], settles=[OutcomeUnknown(asked)], kind=DeviceKind.RECEIPT_PRINTER
    )
    record = run_one(printer)
    assert record.failure
    assert record.failure.text == f"Результат неизвестен: {told}"


def test_a_device_that_is_away_is_asked_when_it_is_back() -> None:
    away = [DeviceOffline("нет") for _ in range(20)]
    register = Register(acts=[raising(OutcomeUnknown("Обрыв."), printed=True)], settles=[*away])
    assert run_one(register).state is State.DONE


def test_a_device_that_only_complains_is_not_asked_for_ever() -> None:
    complaints = [DeviceFaulty("ФН сломан.") for _ in range(20)]
    register = Register(acts=[raising(OutcomeUnknown("Обрыв."))], settles=[*complaints])
    record = run_one(register)
    assert record.state is State.UNKNOWN
    assert record.failure
    assert "ФН сломан." in record.failure.text


def test_a_bug_in_settle_is_unknown() -> None:
    register = Register(acts=[raising(OutcomeUnknown("Обрыв."))], settles=[ZeroDivisionError()])
    assert run_one(register).state is State.UNKNOWN


def test_offline_before_the_start_has_sent_nothing() -> None:
    register = Register(away=True)
    record = run_one(register)
    assert record.state is State.FAILED
    assert record.failure
    assert record.failure.may_run_again
    assert record.started_at is None


def test_reading_needs_no_mark_and_no_start() -> None:
    async def main() -> None:
        register = Register()
        async with shop(register) as dispatcher:
            record = await (await dispatcher.submit(order("a", ""))).wait(2)
            assert (record.state, record.started_at) == (State.DONE, None)
            assert record.outcome
            assert record.outcome.state == register.snapshot

    asyncio.run(main())


def test_one_after_the_other_in_order() -> None:
    async def main() -> None:
        register = Register()
        async with shop(register, patience=patient(queue=1000)) as dispatcher:
            tickets = await asyncio.gather(*(dispatcher.submit(order(f"{i}", f"{i}")) for i in range(200)))
            await asyncio.gather(*(ticket.wait(5) for ticket in tickets))
            assert register.printed == [f"{i}" for i in range(200)]

    asyncio.run(main())


def test_the_snapshot_follows_the_device() -> None:
    async def main() -> None:
        register = Register()
        async with shop(register) as dispatcher:
            await until(lambda: dispatcher.devices()[0].online)
            assert dispatcher.devices()[0].state == register.snapshot
            register.away = True
            await until(lambda: not dispatcher.devices()[0].online)
            state = dispatcher.devices()[0].state
            assert state
            assert (state.online, state.model) == (False, "test")
            register.away = False
            await until(lambda: dispatcher.devices()[0].online)

    asyncio.run(main())


def test_a_device_that_is_away_delays_no_other() -> None:
    async def main() -> None:
        slow = Register(acts=[hangs])
        async with shop(slow, Register(), patience=patient(command=5)) as dispatcher:
            first = await dispatcher.submit(order("a", number=1))
            second = await dispatcher.submit(order("b", number=2))
            assert (await second.wait(2)).state is State.DONE
            assert first.record.state is State.RUNNING

    asyncio.run(main())


class Breaking(MemoryJournal):
    """A disk that is full for a while."""

    def __init__(self, *, starts: int = 0, finishes: int = 0) -> None:
        super().__init__()
        self.starts, self.finishes = starts, finishes

    def start(self, row: int, mark: str, at: datetime, member: int = 0) -> asyncio.Future[None]:
        self.starts -= 1
        if self.starts >= 0:
            return failed(JournalBroken("диск полон"))
        return super().start(row, mark, at, member)

    def finish(
        self,
        row: int,
        state: State,
        at: datetime,
        *,
        outcome: Outcome | None = None,
        failure: Failure | None = None,
        evidence: Evidence | None = None,
    ) -> asyncio.Future[None]:
        self.finishes -= 1
        if self.finishes >= 0:
            return failed(JournalBroken("диск полон"))
        return super().finish(row, state, at, outcome=outcome, failure=failure, evidence=evidence)


def test_nothing_begins_while_the_disk_takes_no_start() -> None:
    async def main() -> None:
        register, journal = Register(), Breaking(starts=3)
        async with shop(register, journal=journal) as dispatcher:
            assert (await (await dispatcher.submit(order("a"))).wait(2)).state is State.DONE
            assert register.begun == ["чек"]

    asyncio.run(main())


def test_a_result_the_disk_does_not_take_is_told_and_written_later() -> None:
    async def main() -> None:
        register, journal = Register(), Breaking(finishes=10**9)
        async with shop(register, journal=journal) as dispatcher:
            ticket = await dispatcher.submit(order("a", "1"))
            assert (await ticket.wait(2)).state is State.DONE
            after = await dispatcher.submit(order("b", "2"))
            assert (await after.wait(0.05)).state in (State.QUEUED, State.RUNNING)
            assert register.begun == ["1"]
            journal.finishes = 0
            assert (await after.wait(2)).state is State.DONE
            assert (await journal.find("a")) == ticket.record

    asyncio.run(main())


@pytest.mark.parametrize(
    ("act", "level", "said"), [(fine, "INFO", "done"), (raising(OutcomeUnknown("Обрыв.")), "WARNING", "failed")]
)
def test_one_line_is_logged_and_no_request_in_it(
    caplog: pytest.LogCaptureFixture, act: Act, level: str, said: str
) -> None:
    async def main() -> None:
        async with shop(Register(acts=[act])) as dispatcher:
            await (await dispatcher.submit(order("id\nforged", "тайна"))).wait(2)

    with caplog.at_level(logging.INFO, "kkmserver.commands"):
        asyncio.run(main())
    (line,) = caplog.records
    assert line.levelname == level
    assert line.getMessage().startswith(rf"device 1 Print 'id\nforged': {said}")
    assert "тайна" not in line.getMessage()


def test_a_bug_of_ours_costs_one_command_and_not_the_device(caplog: pytest.LogCaptureFixture) -> None:
    class Stumbling(Boss):
        def served(self, worker: Worker, job: Job, verdict: Verdict) -> Verdict | None:
            if job.entry.id == "a":
                raise RuntimeError("ours")
            return super().served(worker, job, verdict)

    async def main() -> None:
        register = Register()
        async with till(register, foreman=Stumbling()) as one:
            first = await one.accept("a")
            await one.accept("b")
            await one.until_final("b")
            assert first.record.state is State.RUNNING
            assert register.printed == ["a", "b"]

    wound(main())
    assert "left to the next start" in caplog.text
