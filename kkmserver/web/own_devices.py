"""What is told of a device, as device_json.py makes it; for /openapi.json."""

from drivers.model.ffd import ShiftState
from drivers.model.state import DeviceKind
from kkmserver.dialects.schema import Members, flag, many, moment, or_null, text, whole, whole_object
from kkmserver.web.device_json import ABILITIES

_STATE: Members = {
    "paper_out": flag("Нет бумаги."),
    "paper_low": flag("Бумага кончается."),
    "cover_open": flag("Открыта крышка."),
    "fault": text("Неисправность; пусто – её нет."),
    "serial": text("Заводской номер."),
    "firmware": text("Прошивка."),
    "line_length": whole("Знаков в строке; 0 – неизвестно."),
    "storage": text("Номер ФН."),
    "storage_until": or_null(moment("Срок ФН.")),
    "storage_days": or_null(whole("Сколько дней до конца срока ФН.")),
    "fiscalized": flag("ФН фискализирован."),
    "ffd": text("Версия ФФД."),
    "shift": text("Смена; пусто – неизвестно.", "", *(state.name.lower() for state in ShiftState)),
    "shift_number": whole("Номер смены."),
    "shift_since": or_null(moment("Когда смена открыта; null – закрыта или неизвестно.")),
    "last_document": whole("Номер последнего документа."),
    "cash": whole("Наличных в ящике, копейки."),
    "unsent": whole("Сколько документов ждёт отправки в ОФД."),
    "unsent_since": or_null(moment("Время первого из них.")),
}
DEVICE: Members = {
    "number": whole("Номер."),
    "name": text("Имя."),
    "driver": text("Драйвер."),
    "kind": text("Вид.", *DeviceKind),
    "model": text("Модель."),
    "guid": text("Постоянный номер, под которым сервер знает устройство."),
    "connection": text("Подключение, как в настройках, без паролей."),
    "online": flag("На связи."),
    "offline_since": or_null(moment("С какого времени нет связи; null – есть или ещё не было.")),
    "active": flag("Включено."),
    "blocked": text("Почему отставлено пулом; пусто – нет."),
    "blocked_since": or_null(moment("С какого времени; null – нет или ещё до запуска сервера.")),
    "busy": flag("Выполняет команду."),
    "waiting": whole("Сколько команд ждёт."),
    "members": many({"type": "integer"}, "Устройства пула."),
    "turn": or_null(whole("Чья очередь в пуле была последней.")),
    "wire_log": or_null(flag("Пишется ли обмен; null – нечего писать.")),
    "tape": or_null(text("Где лента виртуального устройства.")),
    "can": many({"enum": list(ABILITIES)}, "Что умеет."),
    "state": {"anyOf": [whole_object(_STATE), {"type": "null"}], "description": "Что устройство сказало о себе."},
}
