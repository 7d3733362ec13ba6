"""What closed lists are called on paper. Source: spec/ffd.md, sections 4 and 13."""

from collections.abc import Mapping

from drivers.model.ffd import AgentSign, DocumentForm, ReceiptType, SettlementMethod, TaxSystem

DOCUMENTS: Mapping[DocumentForm, str] = {
    DocumentForm.REGISTRATION: "ОТЧЕТ О РЕГИСТРАЦИИ",
    DocumentForm.REREGISTRATION: "ОТЧЕТ ОБ ИЗМЕНЕНИИ ПАРАМЕТРОВ РЕГИСТРАЦИИ",
    DocumentForm.OPEN_SHIFT: "ОТЧЕТ ОБ ОТКРЫТИИ СМЕНЫ",
    DocumentForm.SETTLEMENT_STATE: "ОТЧЕТ О ТЕКУЩЕМ СОСТОЯНИИ РАСЧЕТОВ",
    DocumentForm.RECEIPT: "КАССОВЫЙ ЧЕК",
    DocumentForm.CORRECTION: "КАССОВЫЙ ЧЕК КОРРЕКЦИИ",
    DocumentForm.CLOSE_SHIFT: "ОТЧЕТ О ЗАКРЫТИИ СМЕНЫ",
    DocumentForm.CLOSE_STORAGE: "ОТЧЕТ О ЗАКРЫТИИ ФН",
}

RECEIPT_TYPES: Mapping[ReceiptType, str] = {  # 1054
    ReceiptType.SALE: "ПРИХОД",
    ReceiptType.SALE_RETURN: "ВОЗВРАТ ПРИХОДА",
    ReceiptType.PURCHASE: "РАСХОД",
    ReceiptType.PURCHASE_RETURN: "ВОЗВРАТ РАСХОДА",
}

TAX_SYSTEMS: Mapping[TaxSystem, str] = {  # 1055
    TaxSystem.GENERAL: "ОСН",
    TaxSystem.SIMPLE_INCOME: "УСН ДОХОД",
    TaxSystem.SIMPLE_PROFIT: "УСН ДОХОД-РАСХОД",
    TaxSystem.IMPUTED: "ЕНВД",
    TaxSystem.AGRICULTURAL: "ЕСХН",
    TaxSystem.PATENT: "ПАТЕНТ",
}

METHODS: Mapping[SettlementMethod, str] = {  # 1214
    SettlementMethod.FULL_PREPAYMENT: "ПРЕДОПЛАТА 100%",
    SettlementMethod.PREPAYMENT: "ПРЕДОПЛАТА",
    SettlementMethod.ADVANCE: "АВАНС",
    SettlementMethod.FULL: "ПОЛНЫЙ РАСЧЕТ",
    SettlementMethod.PARTIAL_AND_CREDIT: "ЧАСТИЧНЫЙ РАСЧЕТ И КРЕДИТ",
    SettlementMethod.CREDIT: "ПЕРЕДАЧА В КРЕДИТ",
    SettlementMethod.CREDIT_PAYMENT: "ОПЛАТА КРЕДИТА",
}

SUBJECTS: Mapping[int, str] = {  # 1212
    1: "ТОВАР",
    2: "ПОДАКЦИЗНЫЙ ТОВАР",
    3: "РАБОТА",
    4: "УСЛУГА",
    5: "СА",
    6: "ВА",
    7: "СЛ",
    8: "ВЛ",
    9: "РИД",
    10: "ПЛАТЕЖ",
    11: "АВ",
    12: "СПР",  # composite; a payout in ФФД 1.2, see `subject`
    13: "ИПР",
    14: "ИМУЩЕСТВЕННОЕ ПРАВО",
    15: "ВНЕРЕАЛИЗАЦИОННЫЙ ДОХОД",
    16: "СТРАХОВЫЕ ВЗНОСЫ",
    17: "ТОРГОВЫЙ СБОР",
    18: "КУРОРТНЫЙ СБОР",
    19: "ЗАЛОГ",
    20: "РАСХОД",
    21: "ВЗНОСЫ НА ОПС",
    22: "ВЗНОСЫ НА ОПС",
    23: "ВЗНОСЫ НА ОМС",
    24: "ВЗНОСЫ НА ОМС",
    25: "ВЗНОСЫ НА ОСС",
    26: "ПЛАТЕЖ КАЗИНО",
    27: "ВЫДАЧА ДС",
    30: "АТНМ",
    31: "АТМ",
    32: "ТНМ",
    33: "ТМ",
}

AGENTS: Mapping[AgentSign, str] = {  # 1057, 1222
    AgentSign.BANK_AGENT: "БАНК. ПЛ. АГЕНТ",
    AgentSign.BANK_SUBAGENT: "БАНК. ПЛ. СУБАГЕНТ",
    AgentSign.PAYING_AGENT: "ПЛ. АГЕНТ",
    AgentSign.PAYING_SUBAGENT: "ПЛ. СУБАГЕНТ",
    AgentSign.ATTORNEY: "ПОВЕРЕННЫЙ",
    AgentSign.COMMISSIONER: "КОМИССИОНЕР",
    AgentSign.AGENT: "АГЕНТ",
}

PAYMENTS: Mapping[int, str] = {
    1031: "НАЛИЧНЫМИ",
    1081: "БЕЗНАЛИЧНЫМИ",
    1215: "ПРЕДОПЛАТА (АВАНС)",
    1216: "ПОСТОПЛАТА (КРЕДИТ)",
    1217: "ИНОЕ (ВСТРЕЧНОЕ ПРЕДОСТАВЛЕНИЕ)",
}

MEASURES: Mapping[int, str] = {  # 2108
    0: "шт.",
    10: "г",
    11: "кг",
    12: "т",
    20: "см",
    21: "дм",
    22: "м",
    30: "см²",
    31: "дм²",
    32: "м²",
    40: "мл",
    41: "л",
    42: "м³",
    50: "кВт·ч",
    51: "Гкал",
    70: "сут.",
    71: "ч",
    72: "мин",
    73: "с",
    80: "КБ",
    81: "МБ",
    82: "ГБ",
    83: "ТБ",
    255: "",  # other: the name of the goods says what is counted
}

CORRECTION_TYPES: Mapping[bool, str] = {  # 1173; the words on paper are inferred
    False: "САМОСТОЯТЕЛЬНО",
    True: "ПО ПРЕДПИСАНИЮ",
}

CONDITIONS: Mapping[int, str] = {  # 1290, by bit; the words on paper are inferred
    1: "ПРИНТЕР В АВТОМАТЕ",
    2: "АС БСО",
    5: "ККТ ДЛЯ ИНТЕРНЕТ",
    6: "ПОДАКЦИЗНЫЕ ТОВАРЫ",
    8: "МАРКИРОВАННЫЕ ТОВАРЫ",
    9: "УСЛУГИ",
    10: "АЗАРТНЫЕ ИГРЫ",
    11: "ЛОТЕРЕЯ",
    12: "ЛОМБАРД",
    13: "СТРАХОВАНИЕ",
    14: "ВЕНДИНГ",
    15: "ОБЩЕСТВЕННОЕ ПИТАНИЕ",
    16: "ОПТОВАЯ ТОРГОВЛЯ",
}

REREGISTRATION_CODES: Mapping[int, str] = {  # 1101
    1: "ЗАМЕНА ФН",
    2: "ЗАМЕНА ОФД",
    3: "СМЕНА РЕКВИЗИТОВ",
    4: "СМЕНА НАСТРОЕК ККТ",
}

_CHECKED_GOOD = frozenset({15})


def subject(number: int, *, ffd_1_2: bool = True) -> str:
    """Paper name of a subject kind (1212); "" for a number that is not in the list."""
    return "В" if number == 12 and ffd_1_2 else SUBJECTS.get(number, "")


def tax_systems(mask: int) -> str:
    """All names of 1055 and 1062, comma between."""
    return ", ".join(name for system, name in TAX_SYSTEMS.items() if mask >> system.value & 1)


def agents(sign: AgentSign) -> str:
    """All names of a mask, comma between."""
    return ", ".join(name for bit, name in AGENTS.items() if bit in sign)


def conditions(mask: int) -> str:
    """All names of 1290, comma between."""
    return ", ".join(name for bit, name in CONDITIONS.items() if mask >> bit & 1)


def is_refused(result: int) -> bool:
    """Whether a check result 2106 is a bad one, so that the receipt's 2107 tells of it.

    The code was checked, or «Честный ЗНАК» was asked, and the answer was no. Source: also spec/shtrih-m.md 3.8.
    """
    return result & 0b11 == 0b01 or result & 0b1100 == 0b0100


def marking(result: int) -> str:
    """Mark before the name of marked goods by the check result 2106: "[М+]", "[М-]" or "[М]"."""
    if is_refused(result):
        return "[М-]"
    return "[М+]" if result in _CHECKED_GOOD else "[М]"
