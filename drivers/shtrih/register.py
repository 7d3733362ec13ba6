"""A ШТРИХ-М register as the shared steps see it. Source: spec/shtrih-m.md."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial

from drivers.errors import KkmError
from drivers.fiscal import tlv
from drivers.fiscal.envelope import LATE
from drivers.fiscal.settled import Settled
from drivers.model.command import CheckMarking
from drivers.model.counters import CounterBlock
from drivers.model.document import Cashier
from drivers.model.marking import MarkingAnswer
from drivers.model.registration import RegisterDevice
from drivers.model.state import DeviceState
from drivers.ports import DeviceContext
from drivers.printing.page import Block
from drivers.registers import marking, rules, tags, undo
from drivers.registers.known import Found, Known, Last, Standing, Till
from drivers.registers.plan import Plan
from drivers.registers.register import Register
from drivers.shtrih import (
    archive,
    cash,
    correction,
    counters,
    knife,
    modes,
    paperless,
    passport,
    registration,
    sale,
    shifts,
    standing,
    state,
    wall_clock,
)
from drivers.shtrih.head import Head, Roll
from drivers.shtrih.marking import DeskAlone
from drivers.shtrih.numbers import ENCODING
from drivers.shtrih.options import ShtrihOptions
from drivers.shtrih.press import Press
from drivers.shtrih.receipt import ReceiptPlan
from drivers.shtrih.requests import printing, receipt, storage
from drivers.shtrih.requests.parameters import Parameters
from drivers.shtrih.session import Session


class ShtrihRegister(Register):
    encoding = ENCODING

    def __init__(self, context: DeviceContext, options: ShtrihOptions) -> None:
        super().__init__(context, options)
        self.session = Session(context, options)
        self._unseen = passport.head_of(options, Parameters(), {})

    async def _connected(self) -> bool:
        return await self.session.connect()

    async def _read(self) -> Known:
        return await self.session.learn()

    def forget(self) -> None:
        super().forget()
        self.session.forget()

    async def close(self) -> None:
        await self.session.close()

    # how it stands

    async def standing(self) -> Standing:
        return standing.told(await self.session.status(), await standing.storage_state(self.session))

    async def last(self) -> Last:
        now = await standing.storage_state(self.session)
        return Last(now.number, now.last_document)

    async def till(self) -> Till:
        return await cash.till(self.session)

    async def time(self) -> datetime | None:
        return await wall_clock.read(self.session)

    async def state(self) -> DeviceState:
        return await state.state(self)

    async def ready(self) -> Standing:
        now = await modes.ready(self.session, partial(undo.check, self))
        self.receipt_is_ours = False
        await paperless.noisy(self.session)
        return await standing.in_order(self.session, now)

    async def printed(self) -> None:
        await self.session.printed()

    # documents

    async def plan(self, settled: Settled) -> Plan:
        """A correction is a receipt from the ФФД 1.1 on."""
        ffd = rules.ffd(self)
        if settled.receipt.correction is not None and ffd not in LATE:
            return correction.planned(self.session, settled, ffd)
        return ReceiptPlan(self, await sale.planned(self, settled))

    async def annul(self) -> None:
        await standing.annul(self.session)

    async def find(self, number: int) -> Found:
        return await archive.find(self.session, number)

    async def placed(self, found: Found) -> Found:
        numbers = await self.session.ask(storage.shift(self.session.admin))
        return replace(found, shift=found.shift or numbers.shift, number_in_shift=numbers.receipt)

    async def requisites(self, number: int) -> list[tlv.Item] | None:
        return await archive.requisites(self.session, number)

    async def open_shift(self, cashier: Cashier) -> None:
        await shifts.open_shift(self.session, tags.of_cashier(cashier, rules.ffd(self)))

    async def close_shift(self, cashier: Cashier) -> None:
        await shifts.close_shift(self.session, tags.of_cashier(cashier, rules.ffd(self)))

    async def settlement_state(self, cashier: Cashier) -> None:  # noqa: ARG002
        await shifts.settlement_state(self.session)

    async def x_report(self, cashier: Cashier) -> None:  # noqa: ARG002
        await shifts.x_report(self.session)

    async def move_cash(self, amount: int, cashier: Cashier) -> None:  # noqa: ARG002
        await cash.move(self.session, amount)

    # paper

    @property
    def _head(self) -> Head:
        known = self.session.known
        return known.head if known else self._unseen

    @property
    def paper(self) -> Roll:
        return self._head.roll

    @property
    def layout(self) -> Roll:
        return self._head.layout

    def _press(self) -> Press:
        return Press(self.session, self._head, self.session.mode)

    async def put(self, block: Block) -> int:
        press = self._press()
        await press.put(block)
        return press.out

    def check(self, blocks: Sequence[Block]) -> None:
        self._press().check(blocks)

    async def end_document(self) -> None:
        await knife.cut(self.session)

    async def open_drawer(self) -> None:
        await self.session.ask(printing.open_drawer(self.session.operator))

    async def copy_last(self) -> None:
        await self.session.ask(receipt.repeat_document(self.session.operator))

    def refuses_paperless(self) -> str:
        return paperless.refusal(self.session.options)

    @asynccontextmanager
    async def printing(self, *, wanted: bool) -> AsyncIterator[tuple[str, ...]]:
        async with paperless.printing(self.session, wanted=wanted) as doubts:
            yield doubts

    # the rest

    async def set_clock(self, moment: datetime) -> None:  # noqa: ARG002 - it takes some commands, and maybe a midnight
        try:
            await wall_clock.set_now(self.session)
        except KkmError:
            await self.ready()  # it may be left waiting for the date to be confirmed
            raise

    async def check_marking(self, command: CheckMarking) -> tuple[tuple[MarkingAnswer, ...], tuple[str, ...]]:
        return await marking.answers(self, DeskAlone(self.session), command.questions)

    async def counters(self) -> tuple[tuple[CounterBlock, ...], tuple[str, ...]]:
        return await counters.read(self.session)

    async def register_device(self, command: RegisterDevice, before: Standing) -> tuple[Found, tuple[str, ...]]:
        return await registration.register(self, command, before)
