"""Nothing of the spec is missing, and the table in docs/kkmserver-api.md says what the code does."""

import pytest

from kkmserver.dialects.kkm.answer import Status
from kkmserver.dialects.kkm.names import OUTGOING, SERVER
from tests.kkmserver.dialects.kkm.table import spec_names
from tests.kkmserver.dialects.kkm.table.__main__ import DOCUMENT, written
from tests.kkmserver.dialects.kkm.table.markdown import table
from tests.kkmserver.dialects.kkm.table.members import described

CODE = {one.name: one for one in described()}


def test_every_command_of_the_spec_is_taken() -> None:
    assert spec_names.COMMANDS.keys() <= CODE.keys()
    assert CODE.keys() - spec_names.COMMANDS.keys() == {"CancelCommand"}
    assert set(spec_names.OUTGOING) == OUTGOING


def test_every_status_is_known() -> None:
    assert {int(status) for status in Status} == spec_names.STATUSES.keys() - spec_names.NEVER_SENT


@pytest.mark.parametrize("name", sorted(spec_names.COMMANDS))
def test_every_member_of_the_spec_is_read_and_told(name: str) -> None:
    request, answer = spec_names.COMMANDS[name]
    assert {*request, *spec_names.REQUEST} - set(CODE[name].request) == set()
    device = () if name in SERVER else spec_names.DEVICE_ANSWER
    assert {*answer, *spec_names.ANSWER, *device} - set(CODE[name].answer) == set()


def test_the_table_is_current() -> None:
    """Else: python -m tests.kkmserver.dialects.kkm.table."""
    assert written(DOCUMENT.read_text(encoding="utf-8")) == f"\n{table()}\n\n"


def test_every_row_names_a_test() -> None:
    rows = [line for line in table().splitlines() if line.startswith("| `")]
    assert len(rows) > 400
    assert [row for row in rows if not row.endswith("` |") or "| `` |" in row] == []
