"""Tasks that move money, found again whatever happens: their uuids follow from the command.

The web server knows a uuid for ever, or so it seems (how long is unknown): a command that is carried out once more
asks for its task before it submits one. A task that came to nothing leaves its place to the next attempt; one that
goes on is waited for; one that is ready is what the command wanted, unless its document was in the ФН before.
"""

import hashlib
import uuid
from dataclasses import replace

from drivers.atol_web.ids import task_id
from drivers.atol_web.reply import Results, TaskResult
from drivers.atol_web.results.recorded import Recorded, recorded
from drivers.atol_web.service import Service
from drivers.atol_web.tasks.names import RECEIPTS
from drivers.atol_web.tasks.task import Task
from drivers.errors import FrameError, OutcomeUnknown
from drivers.model.command import CashIn, CashOut, Command, RegisterReceipt
from drivers.model.ffd import DocumentForm, ReceiptType
from drivers.registers.known import Found

BLOCKED = (
    "Очередь заданий драйвера АТОЛ стоит: он потерял кассу посреди документа. Проверьте её питание и кабель: когда "
    "связь вернётся, драйвер сам узнает, записан ли документ."
)
UNDER_WAY = "Задание {name} драйвера АТОЛ ещё выполняется. Проверьте, что касса включена и не ждёт бумагу."
TOO_MANY = "Задание {name} начиналось уже {count} раз. Проверьте кассу и отправьте новую команду."
_MOST = 200  # attempts of one command
_Kind = tuple[DocumentForm | None, ReceiptType | None]
_KINDS: dict[str, _Kind] = {
    "openShift": (DocumentForm.OPEN_SHIFT, None),
    "closeShift": (DocumentForm.CLOSE_SHIFT, None),
    "reportOfdExchangeStatus": (DocumentForm.SETTLEMENT_STATE, None),
    "cashIn": (None, None),
    "cashOut": (None, None),
    **{name: (DocumentForm.RECEIPT, kind) for kind, name in RECEIPTS.items()},
    **{f"{name}Correction": (DocumentForm.CORRECTION, kind) for kind, name in RECEIPTS.items()},
}
"""Tasks that move money -> what they record."""


class Trail:
    """Of one command: of its id where that is told, else of a seed of its own that goes into the mark.

    And of its sum: an id that is used again for another sum means another command, whatever became of the first.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._since: int | None = None  # the last document before the command
        self._last = self._sum = 0
        self._fresh()

    @property
    def seed(self) -> str:
        """Letters and digits, for the mark of a command that follows."""
        self.begin()
        self._since = self._last
        return self._seed

    def about(self, command: str) -> None:
        """All that follows is of this command."""
        self._start(hashlib.sha256(command.encode()).hexdigest()[:32], told=True)

    def of(self, command: Command) -> None:
        """What is to be done, or to be settled."""
        match command:
            case CashIn(amount=amount) | CashOut(amount=amount):
                self._sum = amount
            case RegisterReceipt(receipt):
                self._sum = receipt.total
            case _:
                self._sum = 0

    def resume(self, seed: str) -> None:
        """The command of that seed may be under way; "" = there was none."""
        if seed and seed != self._seed:
            self._start(seed, told=False)

    def begin(self) -> None:
        """A command begins: it is another one than that which used this trail, unless its id says otherwise."""
        if self._used and not self._told:
            self._fresh()

    def saw(self, last: int) -> None:
        """The number of the last document, whenever the ФН was asked."""
        self._last = last
        self._since = last if self._since is None else self._since

    async def run(self, task: Task[Recorded]) -> Recorded:
        """Raises as Service.run; OutcomeUnknown too where an attempt before this one has no end."""
        at = await self._place(task.name)
        self._used = True
        self._names.add(task.name)
        told = await self._service.run(self._uuid(task.name, at), task)
        self._done[task.name] = at
        self._remember(task.name, told.document)
        return told

    async def quiet(self) -> None:
        """No task of this command goes on, or will begin: one that only waits is taken out of the queue.

        Raises OutcomeUnknown where one goes on; DeviceOffline, FrameError where nobody can be asked. `documents` holds
        what the ready ones tell.
        """
        for name in sorted(self._names):
            for at in range(self._done.get(name, 0) + 1, _MOST + 1):
                known = await self._service.results(self._uuid(name, at))
                if known is None:
                    break
                self._used = True
                await self._ended(name, at, known)

    async def _ended(self, name: str, at: int, known: Results) -> None:
        if not known.under_way:
            self._remember(name, _document(known.tasks[0]))
        elif not await self._service.cancel(self._uuid(name, at)):
            raise OutcomeUnknown(BLOCKED if known.blocked else UNDER_WAY.format(name=name))

    def _remember(self, name: str, document: Found | None) -> None:
        if document is not None:
            form, kind = _KINDS[name]
            self.documents[document.number] = replace(document, form=form, type=kind)

    async def _place(self, name: str) -> int:
        """The attempt that is free, or under way, or has already done what is wanted."""
        for at in range(self._done.get(name, 0) + 1, _MOST + 1):
            known = await self._service.results(self._uuid(name, at))
            if known is None or known.under_way or self._counts(known.tasks[0]):
                return at
        raise OutcomeUnknown(TOO_MANY.format(name=name, count=_MOST))

    def _counts(self, told: TaskResult) -> bool:
        """A ready one that tells no document is believed: what follows asks the ФН."""
        if not told.done:
            return False
        document = _document(told)
        return document is None or document.number > (self._since or 0)

    def _uuid(self, name: str, at: int) -> str:
        return task_id(self._seed, at, f"{name}\n{self._sum}")

    def _fresh(self) -> None:
        self._start(uuid.uuid4().hex, told=False)
        self._names.clear()

    def _start(self, seed: str, *, told: bool) -> None:
        self._seed, self._told, self._used = seed, told, False
        self._names = set(_KINDS)  # of tasks that may be there
        self._done: dict[str, int] = {}  # attempts that were answered here
        self.documents: dict[int, Found] = {}
        self._since = None


def _document(told: TaskResult) -> Found | None:
    if not told.done:
        return None
    try:
        return recorded(told.result).document
    except FrameError:
        return None
