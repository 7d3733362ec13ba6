"""What a client is told whose command is not accepted: nothing of it was journaled, printed or recorded."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kkmserver.dialects.kkm.answer import Status, not_found
from kkmserver.dispatch.order import (
    DeviceNotFound,
    Draining,
    GoesRound,
    IdReused,
    Overloaded,
    QueueFull,
    Target,
    TooFast,
)
from kkmserver.store.record import JournalBroken, JournalUnread

ERRORS = (DeviceNotFound, IdReused, Draining, QueueFull, Overloaded, TooFast, GoesRound, JournalBroken)

_NOTHING_ACCEPTED = "Команда не принята, ничего не напечатано и не записано."
_UNREAD = (
    "Журнал сервера не читается: неизвестно, была ли эта команда раньше. Сейчас она не принята."
    " Проверьте диск сервера и повторите с тем же IdCommand."
)
_PLAIN: Mapping[type[Exception], tuple[str, str]] = {
    Draining: ("draining", f"Сервер останавливается. {_NOTHING_ACCEPTED} Повторите, когда он снова запустится."),
    QueueFull: ("queue_full", f"Слишком много команд ждут это устройство. {_NOTHING_ACCEPTED} Повторите позже."),
    Overloaded: (
        "overloaded",
        f"Сервер перегружен: слишком много команд ещё не выполнены. {_NOTHING_ACCEPTED} Повторите позже.",
    ),
    JournalUnread: (
        "journal",
        _UNREAD,
    ),
    JournalBroken: (
        "journal",
        f"Журнал сервера не записывается. {_NOTHING_ACCEPTED} Проверьте место и права на диске сервера.",
    ),
}
_REUSED = (
    "Команда была выполнена ранее: с этим IdCommand уже принята команда с другим содержанием, новая не выполнена."
    " Для новой команды передайте новый IdCommand, результат прежней даст GetRezult."
)


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """`reason` is for programs, `http` the status line. `id_is_new`: no earlier command has this id."""

    reason: str
    text: str
    status: Status = Status.ERROR
    http: int = 200
    id_is_new: bool = True


def turned_away(error: Exception, target: Target | None = None, via: Sequence[str] = ()) -> TurnedAway:
    """`error`: one of ERRORS."""
    match error:
        case DeviceNotFound():
            return TurnedAway("not_found", not_found(target or error.target, error.reasons), Status.NOT_FOUND)
        case IdReused():
            return TurnedAway("id_reused", _REUSED, Status.DONE_EARLIER, id_is_new=False)
        case TooFast():
            return TurnedAway("too_fast", _too_fast(error.seconds))
        case GoesRound():
            return TurnedAway("goes_round", goes_round(via), http=508)
    reason, text = next(told for kind, told in _PLAIN.items() if isinstance(error, kind))
    return TurnedAway(reason, text, id_is_new=not isinstance(error, JournalUnread))


def goes_round(via: Sequence[str]) -> str:
    return (
        f"Команда вернулась на сервер, через который уже прошла: {' → '.join(via) or 'путь не указан'}."
        f" {_NOTHING_ACCEPTED} Проверьте в настройках серверов, кому они пересылают команды."
    )


def _too_fast(seconds: float) -> str:
    wait = max(1, math.ceil(seconds))
    return f"Команды с этого компьютера приходят слишком часто. {_NOTHING_ACCEPTED} Повторите через {wait} с."
