"""A bank terminal without hardware: it keeps a bank of its own on disk, and answers as its script says."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from annotated_types import Ge, Le

from drivers.ports import DeviceContext
from drivers.registry import DriverSpec
from drivers.terminals.driver import TerminalDriver
from drivers.terminals.masking import masked_card
from drivers.terminals.script import Script, ScriptedAnswer
from drivers.terminals.slips import SlipPaper
from drivers.terminals.virtual_pinpad import Manner, VirtualPinpad


@dataclass(frozen=True, slots=True)
class VirtualTerminalOptions:
    script: Literal["approve", "kopecks"] = "approve"  # kopecks: the kopecks of a sum say what happens, see Script
    answers: list[ScriptedAnswer] = field(default_factory=list)  # of the first operations that move money, in order
    delay: Annotated[float, Ge(0), Le(600)] = 0.0  # seconds an operation takes; then the bank is asked
    slow: Annotated[float, Ge(0), Le(600)] = 20.0  # seconds a slow one takes
    memory: bool = True  # false: like most real ones it cannot be asked what became of an operation
    prints_slips: bool = False  # it says that it prints its slips itself
    copies: Annotated[int, Ge(1), Le(2)] = 1  # of a slip, one below the other: the seller's, the customer's
    columns: Annotated[int, Ge(24), Le(64)] = 32  # characters in a line of a slip
    shop: str = 'ООО "Ромашка"'  # the head of a slip
    terminal_id: str = ""  # its id at the bank; "" = made from the device number
    card: str = "4276********0001"  # everybody pays with it


def build(context: DeviceContext, options: VirtualTerminalOptions) -> TerminalDriver:
    terminal = options.terminal_id or f"{context.number:08d}"
    manner = Manner(
        script=Script(options.answers, by_kopecks=options.script == "kopecks"),
        delay=options.delay,
        slow=options.slow,
        memory=options.memory,
        prints_slips=options.prints_slips,
        card=masked_card(options.card),
        paper=SlipPaper(shop=options.shop, terminal=terminal, columns=options.columns, copies=options.copies),
    )
    pinpad = VirtualPinpad(context.data / "bank.sqlite3", context.clock, manner)
    return TerminalDriver(context, "TerminalEmulator", "Виртуальный терминал", pinpad)


SPEC = DriverSpec(options=VirtualTerminalOptions, build=build)
