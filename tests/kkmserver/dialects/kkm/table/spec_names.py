"""Names of commands and members, copied by hand out of sections 2, 3 and 4 of spec/kkmserver.md.

Kept apart from the code, so that what the code lacks is seen. A member of a member is written with its path; `[]` is a
list. Read it beside the spec: one entry a section, in its order.
"""


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _at(path: str, names: str) -> tuple[str, ...]:
    """The member and what is inside it."""
    return (path.removesuffix("[]"), *(f"{path}.{name}" for name in names.split()))


# 2.1, 2.3
REQUEST = _names(
    "NumDevice InnKkm KktNumber TaxVariant IdDevice IdCommand Timeout CashierName CashierVATIN KeySubLicensing VerFFD"
    " ClientId"
)
ANSWER = _names("Command Error Status IdCommand")
DEVICE_ANSWER = _names("NumDevice UnitName Warning Message MessageFrom")

# 2.4
STATUSES = {0: "Ok", 1: "Run", 2: "Error", 3: "NotFound", 4: "NotRun", 5: "done earlier", 6: "ЕГАИС"}
NEVER_SENT = {4}  # the spec itself prefers 1

# 3.5
_INFO = _at(
    "Info",
    "NameOrganization InnOrganization TaxVariant AddressSettle PlaceSettle SenderEmail UrlServerOfd PortServerOfd"
    " NameOFD UrlOfd InnOfd OFD_Error OFD_NumErrorDoc OFD_DateErrorDoc KktNumber FnNumber RegNumber FN_IsFiscal"
    " FN_MemOverflowl FN_DateStart FN_DateEnd FFDVersion FFDVersionFN FFDVersionKKT SessionState BalanceCash"
    " DateTimeKKT OnOff Active PaperOver Firmware_Version Firmware_Status EncryptionMode OfflineMode AutomaticMode"
    " InternetMode BSOMode ServiceMode PrinterAutomatic SaleExcisableGoods SignOfGambling SignOfLottery"
    " SaleMarking SignPawnshop SignAssurance AutomaticNumber SignOfAgent LicenseExpirationDate LessType1 LessType2"
    " LessType3 Command",
)
_SHIFT = ("CheckNumber", "SessionNumber", "QRCode", "URL", *_INFO)  # 3.7
_SUMS = ("Cash", "ElectronicPayment", "AdvancePayment", "Credit", "CashProvision")

# 4.1, 4.3, 4.4
_ROW = (
    *_at("CheckStrings[].PrintText", "Text Font Intensity"),
    *_at("CheckStrings[].BarCode", "BarcodeType Barcode"),
    *_at("CheckStrings[].PrintImage", "Image"),
)
_AGENT = (
    "PayingAgentOperation PayingAgentPhone ReceivePaymentsOperatorPhone MoneyTransferOperatorPhone"
    " MoneyTransferOperatorName MoneyTransferOperatorAddress MoneyTransferOperatorVATIN"
)
_PURVEYOR = "PurveyorPhone PurveyorName PurveyorVATIN"
# 3.9.4
_REGISTER = (
    *_at(
        "CheckStrings[].Register",
        "Name Quantity Price Amount Department Tax SignMethodCalculation SignCalculationObject MeasureOfQuantity"
        " MeasurementUnit PackageQuantity CountryOfOrigin CustomsDeclaration ExciseAmount AdditionalAttribute EAN13"
        " NomenclatureCode AgentSign",
    ),
    *_at("CheckStrings[].Register.AgentData", _AGENT),
    *_at("CheckStrings[].Register.PurveyorData", _PURVEYOR),
    *_at("CheckStrings[].Register.EGAIS", "Barcode Ean Volume"),
    *_at(
        "CheckStrings[].Register.GoodCodeData",
        "BarCode ContainsSerialNumber AcceptOnBad StampType GTIN SerialNumber",
    ),
)
# 3.9.1, 3.9.2, 3.9.3, 3.9.5
_RECEIPT = (
    *_names(
        "IsFiscalCheck TypeCheck CancelOpenedCheck NotPrint NumberCopies ClientAddress ClientInfo ClientINN SenderEmail"
        " AddressSettle PlaceMarket AdditionalAttribute AgentSign KPP InternetMode CheckStrings"
    ),
    *_at("UserAttribute", "Name Value"),
    *_at("AgentData", _AGENT),
    *_at("PurveyorData", _PURVEYOR),
    *_at("CheckProps[]", "Print PrintInHeader Teg Prop"),
    *_at("AdditionalProps[]", "Print PrintInHeader NameProp Prop"),
    *_SUMS,
    *_names("CashLessType1 CashLessType2 CashLessType3"),
    *_names("CorrectionType CorrectionBaseDate CorrectionBaseNumber CorrectionBaseName Amount"),
    *_names("SumTax20 SumTax10 SumTax0 SumTaxNone SumTax120 SumTax110 SumTax18 SumTax118"),
    *_names("PayByProcessing NumDeviceByProcessing ReceiptNumber PrintSlipAfterCheck PrintSlipForCashier RRNCode"),
    "AuthorizationCode",
)
_MARKED = _at("MarkingCodeValidation[]", "Name BarCode ValidationResult DecryptionResult")  # 3.12
# 3.9.6, 3.9.5
_REGISTERED = (
    *_names("CheckNumber SessionNumber SessionCheckNumber URL QRCode LineLength Info Amount"),
    *_SUMS,
    *_at(
        "RezultProcessing",
        "CardNumber ReceiptNumber RRNCode AuthorizationCode Slip PrintSlipOnTerminal Amount CardHash TransDate"
        " TerminalID Command Error Warning Message Status IdCommand NumDevice",
    ),
    *_MARKED,
)
# 3.15
_TRANSACTION = _names("Amount UniversalID CardNumber ReceiptNumber RRNCode AuthorizationCode")
_TOLD = _names("UniversalID Amount Slip RRNCode AuthorizationCode CardNumber ReceiptNumber")
# 3.13; the first letter of two names is Cyrillic
_COUNTER = (
    "\u0421ountersType ReceiptType Count Sum Cash ElectronicPayment AdvancePayment Credit CashProvision Tax20 Tax10"
    " Tax0 TaxNo Tax120 Tax110 CorrectionsCount CorrectionsSum"
)
_COUNTERS = (*_at("\u0421ounters[]", _COUNTER), "Counters")

# Command -> (its own request members, its own answer members).
COMMANDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "List": (  # 3.1
        _names("IP Active OnOff OFD_Error OFD_DateErrorDoc FN_DateEnd FN_MemOverflowl FN_IsFiscal"),
        _at(
            "ListUnit[]",
            "NumDevice IdDevice OnOff OnOf Active TypeDevice IdTypeDevice Firmware_Version IP Port NameDevice UnitName"
            " KktNumber RegNumber FnNumber INN InnOfd NameOrganization TaxVariant AddDate OFD_Error OFD_NumErrorDoc"
            " OFD_DateErrorDoc FN_DateEnd FN_MemOverflowl FN_IsFiscal PaperOver",
        ),
    ),
    "GetServerData": (  # 3.2
        (),
        _at(
            "ServerData",
            "ServerName ServerVersion ServerDateStart ServerUpTime LicenseExpirationDate LicenseCount OSVersion"
            " OSPlatform OSVersionString OSName OSDateStart OSUpTime OSCurDateTime PCServerName PCUserName"
            " PCPhysicalMemory PCFreePhysicalMemory PCFreeDiskSpace PCProcessorName PCNumberOfCores",
        ),
    ),
    "OnOffUnut": (("Active",), ()),  # 3.3
    "GetRezult": ((), ("Rezult",)),  # 3.4
    "GetDataKKT": ((), ("CheckNumber", "SessionNumber", "LineLength", "URL", *_INFO)),  # 3.5
    "GetLineLength": ((), ("LineLength",)),  # 3.6
    "PrintLineLength": ((), ("LineLength",)),
    "OpenShift": (("NotPrint",), _SHIFT),  # 3.7
    "CloseShift": (("NotPrint",), _SHIFT),
    "ZReport": (("NotPrint",), _SHIFT),
    "XReport": ((), ()),  # 3.8
    "OfdReport": ((), ()),
    "OpenCashDrawer": ((), ()),
    "PrintOpenCashDrawer": ((), ()),
    "DepositingCash": (("Amount",), ()),
    "PaymentCash": (("Amount",), ()),
    "RegisterCheck": ((*_RECEIPT, *_ROW, *_REGISTER), _REGISTERED),  # 3.9
    "PrintDocument": (("CheckStrings", *_ROW, "CheckStrings[].Register"), ()),  # 3.10
    "GetDataCheck": (  # 3.11
        ("FiscalNumber", "NumberCopies"),
        (
            *("Slip", "URL", "QRCode"),
            *_at(
                "RegisterCheck",
                "FiscalNumber FiscalDate CheckType FiscalSign CashierName CashierVATIN TaxVariant ClientAddress"
                " SenderEmail PlaceMarket Cash ElectronicPayment AdvancePayment Credit CashProvision AllSumm",
            ),
            *_at("RegisterCheck.Register[]", "Name Quantity Amount Tax"),
        ),
    ),
    "ValidationMarkingCode": (  # 3.12
        _at("GoodCodeDatas[]", "Name BarCode Quantity MeasureOfQuantity PackageQuantity"),
        _MARKED,
    ),
    "GetGoodCodeData": (
        ("BarCode",),
        _at(
            "DataProductCode",
            "BarCode isParsed RepresentationBarCode EAN GTIN SerialNumber ContainsSerialNumber MarkingCodeBase64"
            " DataBarCode ProductCodeType Errors",
        ),
    ),
    "Get\u0421ounters": ((), _COUNTERS),  # 3.13
    "GetCounters": ((), _COUNTERS),
    "KkmRegOfd": (  # 3.14
        (
            "NotPrint",
            *_at(
                "RegKkmOfd",
                "Command SetFfdVersion UrlServerOfd PortServerOfd NameOFD UrlOfd InnOfd NameOrganization"
                " InnOrganization RegNumber AddressSettle PlaceSettle SenderEmail TaxVariant EncryptionMode OfflineMode"
                " AutomaticMode InternetMode BSOMode ServiceMode PrinterAutomatic AutomaticNumber SaleExcisableGoods"
                " SignOfGambling SignOfLottery SignOfAgent",
            ),
        ),
        ("CheckNumber", "QRCode", *_INFO),
    ),
    **dict.fromkeys(  # 3.15
        (
            "PayByPaymentCard",
            "ReturnPaymentByPaymentCard",
            "CancelPaymentByPaymentCard",
            "AuthorisationByPaymentCard",
            "AuthConfirmationByPaymentCard",
            "CancelAuthorisationByPaymentCard",
            "EmergencyReversal",
            "TransactionDetails",
        ),
        (_TRANSACTION, _TOLD),
    ),
    "Settlement": ((), ("Slip",)),
    "TerminalReport": (("Detailed",), ("Slip",)),
    "PrintSlipOnTerminal": ((), ("PrintSlipOnTerminal",)),
    "GetWeight": ((), ("Weight",)),  # 3.16
    "Calibrate": (("TareWeight",), ()),
    "OutputOnCustomerDisplay": (("TopString", "CodeQR", "BottomString"), ()),
    "ClearCustomerDisplay": ((), ()),
    "OptionsCustomerDisplay": ((), ("IsTopString", "IsBottomString", "IsCodeQR")),
    "ContinuePrint": ((), ()),  # 3.0
}
OUTGOING = ("GetCommand",)  # 1.10: never taken


def request_names() -> set[str]:
    """Every path of a request."""
    return {*REQUEST, *(name for own, _ in COMMANDS.values() for name in own)}


def answer_names() -> set[str]:
    """Every path of an answer."""
    return {*ANSWER, *DEVICE_ANSWER, *(name for _, own in COMMANDS.values() for name in own)}
