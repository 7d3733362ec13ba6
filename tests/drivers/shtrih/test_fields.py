"""Settings by name. Names are those of a table dump of a ШТРИХ-НАНО-Ф (firmware C.3.664), see fields.py."""

import pytest

from drivers.shtrih.fields import FFD_VERSIONS, REGISTRATION_TABLE, Fields, Known, Setting
from drivers.shtrih.requests.parameters import Ability, Parameters
from drivers.shtrih.requests.tables import FieldInfo, FieldType, Place

_CASH_CORE = Parameters(
    abilities=Ability.CASH_CORE, storage_table=13, ofd_table=14, embedded_table=16, ffd_table=10, ffd_field=29
)

NAMES = {
    Setting.CLEAR_CASH: "Авт. обнуление денежной наличности",
    Setting.DRAWER: "Работа с денежным ящиком",
    Setting.CUT: "Отрезка чека",
    Setting.TAX_MODE: "Начисление налогов",
    Setting.HEADER: "Печать заголовка",
    Setting.PRINT_ON_CLOSE: "Печать чека по закрытию",
    Setting.CUT_IN_RECEIPT: "Отрезка при открытом чеке",
    Setting.NO_ZERO_RECEIPT: "Запрет нулевого чека",
    Setting.NARROW_FONT: "Сжатие шрифта на чековой ленте",
    Setting.RECEIPT_QR: "Кодирование реквизитов чека",
    Setting.PASSWORD: "Пароли кассиров",
    Setting.OPERATOR_NAME: "Должности и фамилии кассиров",
    Setting.PAYMENT_NAME: "Запрограммированные типы оплаты",
    Setting.TAX_RATE: "Величина налога",
    Setting.TAX_NAME: "Название налога",
    Setting.DEPARTMENT_NAME: "Запрограммированные названия секций",
    Setting.DISCOUNT_MODE: "Rus режим исчисления скидок",
    Setting.NO_PRINT: "Rus не печатать документ",
    Setting.SHIFT_SHORTENED: "Rus ограничить время смены",
    Setting.PRINT_CANCELLED: "Rus печать отмененных документов",
    Setting.FFD: "Rus формат фд",
    Setting.PRINT_TAGS: "Rus автопечать тегов",
    Setting.STRICT: "Rus строгий флк",
    Setting.LONG_ANSWERS: "Rus расшир. отв. на команды форм. фд",
    Setting.CORRECT_VAT: "Rus автокоррекция ставки ндс",
    Setting.NO_PRINT_REPORTS: "Rus не печатать отчеты",
    Setting.VAT_MAPPING: "Rus маппирование налогов",
    Setting.VAT_22_FOR_20: "Rus замена ндс 20 на 22",
    Setting.SERIAL: "Serial number",
    Setting.INN: "Inn",
    Setting.RNM: "Rnm",
    Setting.STORAGE_NUMBER: "Fs serial number",
    Setting.TAX_SYSTEMS: "Tax system",
    Setting.WORK_MODE: "Work mode",
    Setting.ORGANIZATION: "User",
    Setting.REGISTRANT: "Operator",
    Setting.ADDRESS: "Address",
    Setting.OFD_NAME: "Ofd name",
    Setting.OFD_SITE: "Ofd url",
    Setting.OFD_INN: "Ofd inn",
    Setting.TAX_SITE: "Tax office url",
    Setting.PLACE: "Место расчета",
    Setting.SENDER_EMAIL: "Эл. адр. отправителя",
    Setting.AGENTS: "Признак агента",
    Setting.ORGANIZATION_2: "User строка 2",
    Setting.ADDRESS_2: "Address строка 2",
    Setting.OFD_NAME_2: "Ofd name строка 2",
    Setting.PLACE_2: "Место расчета строка 2",
    Setting.EXTENDED_MODE: "Расширенные признаки работы ккт",
    Setting.CHANGE_REASONS: "Код причины изм. сведений о ккт (ффд>=1.",
    Setting.CASHIER_INN: "Инн кассира",
    Setting.OFD_HOST: "Сервер",
    Setting.OFD_PORT: "Порт",
    Setting.OFD_TIMEOUT: "Таймаут чтения ответа",
    Setting.MARKING_HOST: "Сервер км",
    Setting.MARKING_PORT: "Порт км",
    Setting.OFD_BY_DEVICE: "Режим обмена с офд",
    Setting.TCP_SERVER: "Запуск tcp-сервера",
    Setting.TCP_PORT: "Порт tcp-сервера",
    Setting.AUTOMATIC_NUMBER: "Заводской номер автомата",
}


def _info(name: str) -> FieldInfo:
    return FieldInfo(name=name, type=FieldType.NUMBER, size=1, least=0, most=3)


def _learnt(fields: Fields) -> Fields:
    for setting, name in NAMES.items():
        fields.learn(fields.table(setting), setting.value.number, _info(name))
    return fields


def test_every_setting_has_a_name_seen_on_a_register() -> None:
    assert set(NAMES) == set(Setting)


@pytest.mark.parametrize("setting", Setting)
def test_each_name_means_one_setting_of_its_table(setting: Setting) -> None:
    table = setting.value.table
    same_table = [other for other in Setting if other.value.table == table]
    assert [other for other in same_table if other.fits(NAMES[setting])] == [setting]


@pytest.mark.parametrize("setting", Setting)
def test_a_desktop_register_has_it_where_it_is_expected(setting: Setting) -> None:
    fields = _learnt(Fields(Parameters()))
    place = Place(setting.value.table, 1, setting.value.number)
    assert fields.find(setting) == Known(place, _info(NAMES[setting]))
    assert fields.fallback(setting) == place


def test_a_field_that_stands_elsewhere_is_found_by_name() -> None:
    fields = Fields(Parameters())
    fields.learn(17, fields.guess(Setting.NO_PRINT), _info("Rus мин размер qr в точках"))
    assert fields.find(Setting.NO_PRINT) is None
    assert list(fields.unasked(17, 9)) == [1, 2, 3, 4, 5, 6, 8, 9]
    fields.learn(17, 9, _info("RUS НЕ ПЕЧАТАТЬ  ДОКУМЕНТ "))
    found = fields.find(Setting.NO_PRINT)
    assert found is not None
    assert found.place == Place(17, 1, 9)
    assert found.at_row(3) == Place(17, 3, 9)


def test_of_two_that_fit_the_expected_one_is_taken() -> None:
    fields = Fields(Parameters())
    fields.learn(1, 3, _info("Отрезка чека (не используется)"))
    fields.learn(1, 7, _info("Отрезка чека"))
    found = fields.find(Setting.CUT)
    assert found is not None
    assert found.place.field == 7


def test_a_field_that_is_not_there() -> None:
    fields = Fields(Parameters())
    fields.learn(17, 71, None)
    assert fields.find(Setting.VAT_22_FOR_20) is None
    assert list(fields.unasked(17, 71)) == list(range(1, 71))


def test_letters_that_differ_do_not_matter() -> None:
    assert Setting.PRINT_CANCELLED.fits("Печать отменённых документов")
    assert not Setting.INN.fits("Инн кассира")
    assert not Setting.OFD_HOST.fits("Сервер км")


def test_a_cash_core_says_itself_where_its_tables_are() -> None:
    fields = Fields(_CASH_CORE)
    assert fields.table(Setting.SERIAL) == 13
    assert fields.table(Setting.OFD_HOST) == 14
    assert fields.table(Setting.AUTOMATIC_NUMBER) == 16
    assert (fields.table(Setting.FFD), fields.guess(Setting.FFD)) == (10, 29)
    assert fields.fallback(Setting.FFD) == Place(10, 1, 29)


def test_the_field_of_taxes_is_where_the_register_tells() -> None:
    fields = Fields(Parameters(tax_mode_field=6))
    assert fields.guess(Setting.TAX_MODE) == 6
    fields.learn(1, 6, _info("Работа с денежным ящиком"))
    assert fields.find(Setting.TAX_MODE) is None
    assert fields.fallback(Setting.TAX_MODE) is None
    fields.learn(1, 14, _info("Начисление налогов"))
    assert fields.find(Setting.TAX_MODE) == Known(Place(1, 1, 14), _info("Начисление налогов"))


def test_a_field_with_a_name_nobody_knows_is_read_by_its_number() -> None:
    fields = Fields(Parameters())
    fields.learn(17, 17, _info("Формат документов"))
    assert fields.find(Setting.FFD) is None
    assert fields.fallback(Setting.FFD) == Place(17, 1, 17)


def test_a_cash_core_is_not_read_by_numbers_of_others() -> None:
    fields = Fields(_CASH_CORE)
    assert fields.fallback(Setting.NO_PRINT) is None
    fields.learn(17, 4, _info("Не печатать документ"))
    found = fields.find(Setting.NO_PRINT)
    assert found is not None
    assert found.place == Place(17, 1, 4)


def test_the_field_of_the_format_needs_no_name_where_the_register_tells_it() -> None:
    fields = Fields(_CASH_CORE)
    assert fields.find(Setting.FFD) is None
    fields.learn(10, 29, _info("FFD"))
    assert fields.find(Setting.FFD) == Known(Place(10, 1, 29), _info("FFD"))


def test_tags_of_registration_are_names_of_fields() -> None:
    fields = Fields(Parameters())
    fields.learn(REGISTRATION_TABLE, 1, _info("1048"))
    fields.learn(REGISTRATION_TABLE, 28, _info("1048_2"))
    found = fields.tag(1048)
    assert found is not None
    assert found.place == Place(25, 1, 1)
    assert fields.tag(1018) is None


def test_versions_of_the_format() -> None:
    assert {number: version.value for number, version in FFD_VERSIONS.items()} == {
        1: "1.0", 2: "1.05", 3: "1.1", 4: "1.2",
    }  # fmt: skip
