"""The drawer and what is in it. Source: spec/mercury.md 3."""

from drivers.emulation.fiscal.slip import ENDING, centred, money, pair
from drivers.mercury.emulator.command import NOTHING, Answer, Command
from drivers.mercury.emulator.core import Core
from drivers.mercury.emulator.fields import Fields
from drivers.mercury.emulator.people import cashier

_FIELDS = ("cash", "cashierInfo")


def _bring(core: Core, asked: Fields) -> Answer:
    kopecks = _allowed(core, asked)
    core.till.cash_in(kopecks)
    return _printed(core, "ВНЕСЕНИЕ", kopecks)


def _withdraw(core: Core, asked: Fields) -> Answer:
    kopecks = _allowed(core, asked)
    with core.recording():
        core.till.cash_out(kopecks)
    return _printed(core, "ВЫПЛАТА", kopecks)


def _allowed(core: Core, asked: Fields) -> int:
    cashier(asked)
    kopecks = asked.money("cash")
    core.must_have_no_check()
    if core.quirks.cash_needs_shift:
        core.must_have_shift()
    core.must_have_paper()
    return kopecks


def _printed(core: Core, title: str, kopecks: int) -> Answer:
    core.roll.print([centred(title), pair("СУММА", f"={money(kopecks)}"), *ENDING])
    return NOTHING


def _box(core: Core, _: Fields) -> Answer:
    core.pulses += 1
    return NOTHING


COMMANDS = (
    Command("BringMoney", _bring, _FIELDS),
    Command("WithdrawMoney", _withdraw, _FIELDS),
    Command("OpenBox", _box),
)
