"""The table of a campaign, as Markdown."""

from collections.abc import Iterator

from tests.faults.kills.campaign import Campaign
from tests.faults.kills.clients import CLIENTS
from tests.faults.kills.deaths import Step
from tests.faults.kills.evidence import Prints
from tests.faults.kills.findings import Row, rows
from tests.faults.kills.shop import Kind

_MET = "A kill that is aimed at a step on one device meets all others at any moment."
_HEAD = "| device | killed at | kills | commands | done | unknown | doubled | missing | seconds |"


def table(found: Campaign) -> str:
    return "\n".join(_lines(found))


def _lines(found: Campaign) -> Iterator[str]:
    counts = rows(found)
    yield f"{len(found.lives)} kills under {CLIENTS} clients in {found.seconds:.0f} s. {_MET}"
    yield ""
    yield _papers(found)
    yield ""
    yield _HEAD
    yield "|---|---" + "|--:" * 7 + "|"
    for kind in Kind:
        mine = {step: counts[kind, step] for step in Step if (kind, step) in counts}
        if not mine:
            continue
        for step, row in mine.items():
            yield _line(kind, step, row)
        yield _line(f"**{kind}**", "", _sum(list(mine.values()), len(found.lives)))
    yield _line("**all**", "", _sum(list(counts.values()), len(found.lives)))


def _papers(found: Campaign) -> str:
    """Why nobody but a person can tell."""
    unknown = [found.prints.get(one, Prints()) for one, answer in found.final.items() if answer.unknown]
    whole, printed = sum(prints.whole for prints in unknown), sum(prints.times > 0 for prints in unknown)
    return (
        f"Of {len(unknown)} documents whose outcome is unknown, the paper has {whole} whole, {printed - whole} in part "
        f"and {len(unknown) - printed} not at all."
    )


def _line(device: str, step: str, row: Row) -> str:
    numbers = (row.kills, row.commands, row.done, row.unknown, row.doubled, row.missing)
    return f"| {device} | {step} | {' | '.join(map(str, numbers))} | {row.seconds:.1f} |"


def _sum(parts: list[Row], kills: int) -> Row:
    return Row(
        kills=kills,
        commands=sum(row.commands for row in parts),
        done=sum(row.done for row in parts),
        unknown=sum(row.unknown for row in parts),
        doubled=sum(row.doubled for row in parts),
        missing=sum(row.missing for row in parts),
        seconds=sum(row.seconds for row in parts),
    )
