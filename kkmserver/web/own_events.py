"""One event of GET /events, as live.py tells them; for /openapi.json."""

from kkmserver.dialects.schema import Members, Schema, text, whole_object

KINDS = ("hello", "snapshot", "device", "gone", "command", "doubts", "trouble", "settings")
_DATA: Schema = {**text("Что случилось: объект."), "contentMediaType": "application/json"}
EVENT: Members = {
    "event": text("Вид.", *KINDS),
    "data": _DATA,
    "id": text("Для Last-Event-ID; у hello нет."),
    "retry": {"type": "integer", "description": "Через сколько миллисекунд соединиться снова."},
}
EVENT_SCHEMAS: dict[str, Schema] = {"LiveEvent": whole_object(EVENT, "id", "retry")}
