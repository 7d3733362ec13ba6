"""The driver of an УТМ: a cheque is sent, its url and sign come back.

No question about a cheque that was sent is known (spec/ffd.md 12 has none), so what cannot be told from the answer is
told from a book of our own, which is on disk before the УТМ hears of a cheque; the rest a person must look at.
"""

import hashlib
import json
from dataclasses import replace

from drivers.egais.answer import slip_of
from drivers.egais.cheque import check_cheque, cheque
from drivers.egais.cheque_v3 import check_cheque_v3, cheque_v3
from drivers.egais.options import UtmOptions
from drivers.egais.utm import Utm
from drivers.errors import DeviceFaulty, NotSupported, OutcomeUnknown, named
from drivers.model.command import Command, ReadState
from drivers.model.excise import EgaisSlip, TellEgais
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceKind, DeviceState
from drivers.operations.book import OperationBook
from drivers.operations.table import State
from drivers.ports import DeviceContext, Traits
from drivers.registry import DriverSpec

_MODEL = "УТМ ЕГАИС"
_TRAITS = Traits(kind=DeviceKind.EGAIS, type_id="UTM", model=_MODEL, commands=frozenset({TellEgais, ReadState}))
_CANNOT = "УТМ только принимает чеки ЕГАИС. Укажите номер устройства, которое выполняет эту команду."
_ASK_PEOPLE = (
    "УТМ {address} не ответил на чек {subject}, а о принятых чеках его не спросить. Проверьте на странице УТМ или в "
    "личном кабинете ЕГАИС, есть ли там этот чек, и отметьте это в журнале сервера."
)


class UtmDriver:
    """See Driver. Raises RequestRefused when made with options that cannot be used."""

    def __init__(self, context: DeviceContext, options: UtmOptions) -> None:
        self._name, self._clock, self._options = context.name, context.clock, options
        self._utm = Utm(options)
        self._book = OperationBook(context.data / "operations.sqlite3", context.clock)

    @property
    def traits(self) -> Traits:
        return _TRAITS

    async def execute(self, command: Command) -> Outcome:
        """Raises EgaisRefused where the УТМ does not take it."""
        with named(self._name):
            if isinstance(command, TellEgais):
                return await self._told(command)
            if isinstance(command, ReadState):
                return Outcome(state=await self._state())
            raise NotSupported(_CANNOT)

    async def state(self) -> DeviceState:
        with named(self._name):
            return await self._state()

    async def mark(self) -> str:
        with named(self._name):
            return await self._book.mark()

    async def settle(self, command: Command, mark: str) -> Outcome | None:
        """Raises OutcomeUnknown where the answer never came: only people can look."""
        with named(self._name):
            return await self._settled(command, mark) if isinstance(command, TellEgais) else None

    async def close(self) -> None:
        await self._book.close()

    async def _told(self, command: TellEgais) -> Outcome:
        full = self._complete(command)
        check_cheque_v3(full) if self._options.format == "v3" else check_cheque(full)
        number = await self._book.begin(subject(command), "")
        return await self._book.carry_out(number, self._sent(full, number), _answer)

    async def _sent(self, command: TellEgais, number: int) -> Outcome:
        status, content = await self._utm.send(self._document(replace(command, receipt=command.receipt or number)))
        return Outcome(excise=slip_of(status, content, str(self._utm)))

    def _document(self, command: TellEgais) -> bytes:
        if self._options.format == "v3":
            return cheque_v3(command, self._clock.local(), self._options.fsrar_id)
        return cheque(command, self._clock.local())

    def _complete(self, command: TellEgais) -> TellEgais:
        """With what the settings know and the command does not tell."""
        options = self._options
        return replace(
            command,
            inn=command.inn or options.inn,
            kpp=command.kpp or options.kpp,
            organization=command.organization or options.organization,
            address=command.address or options.address,
            register=command.register or options.register,
        )

    async def _settled(self, command: TellEgais, mark: str) -> Outcome | None:
        sent = await self._book.found(subject(command), mark)
        if sent is None or sent.state is State.REFUSED:
            return None
        if sent.state is State.DONE:
            return Outcome(excise=EgaisSlip(**json.loads(sent.answer)))
        raise OutcomeUnknown(_ASK_PEOPLE.format(address=self._utm, subject=f"№ {command.receipt or sent.number}"))

    async def _state(self) -> DeviceState:
        """Its root page, whatever it says: what is wrong inside the УТМ a cheque will tell."""
        status = await self._utm.look()
        if status >= 500:
            text = f"УТМ {self._utm} отвечает ошибкой HTTP {status}. Откройте его страницу и посмотрите, что не так."
            raise DeviceFaulty(text, native=status, nothing_sent=True)
        return DeviceState(online=True, model=_MODEL, address=str(self._utm))


def subject(command: TellEgais) -> str:
    """What is asked, in short; equal for equal commands."""
    kind = "return" if command.is_return else "sale"
    marks = " ".join(sorted(bottle.stamp.barcode for bottle in command.bottles))
    digest = hashlib.sha256(marks.encode()).hexdigest()
    return f"{kind} shift={command.shift} number={command.receipt} marks={digest}"


def _answer(outcome: Outcome) -> str:
    assert outcome.excise is not None
    return json.dumps({"url": outcome.excise.url, "sign": outcome.excise.sign})


SPEC = DriverSpec(options=UtmOptions, build=UtmDriver)
