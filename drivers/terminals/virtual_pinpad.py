"""The pinpad of the virtual terminal: the customer and the line to the bank, as the script wants them."""

import hashlib
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from drivers.errors import CardDeclined, DeviceFaulty, DeviceOffline, OutcomeUnknown, RequestRefused, WrongState
from drivers.model.card import CardAction, CardReference, CardResult
from drivers.model.command import FindTransaction, MoveCardMoney
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceState
from drivers.ports import Clock
from drivers.terminals.bank import Bank, Day, Transaction
from drivers.terminals.pinpad import Abilities, TillOperation
from drivers.terminals.script import Script, ScriptedAnswer
from drivers.terminals.slips import SlipPaper
from drivers.virtual.worker import Worker

_T = TypeVar("_T")
_SILENT = "Терминал не ответил (так задано в script или answers виртуального терминала)."
_NOT_FOUND = "Терминал такой операции не знает. Проверьте RRN, код авторизации, номер чека и сумму."
_DISK = (
    "Виртуальный терминал: ошибка диска ({error}), деньги не списаны. "
    "Проверьте место на диске и доступ к папке {folder}."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How it behaves; from the settings."""

    script: Script
    delay: float  # seconds
    slow: float
    memory: bool
    prints_slips: bool
    card: str
    paper: SlipPaper


class VirtualPinpad:
    """See Pinpad. The bank is opened on first use."""

    def __init__(self, path: Path, clock: Clock, manner: Manner) -> None:
        self._path, self._clock, self._manner = path, clock, manner
        self._worker = Worker()
        self._opened: Bank | None = None
        self._abilities = Abilities(
            actions=frozenset(CardAction), finds=True, recalls=manner.memory, prints_slips=manner.prints_slips
        )

    @property
    def abilities(self) -> Abilities:
        return self._abilities

    async def perform(self, operation: TillOperation) -> Outcome:
        """A cancelled one that has not reached the bank yet never does; one that has, `recall` tells."""
        if not isinstance(operation.command, MoveCardMoney):
            return await self._ask(
                lambda bank: self._closed(bank, bank.close_day(operation.number, self._clock.local()))
            )
        answer = self._manner.script.answer(operation.command.amount)
        if answer == "offline":
            raise DeviceOffline("Терминал не на связи. Проверьте его питание и кабель.")
        await self._clock.sleep(self._manner.slow if answer == "slow" else self._manner.delay)
        _refuse(answer)
        outcome = await self._ask(lambda bank: self._moved(bank, operation))
        if answer == "lost-taken":
            raise OutcomeUnknown(_SILENT)
        return outcome

    async def recall(self, operation: TillOperation) -> Outcome | None:
        return await self._ask(lambda bank: self._told(bank, operation))

    async def report(self, *, detailed: bool) -> str:
        def today(bank: Bank) -> str:
            day = bank.today()
            return self._manner.paper.of_day(Day(day, None, None), bank.of_day(day), detailed=detailed)

        return await self._ask(today)

    async def find(self, question: FindTransaction) -> Outcome:
        found = await self._ask(lambda bank: bank.find(question.reference, question.amount))
        if found is None:
            raise RequestRefused(_NOT_FOUND)
        return self._outcome(found)

    async def state(self) -> DeviceState:
        model = "Виртуальный терминал"
        return DeviceState(online=True, model=model, serial=self._manner.paper.terminal, time=self._clock.local())

    async def close(self) -> None:
        await self._worker.close(self._let_go)

    def _moved(self, bank: Bank, operation: TillOperation) -> Outcome:
        assert isinstance(operation.command, MoveCardMoney)
        return self._outcome(bank.move(operation.number, operation.command, self._clock.local()))

    def _told(self, bank: Bank, operation: TillOperation) -> Outcome | None:
        if not isinstance(operation.command, MoveCardMoney):
            day = bank.closed_by(operation.number)
            return None if day is None else self._closed(bank, day)
        done = bank.told(operation.number)
        return self._outcome(done) if done and done.left else None

    def _closed(self, bank: Bank, day: Day) -> Outcome:
        return Outcome(slip=self._manner.paper.of_day(day, bank.of_day(day.number), detailed=False))

    def _outcome(self, done: Transaction) -> Outcome:
        reference = CardReference(
            receipt_number=done.receipt, rrn=done.rrn, authorisation=done.authorisation, card=done.card
        )
        card = CardResult(
            action=done.action,
            amount=done.amount,
            reference=reference,
            slip=self._manner.paper.of_transaction(done),
            slip_printed=self._manner.prints_slips,
            terminal=self._manner.paper.terminal,
            card_hash=hashlib.sha256(done.card.encode()).hexdigest(),
            time=done.time,
        )
        return Outcome(card=card, warnings=_remarks(done))

    async def _ask(self, question: Callable[[Bank], _T]) -> _T:
        return await self._worker.run(self._answer, question)

    def _answer(self, question: Callable[[Bank], _T]) -> _T:
        try:
            if self._opened is None:
                self._opened = Bank(self._path, self._manner.card)
            return question(self._opened)
        except (sqlite3.Error, OSError) as error:
            raise DeviceFaulty(_DISK.format(error=error, folder=self._path.parent), nothing_sent=True) from error

    def _let_go(self) -> None:
        bank, self._opened = self._opened, None
        if bank is not None:
            bank.close()


def _refuse(answer: ScriptedAnswer) -> None:
    """Raises what keeps it from the bank."""
    match answer:
        case "decline":
            raise CardDeclined(
                "Банк отказал в операции. Попросите покупателя взять другую карту или платить наличными."
            )
        case "cancel":
            raise CardDeclined("Покупатель отменил операцию на терминале.")
        case "no-link":
            raise WrongState("Терминал не связался с банком, деньги не списаны. Проверьте сеть терминала и повторите.")
        case "lost":
            raise OutcomeUnknown(_SILENT)


def _remarks(done: Transaction) -> tuple[str, ...]:
    if not done.given_back:
        return ()
    return ("Операция отменена, деньги возвращены.",) if not done.left else ("Часть денег по операции возвращена.",)
