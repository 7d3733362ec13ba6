"""Rows of a receipt or of a plain document, in the order they are printed."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Literal

from drivers.model.ffd import AgentSign, ReceiptType, SettlementMethod, TaxSystem, VatRate


class Symbology(StrEnum):
    """Barcode kinds. A DATAMATRIX whose content is a marking code is a GS1 one without being told."""

    EAN8 = "EAN8"
    EAN13 = "EAN13"
    UPCA = "UPC-A"
    ITF14 = "ITF14"
    CODE39 = "CODE39"
    CODE93 = "CODE93"
    CODE128 = "CODE128"
    GS1_128 = "GS1-128"
    QR = "QR"
    PDF417 = "PDF417"
    DATAMATRIX = "DATAMATRIX"
    GS1_DATAMATRIX = "GS1-DATAMATRIX"
    AZTEC = "AZTEC"


QrLevel = Literal["", "L", "M", "Q", "H"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BarcodeStyle:
    """How a barcode is wanted; 0 and "" leave it to the layout."""

    height: int = 0  # dots of the bars of a linear code
    module: int = 0  # dots of a module: exactly so many, or the code is refused
    text: bool = True  # the characters stand below a linear code
    level: QrLevel = ""  # error correction of QR
    rotate: bool = False  # may be turned by 90° where it is too wide otherwise


PLAIN = BarcodeStyle()


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text with the API's alignment markup still in it.

    `font`: 1 largest … 4 smallest, 0 = the device's own. `intensity`: 1 palest … 15 darkest, 0 = the device's own.
    `wide` and `tall` double a font that is not doubled that way already.
    """

    text: str
    font: int = 0
    intensity: int = 0
    bold: bool = False
    wide: bool = False
    tall: bool = False


@dataclass(frozen=True, slots=True)
class BarcodeLine:
    """A barcode, printed centred."""

    symbology: Symbology
    content: str
    style: BarcodeStyle = PLAIN


@dataclass(frozen=True, slots=True)
class PictureLine:
    """A picture as the file it came in: BMP, PNG, JPEG or GIF."""

    image: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentData:
    """AGENT_DATA = 1223."""

    operation: str = ""  # 1044
    agent_phone: str = ""  # 1073
    receiver_phone: str = ""  # 1074, operator that accepts payments
    transfer_phone: str = ""  # 1075
    transfer_name: str = ""  # 1026
    transfer_address: str = ""  # 1005
    transfer_inn: str = ""  # 1016


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplier:
    """SUPPLIER_DATA = 1224, and the supplier's ИНН 1226 beside it."""

    name: str = ""  # 1225
    phone: str = ""  # 1171
    inn: str = ""  # 1226


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkingCode:
    """A code of «Честный ЗНАК» as scanned (tag 2000), or its parts where the client has only those."""

    code: str = ""
    has_serial: bool = True
    accept_failed_check: bool = False
    stamp_type: str = ""  # old form: "02" fur, "03" medicine, "05" tobacco, "1520" shoes
    gtin: str = ""
    serial: str = ""
    status: int | None = None  # 2003 as planned by the client; None: it follows from the receipt's type


@dataclass(frozen=True, slots=True, kw_only=True)
class IndustryAttribute:
    """INDUSTRY_ATTRIBUTE = 1260 of an item, 1261 of a receipt."""

    authority: str  # 1262, three digits of the ФОИВ
    date: date  # 1263
    number: str  # 1264
    value: str  # 1265


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationalAttribute:
    """OPERATIONAL_ATTRIBUTE = 1270."""

    id: int  # 1271
    data: str  # 1272
    time: datetime  # 1273


@dataclass(frozen=True, slots=True, kw_only=True)
class ExciseStamp:
    """Data of a bottle for ЕГАИС."""

    barcode: str = ""
    ean: str = ""
    volume_litres: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """One item of a receipt (tag 1059). Sums are kopecks."""

    name: str  # 1030
    quantity: Decimal  # 1023
    price: int  # per unit before discount, as the client gave it; tag 1079 is worked out from the amount
    amount: int  # 1043, final total of the row, after discount or surcharge
    vat: VatRate = VatRate.NO_VAT  # 1199
    method: SettlementMethod = SettlementMethod.FULL  # 1214
    subject: int = 1  # 1212
    department: int = 0
    measure: int = 0  # 2108
    unit: str = ""  # 1197, free text of ФФД 1.05
    pack_quantity: int | None = None  # 1294: pieces in the marked pack of which `quantity` are sold
    country: str = ""  # 1230
    customs_declaration: str = ""  # 1231
    excise: int | None = None  # 1229
    attribute: str = ""  # 1191
    ean13: str = ""  # goods code, sent and not printed
    goods_code: str = ""  # 1162 as ready text of old clients
    marking: MarkingCode | None = None  # 1162/1163
    agent: AgentSign | None = None  # 1222
    agent_data: AgentData | None = None
    supplier: Supplier | None = None
    stamp: ExciseStamp | None = None
    industry: tuple[IndustryAttribute, ...] = ()  # 1260


Line = TextLine | BarcodeLine | PictureLine | Position


@dataclass(frozen=True, slots=True)
class ExtraTag:
    """A requisite given by tag number (old clients' `CheckProps`)."""

    tag: int
    value: str
    on_paper: bool = False
    in_header: bool = False


@dataclass(frozen=True, slots=True)
class ExtraText:
    """A named requisite for the paper; the first one is also the user attribute 1084 {1085, 1086}."""

    name: str
    value: str
    on_paper: bool = False
    in_header: bool = False


@dataclass(frozen=True, slots=True)
class Payments:
    """What was paid, by kind, in kopecks. In a request `cash` is what the buyer handed over, change included."""

    cash: int = 0  # 1031
    electronic: int = 0  # 1081
    advance: int = 0  # 1215
    credit: int = 0  # 1216
    provision: int = 0  # 1217

    @property
    def cashless(self) -> int:
        return self.electronic + self.advance + self.credit + self.provision

    @property
    def total(self) -> int:
        return self.cash + self.cashless


@dataclass(frozen=True, slots=True, kw_only=True)
class CashlessPart:
    """One payment that was not in cash: CASHLESS_DETAILS = 1235, within 1234. ФФД 1.2 since September 2025."""

    amount: int  # 1082 kopecks
    kind: int = 0  # 1236
    identifiers: str = ""  # 1237
    details: str = ""  # 1238


@dataclass(frozen=True, slots=True)
class Cashier:
    name: str = ""  # 1021
    inn: str = ""  # 1203


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """What BUYER_DATA = 1256 holds beside the name and the ИНН."""

    birth_date: date | None = None  # 1243
    citizenship: str = ""  # 1244, three digits of the country
    document_kind: str = ""  # 1245, two digits
    document: str = ""  # 1246
    address: str = ""  # 1254


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What makes a receipt a correction (form 31): why, and, where it has no rows (ФФД 1.05), its sums in kopecks."""

    by_order: bool = False  # 1173: 0 on one's own initiative, 1 by order of the tax office
    date: date  # 1178, day of what is corrected
    number: str = ""  # 1179, of the order or of the base document
    name: str = ""  # 1177
    total: int | None = None  # 1020 without rows
    vat: tuple[tuple[VatRate, int], ...] = ()  # 1102..1107 without rows


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalTax:
    """A tax of a register's own directory, in a country that has none of the rates of 1199."""

    code: int
    name: str
    percent: Decimal | None  # None: goods and services without this tax
    included: bool = True  # in the amount; else it comes on top of it

    def on_top(self, amount: int) -> int:
        """What the buyer pays beside `amount`."""
        return 0 if self.included or self.percent is None else _share(amount, self.percent, Decimal(100))

    def within(self, total: int) -> int:
        """Of what the buyer pays in all."""
        return 0 if self.percent is None else _share(total, self.percent, 100 + self.percent)


@dataclass(frozen=True, slots=True, kw_only=True)
class ByAmount:
    """What makes a receipt one that is registered by its amount, under one tax: its rows, if any, only tell what for.

    They need not add up to the amount. One whose own amount is below zero is a discount.
    """

    amount: int  # without what `tax` puts on top
    tax: LocalTax  # one of those that the register tells, see `Traits.taxes`

    @property
    def total(self) -> int:
        return self.amount + self.tax.on_top(self.amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A fiscal receipt (кассовый чек), or with `correction` a correction receipt."""

    type: ReceiptType  # 1054
    lines: tuple[Line, ...]
    payments: Payments
    cashier: Cashier = field(default_factory=Cashier)
    tax_system: TaxSystem | None = None  # 1055; None = the register's own
    print_paper: bool = True
    copies: int = 0  # further paper copies
    client_address: str = ""  # 1008 phone or e-mail
    client_name: str = ""  # 1227
    client_inn: str = ""  # 1228
    sender_email: str = ""  # 1117
    address: str = ""  # 1009
    place: str = ""  # 1187
    attribute: str = ""  # 1192
    user_attribute: tuple[str, str] | None = None  # 1084 {1085 name, 1086 value}
    agent: AgentSign | None = None  # 1057
    agent_data: AgentData | None = None
    supplier: Supplier | None = None
    internet: bool = False  # 1125
    kpp: str = ""  # for ЕГАИС
    tags: tuple[ExtraTag, ...] = ()
    texts: tuple[ExtraText, ...] = ()
    correction: Correction | None = None
    buyer: Buyer | None = None  # 1256
    industry: tuple[IndustryAttribute, ...] = ()  # 1261
    operational: OperationalAttribute | None = None  # 1270
    cashless: tuple[CashlessPart, ...] = ()  # 1234
    by_amount: ByAmount | None = None

    @property
    def positions(self) -> tuple[Position, ...]:
        return tuple(line for line in self.lines if isinstance(line, Position))

    @property
    def total(self) -> int:
        """Tag 1020: the sum of all item amounts; of a correction without rows its total, or else what was paid."""
        if self.by_amount:
            return self.by_amount.total
        if self.correction and not self.positions:
            return self.payments.total if self.correction.total is None else self.correction.total
        return sum(position.amount for position in self.positions)


def _share(amount: int, part: Decimal, whole: Decimal) -> int:
    """amount * part / whole, half away from zero."""
    return int((amount * part / whole).quantize(Decimal(1), ROUND_HALF_UP))
