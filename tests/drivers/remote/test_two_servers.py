"""Two real servers, one forwarding to the other: what a client of the near one gets is what the far one says."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.kkmserver.dialects.kkm.samples import receipt
from tests.live import LiveServer

FAR = '[[devices]]\nnumber = 7\nname = "Дальняя"\ndriver = "virtual-kkt"\n'
NEAR = '[[devices]]\nnumber = 2\nname = "Ближняя"\ndriver = "remote"\nurl = "http://127.0.0.1:{}"\ndevice = {}\n'
OF_A_SERVER = ("NumDevice", "UnitName")  # each tells of its own device
Pair = tuple[LiveServer, LiveServer]


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    with (
        LiveServer(tmp_path_factory.mktemp("far"), FAR) as far,
        LiveServer(tmp_path_factory.mktemp("near"), NEAR.format(far.port, 7)) as near,
    ):
        yield near, far


def essence(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name not in OF_A_SERVER}


COMMANDS: list[dict[str, Any]] = [
    {"Command": "OpenShift", "CashierName": "Петрова"},
    receipt(),
    receipt(TypeCheck=1),
    receipt(Cash=0, ElectronicPayment=100),
    {"Command": "DepositingCash", "Amount": 100.5},
    {"Command": "XReport"},
    {"Command": "PrintDocument", "CheckStrings": [{"PrintText": {"Text": "Привет"}}]},
    {"Command": "GetLineLength"},
    {"Command": "PrintLineLength"},
    {"Command": "GetDataCheck", "FiscalNumber": 0},
    {"Command": "OpenShift", "CashierName": "Петрова"},
    {"Command": "CloseShift", "CashierName": "Петрова"},
    {"Command": "CloseShift"},
]


def test_every_answer_is_the_far_ones(servers: Pair) -> None:
    near, far = servers
    for number, command in enumerate(COMMANDS):
        id_command = f"two-{number}"
        answer = near.post({**command, "NumDevice": 2, "IdCommand": id_command})
        assert essence(answer) == essence(far.rezult(id_command))
        assert (answer["NumDevice"], answer["UnitName"]) == (2, "Ближняя")


def test_the_state_is_the_far_ones(servers: Pair) -> None:
    near, far = servers
    near.post(receipt(NumDevice=2, IdCommand="state-0"))
    seen = near.post({"Command": "GetDataKKT", "NumDevice": 2, "IdCommand": "state-1"})
    assert essence(seen) == essence(far.rezult("state-1"))
    assert seen["Info"]["SessionState"] == 2


def test_a_repeat_at_either_server_is_the_same_command(servers: Pair) -> None:
    near, far = servers
    first = near.post(receipt(NumDevice=2, IdCommand="once"))
    assert near.post(receipt(NumDevice=2, IdCommand="once")) == first
    assert far.rezult("once")["CheckNumber"] == first["CheckNumber"]
    after = near.post(receipt(NumDevice=2, IdCommand="after"))
    assert after["CheckNumber"] == first["CheckNumber"] + 1


def test_the_near_one_is_killed_and_asks_what_became_of_its_command(servers: Pair) -> None:
    near, far = servers
    before = near.post(receipt(NumDevice=2, IdCommand="kill-0"))["CheckNumber"]
    near.post(receipt(NumDevice=2, IdCommand="kill-1", Timeout=1))
    near.kill()
    near.start()
    answer = near.finished("kill-1")
    assert (answer["Status"], answer["CheckNumber"]) == (0, before + 1)
    assert essence(answer) == essence(far.rezult("kill-1"))


def test_servers_that_forward_to_each_other_notice(tmp_path_factory: pytest.TempPathFactory) -> None:
    two = LiveServer(tmp_path_factory.mktemp("two"), "to be told")
    one = LiveServer(tmp_path_factory.mktemp("one"), NEAR.format(two.port, 2))
    (two.folder / "kkmserver.toml").write_text(NEAR.format(one.port, 2), encoding="utf-8")
    with two, one:
        answer = one.post(receipt(NumDevice=2, IdCommand="round", Timeout=10))
    assert answer["Status"] == 2
    assert "через который уже прошла" in answer["Error"]
    assert answer["NothingSent"] is True
