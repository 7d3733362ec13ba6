"""The driver of any bank terminal, over its Pinpad.

Every operation is in a book on disk before the terminal hears of it. One whose end nobody knows keeps new money from
being asked for, until the terminal tells what became of it, or a person has seen what the terminal has, or has decided.
Source of the rules: spec/payment-terminals.md part 4.
"""

from drivers.errors import NotSupported, RequestRefused, named
from drivers.model import command as commands
from drivers.model.card import CardAction
from drivers.model.command import Command, MoveCardMoney, SettleTerminal
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceKind, DeviceState
from drivers.operations.book import OperationBook
from drivers.ports import DeviceContext, Traits
from drivers.terminals import texts
from drivers.terminals.doubts import Doubts
from drivers.terminals.masking import masked_command, masked_outcome, masked_question
from drivers.terminals.pinpad import Abilities, Pinpad, TillOperation
from drivers.terminals.written import answer_text, request_text, subject

_ALWAYS = frozenset({MoveCardMoney, commands.ReadState, commands.ReadSlipPrinting})


class TerminalDriver:
    """See Driver."""

    def __init__(self, context: DeviceContext, type_id: str, model: str, pinpad: Pinpad) -> None:
        self._name, self._pinpad = context.name, pinpad
        self._book = OperationBook(context.data / "operations.sqlite3", context.clock)
        self._doubts = Doubts(self._book, pinpad)
        can = commands_of(pinpad.abilities)
        self._traits = Traits(kind=DeviceKind.TERMINAL, type_id=type_id, model=model, commands=can)

    @property
    def traits(self) -> Traits:
        return self._traits

    async def execute(self, command: Command) -> Outcome:
        with named(self._name):
            return masked_outcome(await self._executed(command))

    async def state(self) -> DeviceState:
        with named(self._name):
            return await self._pinpad.state()

    async def mark(self) -> str:
        with named(self._name):
            return await self._book.mark()

    async def settle(self, command: Command, mark: str) -> Outcome | None:
        """None of what only reads, too. Raises OutcomeUnknown of a terminal that does not recall."""
        with named(self._name):
            if not isinstance(command, MoveCardMoney | SettleTerminal):
                return None
            operation = await self._book.found(subject(command), mark)
            return None if operation is None else await self._doubts.settled(operation)

    async def decided(self, command: Command, mark: str) -> None:
        """A person has said what became of `command`, begun at `mark`: it keeps no new money back any more.

        May be called beside anything else. Raises KkmError where it is not found.
        """
        if isinstance(command, MoveCardMoney):
            operation = await self._book.found(subject(command), mark)
            if operation is not None:
                await self._book.decide(operation.number)

    async def close(self) -> None:
        await self._pinpad.close()
        await self._book.close()

    async def _executed(self, command: Command) -> Outcome:
        if type(command) not in self._traits.commands:
            raise NotSupported(texts.CANNOT)
        match command:
            case MoveCardMoney() | SettleTerminal():
                return await self._operated(command)
            case commands.TerminalReport(detailed):
                return await self._shown(Outcome(slip=await self._pinpad.report(detailed=detailed)))
            case commands.FindTransaction():
                found = await self._pinpad.find(masked_question(command))
                return found if command.reference.known else await self._shown(found)
            case commands.ReadSlipPrinting():
                return Outcome(slip_on_terminal=self._pinpad.abilities.prints_slips)
            case _:
                return Outcome(state=await self._pinpad.state())

    async def _operated(self, command: MoveCardMoney | SettleTerminal) -> Outcome:
        exact = await self._prepared(command) if isinstance(command, MoveCardMoney) else command
        number = await self._book.begin(subject(command), request_text(exact))
        work = self._pinpad.perform(TillOperation(number, exact))
        outcome = await self._book.carry_out(number, work, lambda done: answer_text(masked_outcome(done)))
        return await self._shown(outcome) if isinstance(command, SettleTerminal) else outcome

    async def _prepared(self, command: MoveCardMoney) -> MoveCardMoney:
        """Raises what keeps it from being asked of the terminal; nothing has gone to it then."""
        if command.action not in self._pinpad.abilities.actions:
            raise NotSupported(texts.NO_ACTION.format(action=texts.ACTIONS[command.action]))
        if command.amount < 0 or (command.amount == 0 and command.action is not CardAction.REVERSE):
            raise RequestRefused(texts.NO_AMOUNT.format(action=texts.ACTIONS[command.action]))
        await self._doubts.clear(command)
        if command.action is CardAction.REVERSE and not command.reference.known:
            command = await self._doubts.last(command)
        return masked_command(command)

    async def _shown(self, outcome: Outcome) -> Outcome:
        """Somebody has what the terminal knows before their eyes."""
        await self._book.decide_all()
        return outcome


def commands_of(abilities: Abilities) -> frozenset[type]:
    able = {
        SettleTerminal: abilities.settles,
        commands.TerminalReport: abilities.reports,
        commands.FindTransaction: abilities.finds,
    }
    return _ALWAYS | {command for command, can in able.items() if can}
