"""A terminal that is away there is away here: whoever has money to give back tries again, and takes no other way."""

import pytest

from drivers.errors import DeviceOffline, KkmError, WrongState
from drivers.model.card import CardAction
from drivers.model.command import Command, MoveCardMoney
from drivers.remote.driver import RemoteDevice
from tests.drivers.remote.fake import UNIT, Body, Original, Reply, said
from tests.drivers.remote.shop import against, perform, sale

BACK = MoveCardMoney(action=CardAction.CANCEL, amount=100)


class Refusing(Original):
    """One of ours, with a terminal that refuses, nothing having moved. `on_off`: None: it is not told any more."""

    def __init__(self, *, on_off: bool | None) -> None:
        super().__init__()
        self.on_off, self.refused = on_off, False

    def __call__(self, asked: Body) -> Reply:
        if asked["Command"] == "List":
            return self._listed(asked)
        self.refused = True
        failed = {"Command": asked["Command"], "IdCommand": asked["IdCommand"], "Error": "Нет связи.", "Status": 2}
        return said({**failed, "Outcome": "refused", "NothingSent": True})

    def _listed(self, asked: Body) -> Reply:
        if not self.refused:
            return super().__call__(asked)
        if self.on_off is None:
            return 503, b""
        unit = {**UNIT, "OnOff": self.on_off}
        return said({"ListUnit": [unit], "Command": "List", "Error": "", "Status": 0, "IdCommand": ""})


def refused(server: Refusing, command: Command, kind: str) -> KkmError:
    async def work(remote: RemoteDevice) -> KkmError:
        with pytest.raises(KkmError) as caught:
            await perform(remote, command, "c-1")
        return caught.value

    return against(server, work, device=3, kind=kind)


@pytest.mark.parametrize(("on_off", "error"), [(False, DeviceOffline), (True, WrongState), (None, WrongState)])
def test_a_refusal_of_a_terminal(on_off: bool | None, error: type[KkmError]) -> None:
    found = refused(Refusing(on_off=on_off), BACK, "terminal")
    assert (type(found), found.text, found.nothing_sent) == (error, "Нет связи.", True)
    assert found.device == "Дальняя касса"


def test_of_a_register_it_is_its_state() -> None:
    assert type(refused(Refusing(on_off=False), sale(), "register")) is WrongState
