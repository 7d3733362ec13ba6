"""What happened while we were away: unfinished rows of the journal after a start, and commands read back from it."""

import logging
from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from drivers.errors import Fault
from drivers.model.command import Command
from kkmserver.dispatch.verdict import Verdict, counted, not_done, unknown
from kkmserver.store import own
from kkmserver.store.record import Entry, Record, State

_LOG = logging.getLogger("kkmserver.dispatch")

RESTARTED = "Сервер был остановлен во время выполнения команды."
_LOOK = "Проверьте последний документ на устройстве: если нужного там нет, отправьте его снова с новым номером команды."

Decoder = Callable[[bytes, datetime], Command]  # the request, and when it was accepted


def in_order(records: Collection[Record]) -> list[Record]:
    """Those that may have reached a device first: the device tells most while nothing new was done on it."""
    return sorted(records, key=lambda record: record.state is not State.RUNNING)


def homeless(record: Record) -> Verdict:
    """What has to be said of a row whose device is not configured any more."""
    return _lost(record, "device_not_configured", f"устройство № {record.device} больше не настроено.")


def decoded(entry: Entry, decoders: Mapping[str, Decoder]) -> Command | None:
    """The command of a journalled request; None where it cannot be read."""
    try:
        read = own.decode if entry.dialect == own.OWN else decoders[entry.dialect]
        return read(entry.request, entry.accepted_at)
    except Exception as error:  # noqa: BLE001  # one unreadable row must not stop a device
        _LOG.warning("id %.80r: the journalled request does not decode: %s", entry.id, type(error).__name__)
        return None


def unreadable(record: Record) -> Verdict:
    """What has to be said of a row that `decoded` could not read."""
    return _lost(record, "request_unreadable", "запрос команды из журнала не читается этой версией сервера.")


def _lost(record: Record, code: str, why: str) -> Verdict:
    if record.state is State.RUNNING or record.entry.everyone:  # members may have done their parts
        verdict = unknown(f"{RESTARTED[:-1]}, а {why} {_LOOK}")
        return counted(verdict, record.progress, printed=True)
    text = f"Команда не выполнена: {why} На устройство ничего не отправлено. Проверьте настройку и повторите команду."
    return not_done(code, text, Fault.STATE)
