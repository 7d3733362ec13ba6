"""A request of every command of a device with every member that it has, in the usual form."""

from typing import Any

from tests.kkmserver.dialects.kkm.samples import receipt, row

HEAD: dict[str, Any] = {
    "NumDevice": 1, "InnKkm": "7700000000", "KktNumber": "0001", "TaxVariant": 1, "IdDevice": "guid-1",
    "IdCommand": "i", "Timeout": 30, "CashierName": "Петрова", "CashierVATIN": "500100732259", "KeySubLicensing": "x",
    "VerFFD": "1.0", "ClientId": "y", "CancelOpenedCheck": True,
}  # fmt: skip
AGENT_DATA = {
    "PayingAgentOperation": "a", "PayingAgentPhone": "+71", "ReceivePaymentsOperatorPhone": "+72",
    "MoneyTransferOperatorPhone": "+73", "MoneyTransferOperatorName": "b",
    "MoneyTransferOperatorAddress": "c", "MoneyTransferOperatorVATIN": "d",
}  # fmt: skip
PURVEYOR_DATA = {"PurveyorPhone": "+74", "PurveyorName": "e", "PurveyorVATIN": "f"}
INDUSTRY = {"Foiv": "030", "Date": "2024-01-31T00:00:00", "Number": "17", "Value": "mode=horeca"}
MARK = "0104600000000008215Abc\u001d93wxyz"
ITEM = row(
    Department=3, Tax=110, SignMethodCalculation=1, SignCalculationObject=33, MeasureOfQuantity=11,
    MeasurementUnit="шт", PackageQuantity=20, CountryOfOrigin="643", CustomsDeclaration="10/1", ExciseAmount=1.5,
    AdditionalAttribute="y", EAN13="4600000000008", NomenclatureCode="n", AgentSign=0, AgentData=AGENT_DATA,
    PurveyorData=PURVEYOR_DATA, EGAIS={"Barcode": "g", "Ean": "h", "Volume": 0.75}, IndustryAttribute=[INDUSTRY],
    GoodCodeData={
        "BarCode": MARK, "ContainsSerialNumber": False, "AcceptOnBad": True, "StampType": "05", "GTIN": "1",
        "SerialNumber": "s", "PlannedStatus": 2,
    },
)  # fmt: skip
PAID = {
    "Cash": 1, "ElectronicPayment": 2, "AdvancePayment": 3, "Credit": 4, "CashProvision": 5, "CashLessType1": 10,
    "CashLessType2": 20, "CashLessType3": 30,
}  # fmt: skip
TRANSACTION = {
    "UniversalID": "CN:4276********0001;RN:77", "ReceiptNumber": "78", "RRNCode": "100000000001",
    "AuthorizationCode": "123456",
}  # fmt: skip
SUMS = {
    "SumTaxNone": 1, "SumTax0": 2, "SumTax5": 3, "SumTax7": 4, "SumTax10": 5, "SumTax18": 6, "SumTax20": 7,
    "SumTax22": 8, "SumTax105": 9, "SumTax107": 10, "SumTax110": 11, "SumTax118": 12, "SumTax120": 13, "SumTax122": 14,
}  # fmt: skip
CORRECTION = {
    "CorrectionType": 1, "CorrectionBaseDate": "2024-01-31T00:00:00", "CorrectionBaseNumber": "12",
    "CorrectionBaseName": "Предписание", "Amount": 100, **SUMS,
}  # fmt: skip
RECEIPT = receipt(
    ITEM, NotPrint=True, NumberCopies=2, ClientAddress="a@b.ru", ClientInfo="Иванов", ClientINN="7707083893",
    SenderEmail="c@d.ru", AddressSettle="Москва", PlaceMarket="Касса 2", AdditionalAttribute="x",
    UserAttribute={"Name": "n", "Value": "v"}, AgentSign=6, AgentData=AGENT_DATA, PurveyorData=PURVEYOR_DATA, KPP="78",
    InternetMode=True, CheckProps=[{"Teg": 1005, "Prop": "x", "Print": True, "PrintInHeader": True}],
    AdditionalProps=[{"NameProp": "n", "Prop": "p", "Print": True, "PrintInHeader": True}], PayByProcessing=True,
    NumDeviceByProcessing=3, PrintSlipAfterCheck=True, PrintSlipForCashier=True, IndustryAttribute=[INDUSTRY],
    OperationalAttribute={"Id": 1, "Data": "d", "Date": "2024-01-31T12:00:00"},
    BuyerInfo={
        "BirthDate": "1990-05-01", "Citizenship": "643", "DocumentKind": "21", "Document": "4500 123456",
        "Address": "Москва",
    },
    CashlessPayments=[{"Amount": 2, "Kind": 1, "Identifiers": "id", "Details": "SBP"}], **TRANSACTION, **PAID,
)  # fmt: skip
REGISTRATION = {
    "Command": "Open", "SetFfdVersion": 4, "UrlServerOfd": "ofd.example", "PortServerOfd": "7777", "NameOFD": "ОФД",
    "UrlOfd": "check.example", "InnOfd": "7700000001", "NameOrganization": "ООО", "InnOrganization": "7700000000",
    "RegNumber": "0000000001000001", "AddressSettle": "Москва", "PlaceSettle": "магазин", "SenderEmail": "a@b.ru",
    "TaxVariant": "0,3,5", "EncryptionMode": True, "OfflineMode": True, "AutomaticMode": True, "InternetMode": True,
    "BSOMode": True, "ServiceMode": True, "PrinterAutomatic": True, "AutomaticNumber": "A-1",
    "SaleExcisableGoods": True, "SignOfGambling": True, "SignOfLottery": True, "SignOfAgent": "0,6",
    "SaleMarking": True, "SignPawnshop": True, "SignAssurance": True,
}  # fmt: skip
CODE = {"Name": "Вода", "BarCode": MARK, "Quantity": 2, "MeasureOfQuantity": 0, "PackageQuantity": 22}
CARD = {"Amount": 150.5, "CardNumber": "4276********0001", **TRANSACTION}
LABELS = {"Template": "price", "Fields": [{"name": "Чай"}], "Copies": 2, "First": 2}
ROW = {
    "PrintImage": {"Image": "R0lGODlhAQID/w=="},
    "PrintText": {"Text": "t", "Font": 2, "Intensity": 3, "Bold": True, "DoubleWidth": True, "DoubleHeight": True},
    "Register": row(),
    "BarCode": {
        "BarcodeType": "QR", "Barcode": "x", "Height": 60, "ModuleWidth": 4, "PrintText": True, "Level": "Q",
        "Rotate": True,
    },
}  # fmt: skip

_MONEY = ("PayByPaymentCard", "ReturnPaymentByPaymentCard", "CancelPaymentByPaymentCard", "AuthorisationByPaymentCard",
          "AuthConfirmationByPaymentCard", "CancelAuthorisationByPaymentCard", "EmergencyReversal",
          "TransactionDetails")  # fmt: skip
_BARE = ("XReport", "OfdReport", "OpenCashDrawer", "PrintOpenCashDrawer", "GetDataKKT", "GetLineLength",
         "PrintLineLength", "GetCounters", "Get\u0421ounters", "ContinuePrint", "Settlement", "PrintSlipOnTerminal",
         "GetWeight", "ClearCustomerDisplay", "OptionsCustomerDisplay")  # fmt: skip

OWN: dict[str, dict[str, Any]] = {
    "RegisterCheck": RECEIPT,
    "PrintDocument": {"CheckStrings": [ROW], "NumberCopies": 1},
    "KkmRegOfd": {"NotPrint": True, "RegKkmOfd": REGISTRATION},
    "ValidationMarkingCode": {"GoodCodeDatas": [CODE]},
    "GetDataCheck": {"FiscalNumber": 7, "NumberCopies": 1},
    "Calibrate": {"TareWeight": 0.25},
    "OutputOnCustomerDisplay": {"TopString": "К оплате", "CodeQR": "https://example.org", "BottomString": "150.00"},
    "TerminalReport": {"Detailed": True},
    **{name: {"NotPrint": True} for name in ("OpenShift", "CloseShift", "ZReport")},
    **{name: {"Amount": 5} for name in ("DepositingCash", "PaymentCash")},
    **dict.fromkeys(_MONEY, CARD),
    **{name: {} for name in _BARE},
}  # fmt: skip


def full(name: str) -> dict[str, Any]:
    return {**HEAD, **OWN[name], "Command": name}
