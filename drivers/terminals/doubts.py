"""Operations whose end nobody knows yet: the terminal is asked, where it can be."""

from dataclasses import replace

from drivers.errors import OutcomeUnknown, RequestRefused, WrongState
from drivers.model.card import CardAction
from drivers.model.command import MoveCardMoney, SettleTerminal
from drivers.model.outcome import Outcome
from drivers.operations.book import OperationBook
from drivers.operations.table import Operation, State
from drivers.terminals import texts
from drivers.terminals.masking import masked_outcome
from drivers.terminals.pinpad import Pinpad, TillOperation
from drivers.terminals.written import MONEY, answer_text, command_of, outcome_of

_ANEW = frozenset({CardAction.PAY, CardAction.REFUND, CardAction.AUTHORISE})  # they name nothing that was before


class Doubts:
    """Of one terminal."""

    def __init__(self, book: OperationBook, pinpad: Pinpad) -> None:
        self._book, self._pinpad = book, pinpad

    async def settled(self, operation: Operation) -> Outcome | None:
        """What became of it, or None where no money has moved. Raises OutcomeUnknown, DeviceOffline."""
        if operation.state is State.DONE:
            return outcome_of(operation.answer)
        if operation.state is State.REFUSED:
            return None
        outcome = await self._recalled(operation)
        state = State.REFUSED if outcome is None else State.DONE
        await self._book.note(operation.number, state, "" if outcome is None else answer_text(outcome))
        return outcome

    async def clear(self, wanted: MoveCardMoney) -> None:
        """Nothing that `wanted` could double is in doubt on return. Raises WrongState, DeviceOffline."""
        for operation in await self._book.undecided():
            if not _in_the_way(command_of(operation.request), wanted):
                continue
            try:
                await self.settled(operation)
            except OutcomeUnknown as error:
                raise WrongState(texts.IN_DOUBT.format(operation=_words(operation))) from error

    async def last(self, reversal: MoveCardMoney) -> MoveCardMoney:
        """`reversal` of the last operation there was, by its reference: a terminal's own "last" may be an earlier one.

        Raises RequestRefused where there is none to undo, WrongState where nobody knows.
        """
        operation = await self._book.newest(MONEY)
        if operation is None:
            raise RequestRefused(texts.NOTHING_YET)
        try:
            outcome = await self.settled(operation)
        except OutcomeUnknown as error:
            raise WrongState(texts.LAST_IN_DOUBT.format(operation=_words(operation))) from error
        if outcome is None or outcome.card is None:
            raise RequestRefused(texts.LAST_REFUSED.format(operation=_words(operation)))
        return replace(reversal, reference=outcome.card.reference)

    async def _recalled(self, operation: Operation) -> Outcome | None:
        if not self._pinpad.abilities.recalls:
            await self._book.note(operation.number, State.UNKNOWN)
            raise OutcomeUnknown(texts.CANNOT_RECALL.format(operation=_words(operation)))
        outcome = await self._pinpad.recall(TillOperation(operation.number, command_of(operation.request)))
        return outcome and masked_outcome(outcome)


def _in_the_way(doubt: MoveCardMoney | SettleTerminal, wanted: MoveCardMoney) -> bool:
    """What names one transaction is done once by the bank; a refund of a payment that is named may be done twice."""
    if isinstance(doubt, SettleTerminal):
        return False
    if wanted.action is CardAction.REFUND and wanted.reference.known:
        return doubt.action is CardAction.REFUND
    return wanted.action in _ANEW


def _words(operation: Operation) -> str:
    command = command_of(operation.request)
    when = f"{operation.begun_at.astimezone():%d.%m %H:%M}"
    if not isinstance(command, MoveCardMoney):
        return f"сверка итогов, начатая {when}"
    amount = f" на {texts.roubles(command.amount)} руб." if command.amount else ""
    return f"{texts.ACTIONS[command.action]}{amount}, начало {when}"
