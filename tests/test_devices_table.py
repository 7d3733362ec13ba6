"""The table of families is current, and what the families declare of themselves is true of their drivers."""

import pytest

from drivers import registry
from drivers.registers.about import Link
from tests import devices_table
from tests.contract.stand import Lack
from tests.devices_table import Family

FAMILIES = devices_table.families()
WAYS = {Link.SERIAL: "over a serial port", Link.TCP: "over TCP", Link.HTTP: "over HTTP"}
each = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.about.driver)


def test_the_page_has_the_table() -> None:
    now = devices_table.PAGE.read_text(encoding="utf-8")
    assert devices_table.page(now) == now, "python -m tests.devices_table writes it"


def test_every_family_of_the_registry_is_told() -> None:
    assert {family.about.driver for family in FAMILIES} == set(registry._SEARCHABLE)
    assert all((devices_table.PAGE.parent / family.about.page).exists() for family in FAMILIES)


@each
def test_the_formats_are_those_it_is_tried_with(family: Family) -> None:
    tried = set(family.tried[0].formats)
    assert tried <= set(family.about.formats)
    assert (family.about.formats[0], family.about.formats[-1]) == (min(tried), max(tried))


@each
def test_every_link_is_tried(family: Family) -> None:
    tried = [one.name for one in family.tried]
    assert all(any(WAYS[link] in name for name in tried) for link in family.about.links)


@each
def test_it_is_looked_for_where_it_may_be(family: Family) -> None:
    search = registry.load(family.about.driver).search
    assert search is not None
    assert bool(search.speeds) == (Link.SERIAL in family.about.links)


@each
def test_commands_and_the_suite_agree(family: Family) -> None:
    """What it lacks by its traits, the suite finds refused; marking needs the newest format."""
    features = {title: has(family) for title, has in devices_table.FEATURES.items()}
    assert features["marking codes checked"] == ("1.2" in family.about.formats)
    assert features["`GetCounters`"] == family.has(Lack.COUNTERS)
    assert features["`KkmRegOfd`"] == family.has(Lack.REGISTRATION)
