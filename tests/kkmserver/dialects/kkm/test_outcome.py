"""What became of a command: known, refused or unknown, and which member of a pool had it."""

from dataclasses import replace

import pytest

from drivers.errors import Fault
from drivers.model.state import DeviceKind
from kkmserver.dialects.kkm.reading import Rules
from kkmserver.store.record import Failure, State
from tests.kkmserver.dialects.kkm.desk import Shop, device
from tests.kkmserver.dialects.kkm.samples import SHIFT_IS_OPEN, SOLD, receipt, row

LOST = Failure(code="outcome_unknown", text="Ответа нет. Проверьте ленту.", fault=Fault.UNKNOWN, nothing_sent=False)


def test_success_has_no_extension_members() -> None:
    assert not {"Outcome", "NothingSent"} & set(Shop(SOLD).post(receipt()))


def test_what_is_under_way_has_none_either() -> None:
    assert not {"Outcome", "NothingSent"} & set(Shop().post(receipt(), "/execute/async"))


@pytest.mark.parametrize("nothing_sent", [True, False])
def test_a_refusal_tells_whether_anything_reached_the_device(nothing_sent: bool) -> None:
    answer = Shop(replace(SHIFT_IS_OPEN, nothing_sent=nothing_sent)).post(receipt())
    assert (answer["Status"], answer["Outcome"], answer["NothingSent"]) == (2, "refused", nothing_sent)


def test_unknown_is_an_answer_of_its_own() -> None:
    shop = Shop()
    shop.post(receipt(IdCommand="u"), "/execute/async")
    shop.desk.slips["u"].finish(LOST, State.UNKNOWN)
    for answer in (shop.post(receipt(IdCommand="u")), shop.post({"Command": "GetRezult", "IdCommand": "u"})["Rezult"]):
        assert (answer["Status"], answer["Outcome"], answer["NothingSent"]) == (2, "unknown", False)
        assert answer["Error"] == "Результат неизвестен: Ответа нет. Проверьте ленту."
        assert "CheckNumber" not in answer


def test_unknown_says_where_to_look_even_when_nobody_gave_a_reason() -> None:
    shop = Shop()
    shop.post(receipt(IdCommand="u"), "/execute/async")
    slip = shop.desk.slips["u"]
    slip.record = replace(slip.record, state=State.UNKNOWN)
    answer = shop.post({"Command": "GetRezult", "IdCommand": "u"})["Rezult"]
    assert answer["Error"].startswith("Результат неизвестен:")
    assert "Проверьте" in answer["Error"]
    assert (answer["Outcome"], answer["NothingSent"]) == ("unknown", False)


def pooled() -> Shop:
    """A pool with number 10 over devices 1 and 2; 2 does the work."""
    shop = Shop(SOLD)
    shop.desk.views.append(replace(device(10, "Все кассы", DeviceKind.REGISTER), members=(1, 2), type_id="Pool"))
    shop.desk.member = 2
    return shop


def test_the_answer_names_the_member_that_did_it() -> None:
    shop = pooled()
    answer = shop.post(receipt(NumDevice=10, IdCommand="p"))
    assert (answer["NumDevice"], answer["UnitName"], answer["CheckNumber"]) == (2, "Этикетки", 20)
    assert shop.post({"Command": "GetRezult", "IdCommand": "p"})["Rezult"] == answer


def test_a_pool_is_a_device_of_the_list() -> None:
    shop = pooled()
    shop.desk.views[1] = replace(shop.desk.views[1], active=False, blocked="нет бумаги")
    plain, blocked, pool = shop.post({"Command": "List"})["ListUnit"]
    assert (pool["NumDevice"], pool["TypeDevice"], pool["IdTypeDevice"]) == (10, "Фискальный регистратор", "Pool")
    assert (pool["Members"], pool["Active"]) == ([1, 2], True)
    assert (blocked["Blocked"], blocked["Active"]) == ("нет бумаги", False)
    assert not {"Blocked", "Members"} & set(plain)
    assert "Members" not in blocked
    assert "Blocked" not in pool


def test_names_follow_the_settings() -> None:
    shop = Shop(SOLD)
    assert shop.post(receipt())["UnitName"] == "Касса 1"
    shop.desk.views[0] = replace(shop.desk.views[0], name="Зал")
    shop.clock.advance(1)
    assert shop.post(receipt())["UnitName"] == "Зал"
    shop.desk.views.clear()
    shop.clock.advance(1)
    assert shop.post({"Command": "GetRezult", "IdCommand": "made-1"})["Rezult"]["UnitName"] == ""


def test_the_list_of_devices_is_not_made_for_each_answer() -> None:
    shop, asked = Shop(SOLD), []
    views = shop.desk.views
    shop.desk.devices = lambda: asked.append(1) or views  # type: ignore[method-assign]
    for _ in range(20):
        shop.post(receipt())
    assert len(asked) == 1


def test_other_rules_from_a_reload_on() -> None:
    shop = Shop(SOLD)
    before = shop.post(receipt(row(Tax=18)))["Warning"]
    shop.dialect.reload(Rules("refuse"))
    after = shop.post(receipt(row(Tax=18)))
    assert before
    assert after["Status"] == 2


def test_who_switches_a_device_is_told() -> None:
    shop = Shop()
    shop.post({"Command": "OnOffUnut", "NumDevice": 1, "Active": False})
    assert shop.desk.who == "127.0.0.1"
