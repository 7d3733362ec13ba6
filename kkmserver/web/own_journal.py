"""Members of what the journal and the label templates answer, for /openapi.json."""

from kkmserver.dialects.schema import Members, Schema, flag, many, number, or_null, text, whole_object

_TEXTS: Schema = {"type": "string"}

FACETS: Members = {
    "commands": many(_TEXTS, "Имена команд."),
    "dialects": many(_TEXTS, "На каких API."),
    "clients": many(_TEXTS, "Кто присылал, последние сначала."),
}
PAPER: Members = {
    "source": text("Откуда бумага: с ленты, нарисована по запросу, никакой.", "tape", "drawn", "none"),
    "why": text("Почему нарисована или почему её нет."),
    "pictures": many(_TEXTS, "Адреса картинок."),
}
WIRE: Members = {
    "lines": many(_TEXTS, "Что шло по проводу."),
    "whole": flag("Это весь обмен, а не его конец."),
}
COPY: Members = {"id": text("IdCommand копии.")}

_VARIABLE: Members = {
    "name": text("Имя."),
    "needed": flag("Без него этикетка не печатается."),
    "default": text("Что напечатать, если его нет."),
}
TEMPLATES: Members = {
    "name": text("Имя: так его называет команда."),
    "title": text("Название для людей."),
    "width": number("Ширина, мм."),
    "height": number("Высота, мм."),
    "fields": many(whole_object(_VARIABLE), "Поля."),
    "fault": text("Что исправить в файле; пусто – всё в порядке."),
}
TEMPLATE: Members = {
    "name": text("Имя."),
    "tag": text("По нему видно, что файл не менялся."),
    "template": {"type": ["object", "null"], "description": "Ключи и значения файла; null – это не TOML."},
    "toml": text("Файл, как он есть."),
    "fault": text("Что исправить в файле; пусто – всё в порядке."),
}
_SAID = whole_object({"ru": text("По-русски."), "en": text("По-английски.")})
_FIELD: Members = {
    "key": text("Ключ, как в файле."),
    "title": {**_SAID, "description": "Название."},
    "hint": {**_SAID, "description": "Что он делает."},
    "schema": {"type": "object", "description": "JSON Schema значения."},
    "value": {"description": "С чего начать."},
    "default": {"description": "Что действует без него; null – его задают."},
    "required": flag("Его надо задать."),
    "restart": flag("Всегда false."),
    "advanced": flag("Нужен редко."),
    "secret": flag("Всегда false."),
}
ELEMENTS: Members = {
    "kinds": {
        "type": "object",
        "description": "Вид элемента → его поля.",
        "additionalProperties": many(whole_object(_FIELD), "Поля."),
    },
    "symbologies": many(_TEXTS, "Какие бывают штрихкоды."),
}
ROW: Members = {
    "waited_ms": or_null({"type": "integer", "description": "Сколько ждала; null – ещё ждёт."}),
    "duration_ms": or_null(
        {"type": "integer", "description": "Сколько выполнялась; null – не кончилась или не начиналась."}
    ),
    "outcome": text("Чем кончилась, коротко: «чек 12, смена 3»."),
}
JOURNAL_SCHEMAS: dict[str, Schema] = {
    "JournalFacets": whole_object(FACETS),
    "Paper": whole_object(PAPER),
    "Wire": whole_object(WIRE),
    "PrintedCopy": whole_object(COPY),
    "TemplateListed": whole_object(TEMPLATES),
    "Template": whole_object(TEMPLATE),
    "TemplateElements": whole_object(ELEMENTS),
}
