"""What the dispatcher must know of commands beside who does them."""

from dataclasses import replace

import pytest

from drivers.model.card import CardAction, CardReference
from drivers.model.command import (
    CheckMarking,
    ClearDisplay,
    Command,
    ContinuePrint,
    FindTransaction,
    MoveCardMoney,
    OpenDrawer,
    ReadCounters,
    ReadDisplay,
    ReadDocument,
    ReadLineLength,
    ReadSlipPrinting,
    ReadState,
    ReadWeight,
    SetTare,
    TerminalReport,
    XReport,
)
from kkmserver.dispatch.device import leaves_no_trace, too_old
from tests.kkmserver.store.entries import NOON, entry, later

READS = (
    ReadState(),
    ReadLineLength(),
    ReadDocument(),
    ReadCounters(),
    ReadWeight(),
    ReadDisplay(),
    ReadSlipPrinting(),
    FindTransaction(),
)
PAY = MoveCardMoney(action=CardAction.PAY, amount=1)
OTHERS = (
    ReadDocument(copies=1),
    SetTare(),
    ClearDisplay(),
    TerminalReport(),
    CheckMarking(()),
    ContinuePrint(),
    OpenDrawer(),
    XReport(),
    PAY,
)


@pytest.mark.parametrize(("commands", "reads"), [(READS, True), (OTHERS, False)])
def test_what_only_reads(commands: tuple[Command, ...], reads: bool) -> None:
    assert [leaves_no_trace(command) for command in commands] == [reads] * len(commands)


@pytest.mark.parametrize(
    ("command", "hold", "seconds", "old"),
    [
        (PAY, 0, 899, False),
        (PAY, 0, 901, True),
        (PAY, 3600, 3599, False),
        (PAY, 3600, 3601, True),
        (PAY, 0, -100_000, False),  # the clock was set back
        (MoveCardMoney(action=CardAction.REFUND, amount=1), 0, 901, True),
        (MoveCardMoney(action=CardAction.REFUND, amount=1, reference=CardReference(rrn="1")), 0, 901, False),
        (MoveCardMoney(action=CardAction.CANCEL, amount=1, reference=CardReference(rrn="1")), 0, 901, False),
        (XReport(), 0, 1_000_000, False),
    ],
)
def test_who_was_to_hold_a_card_there_has_gone(command: Command, hold: float, seconds: float, old: bool) -> None:
    given = entry("a", at=NOON)
    assert too_old(command, replace(given, hold=hold), later(seconds)) == old
