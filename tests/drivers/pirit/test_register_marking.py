"""Marking codes, ФФД 1.2. Source: spec/service-plus.md A6."""

from drivers.errors import WrongState
from drivers.model.command import CheckMarking
from drivers.model.document import MarkingCode
from drivers.model.marking import MarkingQuestion
from tests.contract.asking import done, refused
from tests.contract.goods import GOOD, receipt, water
from tests.contract.pirit import PiritStand
from tests.drivers.pirit.shop import play, sent

_ASKED = CheckMarking((MarkingQuestion(marking=MarkingCode(code=GOOD), name="Вода"),))


def steps(stand: PiritStand) -> list[str]:
    """79h with its number, and what makes the receipt."""
    told = []
    for each in stand.register.exchanges:
        if each.command == "79":
            told.append("79/" + each.data.split(b"\x1c")[0].decode())
        elif each.command in ("30", "42", "31"):
            told.append(each.command)
    return told


def test_the_order_of_the_commands() -> None:
    async def scene(stand: PiritStand) -> None:
        await done(stand, receipt(water()))
        assert steps(stand) == ["79/3", "79/16", "79/1", "79/2", "30", "79/15", "42", "31"]

    play(scene, ffd="1.2")


def test_the_separator_is_written_in_letters() -> None:
    async def scene(stand: PiritStand) -> None:
        await done(stand, receipt(water()))
        bound = next(data for data in sent(stand, "79") if data.startswith(b"15\x1c"))
        assert b"$1D93dGVz" in bound

    play(scene, ffd="1.2")


def test_a_question_leaves_nothing_in_the_register() -> None:
    async def scene(stand: PiritStand) -> None:
        await done(stand, _ASKED)
        assert sent(stand, "79")[-1].split(b"\x1c")[:2] == [b"2", b"0"]

    play(scene, ffd="1.2")


def test_a_full_table_is_cleared() -> None:
    async def scene(stand: PiritStand) -> None:
        stand.register.machine.troubles.refuse(0x75, "79", skip=1)
        assert (await done(stand, _ASKED)).marking
        assert steps(stand)[:4] == ["79/16", "79/1", "79/3", "79/16"]

    play(scene, ffd="1.2")


def test_a_register_for_other_goods_says_so() -> None:
    async def scene(stand: PiritStand) -> None:
        stand.register.machine.troubles.refuse(0x72, "79", times=None)
        assert "маркированными" in (await refused(stand, receipt(water()), WrongState)).text

    play(scene, ffd="1.2")
