"""The response object: payload, then the common members. Source: spec/kkmserver.md 2.3, 2.4, 3.4."""

from collections.abc import Iterable
from datetime import tzinfo
from enum import IntEnum

from drivers.model.outcome import Outcome
from kkmserver.dialects.kkm import batch
from kkmserver.dialects.kkm.encoding import Value
from kkmserver.dialects.kkm.payload import payload
from kkmserver.dialects.kkm.processing import rezult_processing
from kkmserver.dispatch.order import Target
from kkmserver.store.record import Entry, Failure, Record, State

Members = dict[str, Value]

ERROR_LIMIT = 8000
MESSAGE_FROM = "KkmServer"
_EGAIS = "egais"  # Failure.code where the УТМ has refused
UNKNOWN = "Результат неизвестен:"
OUTCOME_UNKNOWN, OUTCOME_REFUSED = "unknown", "refused"
NO_COPY = "Не удалось получить данные чека"
NO_COMMAND = "Команда с таким IdCommand не найдена"


class Status(IntEnum):
    """What became of a command. Waiting for the device counts as RUN: some clients poll on nothing else."""

    OK = 0
    RUN = 1
    ERROR = 2
    NOT_FOUND = 3
    DONE_EARLIER = 5
    EGAIS = 6


def common(name: str, status: Status, error: str, id_command: str) -> Members:
    """Members of every answer."""
    return {"Command": name, "Error": error[:ERROR_LIMIT], "Status": int(status), "IdCommand": id_command}


def not_done(outcome: str, *, nothing_sent: bool) -> Members:
    """Ours: whether it is known not to have been done, and whether it is proven that nothing reached a device."""
    return {"Outcome": outcome, "NothingSent": nothing_sent}


def on_device(number: int, unit_name: str, warnings: Iterable[str] = (), message: str = "") -> Members:
    """Members of an answer that has to do with a device."""
    return {"NumDevice": number, "UnitName": unit_name, **remarks(warnings, message)}


def remarks(warnings: Iterable[str], message: str = "") -> Members:
    """`message` is shown to the cashier at once; clients keep a warning to themselves."""
    members: Members = {"Warning": " ".join(_sentences(warnings)), "Message": message}
    return members | {"MessageFrom": MESSAGE_FROM} if message else members


def of_record(record: Record, unit_name: str, warnings: Iterable[str], zone: tzinfo | None) -> Members:
    """What a device command answers as it stands now. Payload is there only when it was done.

    `unit_name` is that of `record.device`: the member of a pool that does or did it.
    """
    entry, message = record.entry, ""
    members: Members = {}
    if record.outcome is not None and record.state is State.DONE:
        members = _brought(record.outcome, entry, zone)
        warnings, message = (*warnings, *record.outcome.warnings), record.outcome.message
    members |= common(entry.name, _status(record), _error(record), entry.id)
    members |= on_device(record.device, unit_name, warnings, message)
    if record.state in (State.FAILED, State.UNKNOWN):
        members |= _not_done(record)
    members.update(batch.members(record))
    return members


def _brought(outcome: Outcome, entry: Entry, zone: tzinfo | None) -> Members:
    members = payload(entry.name, outcome, zone)
    if outcome.card is not None and entry.name == "RegisterCheck":
        members["RezultProcessing"] = rezult_processing(outcome.card, entry.id, zone)
    return members


def of_lookup(rezult: Members, name: str = "GetRezult", error: str = "") -> Members:
    """GetRezult, or CancelCommand; its own IdCommand is always empty."""
    return {"Rezult": rezult, **common(name, Status.ERROR if error else Status.OK, error, "")}


def of_unknown_id(id_command: str, name: str = "GetRezult") -> Members:
    """An id nobody knows: both levels say so, because clients read either."""
    rezult = common("", Status.NOT_FOUND, NO_COMMAND, id_command) | {"NumDevice": 0, "UnitName": ""}
    return {"Rezult": rezult, **common(name, Status.NOT_FOUND, NO_COMMAND, "")}


def of_unread_id(id_command: str) -> Members:
    """GetRezult while the journal cannot be read: nothing is known of the command, so the client should ask again."""
    text = "Журнал сервера сейчас не читается, поэтому результат команды узнать нельзя. Спросите ещё раз позже."
    rezult = common("", Status.RUN, "", id_command) | {"NumDevice": 0, "UnitName": ""}
    return {"Rezult": rezult, **common("GetRezult", Status.ERROR, text, "")}


def not_found(target: Target, reasons: str = "") -> str:
    """The text clients compare; the bracket lists the criteria given. `reasons`: see DeviceNotFound."""
    criteria = {
        "NumDevice": target.number or "",
        "IdDevice": target.guid,
        "InnKkm": target.inn,
        "KktNumber": target.serial,
        "TaxVariant": "" if target.tax_system is None else int(target.tax_system),
    }
    given = ", ".join(f"{name}={value}" for name, value in criteria.items() if value != "") or "NumDevice=0"
    return (
        f"Устройство (с параметрами {given}) не найдено: не настроено или отключено."
        f" {reasons or 'Номера и состояние устройств показывает команда List.'}"
    )


def _not_done(record: Record) -> Members:
    failure = record.failure
    outcome = OUTCOME_UNKNOWN if record.state is State.UNKNOWN else OUTCOME_REFUSED
    return not_done(outcome, nothing_sent=failure is not None and failure.nothing_sent)


def _status(record: Record) -> Status:
    if record.state in (State.QUEUED, State.RUNNING):
        return Status.RUN
    if record.state is State.DONE:
        return Status.OK
    return Status.EGAIS if record.failure is not None and record.failure.code == _EGAIS else Status.ERROR


def _error(record: Record) -> str:
    """ "" unless it failed or nobody knows; clients take any other text for a failure."""
    if record.state not in (State.FAILED, State.UNKNOWN):
        return ""
    text = _text(record.failure)
    if record.state is State.UNKNOWN:
        return batch.error(record, text if text.startswith(UNKNOWN) else f"{UNKNOWN} {text}")
    if record.entry.name == "GetDataCheck" and not text.startswith(NO_COPY):
        return f"{NO_COPY}: {text}"
    return batch.error(record, text)


def _text(failure: Failure | None) -> str:
    if failure is not None and failure.text:
        return failure.text
    return "Устройство не сообщило причину. Проверьте на ленте или на самом устройстве, что напечатано."


def _sentences(remarks: Iterable[str]) -> Iterable[str]:
    """Remarks come with and without a full stop; one after the other they need it."""
    return (remark if remark.endswith((".", "!", "?")) else f"{remark}." for remark in remarks)
