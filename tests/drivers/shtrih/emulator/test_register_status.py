from datetime import UTC, datetime, timedelta

import pytest

from drivers.shtrih.emulator.model import CASH_CORE
from tests.clock import FakeClock
from tests.drivers.shtrih.emulator.host import ask, fast, open_shift, position, refused, register

# The examples of spec/shtrih-m.md 1.6 and 6.1 were made on this day.
DAY = datetime(2026, 11, 22, 11, 5, tzinfo=UTC)


def test_short_state_of_a_closed_shift() -> None:
    assert ask(register(), "10").hex(" ") == "1e 82 02 04 00 00 a0 d8 00 00 00 19 04 00"


def test_short_state_of_a_receipt_whose_paper_ran_out() -> None:
    shop = open_shift(register(quirks=fast(prints_on_close=False, paper_sensors=False)))
    ask(shop, "8D", "00")
    ask(shop, "FF46", position())
    shop.paper.left = 1
    ask(shop, "FF46", position())
    told = ask(shop, "10")
    assert told.hex(" ") == "1e 82 02 08 02 02 a0 d8 00 00 00 19 02 01"


def test_short_state_of_a_cash_core() -> None:
    told = ask(register(model=CASH_CORE, quirks=fast(long_state=True)), "10")
    assert told.hex(" ") == "1e 82 02 04 00 00 a0 d8 00 00 00 ff ff ff 00"


@pytest.mark.parametrize(
    ("condition", "bit"),
    [("cover_open", 10), ("drawer_open", 11), ("near_end", 6)],
    ids=["cover", "drawer", "near end"],
)
def test_flags(condition: str, bit: int) -> None:
    shop = register()
    shop.conditions.put(condition, True)
    assert int.from_bytes(ask(shop, "10")[1:3], "little") >> bit & 1


def test_paper_sensors() -> None:
    shop = register()
    shop.conditions.paper = False
    assert ask(shop, "10")[1:3] == b"\x00\x02"
    shop.quirks = fast(paper_sensors=False)
    assert ask(shop, "10")[1:3] == b"\x82\x02"


def test_full_state() -> None:
    shop = open_shift(register(clock=FakeClock(DAY)))
    told = ask(shop, "11")
    assert len(told) == 46
    assert told[23:29] == bytes((22, 11, 26, 14, 5, 0))
    assert told[13:15] == b"\x02\x00"
    assert int.from_bytes(told[30:34], "little") == 6000651
    assert told[34:36] == b"\x00\x00"  # the last closed shift
    assert int.from_bytes(told[40:46], "little") == 7707083893
    ask(shop, "41")
    assert ask(shop, "11")[34:36] == b"\x01\x00"


@pytest.mark.parametrize("registered", [True, False])
def test_numbers_that_are_not_set(registered: bool) -> None:
    told = ask(register(inn="", serial="", registered=registered), "11")
    assert (told[30:34], told[40:46]) == (b"\xff" * 4, b"\xff" * 6)


def test_device_type() -> None:
    told = register().execute(b"\xfc")
    assert told == bytes.fromhex("FC 00 00 00 01 10 FA 00 D8 D2 D0 C8 D5 2D D2 C5 D1 D2")


def test_description() -> None:
    shop = register()
    told = ask(shop, "F7", "01", None)
    bits = int.from_bytes(told[:8], "little")
    assert bits >> 43 & 1
    assert bits >> 47 & 1
    assert not bits >> 23 & 1
    assert len(told) == 36
    assert told[34:36] == bytes((17, 17))
    shop.quirks = fast(describes_itself=False)
    assert refused(shop, "F7", "01", None) == 0x37


def test_text_of_an_error() -> None:
    shop = register()
    assert ask(shop, "6B", "4F", None).decode("cp1251") == "Неверный пароль"
    assert ask(shop, "6B", "00 00 33 00", None).decode("cp1251") == "Некорректные параметры в команде"
    refused(shop, "88")
    assert ask(shop, "6B", "", None).decode("cp1251").startswith("Команда не поддерживается в данном режиме")


def test_port() -> None:
    shop = register()
    ask(shop, "14", "00 06 32")
    assert ask(shop, "15", "00") == b"\x06\x32"
    assert refused(shop, "14", "00 0B 32") == 0x33


def test_clock_is_set_and_confirmed() -> None:
    shop = register(clock=FakeClock(DAY))
    ask(shop, "21", "0A 1E 05")
    assert ask(shop, "11")[26:29] == bytes((10, 30, 5))
    ask(shop, "22", "17 0B 1A")
    assert shop.mode == 6
    assert refused(shop, "E0") == 0x73
    assert refused(shop, "23", "18 0B 1A") == 0x7C
    assert refused(shop, "23", "1F 02 1A") == 0x7D
    ask(shop, "23", "17 0B 1A")
    assert shop.mode == 4
    assert str(shop.core.now) == "2026-11-23 10:30:05"


def test_clock_is_not_touched_in_a_shift() -> None:
    shop = open_shift(register())
    assert refused(shop, "21", "0A 1E 05") == 0x73


def test_clock_runs_as_fast_as_told() -> None:
    time = FakeClock(DAY)
    shop = register(clock=time)
    shop.core.clock.rate = 60
    time.advance(60)
    assert str(shop.core.now) == "2026-11-22 15:05:00"
    shop.advance(timedelta(hours=-1))
    assert str(shop.core.now) == "2026-11-22 14:05:00"


def test_lost_memory() -> None:
    shop = open_shift(register())
    shop.power_off()
    shop.power_on(memory_lost=True)
    assert shop.mode == 9
    assert ask(shop, "10")[3] == 9
    for code, data in {"8D": "00", "17": "02 41", "FF01": "", "50": "0100000000"}.items():
        assert refused(shop, code, data) == 0x74
    shop.execute(b"\x16")
    assert shop.mode == 2
    assert shop.storage.last == 2
