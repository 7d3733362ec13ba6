"""What the ФН tells by 78h."""

import pytest

from drivers.emulation.fiscal import tlv
from tests.drivers.pirit.emulator.host import OPERATOR, ask, device, refused, sell


def test_numbers_and_states() -> None:
    register = device(storage_number="9999078900005555")
    sell(register)
    storage = register.till.storage
    assert ask(register, "78", "1") == ["1", "9999078900005555"]
    assert ask(register, "78", "2") == ["2", str(3 | 1 << 5), "0", "0"]
    assert ask(register, "78", "3") == ["3", "3"]
    first = storage.documents[0]
    assert ask(register, "78", "4") == ["4", f"{first.time:%d%m%y}", f"{first.time:%H%M%S}"]
    assert ask(register, "78", "5") == ["5", "1"]
    assert ask(register, "78", "6") == ["6", "1", "1", "1"]
    assert ask(register, "78", "17") == ["17", "2"]
    assert ask(register, "78", "19")[:3] == ["19", "1", str(first.sign)]
    assert ask(register, "78", "22") == ["22", "2", "4"]
    ask(register, "21", OPERATOR, "")
    assert ask(register, "78", "6")[2] == "0"


def test_the_exchange_with_the_operator() -> None:
    register = device()
    sell(register)
    waiting = register.till.storage.unsent
    assert ask(register, "78", "7")[1:4] == ["2", str(len(waiting)), str(waiting[0].number)]
    register.till.storage.send()
    assert ask(register, "78", "7") == ["7", "0", "0", "0", "", ""]


def test_documents() -> None:
    register = device()
    sell(register)
    document = register.till.storage.documents[-1]
    confirmed, whole = ask(register, "78", "11", str(document.number))[1:]
    assert confirmed == "0"
    assert tlv.parse(bytes.fromhex(whole)) == [(3, document.tlv)]
    assert ask(register, "78", "15", str(document.number)) == ["15", "3", str(len(document.tlv))]
    pieces = [ask(register, "78", "16", str(at), "50")[1] for at in range(0, len(document.tlv), 50)]
    assert bytes.fromhex("".join(pieces)) == document.tlv


@pytest.mark.parametrize(("values", "error"), [(("11", "99"), 0x48), (("15", "99"), 0x48), (("13",), 0x03)])
def test_what_is_not_there(values: tuple[str, ...], error: int) -> None:
    assert refused(device(), "78", *values)[0] == error
