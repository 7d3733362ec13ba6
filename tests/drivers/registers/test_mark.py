"""What journals keep of a register before a command."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import OutcomeUnknown
from drivers.registers import mark
from drivers.registers.known import Last, Till

numbers = st.integers(0, 2**32 - 1)


def test_journals_of_older_versions_are_read() -> None:
    found = mark.read("fn=9999078900000123;fd=12;doc=1234;cash=24690")
    assert found == mark.Mark("9999078900000123", 12, Till(1234, 24690))


@given(
    st.from_regex(r"[0-9]{0,16}", fullmatch=True),
    numbers,
    numbers,
    numbers,
    st.from_regex(r"[0-9a-zA-Z-]{0,64}", fullmatch=True),
)
def test_what_is_written_is_read(storage: str, last: int, operations: int, cash: int, trace: str) -> None:
    written = mark.of(Last(storage, last), Till(operations, cash), trace)
    assert mark.read(written.text) == written


@pytest.mark.parametrize(
    "text", ["", "fd=1", "fn=x;fd=1;doc=1;cash=1", "fn=1;fd=1;doc=1;cash=1;at=", "fn=1;fd=1;doc=1;cash=-1"]
)
def test_others_are_not_ours(text: str) -> None:
    with pytest.raises(OutcomeUnknown, match="не этой программой"):
        mark.read(text)
