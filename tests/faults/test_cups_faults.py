"""The comparison with CUPS counts what is there, and ours keeps its word."""

import sys

import pytest

from tests import documents
from tests.cups import needs_cups
from tests.faults.cups_faults import ROWS, Count, CupsSide, OurSide, killed, with_a_bad_member

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
DOCUMENTS = 8


def keeps_its_word(count: Count) -> bool:
    return count.twice == count.false == count.silent == 0 and count.done + count.unknown == DOCUMENTS


def test_nothing_that_was_accepted_is_lost_in_a_kill() -> None:
    count = killed(OurSide, DOCUMENTS, 0.5)
    assert keeps_its_word(count), count
    assert count.unknown <= 1, count


def test_a_member_that_breaks_off_spoils_few_documents_and_says_so() -> None:
    count = with_a_bad_member(OurSide, DOCUMENTS)
    assert keeps_its_word(count), count
    assert 1 <= count.part == count.unknown <= 3, count  # then it is blocked


@needs_cups
def test_what_cups_does_is_counted() -> None:
    count = with_a_bad_member(CupsSide, DOCUMENTS)
    assert count.whole + count.part + count.none == DOCUMENTS
    assert count.part > 0


def test_the_document_shows_what_is_counted() -> None:
    text = documents.read("docs/reliability.md")
    assert [text.count(f"\n| {row} |") for row in ROWS] == [2] * len(ROWS)
