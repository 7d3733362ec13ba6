"""What the console's own addresses answer, as devices.py, console.py and rows.py make it; for /openapi.json."""

from drivers.errors import Fault
from drivers.search.run import End
from kkmserver.dialects.schema import Members, Schema, flag, many, moment, one, or_null, text, whole, whole_object
from kkmserver.store.record import State
from kkmserver.web.own_devices import DEVICE
from kkmserver.web.own_doors import DOOR_SCHEMAS
from kkmserver.web.own_events import EVENT_SCHEMAS
from kkmserver.web.own_journal import JOURNAL_SCHEMAS, ROW
from kkmserver.web.own_registry import REGISTRY_SCHEMAS
from kkmserver.web.own_session import SESSION
from kkmserver.web.own_settings import SETTINGS_SCHEMAS

_PROGRESS: Schema = {"anyOf": [whole_object({"done": whole("Сделано."), "total": whole("Всего.")}), {"type": "null"}]}
_LABELS = one(_PROGRESS, "Сколько этикеток партии вышло.")
_ROW: Members = {
    "id": text("IdCommand."),
    "seq": whole("Место в журнале, для before."),
    "state": text("Что с ней.", *State),
    "command": text("Имя команды."),
    "dialect": text("На каком API пришла."),
    "device": whole("Устройство или пул."),
    "member": or_null(whole("Устройство пула, которое её выполняет.")),
    "client": text("Кто прислал."),
    "request_id": text("X-Request-Id."),
    "attempt": whole("Которая попытка."),
    "accepted_at": moment("Принята."),
    "started_at": or_null(moment("Начата.")),
    "finished_at": or_null(moment("Закончена.")),
    **ROW,
    "error": text("Ошибка словами."),
}
_FAILURE: Members = {
    "code": text("Код ошибки; не меняется."),
    "text": text("Ошибка словами."),
    "fault": text("Кому действовать.", *Fault),
    "nothing_sent": flag("Доказано, что до устройства ничего не дошло."),
    "native": or_null(whole("Номер ошибки у изготовителя.")),
    "progress": _LABELS,
}
_EVIDENCE: Members = {
    "sent": whole("Сколько байтов ушло."),
    "exchange": many({"type": "string"}, "Конец обмена."),
    "after": text("Счётчики устройства после."),
    "cause": text("Что оборвалось."),
}
_ANY_OBJECT = ["object", "null"]
_FULL: Members = {
    **_ROW,
    "hold": {"type": "number", "description": "Сколько секунд команда может ждать устройство."},
    "mark": text("Счётчики устройства до команды."),
    "progress": _LABELS,
    "evidence": {"anyOf": [whole_object(_EVIDENCE), {"type": "null"}], "description": "Что видно о сомнительном."},
    "outcome": {"type": _ANY_OBJECT, "description": "Результат, как он хранится."},
    "failure": {"anyOf": [whole_object(_FAILURE), {"type": "null"}], "description": "Отказ."},
    "request": or_null(text("Запрос, если просили; null – уже забыт.")),
}
_DEED: Members = {
    "row": whole("Для before."),
    "at": moment("Когда."),
    "who": text("Кто."),
    "action": text("Что сделал."),
    "subject": text("С чем."),
    "detail": text("Подробности."),
}
_SHEET: Members = {
    "number": whole("Номер на ленте."),
    "title": text("Что это."),
    "time": moment("Когда напечатано."),
    "text": text("Где он текстом."),
    "png": text("Где он картинкой."),
}
_FOUND: Members = {
    "driver": text("Драйвер, как в настройках."),
    "connection": text("Подключение, как в настройках."),
    "model": text("Модель."),
    "serial": text("Заводской номер; пусто – неизвестен."),
    "inn": text("ИНН владельца; пусто – неизвестен."),
    "options": {"type": "object", "description": "Что ещё написать в настройках.", "additionalProperties": True},
    "note": text("Чего не удалось узнать и что делать."),
}
_SKIPPED: Members = {"place": text("Порт или адрес."), "why": text("Почему его не спросили.")}
_SEARCH: Members = {
    "id": text("Номер поиска."),
    "running": flag("Идёт."),
    "asked": whole("Сколько подключений испробовано."),
    "total": whole("Сколько их всего."),
    "found": many(whole_object(_FOUND), "Что найдено."),
    "skipped": many(whole_object(_SKIPPED), "Что пропущено."),
    "began": moment("Когда начат."),
    "ends": moment("Когда кончится самое позднее."),
    "end": text("Чем кончился; пусто – идёт.", *End),
}
OWN_SCHEMAS: dict[str, Schema] = {
    **EVENT_SCHEMAS,
    **JOURNAL_SCHEMAS,
    **SETTINGS_SCHEMAS,
    **DOOR_SCHEMAS,
    **REGISTRY_SCHEMAS,
    "Device": whole_object(DEVICE),
    "Session": whole_object(SESSION),
    "JournalRow": whole_object(_ROW),
    "JournalEntry": whole_object(_FULL, "request"),
    "Deed": whole_object(_DEED),
    "TapeDocument": whole_object(_SHEET),
    "Search": whole_object(_SEARCH),
}
