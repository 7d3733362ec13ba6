"""Every register of `kkmserver emulate` as its options make it: what is spelled on the command line waits in it."""

from typing import Any

import click
import pytest

from kkmserver.commands.emulate import emulate
from kkmserver.commands.emulated_kind import Address
from kkmserver.commands.emulated_registers import REGISTERS

INN = "500100732259"
FAULTS = {  # of the wire or the service; of the register itself
    "shtrih": ("answer-lost:FF45:2", "refuse-50:8D:3"),
    "atol": ("tid-lost:A440:2", "refuse-103:92:3"),
    "pirit": ("answer-late:31:2:1.5", "refuse-08:31:3"),
    "serviceplus": ("answer-lost:8:2", "refuse-3:8:3"),
    "atol-web": ("reset-after:sell:2", "refuse-44:sell:3"),
    "mercury": ("restart-after:CloseCheck:2", "refuse-210:AddGoods:3"),
}


def built(name: str, *arguments: str) -> Any:
    """The emulator, which is not entered. Raises click.UsageError, ValueError."""
    command = emulate.get_command(click.Context(emulate), name)
    assert command is not None
    options = command.make_context(name, list(arguments)).params
    return REGISTERS[name].build(Address("127.0.0.1", 0), {**options, "wired": False})


def test_every_register_is_tried_here() -> None:
    assert FAULTS.keys() == REGISTERS.keys()


@pytest.mark.parametrize("name", FAULTS)
def test_it_is_made_as_told(name: str) -> None:
    machine = built(name, "--inn", INN).machine
    told = machine.core.tables.string(18, 1, 2) if name == "shtrih" else machine.till.inn
    assert told == INN


@pytest.mark.parametrize("name", FAULTS)
def test_faults_wait_for_their_commands(name: str) -> None:
    wire, own = FAULTS[name]
    emulator = built(name, "--fault", wire, "--fault", own)
    plan = emulator.machine.talk.plan if hasattr(emulator.machine, "talk") else emulator.machine.plan
    first = plan.waiting[0]
    said = wire.split(":")
    assert first.what.value == said[0]
    assert said[1] in (getattr(first, "command", ""), getattr(first, "task", ""))
    assert (first.times, first.seconds) == (2, float(said[3]) if len(said) > 3 else 0.0)
    number = int(own.removeprefix("refuse-").partition(":")[0], 16 if name in ("shtrih", "pirit") else 10)
    if hasattr(emulator.machine, "troubles"):
        command = own.split(":")[1]
        assert [emulator.machine.troubles.due(command) for _ in range(4)] == [number] * 3 + [None]
    else:
        refusal = plan.waiting[1]
        assert number in (getattr(refusal, "result", None), getattr(refusal, "code", None))
        assert refusal.times == 3


def test_faults_of_the_other_protocol_are_refused() -> None:
    assert built("serviceplus", "--protocol", "binary", "--fault", "bad-sum:22").machine.talk.plan.waiting
    with pytest.raises(ValueError, match="bad-sum"):
        built("serviceplus", "--fault", "bad-sum:8")


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("fault", ["frobnicate", "refuse-0:31", "answer-lost:31:0", "answer-lost:?"])
def test_what_is_refused_names_what_there_is(name: str, fault: str) -> None:
    with pytest.raises(click.BadParameter, match="refuse-"):
        built(name, "--fault", fault)
