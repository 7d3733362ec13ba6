"""What the further APIs tell of a command that was not done, and of one that was not even accepted."""

from kkmserver.dialects.kkm.answer import UNKNOWN
from kkmserver.dialects.kkm.turned_away import ERRORS, turned_away
from kkmserver.dispatch.order import DeviceNotFound, IdReused, Target, Ticket
from kkmserver.store.record import JournalUnread, Record, State

__all__ = ["ERRORS", "UNKNOWN", "ended", "error_of", "not_accepted"]

_LONGEST = 3600.0  # seconds until a client that waits hears that it is still under way
_SILENT = "Устройство не сообщило причину. Проверьте на ленте или на самом устройстве, что напечатано."
_RUNNING = "Команда ещё выполняется. Повторите тот же запрос позже: второй раз ничего не напечатается."


async def ended(ticket: Ticket) -> Record:
    """Once it is over, or as it stands when the server stops."""
    record = ticket.record
    return record if record.finished else await ticket.wait(_LONGEST)


def error_of(record: Record) -> str:
    """ "" of one that was done; what nobody knows the outcome of begins with UNKNOWN."""
    if record.state is State.DONE:
        return ""
    if not record.finished:
        return _RUNNING
    text = record.failure.text if record.failure and record.failure.text else _SILENT
    return f"{UNKNOWN} {text}" if record.state is State.UNKNOWN and not text.startswith(UNKNOWN) else text


def not_accepted(error: Exception, key: str) -> str:
    """`error`: one of ERRORS. `key`: what the API calls the word that tells a repeat from a new command."""
    match error:
        case DeviceNotFound():
            return _not_found(error.target, error.reasons)
        case IdReused():
            return (
                f"С этим {key} уже принят запрос с другим содержанием, новый не выполнен."
                f" Для нового запроса передайте новый {key}."
            )
        case JournalUnread():
            return (
                "Журнал сервера не читается: неизвестно, была ли эта команда раньше. Сейчас она не принята."
                f" Проверьте диск сервера и повторите с тем же {key}."
            )
    return turned_away(error).text


def _not_found(target: Target, reasons: str) -> str:
    wanted = f"№ {target.number}" if target.number else target.guid
    return f"Устройство {wanted} не найдено: не настроено или отключено. {reasons}".rstrip()
