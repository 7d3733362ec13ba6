"""What a device of another server may be, and what it is asked then."""

from typing import get_args

import pytest

from drivers.errors import NotSupported
from drivers.model import command as commands
from drivers.model.command import Command
from drivers.model.excise import TellEgais
from drivers.model.state import DeviceKind
from drivers.ports import Errand
from drivers.remote.abilities import COMMANDS, HARMLESS
from drivers.remote.driver import RemoteDevice
from drivers.remote.options import RemoteOptions
from drivers.virtual.abilities import OF_REGISTER
from tests.drivers.remote.every_command import EVERY
from tests.drivers.remote.shop import device, using

KINDS = get_args(RemoteOptions.__annotations__["kind"])


def test_every_kind_may_be_set() -> None:
    assert set(KINDS) == set(COMMANDS) == set(DeviceKind) - {DeviceKind.EGAIS}


@pytest.mark.parametrize("kind", KINDS)
def test_it_says_what_it_is(kind: str) -> None:
    traits = device("http://127.0.0.1:1", kind=kind).traits
    assert (traits.kind, traits.commands) == (kind, COMMANDS[DeviceKind(kind)])


def test_all_that_can_be_asked_can_be_said() -> None:
    """And the other way round, labels excepted."""
    asked = set().union(*COMMANDS.values()) - {commands.PrintLabels}
    assert asked == EVERY.keys()


def test_a_register_there_does_what_one_here_does() -> None:
    assert COMMANDS[DeviceKind.REGISTER] == OF_REGISTER


@pytest.mark.parametrize(
    ("kind", "command"),
    [
        ("register", TellEgais(bottles=())),
        ("register", commands.ReadWeight()),
        ("terminal", commands.OpenShift()),
        ("scales", commands.ShowOnDisplay()),
        ("display", commands.SettleTerminal()),
    ],
)
def test_what_is_not_its_work_is_refused_before_anybody_is_asked(kind: str, command: Command) -> None:
    with pytest.raises(NotSupported):
        using("http://127.0.0.1:1", lambda remote: remote.execute(command), kind=kind)


@pytest.mark.parametrize("command", [commands.ReadWeight(), commands.ShowOnDisplay(), commands.ReadCounters()])
def test_what_leaves_no_trace_needs_nobody_to_settle_it(command: Command) -> None:
    """A lost answer costs the question, and holds up nothing while the other server is away."""

    async def work(remote: RemoteDevice) -> object:
        remote.about(Errand(id="w-1"))
        return await remote.settle(command, "0 w-1")

    assert type(command) in HARMLESS
    assert using("http://127.0.0.1:1", work) is None
