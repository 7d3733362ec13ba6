"""The API's words for codes of the ФФД. Source: spec/itkassa.md 6.3, 6.4."""

from drivers.model.ffd import SettlementMethod, TaxSystem, VatRate

TAX_SYSTEMS = {
    "sno_osn": TaxSystem.GENERAL,
    "sno_ysn_d": TaxSystem.SIMPLE_INCOME,
    "sno_ysn_dmr": TaxSystem.SIMPLE_PROFIT,
    "sno_envd": TaxSystem.IMPUTED,
    "sno_esn": TaxSystem.AGRICULTURAL,
    "sno_psn": TaxSystem.PATENT,
}
RATES = {
    "vat_none": VatRate.NO_VAT,
    "vat_0": VatRate.VAT_0,
    "vat_10": VatRate.VAT_10,
    "vat_20": VatRate.VAT_20,
    "vat_110": VatRate.VAT_10_110,
    "vat_120": VatRate.VAT_20_120,
    "vat_5": VatRate.VAT_5,
    "vat_7": VatRate.VAT_7,
    "vat_105": VatRate.VAT_5_105,
    "vat_107": VatRate.VAT_7_107,
    "vat_22": VatRate.VAT_22,
    "vat_122": VatRate.VAT_22_122,
}
SUBJECTS = {
    word: number
    for number, word in enumerate(
        ("goods", "excise_goods", "job", "service", "bet_in_game", "winning_in_game", "lottery_ticket",
         "lottery_winning", "ipr", "payment", "agent_commission", "composite", "other"),
        start=1,
    )
}  # fmt: skip
METHODS = {
    "prepayment_100": SettlementMethod.FULL_PREPAYMENT,
    "prepayment": SettlementMethod.PREPAYMENT,
    "advance": SettlementMethod.ADVANCE,
    "full_settle": SettlementMethod.FULL,
    "credit": SettlementMethod.PARTIAL_AND_CREDIT,
    "credit_transfer": SettlementMethod.CREDIT,
    "credit_payment": SettlementMethod.CREDIT_PAYMENT,
}
# Where a line says nothing: these stand in /cre/items as the register's own.
RATE, SUBJECT, METHOD = "vat_none", "goods", "full_settle"
SUMS = {  # of a correction, by rate; those of newer rates follow the pattern (inferred)
    "amountVatNone": VatRate.NO_VAT,
    **{f"amountVat{word.removeprefix('vat_')}": rate for word, rate in RATES.items() if word != "vat_none"},
}
CORRECTION_TYPES = {"byself": False, "bydocument": True}
