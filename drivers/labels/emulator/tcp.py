"""A label printer at a TCP port."""

import asyncio
from collections.abc import Iterator

from drivers.emulation.port import TcpDevice
from drivers.labels.emulator.document import LabelDocument
from drivers.labels.emulator.faults import WELL, Faults
from drivers.labels.emulator.languages import interpreter
from drivers.labels.emulator.machine import Machine
from drivers.labels.emulator.paper import Label
from drivers.ports import Clock


class TcpLabelPrinter(TcpDevice[Machine, LabelDocument, Faults]):
    """`async with TcpLabelPrinter("zpl") as printer: …`. `host`, `port`, `keep`: see TcpDevice.

    `seconds_per_label`: 0 = a label is out as soon as it is complete; otherwise `clock` hands out the time, or
    `pass_time` does where `by_hand`. `paper`, `capacity`: see Machine.
    """

    def __init__(
        self,
        language: str,
        *,
        dpi: int = 203,
        host: str = "127.0.0.1",
        port: int = 0,
        seconds_per_label: float = 0.0,
        by_hand: bool = False,
        paper: int | None = None,
        capacity: int = 500,
        keep: int = 2000,
        faults: Faults = WELL,
        clock: Clock | None = None,
    ) -> None:
        machine = Machine(
            interpreter(language, dpi), seconds_per_label=seconds_per_label, paper=paper, capacity=capacity, keep=keep
        )
        super().__init__(machine, faults, host=host, port=port, keep=keep, clock=clock)
        self._by_hand = by_hand

    @property
    def labels(self) -> list[Label]:
        """What came out, oldest first."""
        return list(self.machine.labels)

    @property
    def notes(self) -> list[str]:
        """What left no dots, in words."""
        return [f"Не понято: {command[:40]!r}" for command in self.machine.unknown]

    async def load(self, paper: int | None = None) -> None:
        """A new roll of so many labels; None = no end."""
        await self._after(self.machine.load(paper))

    async def pass_time(self, seconds: float) -> None:
        await self._after(self.machine.pass_time(seconds))

    def _take_effect(self) -> None:
        self.machine.fails_after = self.faults.power_cut_after_labels
        super()._take_effect()

    def _listen(self) -> None:
        super()._listen()
        if self.machine.seconds_per_label and not self._by_hand:
            self._tasks.append(asyncio.get_running_loop().create_task(self._run_head()))

    async def _run_head(self) -> None:
        """A label each time there is one to print and nothing stops it."""
        machine = self.machine
        while machine.conditions.power:
            while not machine.pending or machine.conditions.stopped:
                await self._changed.wait()
            await self._clock.sleep(machine.seconds_per_label)
            await self.pass_time(machine.seconds_per_label)

    def _fresh(self) -> Iterator[LabelDocument]:
        out = self.machine.printed
        labels = self.labels if out > self._printed else []
        for number, label in enumerate(labels, out - len(labels) + 1):
            if number > self._printed:
                yield LabelDocument(number, self._clock.now(), label)
