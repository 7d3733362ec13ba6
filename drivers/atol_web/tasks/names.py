"""What the web server calls the values of closed lists. Source: spec/atol-web.md 3 and 4; whole lists: W3."""

from collections.abc import Mapping
from typing import TypeVar

from drivers.errors import RequestRefused
from drivers.model.ffd import ReceiptType, SettlementMethod, TaxSystem, VatRate

RECEIPTS: Mapping[ReceiptType, str] = {
    ReceiptType.SALE: "sell",
    ReceiptType.SALE_RETURN: "sellReturn",
    ReceiptType.PURCHASE: "buy",
    ReceiptType.PURCHASE_RETURN: "buyReturn",
}
"""1054; a correction has `Correction` behind it."""

TAX_SYSTEMS: Mapping[TaxSystem, str] = {
    TaxSystem.GENERAL: "osn",
    TaxSystem.SIMPLE_INCOME: "usnIncome",
    TaxSystem.SIMPLE_PROFIT: "usnIncomeOutcome",
    TaxSystem.IMPUTED: "envd",
    TaxSystem.AGRICULTURAL: "esn",
    TaxSystem.PATENT: "patent",
}
"""1055."""

VAT: Mapping[VatRate, str] = {
    VatRate.VAT_20: "vat20",
    VatRate.VAT_10: "vat10",
    VatRate.VAT_20_120: "vat120",
    VatRate.VAT_10_110: "vat110",
    VatRate.VAT_0: "vat0",
    VatRate.NO_VAT: "none",
    VatRate.VAT_5: "vat5",
    VatRate.VAT_7: "vat7",
    VatRate.VAT_5_105: "vat105",
    VatRate.VAT_7_107: "vat107",
    VatRate.VAT_22: "vat22",
    VatRate.VAT_22_122: "vat122",
}
"""1199. The names of 22 % are inferred, and an older driver has none: the setting `taxes` wins."""

METHODS: Mapping[SettlementMethod, str] = {
    SettlementMethod.FULL_PREPAYMENT: "fullPrepayment",
    SettlementMethod.PREPAYMENT: "prepayment",
    SettlementMethod.ADVANCE: "advance",
    SettlementMethod.FULL: "fullPayment",
    SettlementMethod.PARTIAL_AND_CREDIT: "partialPayment",
    SettlementMethod.CREDIT: "credit",
    SettlementMethod.CREDIT_PAYMENT: "creditPayment",
}
"""1214."""

SUBJECTS: Mapping[int, str] = {
    1: "commodity",
    2: "excise",
    3: "job",
    4: "service",
    5: "gamblingBet",
    6: "gamblingPrize",
    7: "lottery",
    8: "lotteryPrize",
    9: "intellectualActivity",
    10: "payment",
    11: "agentCommission",
    12: "composite",
    13: "another",
    14: "proprietaryLaw",
    15: "nonOperatingIncome",
    16: "otherContributions",
    17: "merchantTax",
    18: "resortFee",
    19: "deposit",
    20: "consumption",
    21: "soleProprietorCpiContributions",
    22: "cpiContributions",
    23: "soleProprietorCmiContributions",
    24: "cmiContributions",
    25: "csiContributions",
    26: "casinoPayment",
    27: "fundsIssuance",
    30: "exciseWithoutMarking",
    31: "exciseWithMarking",
    32: "commodityWithoutMarking",
    33: "commodityWithMarking",
}
"""1212."""

MEASURES: Mapping[int, str] = {
    0: "piece",
    10: "gram",
    11: "kilogram",
    12: "ton",
    20: "centimeter",
    21: "decimeter",
    22: "meter",
    30: "squareCentimeter",
    31: "squareDecimeter",
    32: "squareMeter",
    40: "milliliter",
    41: "liter",
    42: "cubicMeter",
    50: "kilowattHour",
    51: "gkal",
    70: "day",
    71: "hour",
    72: "minute",
    73: "second",
    80: "kilobyte",
    81: "megabyte",
    82: "gigabyte",
    83: "terabyte",
    255: "otherUnits",
}
"""2108."""

STATUSES: Mapping[int, str] = {
    1: "itemPieceSold",
    2: "itemDryForSale",
    3: "itemPieceReturn",
    4: "itemDryReturn",
    255: "itemStatusUnchanged",
}
"""2003. The spec also has itemPieceForSale and itemDrySold, which W3 does not number: they are not used."""

PRODUCT_CODES: Mapping[int, str] = {
    1300: "undefined",
    1301: "ean8",
    1302: "ean13",
    1303: "itf14",
    1304: "gs10",
    1305: "gs1m",
    1306: "short",
    1307: "furs",
    1308: "egais20",
    1309: "egais30",
    1320: "f1",
    1321: "f2",
    1322: "f3",
    1323: "f4",
    1324: "f5",
    1325: "f6",
}
"""Tags within 1163."""

K = TypeVar("K", bound=int)


def name(known: Mapping[K, str], value: K, what: str) -> str:
    """Raises RequestRefused where the web server has no name for it."""
    if value not in known:
        raise RequestRefused(f"Драйвер АТОЛ не знает {what} {int(value)}: чек не отправлен. Исправьте данные чека.")
    return known[value]
