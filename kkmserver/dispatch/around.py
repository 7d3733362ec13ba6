"""What is done around receipts, put together from its parts."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping

from drivers.ports import Clock
from kkmserver.dispatch.books import Books
from kkmserver.dispatch.checking import Checking
from kkmserver.dispatch.device import Patience
from kkmserver.dispatch.giving import Giving, Submit
from kkmserver.dispatch.insistence import Insistence
from kkmserver.dispatch.job import Job
from kkmserver.dispatch.order import Ticket
from kkmserver.dispatch.pooled import Pooled
from kkmserver.dispatch.processing import Processing
from kkmserver.dispatch.recovery import Decoder
from kkmserver.dispatch.slips import Slips
from kkmserver.dispatch.staged import Staged
from kkmserver.dispatch.steps import Trails
from kkmserver.dispatch.undoing import Undoing
from kkmserver.dispatch.verdict import Verdict
from kkmserver.dispatch.wanted import Wishes
from kkmserver.dispatch.worker import Worker
from kkmserver.store.record import Journal


class Around:
    def __init__(
        self,
        journal: Journal,
        decoders: Mapping[str, Decoder],
        clock: Clock,
        patience: Patience,
        books: Books,
        workers: Mapping[int, Worker],
        pools: Callable[[], Mapping[int, Pooled]],
        processing: Processing,
        *,
        submit: Submit,
        hand_over: Callable[[Job, int], None],
        withdraw: Callable[[Job], bool],
        call_off: Callable[[Ticket], Awaitable[bool]],
        end: Callable[[Job, Verdict, float], Coroutine[None, None, None]],
    ) -> None:
        """`submit`: gives a step to its device; the others: see Staged."""
        insistence = Insistence(clock, patience)
        giving = Giving(submit, insistence)
        self.wishes = Wishes(processing, workers)
        self.trails = Trails(journal, books.find)
        self.undoing = Undoing(giving, insistence, clock, patience)
        self.staged = Staged(
            journal,
            decoders,
            clock,
            self.wishes,
            Checking(workers, pools),
            self.trails,
            giving,
            insistence,
            self.undoing,
            Slips(journal, giving, insistence, lambda: self.wishes.processing),
            hand_over=hand_over,
            withdraw=withdraw,
            call_off=call_off,
            end=end,
        )
