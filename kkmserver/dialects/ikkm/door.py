"""iKKM: one register with a port of its own. Source: spec/ikkm.md."""

import hmac
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Self

from drivers.model.ffd import ShiftState
from drivers.ports import Clock
from kkmserver.config_doors import IkkmRegister
from kkmserver.dialects.door import Brake, Knock, Reply, TooManyAttempts
from kkmserver.dialects.ikkm import dumps, form, info, printing, readiness, receipt, replies, request, teller
from kkmserver.dialects.ikkm.bank import Bank
from kkmserver.dialects.ikkm.codes import Code, Refused
from kkmserver.dialects.ikkm.desk import Desk
from kkmserver.dialects.ikkm.dumps import Dumps
from kkmserver.dialects.ikkm.form import Form
from kkmserver.dialects.ikkm.keybook import KeyBook
from kkmserver.dialects.ikkm.request import NAME, Request
from kkmserver.dialects.ikkm.rolling import Rolling
from kkmserver.dialects.ikkm.shifts import Shifts
from kkmserver.dialects.kkm.encoding import encode
from kkmserver.dispatch.order import Dispatch
from kkmserver.store.record import Record

_LOG = logging.getLogger(__name__)
_DUMP, _INFO = "/dump/", "/apicheck/getInfo"
_ROLLING = {request.SELL: receipt.PARAMETERS, request.DEPOSIT: ("cash",), request.WITHDRAW: ("cash",)}
_TOLD = "iKKM, касса %d: первый ключ %s. Введите его в программу, которая печатает чеки; дальше ключи меняются сами."


class IkkmDoor:
    """Implements Door and TellsAnswers. Made by `open`, ended by `close`."""

    name = NAME

    def __init__(self, dispatch: Dispatch, clock: Clock, settings: IkkmRegister, book: KeyBook, brake: Brake) -> None:
        self._clock, self._book, self._brake = clock, book, brake
        self._desk = Desk(dispatch, settings)
        self._shifts = Shifts(self._desk, book, clock)
        self._rolling = Rolling(dispatch, clock, self._desk, book, self._shifts)
        self._bank = Bank(dispatch, self._desk, book)
        self._dumps = Dumps(self._desk, book, self._shifts)
        self._calls: Mapping[str, Callable[[Form, str], Awaitable[Reply]]] = {
            **{path: partial(self._operation, path) for path in _ROLLING},
            "/apicheck": self._check,
            request.LAST: self._print_last,
            _INFO: self._info,
            request.PRINT: self._print,
            request.BANK: self._pay,
            request.X_REPORT: self._x_report,
            request.Z_REPORT: self._z_report,
        }

    @classmethod
    async def open(cls, dispatch: Dispatch, clock: Clock, settings: IkkmRegister, *, data: Path, brake: Brake) -> Self:
        """`data`: folder of the keys. A key that nobody knows yet is told once, in the log.

        Raises sqlite3.Error, OSError.
        """
        path = data / f"ikkm-{settings.device}.db"
        fresh = not path.exists()
        door = cls(dispatch, clock, settings, await KeyBook.open(path, settings.first_key), brake)
        if fresh and not settings.first_key:
            _LOG.warning(_TOLD, settings.device, door.key)
        return door

    @property
    def key(self) -> str:
        """The current one, for whoever stands at the register."""
        return self._book.current

    async def renew(self) -> str:
        """A person has set another key. Raises KeyInUse, sqlite3.Error."""
        return await self._rolling.renew()

    def reload(self, settings: IkkmRegister) -> None:
        """From the next request on; another register needs another door."""
        self._desk.settings = settings

    async def close(self) -> None:
        await self._book.close()

    async def answer(self, knock: Knock) -> Reply:
        if knock.method == "OPTIONS":
            return replies.preflight()
        try:
            return await self._answer(knock)
        except Refused as why:
            return replies.refused(why)
        except sqlite3.Error:
            _LOG.exception("iKKM, register %d: the file of the keys", self._desk.settings.device)
            return replies.refused(Refused(Code.INTERNAL, "Disk error"))

    async def answer_of(self, record: Record) -> bytes:
        """Of any register's door; JSON, for people."""
        return encode(teller.answer_of(record))

    def refusal(self, status: int, text: str) -> Reply:  # noqa: ARG002 - this API has no place for words
        stopping = {503: Code.BUSY}
        return replies.refused(Refused(stopping.get(status, Code.INTERNAL if status >= 500 else Code.BAD_REQUEST)))

    async def _answer(self, knock: Knock) -> Reply:
        path = form.path_of(knock)
        call = self._called(path)
        if call is None or knock.method not in ("GET", "POST"):
            raise Refused(Code.UNKNOWN_METHOD)
        given = form.read(knock)
        if not given.key:
            raise Refused(Code.BAD_REQUEST)
        if await self._is_consumed(given.key, path, knock.peer):
            return self._repeated()
        return await call(given, knock.peer)

    def _called(self, path: str) -> Callable[[Form, str], Awaitable[Reply]] | None:
        below = path.removeprefix(_DUMP)
        if below != path:
            return partial(self._dump, below) if dumps.knows(below) else None
        return self._calls.get(path)

    async def _is_consumed(self, key: str, path: str, peer: str) -> bool:
        """By the last operation, which is asked for again; False: it is the current one. Raises Refused."""
        try:
            await self._brake.turn(peer)
        except TooManyAttempts as error:
            raise Refused(Code.BUSY, "Too many attempts") from error
        last = self._book.last
        again = path in _ROLLING and last is not None and _same(key, last.key)
        if not again and not _same(key, self._book.current):
            raise Refused(Code.WRONG_KEY)
        self._brake.forgive(peer)
        return again

    def _repeated(self) -> Reply:
        last = self._book.last
        assert last is not None
        return replies.registered(last.next_key, last.number, repeated=True)

    async def _operation(self, path: str, given: Form, client: str) -> Reply:
        self._refuse_busy()
        return await self._rolling.perform(path, lambda: self._read(path, given), client)

    def _read(self, path: str, given: Form) -> Request:
        parameters = given.only(*_ROLLING[path]) if path == request.SELL else given.the("cash")
        return self._desk.request(path, parameters)

    def _refuse_busy(self) -> None:
        if self._rolling.busy or self._bank.busy:
            raise Refused(Code.BUSY)

    async def _check(self, given: Form, client: str) -> Reply:
        given.only()
        self._refuse_busy()
        state = await self._shifts.state(client)
        readiness.check_printer(state)
        if self._desk.has_own_codes:
            readiness.check_link(state, self._clock.now())
        readiness.check_shift(state)
        return replies.ready(str(await self._last_number()))

    async def _print_last(self, given: Form, client: str) -> Reply:
        given.only()
        last = await self._book.last_cheque()
        if last is None or not last.document:
            raise Refused(Code.BAD_REQUEST)
        return await self._done(request.LAST, client, {"number": str(last.document)})

    async def _info(self, given: Form, client: str) -> Reply:
        shown = given.only("show").get("show", "")
        state, last = await self._shifts.state(client), await self._last_number()
        if shown == "minimum":
            return replies.told(info.minimum(self._desk, state, last))
        return replies.told(info.info(self._desk, state, last, self._book.path))

    async def _print(self, given: Form, client: str) -> Reply:
        for part in printing.parts(given.the("print")["print"]):
            drawer = part == printing.DRAWER
            await self._done(request.DRAWER if drawer else request.PRINT, client, {} if drawer else {"print": part})
        return replies.ready()

    async def _pay(self, given: Form, client: str) -> Reply:
        self._refuse_busy()
        await self._bank.start(given.the("amount"), client)
        return replies.ready(str(await self._last_number()))

    async def _x_report(self, given: Form, client: str) -> Reply:
        given.only()
        return await self._done(request.X_REPORT, client)

    async def _z_report(self, given: Form, client: str) -> Reply:
        given.only()
        self._refuse_busy()
        state = await self._shifts.state(client)
        if state.shift is ShiftState.CLOSED:
            raise Refused(Code.BAD_REQUEST)
        reply = await self._done(request.Z_REPORT, client)
        await self._shifts.closed(state.shift_number, state.cash)
        return reply

    async def _dump(self, below: str, given: Form, client: str) -> Reply:
        given.only()
        return replies.told(await self._dumps.of(below, client))

    async def _done(self, name: str, client: str, given: Mapping[str, str] | None = None) -> Reply:
        await self._desk.done(self._desk.request(name, given), client)
        return replies.ready()

    async def _last_number(self) -> int:
        last = await self._book.last_cheque()
        return last.number if last else 0


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
