"""Closed lists of the fiscal format (ФФД). The number beside a class is its FFD tag. Source: spec/ffd.md, section 4."""

from enum import Enum, IntEnum, IntFlag


class FfdVersion(Enum):
    """Version of the fiscal document format; `tag` is the value of tags 1209/1189/1190, 0 where it is absent."""

    V1_0 = "1.0"
    V1_05 = "1.05"
    V1_1 = "1.1"
    V1_2 = "1.2"

    @property
    def tag(self) -> int:
        return {"1.0": 1, "1.05": 2, "1.1": 3, "1.2": 4}[self.value]


class ReceiptType(IntEnum):
    """RECEIPT_TYPE = 1054 (признак расчёта)."""

    SALE = 1
    SALE_RETURN = 2
    PURCHASE = 3
    PURCHASE_RETURN = 4


class TaxSystem(IntEnum):
    """Tax system by number 0..5; tags 1055 (of a receipt) and 1062 (of a register) hold bit masks `1 << value`."""

    GENERAL = 0  # ОСН
    SIMPLE_INCOME = 1  # УСН доход
    SIMPLE_PROFIT = 2  # УСН доход-расход
    IMPUTED = 3  # ЕНВД, abolished in 2021, still decodable
    AGRICULTURAL = 4  # ЕСХН
    PATENT = 5


class VatRate(IntEnum):
    """VAT_RATE = 1199."""

    VAT_20 = 1
    VAT_10 = 2
    VAT_20_120 = 3
    VAT_10_110 = 4
    VAT_0 = 5
    NO_VAT = 6
    VAT_5 = 7
    VAT_7 = 8
    VAT_5_105 = 9
    VAT_7_107 = 10
    VAT_22 = 11
    VAT_22_122 = 12


class SettlementMethod(IntEnum):
    """SETTLEMENT_METHOD = 1214 (признак способа расчёта)."""

    FULL_PREPAYMENT = 1
    PREPAYMENT = 2
    ADVANCE = 3
    FULL = 4
    PARTIAL_AND_CREDIT = 5
    CREDIT = 6
    CREDIT_PAYMENT = 7


class AgentSign(IntFlag):
    """AGENT_SIGN = 1057 (receipt), 1222 (item)."""

    BANK_AGENT = 1
    BANK_SUBAGENT = 2
    PAYING_AGENT = 4
    PAYING_SUBAGENT = 8
    ATTORNEY = 16
    COMMISSIONER = 32
    AGENT = 64


class DocumentForm(IntEnum):
    """Form code of a fiscal document: the tag of its outermost TLV."""

    REGISTRATION = 1
    OPEN_SHIFT = 2
    RECEIPT = 3
    CLOSE_SHIFT = 5
    CLOSE_STORAGE = 6
    REREGISTRATION = 11
    SETTLEMENT_STATE = 21
    CORRECTION = 31


class ShiftState(IntEnum):
    """State of the shift; EXPIRED is open for more than 24 hours."""

    CLOSED = 1
    OPEN = 2
    EXPIRED = 3
