"""The virtual ОФД: what waits, what it confirms, and what a register without an answer does."""

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.errors import WrongState
from drivers.fiscal import tlv
from drivers.model.command import CashIn, CloseShift, Command, OfdReport, OpenShift, RegisterReceipt
from drivers.model.document import Correction, Payments, Receipt
from drivers.model.ffd import ReceiptType
from drivers.model.outcome import FiscalDocument, Outcome
from drivers.model.state import DeviceState
from drivers.virtual.kkt import VirtualKkt
from tests.clock import FakeClock
from tests.drivers.virtual.shop import CASHIER, run, sale, tea

DAY = 24 * 3600
SECOND = timedelta(seconds=1)


def document(outcome: Outcome) -> FiscalDocument:
    assert outcome.document is not None
    return outcome.document


async def recorded(kkt: VirtualKkt, command: Command) -> dict[int, tlv.Item]:
    return await read(kkt, document(await kkt.execute(command)).number)


async def read(kkt: VirtualKkt, number: int) -> dict[int, tlv.Item]:
    stored = await kkt._ask(lambda one: one.storage.document(number))
    assert stored is not None
    (envelope,) = tlv.parse(stored.tlv)
    return {child.tag: child for child in envelope.children()}


def shown(state: DeviceState) -> tuple[int, str]:
    return state.unsent, f"{state.unsent_since:%d.%m.%Y}" if state.unsent_since else ""


def test_everything_is_confirmed_at_once(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        await kkt.execute(sale())
        state = await kkt.state()
        assert (shown(state), state.ofd_error) == ((0, ""), "")
        report = await recorded(kkt, OfdReport(CASHIER))
        assert report[1097].number() == 0
        assert not {1098, 1116, 1158} & set(report)
        assert "НЕПЕРЕДАННЫХ ФД" + "0".rjust(33) in kkt.tape()[0].text()

    run(tmp_path, scene)


def test_what_gathers_while_it_is_silent(tmp_path: Path) -> None:
    clock = FakeClock()

    async def first(kkt: VirtualKkt) -> None:
        await kkt.execute(sale(tea(500)))
        await kkt.switch_ofd(online=False)
        assert shown(await kkt.state()) == (0, "")
        clock.advance(DAY)
        await kkt.execute(CloseShift(CASHIER))
        await kkt.execute(sale(tea(700)))
        await kkt.execute(sale(tea(800), type=ReceiptType.SALE_RETURN))
        state = await kkt.state()
        assert shown(state) == (4, "16.11.2026")
        assert "передано 4, первый от 16.11.2026" in state.ofd_error

    async def second(kkt: VirtualKkt) -> None:
        clock.advance(DAY)
        report = await recorded(kkt, OfdReport(CASHIER))
        assert (report[1097].number(), report[1116].number()) == (4, 4)
        assert f"{report[1098].time():%d.%m.%Y %H:%M}" == "16.11.2026 00:00"
        waiting = {child.tag: child for child in report[1158].children()}
        assert waiting[1144].number() == 2
        assert [child.number() for child in waiting[1145].children()] == [1]
        text = kkt.tape()[0].text()
        assert "НЕПЕРЕДАННЫХ ФД" + "4".rjust(33) in text
        assert "ФД НЕ ПЕРЕДАНЫ С" + "16.11.26".rjust(32) in text
        closed = await recorded(kkt, CloseShift(CASHIER))
        assert closed[1097].number() == 5
        await kkt.switch_ofd(online=True)
        assert shown(await kkt.state()) == (0, "")

    run(tmp_path, first, clock)
    run(tmp_path, second, clock, ofd="offline")


def test_it_is_silent_until_the_register_is_opened_anew(tmp_path: Path) -> None:
    async def first(kkt: VirtualKkt) -> None:
        await kkt.switch_ofd(online=False)
        await kkt.execute(sale())
        assert (await kkt.state()).unsent == 2

    async def second(kkt: VirtualKkt) -> None:
        assert (await kkt.state()).unsent == 0
        assert (await kkt.state()).ofd_error == ""

    run(tmp_path, first)
    run(tmp_path, second)


def test_registered_while_it_is_silent(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        state = await kkt.state()
        assert (state.unsent, state.unsent_since) == (1, FakeClock().local())

    run(tmp_path, scene, ofd="offline")


def test_a_slow_one_confirms_in_order(tmp_path: Path) -> None:
    clock = FakeClock()

    async def scene(kkt: VirtualKkt) -> None:
        await kkt.execute(sale())  # with registration and opening, three
        assert (await kkt.state()).unsent == 3
        clock.advance(40)
        await kkt.execute(sale())
        clock.advance(30)
        state = await kkt.state()
        assert (state.unsent, state.unsent_since) == (1, document(await kkt.execute(sale())).time - 30 * SECOND)
        assert state.ofd_error == ""
        clock.advance(29)
        assert (await kkt.state()).unsent == 2
        clock.advance(1)
        assert (await kkt.state()).unsent == 1
        clock.advance(30)
        assert (await kkt.state()).unsent == 0

    run(tmp_path, scene, clock, ofd_delay=60)


def test_what_was_confirmed_stays_so_when_it_grows_slower(tmp_path: Path) -> None:
    clock = FakeClock()

    async def first(kkt: VirtualKkt) -> None:
        await kkt.execute(sale())

    async def second(kkt: VirtualKkt) -> None:
        clock.advance(1)
        assert (await kkt.state()).unsent == 0
        await kkt.execute(sale())
        assert (await kkt.state()).unsent == 1

    async def third(kkt: VirtualKkt) -> None:
        assert (await kkt.state()).unsent == 1
        clock.advance(1)
        assert (await kkt.state()).unsent == 0

    run(tmp_path, first, clock)
    run(tmp_path, second, clock, ofd_delay=3600)
    run(tmp_path, third, clock, ofd_delay=1)


def test_what_has_gathered_takes_its_time_when_the_link_is_back(tmp_path: Path) -> None:
    clock = FakeClock()

    async def scene(kkt: VirtualKkt) -> None:
        await kkt.switch_ofd(online=False)
        await kkt.execute(sale())
        clock.advance(DAY // 2)
        await kkt.switch_ofd(online=True)
        clock.advance(5)
        await kkt.execute(sale())
        assert (await kkt.state()).unsent == 4
        clock.advance(5)
        assert (await kkt.state()).unsent == 1
        await kkt.switch_ofd(online=False)
        clock.advance(5)
        state = await kkt.state()
        assert (state.unsent, state.unsent_since) == (1, clock.local() - 10 * SECOND)

    run(tmp_path, scene, clock, ofd_delay=10)


def test_two_days_without_an_answer_are_told(tmp_path: Path) -> None:
    clock = FakeClock()

    async def scene(kkt: VirtualKkt) -> None:
        await kkt.state()
        clock.advance(2 * DAY - 1)
        assert 1053 not in await recorded(kkt, OpenShift(CASHIER))
        clock.advance(1)
        assert (await recorded(kkt, CloseShift(CASHIER)))[1053].number() == 1
        assert "ОФД НЕ ОТВЕЧАЕТ" in kkt.tape()[0].text()
        assert 1053 in await recorded(kkt, OpenShift(CASHIER))
        await kkt.switch_ofd(online=True)
        assert 1053 not in await recorded(kkt, CloseShift(CASHIER))

    run(tmp_path, scene, clock, ofd="offline")


def test_after_thirty_days_only_the_shift_is_closed(tmp_path: Path) -> None:
    clock = FakeClock()

    async def scene(kkt: VirtualKkt) -> None:
        await kkt.state()  # 15 November
        clock.advance(30 * DAY)
        await kkt.execute(sale())
        clock.advance(DAY - 1)
        assert "30 дней" in (await kkt.state()).fault
        new: list[Command] = [sale(), OpenShift(CASHIER), OfdReport(CASHIER)]
        await kkt.execute(CashIn(100))
        await kkt.execute(CloseShift(CASHIER))
        for command in new:
            with pytest.raises(WrongState, match="Восстановите связь с ОФД") as refused:
                await kkt.execute(command)
            assert refused.value.native == 0x15
        await kkt.switch_ofd(online=True)
        assert (await kkt.state()).fault == ""
        await kkt.execute(sale())

    async def after(kkt: VirtualKkt) -> None:
        clock.advance(32 * DAY)
        assert (await kkt.state()).unsent == 0

    run(tmp_path, scene, clock, ofd="offline")
    run(tmp_path, after, clock)


def test_settings_wait_with_an_overdue_queue(tmp_path: Path) -> None:
    clock = FakeClock()

    async def first(kkt: VirtualKkt) -> None:
        await kkt.state()

    async def second(kkt: VirtualKkt) -> None:
        clock.advance(40 * DAY)
        await kkt.state()

    async def third(kkt: VirtualKkt) -> None:
        assert (await kkt.state()).last_document == 1
        await kkt.switch_ofd(online=True)
        await kkt.execute(sale())
        assert (await kkt.state()).last_document == 4

    run(tmp_path, first, clock, ofd="offline")
    run(tmp_path, second, clock, ofd="offline")
    run(tmp_path, third, clock, ofd="offline", place="Зал")


def test_without_an_ofd_nothing_waits(tmp_path: Path) -> None:
    clock = FakeClock()

    async def scene(kkt: VirtualKkt) -> None:
        await kkt.execute(sale())
        state = await kkt.state()
        assert state.registration is not None
        assert (state.registration.autonomous, state.unsent) == (True, 0)
        report = await recorded(kkt, OfdReport(CASHIER))
        assert report[1002].number() == 1
        assert not {1097, 1098, 1116} & set(report)
        assert "АВТОНОМН. РЕЖИМ" in kkt.tape()[0].text()
        clock.advance(40 * DAY)
        await kkt.execute(CloseShift(CASHIER))
        await kkt.execute(OpenShift(CASHIER))

    async def connected(kkt: VirtualKkt) -> None:
        await kkt.execute(CloseShift(CASHIER))
        await kkt.switch_ofd(online=False)
        await kkt.execute(sale())
        assert (await kkt.state()).unsent == 3  # the change of the registration is the first of them

    run(tmp_path, scene, clock, ofd="autonomous")
    run(tmp_path, connected, clock)


def test_what_was_made_without_an_ofd_is_never_sent(tmp_path: Path) -> None:
    clock = FakeClock()

    async def alone(kkt: VirtualKkt) -> None:
        await kkt.state()
        clock.advance(DAY)
        await kkt.execute(sale())
        await kkt.execute(CloseShift(CASHIER))

    async def connected(kkt: VirtualKkt) -> None:
        assert (await kkt.state()).unsent == 1  # the change of the registration

    run(tmp_path, alone, clock, ofd="autonomous", ofd_delay=60)
    run(tmp_path, connected, clock, ofd_delay=60)


def test_corrections_wait_as_receipts_do(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        await kkt.execute(correction())
        await kkt.switch_ofd(online=False)
        await kkt.execute(correction())
        waiting = (await recorded(kkt, OfdReport(CASHIER)))[1158]
        assert waiting.child(1144).number() == 1
        assert waiting.child(1145).child(1148).number() == 1
        assert waiting.child(1145).child(1201).number() == 10_000

    def correction() -> RegisterReceipt:
        receipt = Receipt(
            type=ReceiptType.SALE,
            lines=(),
            payments=Payments(cash=10_000),
            cashier=CASHIER,
            correction=Correction(date=FakeClock().local().date(), total=10_000),
        )
        return RegisterReceipt(receipt)

    run(tmp_path, scene, ffd="1.05")


class PlainOfd:
    """The same by hand: a list of what waits."""

    def __init__(self, clock: FakeClock, delay: int) -> None:
        self._clock, self._delay = clock, timedelta(seconds=delay)
        self._online, self._since = True, clock.local() - timedelta(days=1)
        self._waits: list[tuple[int, datetime]] = []

    def take(self, number: int, time: datetime) -> None:
        self._waits.append((number, time))

    def switch(self, *, online: bool) -> None:
        self.waiting()
        if online is not self._online:
            self._online, self._since = online, self._clock.local()

    def waiting(self) -> list[tuple[int, datetime]]:
        now = self._clock.local()
        while self._online and self._waits and max(self._waits[0][1], self._since) + self._delay <= now:
            self._waits.pop(0)
        return self._waits


moves = st.one_of(
    st.just("sell"),
    st.just("report"),
    st.sampled_from([True, False]),  # the link
    st.sampled_from([0, 1, 5, 10, 50]),  # seconds that pass
)


@settings(max_examples=25, deadline=None)
@given(st.lists(moves, max_size=14), st.sampled_from([0, 5, 10]))
def test_it_confirms_as_one_that_keeps_a_list(asked: list[str | bool | int], delay: int) -> None:
    clock = FakeClock()
    plain = PlainOfd(clock, delay)

    async def scene(kkt: VirtualKkt) -> None:
        plain.take(1, clock.local())
        plain.take(document(await kkt.execute(OpenShift(CASHIER))).number, clock.local())
        for move in asked:
            if isinstance(move, bool):
                await kkt.switch_ofd(online=move)
                plain.switch(online=move)
            elif isinstance(move, int):
                clock.advance(move)
            else:
                waits = list(plain.waiting())
                done = document(await kkt.execute(sale(tea(1)) if move == "sell" else OfdReport(CASHIER)))
                assert move == "sell" or told(await read(kkt, done.number)) == (len(waits), waits[0][0] if waits else 0)
                plain.take(done.number, done.time)
            waits = plain.waiting()
            state = await kkt.state()
            assert (state.unsent, state.unsent_since) == (len(waits), waits[0][1] if waits else None)

    def told(report: dict[int, tlv.Item]) -> tuple[int, int]:
        return report[1097].number(), report[1116].number() if 1116 in report else 0

    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), scene, clock, ofd_delay=delay)
