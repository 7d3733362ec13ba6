"""What comes out, what waits for paper."""

import pytest

from drivers.emulation.fiscal.paper import Roll
from drivers.emulation.fiscal.printed import Barcode, Cut, Feed, Line, Picture
from tests.drivers.emulation.fiscal.sales import till

THREE = [Line("one"), Line("two"), Line("three")]


def roll(*, waits: bool = False) -> Roll:
    shop = till()
    return Roll(shop.clock, shop.conditions, waits=waits)


def test_it_comes_out_at_once() -> None:
    paper = roll()
    paper.print([*THREE, Barcode("QR", "t=1"), Picture(8, (b"\1",)), Feed(1)])
    assert paper.lines == ["one", "two", "three"]
    assert (paper.graphics, paper.barcodes) == (1, [Barcode("QR", "t=1")])
    assert paper.documents == []
    paper.print([Cut(full=True), Line("next")])
    (document,) = paper.documents
    assert document.text() == "one\ntwo\nthree\n[QR t=1]\n[рисунок 8×1]\n\n"
    assert document.barcodes == [("QR", "t=1")]
    assert paper.hanging == ("next",)
    assert document.png()[:4] == b"\x89PNG"


def test_a_cut_of_nothing_is_no_document() -> None:
    paper = roll()
    paper.print([Cut(full=False), Cut(full=False)])
    assert (paper.documents, len(paper.cuts)) == ([], 2)


def test_the_paper_ends_inside_a_document() -> None:
    paper = roll()
    paper.reload(lines=2)
    paper.print([*THREE, Cut(full=False)])
    assert (paper.lines, paper.out, paper.stopped) == (["one", "two"], True, True)
    assert paper.pending == [Line("three"), Cut(full=False)]
    paper.print([Line("four")])
    assert paper.lines == ["one", "two"]
    paper.reload()
    assert (paper.lines, paper.out, paper.stopped) == (["one", "two", "three", "four"], False, False)
    assert len(paper.documents) == 1


def test_some_wait_until_they_are_told_to_go_on() -> None:
    paper = roll(waits=True)
    paper.reload(lines=1)
    paper.print(THREE)
    paper.reload(lines=1)
    assert (paper.out, paper.stopped, paper.lines) == (False, True, ["one"])
    paper.go_on()
    assert (paper.stopped, paper.lines) == (True, ["one", "two"])
    paper.reload()
    paper.go_on()
    assert (paper.stopped, paper.lines) == (False, ["one", "two", "three"])


def test_an_end_after_the_last_line_stops_nothing() -> None:
    paper = roll()
    paper.reload(lines=3)
    paper.print(THREE)
    assert (paper.out, paper.stopped) == (True, False)


@pytest.mark.parametrize("feed", [2, 5])
def test_feeding_takes_paper_too(feed: int) -> None:
    paper = roll()
    paper.reload(lines=2)
    paper.print([Feed(feed)])
    assert paper.out


def test_an_open_cover_stops_it_and_a_power_cut_forgets_it() -> None:
    shop = till()
    paper = Roll(shop.clock, shop.conditions)
    shop.conditions.cover_open = True
    paper.print(THREE)
    assert paper.drop() == THREE
    paper.reload()
    assert (paper.lines, paper.stopped, paper.out) == ([], False, False)
