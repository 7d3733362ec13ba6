"""What a server may say, and what it means here."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from drivers.errors import (
    DeviceFaulty,
    DeviceOffline,
    Fault,
    FrameError,
    KkmError,
    NotSupported,
    OutcomeUnknown,
    RequestRefused,
    WrongState,
)
from drivers.model import command as commands
from drivers.model.outcome import Outcome
from drivers.ports import Errand
from drivers.remote.driver import RemoteDevice
from drivers.remote.server import MOST_BYTES
from tests.clock import FakeClock
from tests.drivers.remote.fake import VIA, Body, Original, Reply, said
from tests.drivers.remote.shop import against, perform, sale, using

NO_REASON = "Удалённый сервер отказал, не назвав причины. Посмотрите журнал на том сервере."
LOOP = "Команда вернулась на сервер, через который уже прошла: near. Исправьте настройки."


class Told(Original):
    """Answers a device command as it is told to, and GetRezult too."""

    def __init__(self, reply: Callable[[Body], Reply] | Reply, rezult: Reply | None = None) -> None:
        super().__init__()
        self.reply, self.rezult = reply, rezult

    def __call__(self, asked: Body) -> Reply:
        if asked["Command"] in ("List", "CancelCommand", "GetServerData"):
            return super().__call__(asked)
        self.heard.append(asked)
        if asked["Command"] == "GetRezult":
            return self.rezult or said(self._rezult(asked["IdCommand"]))
        return self.reply(asked) if callable(self.reply) else self.reply


def answered(**members: Any) -> Reply:
    return said({"Command": "RegisterCheck", "Error": "", "Status": 0, "IdCommand": "o-1", "NumDevice": 3} | members)


def sold(told: Told, **options: Any) -> Outcome:
    everything = {"device": 3, "clock": FakeClock()} | options
    return against(told, lambda remote: perform(remote, sale(), "o-1"), **everything)


def refusal(told: Told, kind: type[KkmError], **options: Any) -> KkmError:
    with pytest.raises(KkmError) as caught:
        sold(told, **options)
    assert type(caught.value) is kind
    assert caught.value.device == "Дальняя касса"
    return caught.value


@pytest.mark.parametrize(
    ("members", "kind", "nothing_sent", "text"),
    [
        ({"Status": 2, "Error": "Нет бумаги"}, DeviceFaulty, False, "Нет бумаги"),
        ({"Status": 2, "Error": "Нет", "Outcome": "refused", "NothingSent": True}, WrongState, True, "Нет"),
        ({"Status": 2, "Error": "Нет", "Outcome": "refused", "NothingSent": False}, DeviceFaulty, False, "Нет"),
        ({"Status": 2, "Error": "Результат неизвестен: оборвалось."}, OutcomeUnknown, False, "оборвалось."),
        ({"Status": 2, "Error": "оборвалось", "Outcome": "unknown"}, OutcomeUnknown, False, "оборвалось"),
        ({"Status": 2}, DeviceFaulty, False, NO_REASON),
        ({"Status": 3, "Error": "Устройство не найдено"}, WrongState, True, "Устройство не найдено"),
        ({"Status": 5, "Error": "Команда была выполнена ранее"}, OutcomeUnknown, False, "Команда была выполнена ранее"),
        ({"Status": 5, "Error": "Занято", "Outcome": "refused", "NothingSent": True}, WrongState, True, "Занято"),
        ({"Status": 6, "Error": "ЕГАИС"}, DeviceFaulty, False, "ЕГАИС"),
    ],
)  # fmt: skip
def test_failures(members: dict[str, Any], kind: type[KkmError], nothing_sent: bool, text: str) -> None:
    error = refusal(Told(answered(**members)), kind)
    assert (error.nothing_sent, error.text) == (nothing_sent, text)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, RequestRefused), (413, RequestRefused), (501, NotSupported), (508, RequestRefused)],
)
def test_not_accepted_by_the_status_line(status: int, kind: type[KkmError]) -> None:
    """The text is the server's own, where it has one."""
    error = refusal(Told((status, said({"Error": LOOP})[1])), kind)  # type: ignore[index]
    assert (error.text, error.nothing_sent, error.fault) == (LOOP, True, Fault.CLIENT)
    assert refusal(Told((status, b"<html>")), kind).text


@pytest.mark.parametrize("status", [401, 403, 404, 302])
def test_a_server_that_does_not_let_us_in_or_is_none(status: int) -> None:
    assert refusal(Told((status, b"")), WrongState).nothing_sent


def test_a_loop_is_told_to_the_other_server_by_name() -> None:
    told = Told(answered())

    async def work(remote: RemoteDevice) -> Outcome:
        remote.about(Errand(id="o-1", via=("first", "second")))
        return await remote.execute(sale())

    against(told, work, device=3)
    assert told.heard[-1][VIA] == "first,second,near"


GARBAGE = [
    (200, b""),
    (200, b"[]"),
    (200, b"\xff\xfe"),
    (200, b"[" * 100_000),
    (200, b'{"Status": NaN}'),
    (200, b'{"Status": "zero"}'),
    (200, b'{"Status": 1e400}'),
    (200, b"{}"),
    (200, b'{"Status": 0, "IdCommand": "o-2"}'),
    (200, b'{"Status": 0, "Command": "XReport"}'),
    (500, b"oops"),
    (502, b"<html>"),
]


@pytest.mark.parametrize("garbage", GARBAGE, ids=lambda reply: str(reply[1][:20]))
def test_garbage_is_followed_by_a_question_and_one_repeat_under_the_same_id(garbage: Reply) -> None:
    told = Told(garbage)
    assert refusal(told, DeviceOffline).nothing_sent
    names = [(asked["Command"], asked["IdCommand"]) for asked in told.heard if asked.get("IdCommand") == "o-1"]
    assert names == [("RegisterCheck", "o-1"), ("GetRezult", "o-1")] * 2


@pytest.mark.parametrize("garbage", GARBAGE[:-2], ids=lambda reply: str(reply[1][:20]))
def test_garbage_for_every_question_leaves_it_open(garbage: Reply) -> None:
    refusal(Told(garbage, garbage), FrameError)


@pytest.mark.parametrize("status", [400, 413, 501, 508, 401, 404, 503])
def test_a_refused_question_proves_nothing_of_the_command(status: int) -> None:
    with pytest.raises((FrameError, OutcomeUnknown)) as caught:
        sold(Told(None, (status, b"")))
    assert not caught.value.nothing_sent


def test_a_payload_that_cannot_be_read_leaves_it_open() -> None:
    assert not refusal(Told(answered(CheckNumber="five")), FrameError).nothing_sent


def test_a_huge_answer_is_cut_short() -> None:
    told = Told((200, b" " * (MOST_BYTES + 1)))
    assert refusal(told, DeviceOffline).nothing_sent
    assert len([asked for asked in told.heard if asked["Command"] == "RegisterCheck"]) == 2


def test_a_slow_answer_is_asked_after() -> None:
    original = Original()
    stuck = asyncio.Event()

    async def slow(asked: Body) -> Reply:
        reply = original(asked)
        if asked["Command"] == "RegisterCheck":
            await stuck.wait()
        return reply

    async def work(remote: RemoteDevice) -> Outcome:
        try:
            return await perform(remote, sale(), "o-1")
        finally:
            stuck.set()

    # The clock of the connection is the system's, so the least that may be set is waited for.
    outcome = against(slow, work, device=3, answer_timeout=0.05, hold=1)
    assert outcome.document
    assert original.printed == 1


def test_a_connection_that_is_closed_without_a_word() -> None:
    assert refusal(Told(None), DeviceOffline).nothing_sent


def test_nobody_there() -> None:
    async def work(remote: RemoteDevice) -> Outcome:
        return await remote.execute(sale())

    with pytest.raises(DeviceOffline, match="не отвечает") as caught:
        using("http://127.0.0.1:1", work)
    assert caught.value.nothing_sent


def test_a_command_that_never_ends_is_unknown_and_settled_later() -> None:
    original = Original(waits=10**6)

    async def work(remote: RemoteDevice) -> None:
        with pytest.raises(OutcomeUnknown, match="не выполнил"):
            await perform(remote, sale(), "o-1")
        with pytest.raises(DeviceOffline, match="не выполнил"):
            await remote.settle(sale(), await remote.mark())
        original.waits = 0
        assert await remote.settle(sale(), await remote.mark())

    against(original, work, device=3, command_timeout=0.2)


@pytest.mark.parametrize(
    ("rezult", "settled"),
    [
        ({"Status": 2, "Error": "Нет бумаги", "NothingSent": True}, None),
        ({"Status": 2, "Error": "Нет бумаги"}, "ответил: Нет бумаги"),
        ({"Status": 2, "Error": "Результат неизвестен: оборвалось"}, "ответил: оборвалось"),
    ],
)
def test_settling_a_refusal(rezult: dict[str, Any], settled: str | None) -> None:
    known = {"Command": "RegisterCheck", "IdCommand": "o-1"} | rezult
    told = Told(None, said({"Rezult": known, "Command": "GetRezult", "Status": 0, "Error": "", "IdCommand": ""}))

    async def work(remote: RemoteDevice) -> Outcome | None:
        remote.about(Errand(id="o-1"))
        return await remote.settle(sale(), await remote.mark())

    if settled is None:
        assert against(told, work, device=3) is None
    else:
        with pytest.raises(OutcomeUnknown, match=settled):
            against(told, work, device=3)


def test_settling_without_an_id_is_impossible() -> None:
    with pytest.raises(OutcomeUnknown, match="IdCommand"):
        against(Original(), lambda remote: remote.settle(commands.XReport(), ""), device=3)


def test_a_device_switched_off_there_says_so() -> None:
    original = Original()

    def off(asked: Body) -> Reply:
        if asked["Command"] != "List":
            return original(asked)
        unit = {"NumDevice": 3, "OnOf": True, "Active": False, "NameDevice": "KKT"}
        return said({"ListUnit": [unit], "Status": 0, "Error": "", "Command": "List", "IdCommand": ""})

    state = against(off, lambda remote: remote.state(), device=3)
    assert state.online
    assert "выключено" in state.fault
    assert original.printed == 0


def test_no_text_of_the_other_server_fills_the_journal() -> None:
    assert len(refusal(Told(answered(Status=2, Error="я" * 10**6)), DeviceFaulty).text) == 8000
    assert [len(text) for text in sold(Told(answered(CheckNumber=17, Warning="я" * 10**6))).warnings] == [8000]


def test_a_register_that_cannot_tell_its_state_says_why() -> None:
    original = Original(failure="ФН не отвечает")
    state = against(original, lambda remote: remote.state(), device=3)
    assert (state.fault, state.serial) == ("ФН не отвечает", "0001")


def test_warnings_come_along() -> None:
    outcome = sold(Told(answered(CheckNumber=17, Warning="Не указан кассир.", Message="Смените ФН.")))
    assert (outcome.warnings, outcome.message) == (("Не указан кассир.",), "Смените ФН.")
