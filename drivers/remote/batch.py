"""A command of many labels while the other server prints it."""

from collections.abc import Awaitable, Callable

from drivers.model.outcome import Progress

Report = Callable[[Progress | None], Awaitable[None]]


class Batch:
    """`report`: see PrintsBatches.watch; None where nobody listens."""

    def __init__(self, report: Report | None) -> None:
        self._report = report
        self.called_off = False
        self.told = False  # the other server has heard that it is called off

    def cancel(self) -> bool:
        self.called_off = True
        return True

    async def tell(self, progress: Progress | None) -> None:
        if self._report is not None:
            await self._report(progress)
