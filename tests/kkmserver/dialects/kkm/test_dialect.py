"""The endpoint: status lines, waiting, repeats, trouble. Source: spec/kkmserver.md 1.8, 2.2, 2.4-2.6, 3.0."""

import asyncio
import json

import pytest

from drivers.model.command import XReport
from drivers.model.ffd import TaxSystem
from kkmserver.dialects.kkm.answer import not_found
from kkmserver.dialects.kkm.dialect import Decoder
from kkmserver.dialects.kkm.reading import Rules
from kkmserver.dialects.kkm.refusal import Refused
from kkmserver.dispatch.order import Draining, GoesRound, Overloaded, QueueFull, Target, TooFast
from kkmserver.store.record import JournalBroken
from tests.clock import FakeClock
from tests.kkmserver.dialects.kkm.desk import ADDED, Shop, read
from tests.kkmserver.dialects.kkm.samples import DONE, SOLD, receipt, row

DECODER = Decoder(Rules(), FakeClock())


def test_the_paths() -> None:
    assert set(Shop().dialect.endpoints()) == {
        ("POST", "/execute"),
        ("POST", "/execute/sync"),
        ("POST", "/execute/async"),
        ("POST", "/preview"),
    }


def test_refusal_has_the_members_clients_show() -> None:
    body = json.loads(Shop().dialect.refusal(401, "Введите логин и пароль."))
    assert body == {"Command": "", "Error": "Введите логин и пароль.", "Status": 2, "IdCommand": ""}


def test_an_unknown_name_is_501() -> None:
    answer = Shop().raw({"Command": "Frobnicate", "IdCommand": "x"})
    assert answer.status == 501
    assert read(answer) == {
        "Command": "Frobnicate",
        "Error": "Ошибка разбора (парсинга) команды: Message: Неопознанная команда Frobnicate",
        "Status": 2,
        "IdCommand": "x",
    }


def test_what_the_server_itself_sends_is_refused() -> None:
    answer = Shop().post({"Command": "GetCommand", "IdCommand": "x", "Token": "t"})
    assert (answer["Command"], answer["Status"], answer["IdCommand"]) == ("GetCommand", 2, "x")
    assert "GetCommand этот сервер отправляет сам" in answer["Error"]


@pytest.mark.parametrize("body", [{}, {"Command": None}, {"Command": ""}, {"Command": 5}, {"Command": {}}, [], "x"])
def test_no_command_is_400(body: object) -> None:
    answer = Shop().raw(body)
    assert answer.status == 400
    assert (read(answer)["Status"], read(answer)["Command"]) == (2, "")


def test_a_faulty_request_still_echoes_what_it_can() -> None:
    answer = Shop().post({"Command": "DepositingCash", "IdCommand": "i", "NumDevice": "2"})
    assert (answer["Command"], answer["IdCommand"], answer["NumDevice"], answer["UnitName"]) == (
        "DepositingCash", "i", 2, "",
    )  # fmt: skip


def test_order_holds_what_dispatch_needs() -> None:
    shop = Shop(SOLD)
    body = json.dumps(receipt(IdCommand="o", InnKkm="77", KktNumber="01", IdDevice="guid-1")).encode()
    shop.post(body)
    order = shop.desk.orders[0]
    assert (order.id, order.dialect, order.name, order.client) == ("o", "kkm", "RegisterCheck", "127.0.0.1")
    assert (order.request, order.target) == (body, Target(number=1, guid="guid-1", inn="77", serial="01"))
    assert (order.request_id, order.via) == ("", ())


def test_what_a_call_came_with_reaches_the_order() -> None:
    shop = Shop(SOLD)
    asyncio.run(shop.ask(receipt(), request_id="r-1", via=("a", "b")))
    assert (shop.desk.orders[0].request_id, shop.desk.orders[0].via) == ("r-1", ("a", "b"))


@pytest.mark.parametrize(("timeout", "hold"), [(None, 59.5), (30, 29.5), (1, 59.5), (1.2, 0.7), (60000, 3599.5)])
@pytest.mark.parametrize("path", ["/execute", "/execute/async"])
def test_a_command_may_be_held_almost_as_long_as_its_timeout(path: str, timeout: object, hold: float) -> None:
    shop = Shop(SOLD)
    shop.post(receipt(Timeout=timeout), path)
    assert shop.desk.orders[0].hold == pytest.approx(hold)


def test_tax_system_is_searched_for_only_without_a_number() -> None:
    shop = Shop(SOLD)
    shop.post(receipt(NumDevice=1, TaxVariant=5))
    shop.post(receipt(NumDevice=0, TaxVariant="5"))
    shop.post({"Command": "GetDataKKT", "NumDevice": 1, "TaxVariant": "5"})
    wanted = [order.target.tax_system for order in shop.desk.orders]
    assert wanted == [None, TaxSystem.PATENT, TaxSystem.PATENT]


def test_device_not_found() -> None:
    answer = Shop().post(receipt(NumDevice=9, IdCommand="n"))
    assert answer["Error"].startswith("Устройство (с параметрами NumDevice=9) не найдено: не настроено или отключено.")
    assert (answer["Status"], answer["NumDevice"], answer["UnitName"], answer["IdCommand"]) == (3, 9, "", "n")


def test_not_found_lists_the_criteria() -> None:
    target = Target(guid="g", inn="77", serial="01", tax_system=TaxSystem.GENERAL)
    assert "(с параметрами IdDevice=g, InnKkm=77, KktNumber=01, TaxVariant=0) не найдено:" in not_found(target)
    assert "(с параметрами NumDevice=0) не найдено:" in not_found(Target())


@pytest.mark.parametrize(
    ("timeout", "waits"),
    [(None, [60.0]), (0, [60.0]), (30, [30.0]), ("10", [10.0]), (60000, [3600.0]), (1, []), (-5, [60.0])],
)
def test_sync_waits_as_long_as_it_is_told(timeout: object, waits: list[float]) -> None:
    shop = Shop()
    answer = shop.post(receipt(IdCommand="w", Timeout=timeout), "/execute/sync")
    assert shop.desk.slips["w"].waits == waits
    assert (answer["Status"], answer["Error"], answer["IdCommand"], answer["NumDevice"]) == (1, "", "w", 1)
    assert "CheckNumber" not in answer


def test_async_does_not_wait() -> None:
    shop = Shop()
    answer = shop.post(receipt(IdCommand="w"), "/execute/async")
    assert (answer["Status"], shop.desk.slips["w"].waits) == (1, [])


def test_an_id_is_made_where_none_was_given() -> None:
    answer = Shop(SOLD).post(receipt())
    assert answer["IdCommand"] == "made-1"


def test_a_repeat_gives_the_first_result() -> None:
    shop = Shop(SOLD)
    first = shop.post(receipt(row(Tax=18), IdCommand="r"))
    again = {name.upper(): value for name, value in reversed(receipt(row(Tax=18), IdCommand="r", Timeout=5).items())}
    assert shop.post(again, "/execute/async") == first


def test_a_repeat_is_a_repeat_whatever_its_spelling() -> None:
    shop = Shop(SOLD)
    body = receipt(IdCommand="r", Timeout=5)
    first = shop.post(body)
    lower = {name.lower(): value for name, value in reversed(body.items())}
    for repeat in (body | {"VerFFD": "1.0"}, body | {"InnKkm": "", "AgentData": None}, lower | {"timeout": 9}):
        assert shop.post(repeat) == first
    assert shop.post(json.dumps(body).encode()[:-1] + b", } // again") == first


def test_an_id_with_other_content_is_status_5() -> None:
    shop = Shop(SOLD)
    shop.post(receipt(IdCommand="r"))
    answer = shop.post(receipt(IdCommand="r", Cash=300))
    assert (answer["Status"], answer["IdCommand"]) == (5, "r")
    assert answer["Error"].startswith("Команда была выполнена ранее")


def test_a_client_that_leaves_cancels_nothing() -> None:
    async def main() -> None:
        shop = Shop()
        leaving = asyncio.create_task(shop.ask(receipt(IdCommand="l")))
        await asyncio.sleep(0)
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        shop.desk.slips["l"].finish(SOLD)
        answer = read(await shop.ask({"Command": "GetRezult", "IdCommand": "l"}))
        assert answer["Rezult"]["CheckNumber"] == 20

    asyncio.run(main())


def test_a_big_request_lets_the_others_be_served_meanwhile() -> None:
    async def main() -> None:
        shop = Shop(SOLD)
        big = asyncio.create_task(shop.ask(receipt(*[row()] * 5000, IdCommand="big")))
        await asyncio.sleep(0)
        read(await shop.ask(receipt(IdCommand="small")))
        assert not big.done()
        assert read(await big)["Status"] == 0
        assert [order.id for order in shop.desk.orders] == ["small", "big"]
        looking = asyncio.create_task(shop.ask({"Command": "GetRezult", "IdCommand": "big"}))
        await asyncio.sleep(0)
        assert read(await shop.ask({"Command": "GetRezult", "IdCommand": "small"}))["Rezult"]["Status"] == 0
        assert not looking.done()
        assert read(await looking)["Rezult"]["Status"] == 0

    asyncio.run(main())


def test_stored_requests_are_read_again() -> None:
    assert DECODER(b'{"command":"XReport",}', ADDED) == XReport()
    for body in (b"", b'{"Command":"List"}', b'{"Command":"GetCommand"}', b'{"Command":"DepositingCash"}'):
        with pytest.raises(Refused):
            DECODER(body, ADDED)


def test_texts_never_name_what_makes_a_client_retry() -> None:
    """One client closes the shift on `смена` and retries on `лиценз`; only shift errors may say so."""
    shop = Shop(DONE)
    bodies = [receipt(NumDevice=9), receipt(row(Tax=99)), {"Command": "GetCommand"}, {"Command": "x"}, []]
    texts = [str(read(shop.raw(body))["Error"]).lower() for body in bodies]
    for trouble in (Draining(), QueueFull(), JournalBroken(), Overloaded(), TooFast(2), GoesRound()):
        shop.desk.trouble = trouble
        texts.append(str(read(shop.raw(receipt()))["Error"]).lower())
    assert all("смена" not in text and "лиценз" not in text for text in texts)
