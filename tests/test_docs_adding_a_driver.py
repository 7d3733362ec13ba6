"""docs/adding-a-driver.md makes a driver: its blocks, as files of a package, pass the contract suite."""

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import drivers
from drivers import registry
from tests import documents, romashka
from tests.contract import (
    test_commands,
    test_knowledge,
    test_once,
    test_papers,
    test_receipts,
    test_refusals,
    test_settling,
    test_shifts,
    test_troubles,
)
from tests.contract.conftest import Play
from tests.contract.stand import Family, Lack, Trouble
from tests.faults.wires.skipping import run

PAGE = documents.read("docs/adding-a-driver.md")
FILES = {
    found[1]: block.content
    for block in documents.blocks(PAGE, "python")
    if (found := re.match(r"# (drivers/romashka/\w+\.py)\n", block.content))
}
(ROW,) = (block.content for block in documents.blocks(PAGE, "python") if block.content.startswith("TCP = "))
(LINE,) = (
    block.content for block in documents.blocks(PAGE, "python") if block.content.strip().startswith('"romashka"')
)
KNOWN = {"Family": Family, "Lack": Lack, "Trouble": Trouble, "run": run, "stand": romashka.stand}


@pytest.fixture(scope="module")
def family(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Family]:
    """The package stands beside the real ones for as long as it is tried, under its own name in the registry."""
    folder = tmp_path_factory.mktemp("drivers")
    (folder / "romashka").mkdir()
    (folder / "romashka" / "__init__.py").touch()
    for name, content in FILES.items():
        (folder / name.removeprefix("drivers/")).write_text(content, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drivers, "__path__", [*drivers.__path__, str(folder)])
        name, module = re.findall(r'"(\S+)"', LINE)
        patch.setitem(registry._MODULES, name, module)
        importlib.invalidate_caches()
        told: dict[str, Family] = {}
        exec(ROW, dict(KNOWN), told)
        yield told["TCP"]
    for module in [each for each in sys.modules if each.startswith("drivers.romashka")]:
        del sys.modules[module]


@pytest.fixture
def play(family: Family, tmp_path: Path) -> Play:
    return Play(family, tmp_path)


def test_the_page_has_the_files_it_speaks_of() -> None:
    assert [Path(name).stem for name in FILES] == ["options", "line", "sale", "register", "driver"]
    assert sum(len(content.splitlines()) for content in FILES.values()) < 450, "how little a family has to write"


def test_it_is_built_from_the_page(family: Family, play: Play) -> None:
    assert "romashka" in registry.names()
    assert str(family) == "romashka over TCP"
    test_commands.test_in_a_good_order_everything_is_done(play)
    assert "drivers.romashka.sale" in sys.modules


SCENES = (
    test_commands.test_a_driver_says_what_it_can_do,
    test_commands.test_in_a_bad_order_nothing_but_a_clear_refusal_comes,
    test_knowledge.test_looking_changes_nothing,
    test_papers.test_documents_are_read_from_the_archive,
    test_papers.test_a_document_that_is_not_there,
    test_papers.test_copies_of_a_document,
    test_papers.test_a_line_as_long_as_the_paper_is_one_row,
    test_papers.test_a_preview_prints_nothing,
    test_papers.test_what_its_paper_lacks_is_refused,
    test_receipts.test_without_paper_is_refused_where_that_cannot_be,
    test_refusals.test_a_shift_that_is_open,
    test_refusals.test_a_shift_over_24_hours,
    test_settling.test_what_was_done_is_told_as_it_was_answered,
    test_settling.test_a_sale_whose_answer_is_lost,
    test_settling.test_another_storage_is_unknown,
    test_settling.test_a_command_of_somebody_else_is_not_ours,
    test_shifts.test_a_day,
    test_shifts.test_cash_is_counted_with_receipts,
    test_shifts.test_the_drawer_opens,
    test_troubles.test_no_paper,
    test_troubles.test_nobody_is_there,
    test_troubles.test_a_receipt_that_stands_open_is_annulled,
    test_troubles.test_paper_that_ends_is_loaded_and_the_receipt_is_finished,
)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_it_does_what_the_suite_asks(play: Play, scene: object) -> None:
    scene(play)  # type: ignore[operator]


@pytest.mark.parametrize("trouble", [Trouble.WIRE_CUT, Trouble.POWER_CUT, Trouble.PAPER_OUT, Trouble.ANSWER_LOST])
def test_in_the_middle_of_a_sale(play: Play, trouble: Trouble) -> None:
    test_troubles.test_in_the_middle_of_a_sale(play, trouble)


@pytest.mark.parametrize("name", ["cash in", "the Z report"])
def test_another_command_whose_answer_is_lost(play: Play, name: str) -> None:
    test_settling.test_another_command_whose_answer_is_lost(play, name)


@pytest.mark.parametrize("name", test_settling.CUT)
def test_cancelled_at_every_step(play: Play, name: str) -> None:
    test_settling.test_cancelled_at_every_step(play, name)


def test_all_forms_of_a_receipt(play: Play) -> None:
    test_receipts.test_all_forms_in_one_shift(play, "1.05")


def test_any_day(play: Play, family: Family) -> None:
    test_once.test_any_day(play, family)
