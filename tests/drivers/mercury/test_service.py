"""Sessions of the service. Source of the rules: spec/mercury.md 1.1, 2, 5."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from drivers.errors import DeviceFaulty, DeviceOffline, FrameError, KkmError, OperatorNeeded, OutcomeUnknown
from drivers.mercury.commands import session, shift, status
from drivers.mercury.options import MercuryOptions
from drivers.mercury.service import Service, make_service
from drivers.model.document import Cashier
from drivers.ports import DeviceContext
from tests.drivers.egais.utm_server import Sent, Utm
from tests.drivers.http_service.web import SILENT, play, says
from tests.drivers.mercury.test_answers import STATUS

OK = {"result": 0, "description": ""}
BAD = {"result": 77, "description": "плохо"}
BRING = shift.move_cash(100, Cashier())


class Inecrman:
    """Keys are K1, K2 …; `say` gives other answers to a command, one after another."""

    def __init__(self, **say: list[Any]) -> None:
        self.say = say
        self.asked: list[dict[str, Any]] = []
        self.sessions = 0

    def __call__(self, sent: Sent) -> Any:
        assert (sent.method, sent.target) == ("POST", "/api.json")
        asked = json.loads(sent.body)
        self.asked.append(asked)
        waiting = self.say.get(asked["command"])
        answer = waiting.pop(0) if waiting else self._usual(asked)
        return says(json.dumps(answer)) if isinstance(answer, dict) else answer

    def _usual(self, asked: dict[str, Any]) -> dict[str, Any]:
        if asked["command"] == "OpenSession":
            self.sessions += 1
            return OK | {"sessionKey": f"K{self.sessions}"}
        return OK | STATUS if asked["command"] == "GetStatus" else OK

    def restart(self) -> dict[str, list[Any]]:
        """From now on the key is not known any more."""
        return {"GetStatus": [BAD, BAD]}

    @property
    def names(self) -> list[str]:
        return [asked["command"] for asked in self.asked]


def play_with(inecrman: Inecrman, work: Callable[[Service], Awaitable[None]], **options: Any) -> Inecrman:
    async def scene(context: DeviceContext, web: Utm) -> None:
        service = make_service(context, MercuryOptions(connection=web.url, port_name="COM3", **options))
        await work(service)

    play(inecrman, scene)
    return inecrman


async def asks(service: Service) -> None:
    assert (await service.ask(status.status())).last == 7


def fails(kind: type[KkmError], *, nothing_sent: bool, request: Any = BRING) -> Callable[[Service], Awaitable[None]]:
    async def work(service: Service) -> None:
        with pytest.raises(kind) as caught:
            await service.ask(request)
        assert type(caught.value) is kind
        assert caught.value.nothing_sent is nothing_sent

    return work


def test_a_session_is_opened_once() -> None:
    async def work(service: Service) -> None:
        assert not service.connected
        await asks(service)
        await asks(service)
        assert service.connected
        await service.close()
        assert not service.connected

    inecrman = play_with(Inecrman(), work)
    assert inecrman.asked == [
        {"sessionKey": None, "command": "OpenSession", "portName": "COM3", "baudRate": 115200, "model": "185F"},
        {"sessionKey": "K1", "command": "GetStatus"},
        {"sessionKey": "K1", "command": "GetStatus"},
        {"sessionKey": "K1", "command": "CloseSession"},
    ]


def test_a_path_that_is_told_is_kept() -> None:
    async def scene(context: DeviceContext, web: Utm) -> None:
        service = make_service(context, MercuryOptions(connection=f"{web.url}/other", port_name="USB"))
        await service.ask(session.driver_info())

    (sent,) = play(lambda _: says(json.dumps(OK)), scene)
    assert sent.target == "/other"
    assert json.loads(sent.body) == {"command": "GetDriverInfo"}


def test_a_question_outlives_the_session() -> None:
    inecrman = play_with(Inecrman(GetStatus=[BAD]), asks)
    assert inecrman.names == ["OpenSession", "GetStatus", "OpenSession", "GetStatus"]
    assert inecrman.asked[-1]["sessionKey"] == "K2"


def test_another_question_outlives_the_session() -> None:
    async def work(service: Service) -> None:
        await service.ask(status.registration())

    inecrman = play_with(Inecrman(GetRegistrationInfo=[BAD], GetStatus=[BAD]), work)
    assert inecrman.names == ["OpenSession", "GetRegistrationInfo", "GetStatus", "OpenSession", "GetRegistrationInfo"]


def test_money_is_never_asked_for_twice() -> None:
    work = fails(OutcomeUnknown, nothing_sent=False)
    inecrman = play_with(Inecrman(BringMoney=[BAD], GetStatus=[BAD]), work)
    assert inecrman.names.count("BringMoney") == 1
    assert inecrman.names[-1] == "OpenSession", "there is a session for the question what became of it"


def test_a_refusal_is_explained_by_the_state() -> None:
    inecrman = play_with(Inecrman(BringMoney=[BAD]), fails(OperatorNeeded, nothing_sent=False))
    assert inecrman.names == ["OpenSession", "BringMoney", "GetStatus"]


def test_a_refusal_and_then_silence() -> None:
    play_with(Inecrman(BringMoney=[BAD], GetStatus=[None]), fails(DeviceFaulty, nothing_sent=False))


def test_a_question_that_is_refused_for_good() -> None:
    work = fails(DeviceFaulty, nothing_sent=True, request=status.status())
    inecrman = play_with(Inecrman(GetStatus=[BAD, BAD]), work)
    assert inecrman.names.count("GetStatus") == 2


def test_no_register_behind_the_service() -> None:
    play_with(Inecrman(OpenSession=[BAD, BAD]), fails(OperatorNeeded, nothing_sent=True))


def test_a_port_that_stays_closed_is_freed_once() -> None:
    """Others behind the same service may lose their sessions by it."""

    async def work(service: Service) -> None:
        for _ in range(3):
            with pytest.raises(OperatorNeeded):
                await service.open()
        await service.open()

    inecrman = play_with(Inecrman(OpenSession=[BAD] * 4), work)
    assert inecrman.names.count("ClosePorts") == 1


def test_a_session_whose_key_was_not_heard_is_freed_again() -> None:
    async def work(service: Service) -> None:
        for _ in range(2):
            with pytest.raises(DeviceOffline):
                await service.open()
        await service.open()

    inecrman = play_with(Inecrman(OpenSession=[None, BAD, None, BAD]), work)
    assert inecrman.names.count("ClosePorts") == 2


def test_a_service_that_is_shared_keeps_its_ports() -> None:
    work = fails(OperatorNeeded, nothing_sent=True)
    assert "ClosePorts" not in play_with(Inecrman(OpenSession=[BAD]), work, free_port=False).names


def test_no_register_any_more() -> None:
    inecrman = Inecrman(BringMoney=[BAD], GetStatus=[BAD])
    inecrman.say["OpenSession"] = [OK | {"sessionKey": "K"}, BAD]
    play_with(inecrman, fails(OutcomeUnknown, nothing_sent=False))


@pytest.mark.parametrize("lost", [None, SILENT, says("{"), says("", 500), says("{}"), says('{"result":"x"}')])
def test_a_lost_answer(lost: Any) -> None:
    inecrman = play_with(Inecrman(BringMoney=[lost]), fails(OutcomeUnknown, nothing_sent=False))
    assert inecrman.names.count("BringMoney") == 1


@pytest.mark.parametrize(("lost", "kind"), [(None, DeviceOffline), (SILENT, DeviceOffline), (says("{"), FrameError)])
def test_a_lost_answer_to_a_question(lost: Any, kind: type[KkmError]) -> None:
    play_with(Inecrman(GetStatus=[lost]), fails(kind, nothing_sent=True, request=status.status()))


def test_closing_never_raises() -> None:
    async def work(service: Service) -> None:
        await asks(service)
        await service.close()

    play_with(Inecrman(CloseSession=[BAD]), work)
    play_with(Inecrman(CloseSession=[None]), work)
