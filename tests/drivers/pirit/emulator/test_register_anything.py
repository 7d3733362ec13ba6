"""Whatever a host says gets an answer, and never breaks what the register promises."""

from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.pirit.emulator.command_set import COMMANDS
from drivers.pirit.emulator.device import Device
from tests.drivers.pirit.emulator.host import OPERATOR, device

_TEXTS = ("", "0", "1", "2", "3", "4", "5", "15", "16", "78", "100.00", "0.50", "-1", "1/2", "010226", "120000")
_ODD = ("$1D", "@$", "1192", "1057", "1271", "1263", "01022026", "99999999999", "а" * 300, "+79990000000", OPERATOR)
ANYTHING = st.tuples(st.sampled_from(sorted(COMMANDS)), st.lists(st.sampled_from(_TEXTS + _ODD), max_size=16))
SENSE = st.sampled_from(
    [
        ("30", ["2", "1", OPERATOR]),
        ("30", ["3", "1", OPERATOR]),
        ("30", ["4", "1", OPERATOR]),
        ("58", [OPERATOR, "1.00", "", "", "", "", "0", "010226", "7", "", "0"]),
        ("42", ["Чай", "", "1", "100.00", "0"]),
        ("44", []),
        ("45", ["1", "", "0.50"]),
        ("47", ["0", "150.00"]),
        ("47", ["1", "50.00"]),
        ("48", ["", "500.00"]),
        ("31", ["0"]),
        ("21", [OPERATOR]),
        ("23", [OPERATOR]),
    ]
)


def happen(register: Device, command: str, values: list[str]) -> int:
    """-> the error."""
    error, data = register.execute(command, b"".join(value.encode("cp866") + b"\x1c" for value in values))
    if register.wanted:
        error, data = register.take(bytes(register.wanted))
    assert not error or not data
    return error


@settings(max_examples=100, deadline=None)
@given(st.lists(ANYTHING | SENSE | SENSE, max_size=30), st.sampled_from(["1.05", "1.2"]), st.integers(1, 60))
def test_any_commands_in_any_order(asked: list[tuple[str, list[str]]], ffd: str, paper: int) -> None:
    register = device(ffd=ffd)
    register.roll.reload(paper)
    for command, values in asked:
        before = register.till.storage.last, register.till.drawer
        if happen(register, command, values) not in (0, 0x08):
            assert (register.till.storage.last, register.till.drawer) == before
        assert register.core.draft is None or register.core.draft.rest >= 0
    register.roll.reload()
    draft = register.core.draft
    if draft is not None and draft.ended:
        before = register.till.storage.last, register.till.drawer
        assert happen(register, "31", ["0"]) == 0
        assert (register.till.storage.last, register.till.drawer) == before, "nothing is done twice"
