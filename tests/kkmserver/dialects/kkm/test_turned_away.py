"""Commands that are not accepted: the status line, the words, and what a forwarding server reads."""

import asyncio
from typing import Any

import pytest

from kkmserver.dispatch.order import (
    DeviceNotFound,
    Draining,
    GoesRound,
    IdReused,
    Overloaded,
    QueueFull,
    Target,
    TooFast,
)
from kkmserver.store.record import JournalBroken
from tests.kkmserver.dialects.kkm.desk import Shop, read
from tests.kkmserver.dialects.kkm.samples import SOLD, receipt, row

NOTHING = "Команда не принята, ничего не напечатано и не записано."
NOT_NOW = [
    (Draining(), "draining", "останавливается"),
    (QueueFull(), "queue_full", "Повторите позже."),
    (Overloaded(), "overloaded", "Сервер перегружен"),
    (TooFast(0.2), "too_fast", "Повторите через 1 с."),
    (TooFast(2.5), "too_fast", "Повторите через 3 с."),
    (JournalBroken(), "journal", "Проверьте место"),
]


def turned_away(trouble: Exception, body: object) -> tuple[dict[str, Any], Shop]:
    shop = Shop(SOLD)
    shop.desk.trouble = trouble
    return shop.post(body), shop


@pytest.mark.parametrize(("trouble", "reason", "words"), NOT_NOW)
def test_nothing_was_accepted(trouble: Exception, reason: str, words: str) -> None:
    answer, shop = turned_away(trouble, receipt(IdCommand="i", NumDevice=1))
    assert (answer["Status"], answer["IdCommand"], answer["NumDevice"]) == (2, "i", 1)
    assert NOTHING in answer["Error"]
    assert words in answer["Error"]
    assert (answer["Outcome"], answer["NothingSent"]) == ("refused", True)
    assert shop.refused == [reason]


@pytest.mark.parametrize("trouble", [Draining(), QueueFull(), JournalBroken()])
def test_commands_of_the_server_itself_are_no_refused_documents(trouble: Exception) -> None:
    answer, shop = turned_away(trouble, {"Command": "OnOffUnut", "NumDevice": 1, "Active": True})
    assert (answer["Status"], NOTHING in answer["Error"]) == (2, True)
    assert sorted(answer) == ["Command", "Error", "IdCommand", "Status"]
    assert shop.refused == []


def test_a_command_that_goes_round_gets_a_status_line_of_its_own() -> None:
    shop = Shop(SOLD)
    shop.desk.trouble = GoesRound()
    reply = asyncio.run(shop.ask(receipt(IdCommand="g"), via=("касса-1", "b")))
    answer = read(reply)
    assert reply.status == 508
    assert answer["Error"].startswith("Команда вернулась на сервер, через который уже прошла: касса-1 → b. ")
    assert (answer["Status"], answer["IdCommand"], answer["NothingSent"]) == (2, "g", True)
    assert (answer["Command"], answer["UnitName"]) == ("RegisterCheck", "")


def test_the_reasons_of_a_pool_follow_the_fixed_text() -> None:
    shop = Shop(SOLD)
    shop.desk.reasons = "Касса 1: нет бумаги; Касса 2: отключена."
    answer = shop.post(receipt(NumDevice=9))
    fixed = "Устройство (с параметрами NumDevice=9) не найдено: не настроено или отключено."
    assert answer["Error"] == f"{fixed} Касса 1: нет бумаги; Касса 2: отключена."
    assert (answer["Status"], answer["Outcome"], answer["NothingSent"]) == (3, "refused", True)
    assert shop.refused == ["not_found"]
    preview = read(shop.raw(receipt(NumDevice=9), "/preview"))
    assert preview["Error"] == answer["Error"]
    switched = shop.post({"Command": "OnOffUnut", "NumDevice": 9, "Active": True})
    assert (switched["Status"], switched["Error"]) == (3, answer["Error"])


def test_a_used_id_proves_nothing() -> None:
    """Something may have been printed under it: nobody may take it for safe and print elsewhere."""
    answer, shop = turned_away(IdReused("i"), receipt(IdCommand="i"))
    assert (answer["Status"], answer["NothingSent"], shop.refused) == (5, False, ["id_reused"])


@pytest.mark.parametrize("body", [receipt(row(Tax=99)), {"Command": "GetCommand"}, {"Command": "x"}, {}, b"{"])
def test_faulty_requests_are_counted(body: object) -> None:
    shop = Shop(SOLD)
    answer = read(shop.raw(body))
    assert shop.refused == ["faulty_request"]
    assert ("NothingSent" in answer) == (answer["Command"] == "RegisterCheck")


def test_what_was_asked_for_is_named_where_the_dispatch_does_not_tell() -> None:
    answer, _ = turned_away(DeviceNotFound(Target()), receipt(NumDevice=7))
    assert "(с параметрами NumDevice=7)" in answer["Error"]
