"""Addresses by which the server is set up, and what they answer; for /openapi.json."""

from pydantic import BaseModel

from drivers.model.state import DeviceKind
from kkmserver.dialects.schema import Members, Schema, flag, many, moment, number, or_null, reference, text, whole
from kkmserver.dialects.schema import whole_object as members_of
from kkmserver.web.diagnosis import BundleIn
from kkmserver.web.equipment import TableIn, TagIn, TryIn
from kkmserver.web.findings import Mood
from kkmserver.web.gate import NothingIn
from kkmserver.web.operations import ADMIN, FAULTS, FAULTS_SCHEMA, got, posted
from kkmserver.web.settings import PasswordIn, PatchIn

_NUMBER: Schema = {
    "name": "number",
    "in": "path",
    "required": True,
    "description": "Номер.",
    "schema": {"type": "integer", "minimum": 0, "maximum": 10**9 - 1},
}
_CONFLICT: Schema = {"description": "Настройки изменились с тех пор, как их смотрели."}
_SAID = members_of({"ru": text("По-русски."), "en": text("По-английски.")})


def _said(about: str) -> Schema:
    return _SAID | {"description": about}


_FIELD: Members = {
    "key": text("Ключ, как в файле."),
    "title": _said("Название."),
    "hint": _said("Что значит значение."),
    "schema": {"type": "object", "description": "JSON Schema значения."},
    "value": {"description": "Значение; у секрета – null."},
    "default": {"description": "Обычное значение; null – задать обязательно."},
    "required": flag("Задать обязательно."),
    "restart": flag("Действует после перезапуска."),
    "advanced": flag("Редко нужен."),
    "secret": flag("Значение не показывается."),
    "set": flag("Только у секрета раздела: задан."),
    "overridden": flag("Задан в командной строке, она главнее."),
}
_SECTION: Members = {
    "name": text("Раздел файла."),
    "title": _said("Название."),
    "fields": many(reference("SettingField"), "Ключи."),
}
_CERTIFICATE: Members = {
    "file": text("Файл."),
    "names": many({"type": "string"}, "Для каких имён и адресов."),
    "until": moment("До какого времени действует."),
    "authority": flag("Рядом лежит корневой сертификат."),
}
_PASSWORDS: Schema = {
    **members_of({"admin": flag("У администратора."), "user": flag("У пользователя.")}),
    "description": "Какие пароли заданы.",
}
_MAYBE_CERTIFICATE: Schema = {"anyOf": [members_of(_CERTIFICATE), {"type": "null"}], "description": "Сертификат."}
_LISTENING = many({"type": "string"}, "Адреса, по которым сервер отвечает.")
_SETTINGS: Members = {
    "file": or_null(text("Файл настроек; null – его ещё нет.")),
    "tag": text("Метка файла: её присылают с изменением."),
    "writable": flag("Файл можно менять."),
    "why_not": text("Почему нельзя."),
    "sections": many(reference("SettingSection"), "Разделы."),
    "passwords": _PASSWORDS,
    "certificate": _MAYBE_CERTIFICATE,
    "listening": _LISTENING,
    "restart_needed": many({"type": "string"}, "Что действует только после перезапуска."),
    "can_restart": flag("Сервер может перезапустить себя сам."),
    "csrf": text("Новый знак страницы, если сменился свой пароль."),
}
_DRIVER: Members = {
    "name": text("Имя драйвера; pool – пул."),
    "title": _said("Название."),
    "about": _said("Что это."),
    "kind": text("Вид.", *DeviceKind, "pool"),
    "virtual": flag("Учебное."),
    "connections": many({"type": "string"}, "Какие бывают подключения, обычное сначала."),
    "options": many(reference("SettingField"), "Ключи, главные сначала."),
    "why_not": text("Почему здесь не работает."),
}
_TABLE: Schema = {"type": "object", "description": "Ключи, как в файле; секреты – null.", "additionalProperties": True}
_NAMED: Members = {"number": whole("Номер."), "name": text("Название.")}
_EQUIPMENT: Members = {
    "tag": text("Метка файла."),
    "devices": many(members_of({**_NAMED, "driver": text("Драйвер."), "table": _TABLE}), "Устройства."),
    "pools": many(members_of({**_NAMED, "table": _TABLE}), "Пулы."),
    "next": whole("Первый свободный номер."),
}
_TRIAL: Members = {
    "ok": flag("Устройство ответило."),
    "text": text("Что сказать человеку."),
    "model": text("Модель."),
    "serial": text("Заводской номер."),
}
_FINDING: Members = {
    "mood": text("Насколько плохо.", *Mood),
    "title": text("Коротко."),
    "text": text("Подробно."),
    "advice": text("Что делать."),
}
_SERVER: Members = {
    "version": text("Версия kkmserver."),
    "python": text("Версия Python."),
    "system": text("Система."),
    "started": moment("Когда запущен."),
    "folder": text("Папка данных."),
    "disk_free": number("Свободно на её диске, байт."),
    "journal_bytes": number("Журнал, байт."),
    "journal_rows": or_null(whole("Команд в журнале; null – не читается.")),
}
_DIAGNOSIS: Members = {
    "server": members_of(_SERVER) | {"description": "Сервер."},
    "listening": _LISTENING,
    "certificate": _MAYBE_CERTIFICATE,
    "origins": many({"type": "string"}, "Сайты без пароля."),
    "passwords": _PASSWORDS,
    "findings": many(members_of(_FINDING), "Что видно, худшее сначала."),
}
SETTINGS_SCHEMAS: dict[str, Schema] = {
    "Faults": FAULTS_SCHEMA,
    "SettingField": members_of(_FIELD, "set", "overridden"),
    "SettingSection": members_of(_SECTION),
    "Settings": members_of(_SETTINGS, "csrf"),
    "DriverWords": members_of(_DRIVER),
    "Equipment": members_of(_EQUIPMENT),
    "Trial": members_of(_TRIAL),
    "Diagnosis": members_of(_DIAGNOSIS),
}


def settings_paths() -> dict[str, Schema]:
    return _settings() | _equipment() | _diagnosis()


def _settings() -> dict[str, Schema]:
    whole_ = reference("Settings")
    look = got("settings", "Настройки", whole_, security=ADMIN)
    password = _change("setPassword", "Задать пароль", PasswordIn, whole_)
    made = _change("makeCertificate", "Сделать сертификат и вписать его в настройки", NothingIn, whole_)
    root = got("authority", "Корневой сертификат", {}, kind="application/x-x509-ca-cert", security=ADMIN)
    root["responses"]["404"] = {"description": "Его нет."}
    restart = posted("restart", "Перезапустить сервер, допечатав начатое", NothingIn, {"type": "object"})
    restart["responses"]["202"] = restart["responses"].pop("200") | {"description": "Перезапускается."}
    restart["responses"] |= {"409": {"description": "Здесь сам не может."}, "422": FAULTS}
    return {
        "/settings": {"get": look, "patch": _change("changeSettings", "Изменить настройки", PatchIn, whole_)},
        "/settings/password": {"post": password},
        "/settings/certificate": {"post": made},
        "/settings/certificate/authority.crt": {"get": root},
        "/settings/restart": {"post": restart},
    }


def _equipment() -> dict[str, Schema]:
    all_, drivers = reference("Equipment"), many(reference("DriverWords"), "Драйверы и пул.")
    trial = posted("tryDevice", "Спросить устройство, не записывая его", TryIn, reference("Trial"))
    trial["responses"]["422"] = FAULTS
    look = got("equipment", "Устройства и пулы в настройках", all_, security=ADMIN)
    return {
        "/drivers": {"get": got("drivers", "Какие бывают устройства и их ключи", drivers, security=ADMIN)},
        "/settings/devices": {"get": look, "post": _added("addDevice", "Добавить устройство")},
        "/settings/devices/try": {"post": trial},
        "/settings/devices/{number}": _table("Device", "устройство"),
        "/settings/pools": {"post": _added("addPool", "Добавить пул")},
        "/settings/pools/{number}": _table("Pool", "пул"),
    }


def _diagnosis() -> dict[str, Schema]:
    bundle = posted("supportBundle", "Собрать сведения для службы поддержки", BundleIn, {})
    bundle["responses"]["200"]["content"] = {"application/zip": {"schema": {}}}
    bundle["responses"] |= {"409": {"description": "Здесь не собрать."}, "422": FAULTS}
    tell = got("diagnosis", "Всё ли в порядке и что делать", reference("Diagnosis"), security=ADMIN)
    return {"/diagnosis": {"get": tell}, "/support-bundle": {"post": bundle}}


def _table(name: str, what: str) -> Schema:
    all_ = reference("Equipment")
    return {
        "put": _change(f"replace{name}", f"Изменить {what}", TableIn, all_, _NUMBER),
        "delete": _change(f"remove{name}", f"Убрать {what}", TagIn, all_, _NUMBER),
    }


def _added(operation: str, summary: str) -> Schema:
    told = _change(operation, summary, TableIn, reference("Equipment"))
    told["responses"]["201"] = told["responses"].pop("200") | {"description": "Добавлено."}
    return told


def _change(operation: str, summary: str, model: type[BaseModel], answer: Schema, *parameters: Schema) -> Schema:
    told = posted(operation, summary, model, answer, *parameters)
    told["responses"] |= {"409": _CONFLICT, "422": FAULTS}
    return told
