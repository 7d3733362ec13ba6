"""The table of register families in docs/devices/README.md: what the drivers declare, and what the suite has proven.

`python -m tests.devices_table` writes it. Models, links and evidence are told by `drivers/<family>/about.py`, commands
by the driver's traits; what else it can do is what the contract suite tries, so a tick is a test that passes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from drivers import registry
from drivers.clock import SystemClock
from drivers.model.command import CheckMarking, ReadCounters
from drivers.model.registration import RegisterDevice
from drivers.ports import DeviceContext, Traits
from drivers.registers.about import Family as About
from drivers.registers.about import Link
from drivers.transports.connection import open_transport
from tests import documents
from tests.contract import stand
from tests.contract.families import FAMILIES
from tests.contract.stand import Lack

PAGE = documents.ROOT / "docs" / "devices" / "README.md"
BEGIN, END = "<!-- made by python -m tests.devices_table -->\n", "<!-- end -->\n"
NAMES = ("shtrih", "atol", "atol_web", "pirit", "serviceplus", "mercury")  # of the packages


@dataclass(frozen=True, slots=True)
class Family:
    """`tried`: on the bench of the contract suite, over every way to it."""

    about: About
    traits: Traits
    searched: bool
    tried: tuple[stand.Family, ...]

    def has(self, lack: Lack) -> bool:
        """Over its first way: the others differ in what a bench can do to a wire."""
        return self.tried[0].has(lack)


FEATURES: Mapping[str, Callable[[Family], bool]] = {
    "marking codes checked": lambda family: CheckMarking in family.traits.commands,
    "corrections": lambda family: family.has(Lack.CORRECTIONS),
    "agents": lambda family: family.has(Lack.AGENTS),
    "own rows among the goods": lambda family: family.has(Lack.ROWS_BETWEEN),
    "codes on paper": lambda family: family.has(Lack.CODES),
    "pictures": lambda family: family.has(Lack.PICTURES),
    "`NotPrint`": lambda family: family.has(Lack.PAPERLESS),
    "`GetDataCheck` with all requisites": lambda family: family.has(Lack.ARCHIVE),
    "`GetCounters`": lambda family: ReadCounters in family.traits.commands,
    "`KkmRegOfd`": lambda family: RegisterDevice in family.traits.commands,
    "`kkmserver find`": lambda family: family.searched,
}


def families() -> list[Family]:
    return [_family(import_module(f"drivers.{name}.about").ABOUT) for name in NAMES]


def _family(about: About) -> Family:
    spec = registry.load(about.driver)
    connection = f"{'http' if Link.HTTP in about.links else 'tcp'}://127.0.0.1:1"
    needed = {"connection": connection} | ({"port_name": "COM3"} if about.driver == "mercury" else {})
    context = DeviceContext(1, "", Path(), SystemClock(), open_transport)
    tried = tuple(family for family in FAMILIES if family.name.split()[0] == about.driver)
    return Family(about, spec.build(context, spec.options(**needed)).traits, spec.search is not None, tried)


def table() -> str:
    return "\n".join([*_models(families()), "", *_features(families()), ""])


def _models(known: list[Family]) -> list[str]:
    rows = [
        f"| [`{one.driver}`]({one.page}) | {one.models} | {', '.join(one.links)} | {', '.join(one.formats)} "
        f"| {one.evidence} | {'yes' if one.seen else 'no'} |"
        for one in (family.about for family in known)
    ]
    return [
        "| driver | registers | links | ФФД | written from | seen on hardware |",
        "|---|---|---|---|---|---|",
        *rows,
    ]


def _features(known: list[Family]) -> list[str]:
    head = " | ".join(f"`{family.about.driver}`" for family in known)
    rows = [
        f"| {title} | {' | '.join('✓' if has(family) else '–' for family in known)} |"
        for title, has in FEATURES.items()
    ]
    return [f"| | {head} |", "|---" * (len(known) + 1) + "|", *rows]


def page(now: str) -> str:
    """The page with the table as it should be."""
    before, _, rest = now.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
