"""The tables of an emulated register.

Numbers and meanings: spec/shtrih-m.md 7. Names and sizes are those of a table dump of a ШТРИХ-НАНО-Ф, firmware C.3.664
(shtrih-m/javapos_shtrih Doc/UPOS); of tables 10 field 29 and 11 they are inferred. A number between known fields that
is not needed here is a reserve nobody may write.
"""

from dataclasses import replace

from drivers.shtrih.emulator.model import Model, Quirks
from drivers.shtrih.emulator.passwords import ROWS
from drivers.shtrih.emulator.tables import Field, Table, char, number, rows
from drivers.shtrih.emulator.vat import taxes

_DEPARTMENTS, _PAYMENTS, _TEXTS = 16, 16, 14
_FFD_NUMBERS = {"1.05": 2, "1.1": 3, "1.2": 4}


def factory(*, ffd: str, inn: str, serial: str, storage: str, model: Model, quirks: Quirks) -> dict[int, Table]:
    tables = {
        1: _kind_and_mode(quirks),
        2: _passwords(),
        4: Table("Текст в чеке", {1: char("Запрограммированные строки", 64)}, _TEXTS, _texts()),
        5: _payments(),
        6: _taxes(quirks.tax_rows),
        7: _departments(),
        10: _service(ffd if model.cash_core else ""),
        11: Table(
            "Параметры кодирования qr-кодов",
            {1: number("Размер модуля", 8), 4: number("Выравнивание", 2)},
            1,
            {1: {1: 4}},
        ),
        17: _regional(ffd, quirks),
        18: _fiscal_storage(inn, serial, storage),
        19: _ofd(),
        20: _exchange(),
        21: _interfaces(),
        24: Table("Встраиваемая и интернет техника", {1: char("Заводской номер автомата", 20)}),
    }
    return {code: replace(table, fields=_filled(table.fields)) for code, table in tables.items()}


def _filled(fields: dict[int, Field]) -> dict[int, Field]:
    reserve = number("Резерв", 255, locked=True)
    return {field: fields.get(field, reserve) for field in range(1, max(fields) + 1)}


def _kind_and_mode(quirks: Quirks) -> Table:
    fields = {
        1: number("Номер кассы в магазине", 99, least=1),
        2: number("Авт. обнуление денежной наличности", 1),
        3: number("Печать рекламного текста", 2),
        6: number("Работа с денежным ящиком", 1),
        7: number("Отрезка чека", 2),
        8: number("Печатать дробное в количестве", 1),
        14: number("Начисление налогов", 1),
        16: number("Печать налогов", 2),
        17: number("Печать заголовка", 1),
        19: number("Сохранять строки в буфере чека", 1),
        20: number("Печать чека по закрытию", 1),
        21: number("Промотка перед отрезкой", 1),
        22: number("Отрезка при открытом чеке", 1),
        23: number("Запрет нулевого чека", 1),
        27: number("Контроль времени", 255),
        28: number("Отключение звука при ошибках", 1),
        29: number("Межстрочный интервал", 255),
        31: number("Сжатие шрифта на чековой ленте", 1),
        34: number("Яркость печати", 15),
        38: number("Укороченное клише", 1),
        39: number("Печать клише после завершения документа", 1),
        40: number("Скорость печати", 15),
        41: number("Кодирование реквизитов чека", 1),
    }
    first: dict[int, int | str] = {1: 1, 7: 2, 20: int(quirks.prints_on_close), 41: 1}
    return Table("Тип и режим кассы", fields, 1, {1: first})


def _passwords() -> Table:
    names = [*(f"Оператор{row}" for row in range(1, 29)), "Администратор", "Системный администратор"]
    first: dict[int, dict[int, int | str]] = {row: {1: row, 2: name} for row, name in enumerate(names, 1)}
    fields = {1: number("Пароли кассиров", 99_999_999, size=4), 2: char("Должности и фамилии кассиров", 64)}
    return Table("Пароли кассиров и администраторов", fields, ROWS, first)


def _texts() -> dict[int, dict[int, int | str]]:
    return {1: {1: "СПАСИБО ЗА ПОКУПКУ"}, 4: {1: "ЭМУЛЯТОР"}, 5: {1: "НЕ ЯВЛЯЕТСЯ ФИСКАЛЬНЫМ ДОКУМЕНТОМ"}}


def _payments() -> Table:
    names = ["НАЛИЧНЫМИ", *(f"ЭЛЕКТРОННЫМИ {each}" for each in range(2, 14)), "АВАНСОМ", "КРЕДИТОМ", "ИНОЕ"]
    return Table(
        "Наименование типов оплаты", {1: char("Запрограммированные типы оплаты", 64)}, _PAYMENTS, rows(1, names)
    )


def _taxes(count: int) -> Table:
    fields = {
        1: replace(number("Величина налога", 10000), closed_shift=True),
        2: replace(char("Название налога", 64), closed_shift=True),
    }
    first: dict[int, dict[int, int | str]] = {
        row: {1: each.percent, 2: each.name} for row, each in enumerate(taxes(count), 1)
    }
    return Table("Налоговые ставки", fields, count, first)


def _departments() -> Table:
    names = [f"{each} ОТДЕЛ" for each in range(1, _DEPARTMENTS + 1)]
    return Table(
        "Наименование отделов", {1: char("Запрограммированные названия секций", 64)}, _DEPARTMENTS, rows(1, names)
    )


def _service(ffd: str) -> Table:
    """`ffd`: where a cash core tells it, "" on the others."""
    fields, first = {1: number("Расстояние от головки до ножа", 255)}, {1: {1: 0}}
    if ffd:
        fields[29] = number("Формат фискальных данных", 4, least=2)
        first[1][29] = _FFD_NUMBERS[ffd]
    return Table("Служебная", fields, 1, {1: dict(first[1])})


def _regional(ffd: str, quirks: Quirks) -> Table:
    fields = {
        3: number("Rus режим исчисления скидок", 1),
        7: number("Rus не печатать документ", 3),
        8: number("Rus ограничить время смены", 255),
        9: number("Rus печатать сквозной номер", 1),
        10: number("Rus печать параметров офд в чеках", 1),
        12: number("Rus печать реквизитов пользователя", 255),
        15: number("Rus печать отмененных документов", 1),
        16: number("Rus печать налога в операции", 255),
        17: number("Rus формат фд", 4, least=2),  # of 1.0 nothing is emulated
        18: number("Rus компактный заголовок", 1),
        25: number("Rus автопечать тегов", 1),
        27: number("Rus использовать футер чека", 1),
        30: number("Rus выравнивание qr в кз", 2),
        35: number("Rus строгий флк", 1),
        36: number("Rus расшир. отв. на команды форм. фд", 1),
        38: number("Rus автокоррекция ставки ндс", 1),
        42: number("Rus принимать все кт", 1),
    }
    first: dict[int, int | str] = {17: _FFD_NUMBERS[ffd], 36: int(quirks.extended_answers), 25: 1, 10: 1}
    return Table("Региональные настройки", fields, 1, {1: first})


def _fiscal_storage(inn: str, serial: str, storage: str) -> Table:
    fields = {
        1: char("Serial number", 21, locked=True),
        2: char("Inn", 17, locked=True),
        3: char("Rnm", 21, locked=True),
        4: char("Fs serial number", 17, locked=True),
        5: number("Tax system", locked=True),
        6: number("Work mode", locked=True),
        7: char("User", 128),
        8: char("Operator", 64),
        9: char("Address", 128),
        10: char("Ofd name", 128),
        11: char("Ofd url", 64),
        12: char("Ofd inn", 17),
        13: char("Tax office url", 64),
        14: char("Место расчета", 128),
        15: char("Эл. адр. отправителя", 64),
        16: number("Признак агента", 127),
        17: char("User строка 2", 128),
        18: char("Address строка 2", 128),
        19: char("Ofd name строка 2", 128),
        20: char("Место расчета строка 2", 128),
        21: number("Расширенные признаки работы ккт"),
        22: number("Код причины изм. сведений о ккт (ффд>=1.", 0xFFFFFFFF),
        23: char("Инн кассира", 13),
    }
    first: dict[int, int | str] = {
        1: serial,
        2: inn,
        4: storage,
        7: 'ООО "РОМАШКА-ТЕСТ"',
        9: "г. Москва, ул. Примерная, д. 1",
        10: "ОФД-ТЕСТ",
        12: "7841465198",
        13: "www.nalog.gov.ru",
        14: "Касса 1",
        15: "shop@example.ru",
    }
    return Table("Fiscal storage", fields, 1, {1: first})


def _ofd() -> Table:
    fields = {
        1: char("Сервер", 64),
        2: number("Порт", 65535, least=1),
        3: number("Таймаут чтения ответа", 65535, least=300),
        5: char("Сервер км", 64),
        6: number("Порт км", 65535, least=1),
    }
    first: dict[int, int | str] = {1: "ofd.example.ru", 2: 19086, 3: 300, 5: "km.example.ru", 6: 7778}
    return Table("Параметры офд", fields, 1, {1: first})


def _exchange() -> Table:
    fields = {1: number("Exchangestate", locked=True), 3: number("Numbermessages", 65535, locked=True)}
    return Table("Статус обмена фн", fields)


def _interfaces() -> Table:
    fields = {
        1: number("Режим ppp", 4),
        2: number("Режим обмена с офд", 2),
        3: number("Запуск tcp-сервера", 2),
        4: number("Порт tcp-сервера", 65535),
        9: number("Rndis", 2),
    }
    return Table("Сетевые интерфейсы", fields, 1, {1: {2: 1, 3: 1, 4: 7778}})
