"""A campaign in which something went wrong is told from one in which all went well."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from drivers.errors import Fault
from kkmserver.store.record import Entry, Failure, Record, State
from tests.faults.kills import shop
from tests.faults.kills.campaign import Campaign, Life
from tests.faults.kills.clients import Answer
from tests.faults.kills.deaths import Death, Step
from tests.faults.kills.evidence import Prints
from tests.faults.kills.findings import faults, rows
from tests.faults.kills.shop import Kind

SALE, PAPER, DOUBT = "sale", "paper", "doubt"
DEATH = Death(Kind.PRINTER, Step.FIRST_BYTE, 1, 1)
UNKNOWN = Answer(2, "Результат неизвестен: обрыв.", 2, 0)


def lines(device: int, upto: int = shop.LINES) -> list[tuple[int, int]]:
    return [(device, number) for number in range(1, upto + 1)]


def record(id: str, device: int, state: State) -> Record:  # noqa: A002
    entry = Entry(
        id=id, dialect="kkm", name="", device=device, client="", request=b"", fingerprint=b"",
        accepted_at=datetime(2026, 11, 22, tzinfo=UTC),
    )  # fmt: skip
    failure = Failure(code="outcome_unknown", text=UNKNOWN.error, fault=Fault.UNKNOWN, nothing_sent=False)
    return Record(row=1, entry=entry, state=state, failure=failure if state is State.UNKNOWN else None)


def well() -> Campaign:
    """A receipt, a document, and a document that a kill has met."""
    final = {SALE: Answer(0, "", 1, 7), PAPER: Answer(0, "", 2, 0), DOUBT: UNKNOWN}
    return Campaign(
        lives=[Life(DEATH, [SALE, PAPER, DOUBT], 0.5, {DOUBT})],
        sent={SALE: Kind.REGISTER, PAPER: Kind.PRINTER, DOUBT: Kind.PRINTER},
        final=final,
        repeated=dict(final),
        records={
            SALE: record(SALE, 1, State.DONE),
            PAPER: record(PAPER, 2, State.DONE),
            DOUBT: record(DOUBT, 2, State.UNKNOWN),
        },
        prints={SALE: Prints(receipts=[(1, 7)]), PAPER: Prints(lines=lines(2)), DOUBT: Prints(lines=lines(2, 3))},
    )


def sale_twice(found: Campaign) -> None:
    found.prints[SALE].receipts.append((1, 8))


def sale_missing(found: Campaign) -> None:
    del found.prints[SALE]


def sale_of_another_number(found: Campaign) -> None:
    found.prints[SALE].receipts[0] = (1, 8)


def sale_unknown(found: Campaign) -> None:
    found.final[SALE] = found.repeated[SALE] = UNKNOWN
    found.records[SALE] = record(SALE, 1, State.UNKNOWN)
    found.lives[0].in_hand.add(SALE)


def paper_in_part(found: Campaign) -> None:
    found.prints[PAPER].lines.pop()


def paper_elsewhere(found: Campaign) -> None:
    found.prints[PAPER].lines = lines(3)


def begun_again(found: Campaign) -> None:
    found.prints[DOUBT].lines.append((2, 1))


def begun_on_two(found: Campaign) -> None:
    found.prints[DOUBT].lines += lines(3)


def not_met(found: Campaign) -> None:
    found.lives[0].in_hand.clear()


def two_at_once(found: Campaign) -> None:
    found.lives[0].in_hand.add(PAPER)


def journal_forgets(found: Campaign) -> None:
    found.records[PAPER] = None


def journal_differs(found: Campaign) -> None:
    found.records[DOUBT] = record(DOUBT, 2, State.DONE)


def repeat_differs(found: Campaign) -> None:
    found.repeated[SALE] = replace(found.final[SALE], document=8)


def sent_by_nobody(found: Campaign) -> None:
    found.prints["stray"] = Prints(receipts=[(1, 9)])


def not_finished(found: Campaign) -> None:
    found.unfinished.append(record(PAPER, 2, State.RUNNING))


def bug_in_the_log(found: Campaign) -> None:
    found.log = "Traceback (most recent call last):"


def test_all_is_well() -> None:
    found = well()
    assert list(faults(found)) == []
    table = {place: (row.kills, row.commands, row.done, row.unknown) for place, row in rows(found).items()}
    assert table == {(Kind.PRINTER, Step.FIRST_BYTE): (1, 2, 1, 1), (Kind.REGISTER, Step.ANY): (1, 1, 1, 0)}


@pytest.mark.parametrize(
    "wrong",
    [
        sale_twice, sale_missing, sale_of_another_number, sale_unknown, paper_in_part, paper_elsewhere, begun_again,
        begun_on_two, not_met, two_at_once, journal_forgets, journal_differs, repeat_differs, sent_by_nobody,
        not_finished, bug_in_the_log,
    ],
)  # fmt: skip
def test_a_fault_is_found(wrong: Callable[[Campaign], None]) -> None:
    found = well()
    wrong(found)
    assert list(faults(found))


@pytest.mark.parametrize(
    ("wrong", "column"),
    [(sale_twice, "doubled"), (sale_missing, "missing"), (paper_in_part, "missing"), (begun_on_two, "doubled")],
)
def test_the_table_counts_it(wrong: Callable[[Campaign], None], column: str) -> None:
    found = well()
    wrong(found)
    assert sum(getattr(row, column) for row in rows(found).values()) == 1
