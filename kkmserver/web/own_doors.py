"""Addresses for the further APIs at the console, and what they answer; for /openapi.json."""

from kkmserver.dialects.schema import Members, Schema, many, or_null, reference, text, whole, whole_object
from kkmserver.web.gate import NothingIn
from kkmserver.web.operations import ADMIN, got, posted

_SAID = whole_object({"ru": text("По-русски."), "en": text("По-английски.")})
_DOOR: Members = {
    "name": text("Как в [dialects].", "bit", "itkassa", "ikkm"),
    "title": {**_SAID, "description": "Название."},
    "addresses": many({"type": "string"}, "По каким адресам отвечает."),
    "device": or_null(whole("Касса, которой отдан этот порт; null – не одной кассе.")),
    "clients": whole("Сколько токенов (bit) или организаций (itkassa) он впускает; у порта кассы – 1."),
}
_REGISTER: Schema = {
    "name": "number",
    "in": "path",
    "required": True,
    "description": "Номер кассы.",
    "schema": {"type": "integer", "minimum": 0, "maximum": 10**9 - 1},
}
DOOR_SCHEMAS: dict[str, Schema] = {
    "Door": whole_object(_DOOR),
    "DoorKey": whole_object({"key": text("Ключ, с которым касса примет следующую операцию.")}),
}


def door_paths() -> dict[str, Schema]:
    key = reference("DoorKey")
    shown = got("doorKey", "Показать ключ кассы API iKKM", key, [_REGISTER], security=ADMIN)
    renewed = posted("renewDoorKey", "Задать этой кассе другой ключ", NothingIn, key, _REGISTER)
    renewed["responses"] |= {
        "409": {"description": "Касса выполняет операцию с прежним ключом."},
        "503": {"description": "Ключ не записан."},
    }
    doors = many(reference("Door"), "Порты включённых API.")
    return {
        "/doors": {"get": got("doors", "Какие API включены и где отвечают", doors, security=ADMIN)},
        "/doors/ikkm/{number}/key": {"get": shown, "post": renewed},
    }
