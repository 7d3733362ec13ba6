"""Bits of 1205 and codes of 1101: spec/ffd.md sections 3 and 4."""

from dataclasses import replace
from typing import Any

import pytest

from drivers.fiscal import reasons
from drivers.model.ffd import TaxSystem
from tests.drivers.fiscal.samples import REGISTRATION


@pytest.mark.parametrize(
    ("changes", "bits"),
    [
        ({}, []),
        ({"ofd_name": "Другой"}, [1]),
        ({"ofd_inn": "7728029110"}, [1]),
        ({"ofd_host": "ofd.example", "ofd_port": "7777"}, [1]),
        ({"organization": "ИП"}, [2]),
        ({"address": "г. Тверь"}, [3]),
        ({"place": "Касса 3"}, [3]),
        ({"autonomous": True}, [5]),
        ({"tax_systems": (TaxSystem.PATENT,)}, [7]),
        ({"automatic": True, "automatic_number": "A-7"}, [8, 10]),
        ({"bso": True}, [11]),
        ({"internet": True}, [14]),
        ({"agents": (6,)}, [16]),
        ({"gambling": True}, [18]),
        ({"lottery": True}, [20]),
        ({"excise": True}, [31]),
        ({"marking": True, "sender_email": "b@c.ru"}, [31]),
    ],
)
def test_what_differs(changes: dict[str, Any], bits: list[int]) -> None:
    assert reasons.mask(REGISTRATION, replace(REGISTRATION, **changes)) == sum(1 << bit for bit in bits)


@pytest.mark.parametrize(
    ("mode", "leaves"),
    [("autonomous", 4), ("automatic", 9), ("bso", 12), ("internet", 13), ("gambling", 17), ("lottery", 19)],
)
def test_leaving_a_mode(mode: str, leaves: int) -> None:
    assert reasons.mask(replace(REGISTRATION, **{mode: True}), REGISTRATION) == 1 << leaves


def test_agents() -> None:
    agent = replace(REGISTRATION, agents=(6,))
    assert reasons.mask(agent, REGISTRATION) == 1 << 15
    assert reasons.mask(agent, replace(agent, agents=(5, 6))) == 1 << 31
    assert reasons.mask(replace(agent, agents=(6, 5)), replace(agent, agents=(5, 6))) == 0


def test_what_stands_beside_the_registration() -> None:
    same = {"before": REGISTRATION, "after": REGISTRATION}
    assert reasons.mask(**same, storage=True) == 1
    assert reasons.mask(**same, version=True) == 1 << 6
    assert reasons.mask(**same, ffd=True) == 1 << 21
    assert reasons.mask(**same, storage=True, ffd=True) == 1 | 1 << 21


@pytest.mark.parametrize(
    ("bits", "codes"), [([], ()), ([0], (1,)), ([1], (2,)), ([2, 7], (3,)), ([21], (4,)), ([0, 1, 3, 31], (1, 2, 3, 4))]
)
def test_codes_before_1_1(bits: list[int], codes: tuple[int, ...]) -> None:
    assert reasons.codes(sum(1 << bit for bit in bits)) == codes


def test_every_bit_has_a_code() -> None:
    assert all(len(reasons.codes(1 << bit)) == 1 for bit in (*range(22), 31))


def test_on_paper() -> None:
    assert reasons.printed(0b101 | 1 << 31) == "1, 3, 32"
