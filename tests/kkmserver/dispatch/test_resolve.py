"""A person's word on a command whose outcome is unknown."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from drivers.errors import DeviceOffline, OutcomeUnknown
from drivers.model.command import RegisterReceipt
from drivers.model.document import ByAmount, LocalTax, Payments, Position, Receipt
from drivers.model.ffd import DocumentForm, ReceiptType
from drivers.model.outcome import FiscalDocument
from kkmserver.dispatch.decisions import decided
from kkmserver.dispatch.device import Device
from kkmserver.dispatch.dispatcher import Dispatcher
from kkmserver.dispatch.everyone import id_of_part
from kkmserver.dispatch.order import Decision, NotUnknown, Resolution
from kkmserver.store.memory import MemoryJournal
from kkmserver.store.record import PARTLY, Entry, Record, State
from tests.kkmserver.dispatch.pool_shop import SHIFT, Till, done, for_pool, pooled
from tests.kkmserver.dispatch.shop import Register, order, shop, until
from tests.kkmserver.store.entries import NOON, entry

DOCUMENT = FiscalDocument(
    form=DocumentForm.RECEIPT,
    number=18,
    sign=1234567890,
    time=datetime(2026, 11, 15, 12, 30, tzinfo=UTC),
    storage="9999078900000001",
    shift=6,
)


async def _lost(register: Register, text: str) -> None:
    raise DeviceOffline("Связь оборвалась.", nothing_sent=False)


@asynccontextmanager
async def in_doubt(journal: MemoryJournal | None = None, size: int = 0) -> AsyncIterator[tuple[Dispatcher, Register]]:
    """Command "a" is unknown."""
    register = Register(acts=[_lost], settles=[OutcomeUnknown("Касса не помнит.")])
    async with shop(register, journal=journal) as dispatcher:
        record = await (await dispatcher.submit(order("a", "ч" * size or "чек"))).wait(5)
        assert record.state is State.UNKNOWN
        yield dispatcher, register


def word(decision: Decision, document: FiscalDocument | None = None) -> Resolution:
    return Resolution(decision=decision, who="Admin", document=document, note="видел на ленте")


def test_printed_with_these_numbers() -> None:
    async def main() -> None:
        journal = MemoryJournal()
        async with in_doubt(journal) as (dispatcher, register):
            ticket = await dispatcher.resolve("a", word(Decision.PRINTED, DOCUMENT))
            assert ticket
            assert ticket.record.state is State.DONE
            assert ticket.record.outcome
            assert ticket.record.outcome.document == DOCUMENT
            (again,) = [await (await dispatcher.submit(order("a"))).wait(5)]
            assert again.outcome == ticket.record.outcome
            assert len(register.begun) == 1
            (deed,) = await dispatcher.deeds(None, 5)
            assert (deed.who, deed.action, deed.subject) == ("Admin", "resolve", "a")
            assert deed.detail == "напечатан: видел на ленте"
        stored = await journal.find("a")
        assert stored
        assert (stored.state, stored.evidence is not None) == (State.DONE, True)

    asyncio.run(main())


def test_not_printed_may_run_again() -> None:
    async def main() -> None:
        async with in_doubt() as (dispatcher, register):
            ticket = await dispatcher.resolve("a", word(Decision.NOT_PRINTED))
            assert ticket
            assert ticket.record.failure
            assert ticket.record.failure.may_run_again
            again = await (await dispatcher.submit(order("a"))).wait(5)
            assert (again.state, again.attempt) == (State.DONE, 2)
            assert register.printed == ["чек"]

    asyncio.run(main())


def test_print_again() -> None:
    async def main() -> None:
        async with in_doubt() as (dispatcher, register):
            ticket = await dispatcher.resolve("a", word(Decision.PRINT_AGAIN))
            assert ticket
            record = await ticket.wait(5)
            assert (record.state, record.attempt, register.printed) == (State.DONE, 2, ["чек"])
            found = await dispatcher.find("a")
            assert found
            assert found.record.state is State.DONE

    asyncio.run(main())


def test_what_is_known_needs_no_word() -> None:
    async def main() -> None:
        async with in_doubt() as (dispatcher, _):
            await (await dispatcher.submit(order("b"))).wait(5)
            with pytest.raises(NotUnknown):
                await dispatcher.resolve("b", word(Decision.NOT_PRINTED))
            assert await dispatcher.resolve("nobody", word(Decision.PRINTED)) is None
            await dispatcher.resolve("a", word(Decision.PRINTED))
            with pytest.raises(NotUnknown):
                await dispatcher.resolve("a", word(Decision.PRINT_AGAIN))

    asyncio.run(main())


def test_two_people_at_once() -> None:
    async def main() -> None:
        async with in_doubt() as (dispatcher, register):
            words = [dispatcher.resolve("a", word(Decision.PRINT_AGAIN)) for _ in range(5)]
            results = await asyncio.gather(*words, return_exceptions=True)
            assert sum(isinstance(result, NotUnknown) for result in results) == 4
            await until(lambda: register.printed)
            assert register.printed == ["чек"]

    asyncio.run(main())


class Waiting(MemoryJournal):
    """Takes a further attempt when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.answer: asyncio.Future[Record] | None = None

    def retry(self, row: int, entry: Entry) -> asyncio.Future[Record]:
        self._taken = super().retry(row, entry).result()
        self.answer = asyncio.get_running_loop().create_future()
        return self.answer

    def go_on(self) -> None:
        assert self.answer
        self.answer.set_result(self._taken)


def test_print_again_and_a_repeat_at_the_same_time() -> None:
    """A request of several MB: what came of it is known to the journal alone."""

    async def main() -> None:
        journal, size = Waiting(), 3_000_000
        async with in_doubt(journal, size) as (dispatcher, register):
            deciding = asyncio.create_task(dispatcher.resolve("a", word(Decision.PRINT_AGAIN)))
            await until(lambda: journal.answer)
            repeating = asyncio.create_task(dispatcher.submit(order("a", "ч" * size)))
            await asyncio.sleep(0)
            journal.go_on()
            assert await deciding is await repeating
            assert (await (await repeating).wait(5)).state is State.DONE
            assert len(register.printed) == 1

    asyncio.run(main())


def test_print_again_though_whoever_said_so_has_gone() -> None:
    async def main() -> None:
        journal = Waiting()
        async with in_doubt(journal) as (dispatcher, register):
            deciding = asyncio.create_task(dispatcher.resolve("a", word(Decision.PRINT_AGAIN)))
            await until(lambda: journal.answer)
            deciding.cancel()
            with suppress(asyncio.CancelledError):
                await deciding
            journal.go_on()
            await until(lambda: register.printed)

    asyncio.run(main())


def test_print_again_what_had_lost_its_device() -> None:
    async def main() -> None:
        journal, register = MemoryJournal(), Register()
        text = "чек".encode()
        record = await journal.accept(replace(entry("a", request=text, device=2), dialect="test", fingerprint=text))
        await journal.start(record.row, "0", NOON)
        async with shop(Register(), journal=journal) as dispatcher:
            await until(lambda: dispatcher.devices())
            ticket = await dispatcher.find("a")
            assert ticket
            assert (await ticket.wait(5)).state is State.UNKNOWN
            device = Device(number=2, name="Касса 2", driver_name="test", driver=register)
            await dispatcher.reconfigure([device], [], [])
            again = await dispatcher.resolve("a", word(Decision.PRINT_AGAIN))
            assert again
            assert (await again.wait(5)).state is State.DONE
        assert register.printed == ["чек"]

    asyncio.run(main())


@pytest.mark.parametrize(
    ("decision", "state", "printed"),
    [
        (Decision.PRINTED, State.DONE, []),
        (Decision.NOT_PRINTED, State.FAILED, [SHIFT]),
        (Decision.PRINT_AGAIN, State.DONE, [SHIFT]),
    ],
)
def test_a_word_on_what_every_member_had_to_do(decision: Decision, state: State, printed: list[str]) -> None:
    async def main() -> None:
        tills = [Till(), Till(acts=[_lost], settles=[OutcomeUnknown("Касса не помнит.")])]
        async with pooled(*tills, block_after=0) as dispatcher:
            await done(dispatcher, for_pool("a", SHIFT))
            ticket = await dispatcher.resolve("a", word(decision))
            assert ticket
            whole = await ticket.wait(5)
            part = await dispatcher.find(id_of_part("a", 2))
            assert part
            assert (whole.state, part.record.state) == (state, state)
            if whole.failure:
                assert whole.failure.code == PARTLY
                assert "«Касса 1»: готово." in whole.failure.text
            (again,) = await done(dispatcher, for_pool("a", SHIFT))
            assert again.state is State.DONE
        assert [till.printed for till in tills] == [[SHIFT], printed]

    asyncio.run(main())


def test_what_stands_in_the_request_need_not_be_copied_from_the_paper() -> None:
    rows = tuple(Position(name="Чай", quantity=Decimal(1), price=amount, amount=amount) for amount in (5000, 2500))
    receipt = Receipt(type=ReceiptType.SALE, lines=rows, payments=Payments(cash=10_000, electronic=1500))
    record = Record(row=1, entry=entry("a"), state=State.UNKNOWN)
    verdict = decided(record, word(Decision.PRINTED, DOCUMENT), RegisterReceipt(receipt))
    assert verdict.outcome
    assert verdict.outcome.document == replace(DOCUMENT, receipt_type=ReceiptType.SALE, total=7500)
    assert verdict.outcome.payments == Payments(cash=6000, electronic=1500)
    written_off = replace(DOCUMENT, total=7400)
    told = decided(record, word(Decision.PRINTED, written_off), RegisterReceipt(receipt)).outcome
    assert told
    assert told.document
    assert told.document.total == 7400


def test_what_is_registered_by_amount_has_that_total() -> None:
    """Its rows only tell what for."""
    rows = (Position(name="Чай", quantity=Decimal(1), price=100, amount=100),)
    vat = LocalTax(code=1, name="НДС", percent=Decimal(12), included=False)
    by_amount = ByAmount(amount=10_000, tax=vat)
    receipt = Receipt(type=ReceiptType.SALE, lines=rows, payments=Payments(cash=20_000), by_amount=by_amount)
    record = Record(row=1, entry=entry("a"), state=State.UNKNOWN)
    outcome = decided(record, word(Decision.PRINTED, DOCUMENT), RegisterReceipt(receipt)).outcome
    assert outcome
    assert outcome.document
    assert (outcome.document.total, outcome.payments) == (11_200, Payments(cash=11_200))
