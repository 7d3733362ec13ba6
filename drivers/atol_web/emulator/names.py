"""The names that tasks use, and the numbers documents have for them. Source: spec/atol-web.md 2, 4, spec/ffd.md 4, 5.

The spec lists the first subjects and units; the others are those of the list it names (W3). vat22 and vat122 are
inferred.
"""

TAX_SYSTEMS = {"osn": 1, "usnIncome": 2, "usnIncomeOutcome": 4, "envd": 8, "esn": 16, "patent": 32}  # 1055
TAXES = {
    "vat20": 1, "vat10": 2, "vat120": 3, "vat110": 4, "vat0": 5, "none": 6, "vat5": 7, "vat7": 8, "vat105": 9,
    "vat107": 10, "vat22": 11, "vat122": 12,
}  # 1199  # fmt: skip
OLD_TAXES = {"vat18": 1, "vat118": 3}  # since 2019 the same bytes mean 20 %
NEW_TAXES = ("vat22", "vat122")
METHODS = {
    "fullPrepayment": 1, "prepayment": 2, "advance": 3, "fullPayment": 4, "partialPayment": 5, "credit": 6,
    "creditPayment": 7,
}  # 1214  # fmt: skip
SUBJECTS = {
    "commodity": 1, "excise": 2, "job": 3, "service": 4, "gamblingBet": 5, "gamblingPrize": 6, "lottery": 7,
    "lotteryPrize": 8, "intellectualActivity": 9, "payment": 10, "agentCommission": 11, "composite": 12, "pay": 12,
    "another": 13, "proprietaryLaw": 14, "nonOperatingIncome": 15, "insuranceContributions": 16,
    "otherContributions": 16, "merchantTax": 17, "resortFee": 18, "deposit": 19, "consumption": 20,
    "soleProprietorCPIContributions": 21, "cpiContributions": 22, "soleProprietorCMIContributions": 23,
    "cmiContributions": 24, "csiContributions": 25, "casinoPayment": 26, "fundsIssuance": 27,
    "exciseWithoutMarking": 30, "exciseWithMarking": 31, "commodityWithoutMarking": 32, "commodityWithMarking": 33,
}  # 1212  # fmt: skip
UNITS = {
    "piece": 0, "gram": 10, "kilogram": 11, "ton": 12, "centimeter": 20, "decimeter": 21, "meter": 22,
    "squareCentimeter": 30, "squareDecimeter": 31, "squareMeter": 32, "milliliter": 40, "liter": 41, "cubicMeter": 42,
    "kilowattHour": 50, "gkal": 51, "day": 70, "hour": 71, "minute": 72, "second": 73, "kilobyte": 80, "megabyte": 81,
    "gigabyte": 82, "terabyte": 83, "otherUnits": 255,
}  # 2108  # fmt: skip
PAYMENTS = {"cash": 1031, "electronically": 1081, "prepaid": 1215, "credit": 1216, "other": 1217}  # in the order 0..4
AGENTS = {
    "bankPayingAgent": 1, "bankPayingSubagent": 2, "payingAgent": 4, "payingSubagent": 8, "attorney": 16,
    "commissionAgent": 32, "another": 64,
}  # bits of 1057, 1222  # fmt: skip
CODE_KINDS = {
    "undefined": 1300, "ean8": 1301, "ean13": 1302, "itf14": 1303, "gs10": 1304, "gs1m": 1305, "short": 1306,
    "furs": 1307, "egais20": 1308, "egais30": 1309, "f1": 1320, "f2": 1321, "f3": 1322, "f4": 1323, "f5": 1324,
    "f6": 1325,
}  # inside 1163  # fmt: skip
CODE_TYPES = {
    "imcUnrecognized": 0, "imcShort": 1, "imcFmVerifyCode88": 2, "imcVerifyCode44": 3, "imcFmVerifyCode44": 4,
    "imcVerifyCode4": 5, "auto": 255,
}  # 2100  # fmt: skip
STATUSES = {
    "itemPieceSold": 1, "itemDryForSale": 2, "itemPieceReturn": 3, "itemDryReturn": 4, "itemPieceForSale": 5,
    "itemDrySold": 6, "itemStatusUnchanged": 255,
}  # 2003  # fmt: skip
SALES = {"sell": 1, "sellReturn": 2, "buy": 3, "buyReturn": 4}  # 1054
CORRECTIONS = {f"{name}Correction": kind for name, kind in SALES.items()}
CORRECTION_TYPES = {"self": 0, "instruction": 1}  # 1173
BARCODES = (
    "EAN8", "EAN13", "UPCA", "UPCE", "CODE39", "CODE93", "CODE128", "CODABAR", "ITF", "ITF14", "GS1_128", "PDF417",
    "QR", "CODE39_EXTENDED",
)  # fmt: skip
DOCUMENTS = {
    1: "registration", 2: "openShift", 3: "receipt", 4: "bso", 5: "closeShift", 6: "closeArchive",
    11: "changeRegistrationParameters", 21: "ofdExchangeStatus", 31: "receiptCorrection", 41: "bsoCorrection",
}  # fiscalDocumentType by the form  # fmt: skip
