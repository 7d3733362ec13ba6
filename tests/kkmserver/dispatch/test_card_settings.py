"""Which terminal and which УТМ a receipt goes to, and the real drivers together."""

import asyncio
from pathlib import Path

from drivers.egais.emulator.tcp import UtmEmulator
from drivers.model.card import CardOnReceipt
from drivers.model.command import MoveCardMoney, ReadDocument
from drivers.model.document import TextLine
from drivers.model.excise import Bottle, TellEgais
from kkmserver.dispatch.processing import Beside, Processing
from kkmserver.store.own import Own, decode, read
from kkmserver.store.record import State
from pools.pool import PoolPlan
from tests.drivers.terminals.till import money, pay
from tests.kkmserver.dispatch.card_victim import driver
from tests.kkmserver.dispatch.counter import (
    POOL,
    REGISTER,
    REQUESTS,
    SECOND,
    STAMP,
    TERMINAL,
    UTM,
    Till,
    Utm,
    came,
    child,
    counter,
    sale,
    terminal,
)
from tests.kkmserver.store.entries import NOON

OTHER = 7


def test_a_device_has_its_own_terminal_and_utm(tmp_path: Path) -> None:
    beside = {SECOND: Beside(terminal=OTHER, utm=OTHER + 1)}
    processing = Processing(enabled=True, terminal=TERMINAL, utm=UTM, beside=beside)

    async def main() -> None:
        utms = (Utm(), Utm())
        others = (
            (TERMINAL, terminal(tmp_path / "2")),
            (UTM, utms[0]),
            (SECOND, Till()),
            (OTHER, terminal(tmp_path / "7", OTHER)),
            (OTHER + 1, utms[1]),
        )
        pool = PoolPlan(number=POOL, name="Зал", members=(REGISTER, SECOND))
        async with counter(Till(), *others, processing=processing, pools=[pool]) as dispatcher:
            await came(dispatcher, sale("a", bottles=1))
            await came(dispatcher, sale("b", bottles=1, number=SECOND))
            assert (money(tmp_path / "2"), money(tmp_path / "7")) == (10_000, 10_000)
            assert [utm.sold for utm in utms] == [1, 1]
            for turn in range(2):
                await came(dispatcher, sale(f"{turn}", number=POOL))
            assert (money(tmp_path / "2"), money(tmp_path / "7")) == (20_000, 20_000)
            named = CardOnReceipt(wanted=True, terminal=OTHER)
            await came(dispatcher, sale("c", card=named))
            dispatcher.process(Processing(enabled=False))
            assert await child(dispatcher, "c@card")
            assert (await came(dispatcher, sale("d"))).state is State.DONE
            assert await child(dispatcher, "d@card") is None
        assert (money(tmp_path / "2"), money(tmp_path / "7")) == (20_000, 30_000)

    asyncio.run(main())


def test_the_real_drivers_together(tmp_path: Path) -> None:
    async def main() -> None:
        register = driver(tmp_path, REGISTER, "virtual-kkt")
        async with UtmEmulator() as utm:
            bank = driver(tmp_path, TERMINAL, "virtual-terminal", answers=["approve", "decline"])
            egais = driver(tmp_path, UTM, "utm", url=utm.url, kpp="770101001")
            others = ((TERMINAL, bank), (UTM, egais))
            async with counter(register, *others) as dispatcher:  # type: ignore[arg-type]
                record = await came(dispatcher, sale("a", bottles=1))
                assert record.state is State.DONE, record.failure and record.failure.text
                assert record.outcome
                assert record.outcome.excise
                assert record.outcome.document
                declined = await came(dispatcher, sale("b", bottles=1, mark="2"))
                assert declined.failure
                assert declined.failure.code == "card"
                copy = (
                    await came(dispatcher, REQUESTS.order("copy", ReadDocument(record.outcome.document.number)))
                ).outcome
                assert copy
                assert copy.copy
                assert "ЕГАИС" in copy.copy.text
            assert [told.cheque.is_return for told in utm.told] == [False, False, True]
        assert money(tmp_path / str(TERMINAL)) == 10_000

    asyncio.run(main())


def test_own_commands_come_back_as_they_were() -> None:
    bottles = TellEgais(bottles=(Bottle(stamp=STAMP, name="Вино \ud800", price=1),), receipt=5)
    for own in (Own(card=pay()), Own(egais=bottles), Own(paper=(TextLine("строка"),), copies=1)):
        again = read(own.written())
        assert again.command == decode(own.written(), NOON)
        assert again.fingerprint() == own.fingerprint()
    assert isinstance(Own(card=pay()).command, MoveCardMoney)
