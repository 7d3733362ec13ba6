"""Every member of every command is known, and read alike in both ways."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kkmserver.dialects.kkm.catalogue import COMMANDS, DEVICE
from kkmserver.dialects.kkm.fields import SPELLED
from kkmserver.dialects.kkm.lenient import parse
from kkmserver.dialects.kkm.names import WITHOUT_MEANING
from kkmserver.dialects.kkm.reading import Reading
from kkmserver.dialects.kkm.refusal import Refused
from kkmserver.dialects.kkm.request import DeviceRequest, device_request, usual_request
from tests.kkmserver.dialects.kkm.full import CORRECTION, HEAD, OWN, full

# Ignored on purpose, and belonging to forms of their own: a label's to PrintDocument, a correction's to TypeCheck 2.
IGNORED = {*WITHOUT_MEANING, "Command"}
ELSEWHERE = {"PrintDocument": {"Template", "Fields", "Copies", "First"}, "RegisterCheck": set(CORRECTION)}
VALUES: list[Any] = [
    None, "", " ", 0, 1, -1, 7, "1", "1,5", True, False, [], {}, [None], [{}], "0,3", 10**12, "x" * 300, 0.005, 1e300,
    "89161234567", "2024-01-31", "2024-01-31T21:00:00.000Z", "0001-01-01T00:00:00", "CN:4276000011112222", "Open",
    "4276000011112222",
]  # fmt: skip


def both(body: dict[str, Any]) -> tuple[DeviceRequest | None, DeviceRequest]:
    """The quick reading and the thorough one. Raises Refused."""
    text = json.dumps(body).encode()
    return usual_request(text, Reading()), device_request(body["Command"], parse(text), Reading())


def test_there_is_a_request_of_every_command() -> None:
    assert OWN.keys() == DEVICE


@pytest.mark.parametrize("name", sorted(DEVICE))
def test_every_member_is_sent(name: str) -> None:
    wanted = set(SPELLED[COMMANDS[name][0]].values()) - ELSEWHERE.get(name, set())
    assert wanted == full(name).keys() - IGNORED


@pytest.mark.parametrize("name", sorted(DEVICE))
def test_every_member_is_taken_in_the_usual_form(name: str) -> None:
    quick, slow = both(full(name))
    assert quick is not None
    assert (repr(quick), quick.fingerprint()) == (repr(slow), slow.fingerprint())
    assert quick.head.model_fields_set == slow.head.model_fields_set


def test_a_correction_is_usual_too() -> None:
    quick, slow = both(full("RegisterCheck") | CORRECTION | {"TypeCheck": 2})
    assert quick is not None
    assert repr(quick) == repr(slow)


@settings(deadline=None)
@given(st.sampled_from(sorted(DEVICE - {"PrintDocument"})), st.data())
def test_no_value_is_read_in_two_ways(name: str, data: st.DataObject) -> None:
    own = CORRECTION | OWN[name] if name == "RegisterCheck" else OWN[name]
    member = data.draw(st.sampled_from(sorted({**HEAD, **own}.keys() - IGNORED)))
    body = full(name) | own | {member: data.draw(st.sampled_from(VALUES))}
    if name == "RegisterCheck":
        body["TypeCheck"] = data.draw(st.sampled_from([0, 2, 8]))
    assert_alike(body)


@settings(deadline=None)
@given(st.sampled_from(["RegKkmOfd", "GoodCodeDatas", "BuyerInfo", "IndustryAttribute", "CashlessPayments"]), st.data())
def test_no_inner_value_either(place: str, data: st.DataObject) -> None:
    name = next(name for name, own in OWN.items() if place in own)
    given_there = OWN[name][place]
    inner = given_there if isinstance(given_there, dict) else given_there[0]
    changed = inner | {data.draw(st.sampled_from(sorted(inner))): data.draw(st.sampled_from(VALUES))}
    assert_alike(full(name) | {place: changed if isinstance(given_there, dict) else [changed]})


def assert_alike(body: dict[str, Any]) -> None:
    """Where it is read quickly, it is read as the thorough reading reads it."""
    try:
        quick, slow = both(body)
    except Refused:
        assert usual_request(json.dumps(body).encode(), Reading()) is None
        return
    if quick is not None:
        assert (repr(quick), quick.fingerprint()) == (repr(slow), slow.fingerprint())
