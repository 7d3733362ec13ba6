"""Addresses of mass printing and of its organisations, and what they answer; for /openapi.json."""

from pydantic import BaseModel

from kkmserver.dialects.itkassa.registry_columns import Column
from kkmserver.dialects.schema import Members, Schema, flag, many, moment, or_null, reference, text, whole, whole_object
from kkmserver.web.gate import NothingIn
from kkmserver.web.operations import FAULTS, got, posted
from kkmserver.web.registry_forms import ChangeIn, StartIn, TableIn, WishesIn

_WORD: Schema = {"type": "string"}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OFF: Schema = {"description": "Такого нет, или API «Анти Касса» выключен."}
_NOT_NOW: Schema = {"description": "Сейчас нельзя; Error говорит почему."}
_ID: Schema = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
_REGISTRY: Schema = {**_ID, "description": "id реестра."}
_SHOP: Schema = {**_ID, "description": "id организации."}
RECEIPT_STATES = ("waiting", "sent", "done", "failed", "unknown", "cancelled", "earlier")

_COUNTS: Schema = {"type": "object", "additionalProperties": {"type": "integer"}}
_HEAD: Members = {
    "id": text("Номер реестра."),
    "name": text("Имя файла."),
    "organization": text("id организации."),
    "register": text("Касса или пул, где печатать."),
    "state": text("Что с ним.", "draft", "running", "cancelled", "over"),
    "who": text("Кто загрузил."),
    "created": or_null(moment("Загружен.")),
    "started": or_null(moment("Запущен.")),
    "ended": or_null(moment("Закончен.")),
    "paper": flag("Чеки печатаются на бумаге."),
    "cash": flag("Оплачено наличными, если столбцов оплаты нет."),
    "counts": {**_COUNTS, "description": "Состояние → сколько чеков; у черновика пусто."},
}
_SAID = whole_object({"ru": text("По-русски."), "en": text("По-английски.")})
_COLUMN: Members = {"key": text("Имя.", *Column), "title": {**_SAID, "description": "Название."}}
_FAULT: Members = {"row": whole("Строка файла."), "column": text("Столбец."), "text": text("Что исправить.")}
_LINE: Members = {
    "title": text("Наименование."),
    "price": text("Цена."),
    "quantity": text("Количество."),
    "total": text("Сумма."),
}
_RECEIPT: Members = {
    "number": text("Номер документа."),
    "rows": many({"type": "integer"}, "Строки файла."),
    "total": whole("Сумма, копейки."),
    "contact": text("Телефон или почта покупателя."),
}
_PREVIEW: Members = {**_RECEIPT, "type": text("Тип чека."), "lines": many(whole_object(_LINE), "Позиции.")}
_DRAFT: Members = {
    "headings": many(_WORD, "Заголовки столбцов файла."),
    "columns": many({"type": ["string", "null"]}, "Что в каждом столбце; null – ничего."),
    "known": many(whole_object(_COLUMN), "Что бывает в столбцах."),
    "sample": many({"type": "array", "items": _WORD}, "Первые строки файла."),
    "rows": whole("Сколько строк в файле."),
    "faults": many(whole_object(_FAULT), "Ошибки, первые 200."),
    "fault_count": whole("Сколько ошибок всего."),
    "receipts": whole("Сколько выйдет чеков."),
    "total": whole("На сумму, копейки."),
    "preview": many(whole_object(_PREVIEW), "Первые чеки."),
    "earlier": many(_WORD, "Номера чеков, которые уже напечатаны по другому реестру, первые 20."),
    "earlier_count": whole("Сколько их всего."),
    "mended": many(_WORD, "Номера чеков, под которыми уже напечатано другое содержание, первые 20."),
    "mended_count": whole("Сколько их всего."),
}
_PRINTED: Members = {
    **_RECEIPT,
    "state": text("Что с чеком.", *RECEIPT_STATES),
    "job": text("Задание."),
    "document": text("ФД."),
    "sign": text("ФПД."),
    "printed": text("Время на чеке."),
    "error": text("Ошибка словами."),
}
_WISHES: Members = {
    "errorEmail": text("Кому писать, когда сайт не принял результат."),
    "testUrl": text("Адрес для проверки."),
    "printResultUrl": text("Куда сообщать результаты."),
    "callbackApiKeySet": flag("Ключ для сайта задан."),
}
_SHOWN: Members = {
    "id": text("id организации."),
    "name": text("Название."),
    "registers": many(whole_object({"id": text("Номер."), "name": text("Название.")}), "Кассы и пулы."),
    "settings": {"anyOf": [whole_object(_WISHES), {"type": "null"}], "description": "Для администратора."},
    "callbacks": {**_COUNTS, "type": ["object", "null"], "description": "Состояние → сколько сообщений сайту."},
    "trouble": text("Почему сайт не принял последнее."),
}
_TRIED: Members = {
    "status": whole("Что ответил сайт; 0 – не ответил."),
    "trouble": text("Что не так; пусто – принял."),
    "first": text("Начало его ответа."),
    "milliseconds": whole("За сколько."),
}
REGISTRY_SCHEMAS: dict[str, Schema] = {
    "Registry": whole_object({**_HEAD, **_DRAFT}, *_DRAFT),
    "RegistryReceipt": whole_object(_PRINTED),
    "Organization": whole_object(_SHOWN),
    "TestCallback": whole_object(_TRIED),
}


def registry_paths() -> dict[str, Schema]:
    return _shops() | _registries() | _one()


def _shops() -> dict[str, Schema]:
    shop = reference("Organization")
    change = posted("changeOrganization", "Куда сообщать результаты", WishesIn, shop, _SHOP)
    change["responses"] |= {"404": _OFF, "422": FAULTS}
    test = posted(
        "testCallback", "Проверить, принимает ли сайт результаты", NothingIn, reference("TestCallback"), _SHOP
    )
    test["responses"] |= {"404": _OFF, "409": _NOT_NOW}
    return {
        "/itkassa/organizations": {"get": got("organizations", "Организации API «Анти Касса»", many(shop, "Все."))},
        "/itkassa/organizations/{id}": {"patch": change},
        "/itkassa/organizations/{id}/test-callback": {"post": test},
    }


def _registries() -> dict[str, Schema]:
    registry = reference("Registry")
    bring = _sent("bringRegistry", "Загрузить реестр чеков: XLSX или CSV", TableIn)
    bare = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in ("text/csv", _XLSX)}
    bring["requestBody"]["content"] |= bare
    bring["parameters"] = [_asked("organization", "id организации, если прислан сам файл."), _asked("name", "Его имя.")]
    bring["responses"]["201"] = bring["responses"].pop("200") | {"description": "Черновик: ещё ничего не напечатано."}
    listed = got("registries", "Реестры чеков, новые сначала", many(registry, "Последние 100."))
    listed["responses"]["404"] = _OFF
    return {"/itkassa/registry": {"get": listed, "post": bring}}


def _one() -> dict[str, Schema]:
    one = "/itkassa/registry/{id}"
    receipts = many(reference("RegistryReceipt"), "По порядку.")
    drop = got("dropRegistry", "Убрать черновик", {}, [_REGISTRY])
    drop["responses"] |= {"204": {"description": "Убран."}, "409": _NOT_NOW}
    del drop["responses"]["200"]
    first = {"name": "first", "in": "query", "description": "С какого, с нуля.", "schema": {"type": "integer"}}
    limit = {"name": "limit", "in": "query", "description": "Сколько; обычно 200.", "schema": {"type": "integer"}}
    state = {**_asked("state", "Только такие."), "schema": {"enum": list(RECEIPT_STATES)}}
    page = [_REGISTRY, first, limit, state]
    return {
        one: {
            "get": got("registry", "Реестр", reference("Registry"), [_REGISTRY]),
            "patch": _sent("changeRegistry", "Изменить черновик", ChangeIn, _REGISTRY),
            "delete": drop,
        },
        f"{one}/start": {"post": _sent("startRegistry", "Печатать чеки реестра", StartIn, _REGISTRY)},
        f"{one}/cancel": {"post": _sent("cancelRegistry", "Не печатать чеки, которые не начаты", NothingIn, _REGISTRY)},
        f"{one}/receipts": {"get": got("registryReceipts", "Чеки запущенного реестра", receipts, page)},
        f"{one}/report.csv": {"get": got("registryTable", "Что напечатано, CSV", _WORD, [_REGISTRY], "text/csv")},
        f"{one}/report.xlsx": {"get": got("registryBook", "Что напечатано, XLSX", {}, [_REGISTRY], _XLSX)},
    }


def _sent(operation: str, summary: str, model: type[BaseModel], *parameters: Schema) -> Schema:
    """For both accounts."""
    told = posted(operation, summary, model, reference("Registry"), *parameters)
    del told["security"]
    told["responses"] |= {"404": _OFF, "409": _NOT_NOW}
    return told


def _asked(name: str, about: str) -> Schema:
    return {"name": name, "in": "query", "description": about, "schema": _WORD}
