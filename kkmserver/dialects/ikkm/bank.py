"""`/apibank`: starts a payment at the bank terminal; its result is not told. Source: spec/ikkm.md 5."""

from kkmserver.dialects.ikkm import amounts, failures, request
from kkmserver.dialects.ikkm.codes import Code, Refused
from kkmserver.dialects.ikkm.desk import Desk
from kkmserver.dialects.ikkm.keybook import KeyBook
from kkmserver.dialects.tries import next_id
from kkmserver.dispatch.order import Dispatch, Ticket
from kkmserver.store.record import JournalBroken, State


class Bank:
    """The same sum under the same key is the same payment: a repeat takes no money a second time."""

    def __init__(self, dispatch: Dispatch, desk: Desk, book: KeyBook) -> None:
        self._dispatch, self._desk, self._book = dispatch, desk, book
        self._last: Ticket | None = None
        self._starting = False

    @property
    def busy(self) -> bool:
        return self._starting or (self._last is not None and not self._last.record.finished)

    async def start(self, given: dict[str, str], client: str) -> None:
        """Raises Refused."""
        if self.busy:
            raise Refused(Code.BUSY)
        self._starting = True
        try:
            self._last = await self._started(given, client)
        finally:
            self._starting = False

    async def _started(self, given: dict[str, str], client: str) -> Ticket:
        name = f"ikkm-{self._desk.settings.device}-{self._book.mark(self._book.current)}-bank"
        try:
            id, known = await next_id(self._dispatch, f"{name}-{amounts.positive(given['amount'])}")  # noqa: A001
        except JournalBroken as error:
            raise failures.not_accepted(error) from error
        if known is not None and known.record.state is State.UNKNOWN:
            raise failures.of_record(known.record, own_codes=False)
        terminal = self._desk.terminal()
        return await self._desk.submit(self._desk.request(request.BANK, given), client, id, terminal)
