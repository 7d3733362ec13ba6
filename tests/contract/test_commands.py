"""Every command that there is gets an Outcome or a KkmError, from a register in whatever state."""

import pytest

from drivers.errors import NotSupported, RequestRefused
from drivers.model.command import Command
from drivers.virtual.abilities import OF_REGISTER
from tests.contract import kinds
from tests.contract.asking import refused, tried
from tests.contract.conftest import Play
from tests.contract.stand import Stand


def test_the_lists_are_whole() -> None:
    assert {type(command) for command in kinds.OF_REGISTER.values()} == OF_REGISTER
    assert {type(command) for command in (*kinds.OF_REGISTER.values(), *kinds.OF_OTHERS.values())} == kinds.ALL


def test_in_a_good_order_everything_is_done(play: Play) -> None:
    """Or refused as something that the family lacks."""

    async def scene(stand: Stand) -> None:
        for name, command in kinds.OF_REGISTER.items():
            if name not in kinds.LACKED or play.family.has(kinds.LACKED[name]):
                assert await tried(stand, command) is None, name
            else:
                await refused(stand, command, (NotSupported, RequestRefused))

    play(scene)


def test_a_driver_says_what_it_can_do(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        for name, command in kinds.OF_REGISTER.items():
            if type(command) not in stand.driver.traits.commands:
                assert not play.family.has(kinds.LACKED[name]), name
                await refused(stand, command, NotSupported)

    play(scene)


def test_in_a_bad_order_nothing_but_a_clear_refusal_comes(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        for name, command in reversed(kinds.OF_REGISTER.items()):
            before = stand.documents
            error = await tried(stand, command)
            assert error is None or (error.nothing_sent and stand.documents == before), (name, error)

    play(scene)


@pytest.mark.parametrize("command", kinds.OF_OTHERS.values(), ids=kinds.OF_OTHERS.keys())
def test_what_is_not_for_registers(play: Play, command: Command) -> None:
    async def scene(stand: Stand) -> None:
        assert type(command) not in stand.driver.traits.commands
        await refused(stand, command, NotSupported)

    play(scene, one_of_many=True)
