"""Settings of the register by what they mean: where they stand differs from model to model.

Their names are those 2Eh tells: of a ШТРИХ-НАНО-Ф (table dump of firmware C.3.664), of the maker's guide to settings
and spec/shtrih-m.md 7. Numbers are of desktop models; models with a cash core and МОБАЙЛ-Ф have others, the tables of
the ФН and the ОФД among them are told by F7h.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, IntEnum

from drivers.model.ffd import FfdVersion
from drivers.shtrih.requests.parameters import Ability, Parameters
from drivers.shtrih.requests.tables import FieldInfo, Place


class NoPrint(IntEnum):
    """Of `Setting.NO_PRINT`. Some models take 3 too, what it means is not known."""

    PRINT = 0
    SKIP_ONE = 1  # the next document, or the one that is open
    SKIP_ALL = 2


class CutMode(IntEnum):
    """Of `Setting.CUT`."""

    NONE = 0
    FULL = 1
    PARTIAL = 2


class TaxMode(IntEnum):
    """Of `Setting.TAX_MODE`; documents word it differently (spec 10.13)."""

    BY_REGISTER = 0
    BY_HOST = 1


FFD_VERSIONS = {1: FfdVersion.V1_0, 2: FfdVersion.V1_05, 3: FfdVersion.V1_1, 4: FfdVersion.V1_2}
"""Of `Setting.FFD`; 0 = not registered."""


@dataclass(frozen=True, slots=True)
class _Field:
    table: int
    number: int
    phrases: tuple[str, ...]  # of which one stands in the name
    whole: bool = False  # one is the name: others begin like it


class Setting(Enum):
    CLEAR_CASH = _Field(1, 2, ("обнуление денежной наличности",))
    DRAWER = _Field(1, 6, ("денежным ящиком",))
    CUT = _Field(1, 7, ("отрезка чека",))
    TAX_MODE = _Field(1, 14, ("начисление налогов",))
    HEADER = _Field(1, 17, ("печать заголовка",))
    PRINT_ON_CLOSE = _Field(1, 20, ("печать чека по закрытию",))
    CUT_IN_RECEIPT = _Field(1, 22, ("отрезка при открытом чеке",))
    NO_ZERO_RECEIPT = _Field(1, 23, ("запрет нулевого чека",))
    NARROW_FONT = _Field(1, 31, ("сжатие шрифта",))
    RECEIPT_QR = _Field(1, 41, ("кодирование реквизитов чека",))
    PASSWORD = _Field(2, 1, ("пароли кассиров",))
    OPERATOR_NAME = _Field(2, 2, ("фамилии кассиров",))
    PAYMENT_NAME = _Field(5, 1, ("типы оплаты",))
    TAX_RATE = _Field(6, 1, ("величина налога",))  # hundredths of a per cent
    TAX_NAME = _Field(6, 2, ("название налога",))
    DEPARTMENT_NAME = _Field(7, 1, ("названия секций", "названия отделов"))
    DISCOUNT_MODE = _Field(17, 3, ("режим исчисления скидок",))
    NO_PRINT = _Field(17, 7, ("не печатать документ",))
    SHIFT_SHORTENED = _Field(17, 8, ("ограничить время смены",))  # minutes
    PRINT_CANCELLED = _Field(17, 15, ("печать отмененных документов",))
    FFD = _Field(17, 17, ("формат фд",))
    PRINT_TAGS = _Field(17, 25, ("автопечать тегов",))
    STRICT = _Field(17, 35, ("строгий флк",))
    LONG_ANSWERS = _Field(17, 36, ("расшир. отв",))
    CORRECT_VAT = _Field(17, 38, ("автокоррекция ставки ндс",))
    NO_PRINT_REPORTS = _Field(17, 53, ("не печатать отчеты",))
    VAT_MAPPING = _Field(17, 64, ("маппирование налогов",))
    VAT_22_FOR_20 = _Field(17, 71, ("замена ндс 20 на 22",))
    SERIAL = _Field(18, 1, ("serial number", "заводской номер"), whole=True)
    INN = _Field(18, 2, ("inn", "инн"), whole=True)
    RNM = _Field(18, 3, ("rnm", "рнм"), whole=True)
    STORAGE_NUMBER = _Field(18, 4, ("fs serial number", "номер фн"), whole=True)
    TAX_SYSTEMS = _Field(18, 5, ("tax system", "система налогообложения"), whole=True)  # bit mask of tag 1062
    WORK_MODE = _Field(18, 6, ("work mode", "режим работы"), whole=True)
    ORGANIZATION = _Field(18, 7, ("user", "пользователь"), whole=True)
    REGISTRANT = _Field(18, 8, ("operator", "оператор", "кассир"), whole=True)
    ADDRESS = _Field(18, 9, ("address", "адрес"), whole=True)
    OFD_NAME = _Field(18, 10, ("ofd name", "название офд"), whole=True)
    OFD_SITE = _Field(18, 11, ("ofd url", "url офд"), whole=True)
    OFD_INN = _Field(18, 12, ("ofd inn", "инн офд"), whole=True)
    TAX_SITE = _Field(18, 13, ("tax office url", "url фнс"), whole=True)
    PLACE = _Field(18, 14, ("место расчета",), whole=True)
    SENDER_EMAIL = _Field(18, 15, ("эл. адр. отправителя",), whole=True)
    AGENTS = _Field(18, 16, ("признак агента",), whole=True)
    ORGANIZATION_2 = _Field(18, 17, ("user строка 2",), whole=True)  # what does not fit the first
    ADDRESS_2 = _Field(18, 18, ("address строка 2",), whole=True)
    OFD_NAME_2 = _Field(18, 19, ("ofd name строка 2",), whole=True)
    PLACE_2 = _Field(18, 20, ("место расчета строка 2",), whole=True)
    EXTENDED_MODE = _Field(18, 21, ("расширенные признаки работы",))
    CHANGE_REASONS = _Field(18, 22, ("код причины изм",))
    CASHIER_INN = _Field(18, 23, ("инн кассира",), whole=True)
    OFD_HOST = _Field(19, 1, ("сервер", "server"), whole=True)
    OFD_PORT = _Field(19, 2, ("порт", "port"), whole=True)
    OFD_TIMEOUT = _Field(19, 3, ("таймаут чтения ответа",), whole=True)
    MARKING_HOST = _Field(19, 5, ("сервер км",), whole=True)
    MARKING_PORT = _Field(19, 6, ("порт км",), whole=True)
    OFD_BY_DEVICE = _Field(21, 2, ("режим обмена с офд",))
    TCP_SERVER = _Field(21, 3, ("запуск tcp-сервера",))
    TCP_PORT = _Field(21, 4, ("порт tcp-сервера",))
    AUTOMATIC_NUMBER = _Field(24, 1, ("заводской номер автомата", "номер автомата"), whole=True)

    def fits(self, name: str) -> bool:
        """Whether a field of that name is meant. Letter case, ё and the "Rus" before a name do not matter."""
        plain = _plain(name)
        known = self.value
        return plain in known.phrases if known.whole else any(phrase in plain for phrase in known.phrases)


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("ё", "е").split()).removeprefix("rus ")


REGISTRATION_TABLE = 25
"""Its fields are named by the tags they hold: tag 1048 is in the field "1048"."""


@dataclass(frozen=True, slots=True)
class Known:
    """Where a setting stands and what it takes."""

    place: Place
    info: FieldInfo

    def at_row(self, row: int) -> Place:
        return Place(self.place.table, row, self.place.field)


class Fields:
    """What 2Eh has told so far. It is asked for `guess` first; where that is another field, for `unasked`."""

    def __init__(self, parameters: Parameters) -> None:
        self.parameters = parameters
        self._told: dict[tuple[int, int], FieldInfo | None] = {}

    def table(self, setting: Setting) -> int:
        if setting is Setting.FFD and self.parameters.ffd_table:
            return self.parameters.ffd_table
        table = setting.value.table
        return self._tables().get(table) or table

    def guess(self, setting: Setting) -> int:
        """The field where it most likely is."""
        told = {Setting.FFD: self.parameters.ffd_field, Setting.TAX_MODE: self.parameters.tax_mode_field}
        return told.get(setting) or setting.value.number

    def learn(self, table: int, field: int, info: FieldInfo | None) -> None:
        """None: there is no such field."""
        self._told[table, field] = info

    def unasked(self, table: int, fields: int) -> Iterable[int]:
        """Of a table of so many fields."""
        return (field for field in range(1, fields + 1) if (table, field) not in self._told)

    def find(self, setting: Setting) -> Known | None:
        """Among what was learnt. Where two fields fit, the one that was guessed, else the first."""
        if self._told_by_parameters(setting):
            return self._known(self.table(setting), self.guess(setting))
        fitting = [field for field, info in self._of(self.table(setting)) if setting.fits(info.name)]
        if not fitting:
            return None
        guess = self.guess(setting)
        return self._known(self.table(setting), guess if guess in fitting else min(fitting))

    def tag(self, tag: int) -> Known | None:
        """The field of `REGISTRATION_TABLE` that holds a tag, among what was learnt."""
        fitting = [field for field, info in self._of(REGISTRATION_TABLE) if info.name.strip() == str(tag)]
        return self._known(REGISTRATION_TABLE, fitting[0]) if fitting else None

    def fallback(self, setting: Setting) -> Place | None:
        """By number alone, to be read and not to be written.

        None for models that number their fields otherwise, and where the name of that field says that it is another.
        """
        if Ability.CASH_CORE in self.parameters.abilities and not self._told_by_parameters(setting):
            return None
        table, field = self.table(setting), self.guess(setting)
        info = self._told.get((table, field))
        return None if info and _means_another(setting, info.name) else Place(table, 1, field)

    def _tables(self) -> dict[int, int]:
        told = self.parameters
        return {18: told.storage_table, 19: told.ofd_table, 24: told.embedded_table}

    def _told_by_parameters(self, setting: Setting) -> bool:
        return setting is Setting.FFD and bool(self.parameters.ffd_table and self.parameters.ffd_field)

    def _of(self, table: int) -> Iterable[tuple[int, FieldInfo]]:
        return ((field, info) for (of, field), info in sorted(self._told.items(), key=_key) if of == table and info)

    def _known(self, table: int, field: int) -> Known | None:
        info = self._told.get((table, field))
        return Known(Place(table, 1, field), info) if info else None


def _means_another(setting: Setting, name: str) -> bool:
    same_table = (other for other in Setting if other.value.table == setting.value.table)
    return any(other is not setting and other.fits(name) for other in same_table)


def _key(entry: tuple[tuple[int, int], FieldInfo | None]) -> tuple[int, int]:
    return entry[0]
