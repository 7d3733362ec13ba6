"""What the further APIs tell of what was not done."""

from dataclasses import replace

import pytest

from drivers.errors import Fault
from kkmserver.dialects import told
from kkmserver.dispatch.order import DeviceNotFound, Draining, IdReused, QueueFull, Target
from kkmserver.store.record import Failure, JournalUnread, Record, State
from tests.kkmserver.store.entries import entry

QUEUED = Record(row=1, entry=entry("1"), state=State.QUEUED)
FAILURE = Failure(code="x", text="Нет бумаги.", fault=Fault.OPERATOR, nothing_sent=True)


@pytest.mark.parametrize(
    ("record", "text"),
    [
        (replace(QUEUED, state=State.DONE), ""),
        (replace(QUEUED, state=State.FAILED, failure=FAILURE), "Нет бумаги."),
        (replace(QUEUED, state=State.UNKNOWN, failure=FAILURE), "Результат неизвестен: Нет бумаги."),
    ],
)
def test_records(record: Record, text: str) -> None:
    assert told.error_of(record) == text


def test_what_is_not_over() -> None:
    assert "ещё выполняется" in told.error_of(QUEUED)
    assert "не сообщило причину" in told.error_of(replace(QUEUED, state=State.FAILED))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (DeviceNotFound(Target(number=7), "Все заняты."), "Устройство № 7 не найдено: не настроено или отключено. Все"),
        (DeviceNotFound(Target(guid="a-b")), "Устройство a-b не найдено"),
        (IdReused("1"), "передайте новый ключ"),
        (JournalUnread("x"), "повторите с тем же ключ"),
        (Draining(), "останавливается"),
        (QueueFull(1), "ждут это устройство"),
    ],
)
def test_what_is_not_accepted(error: Exception, words: str) -> None:
    assert words in told.not_accepted(error, "ключ")
