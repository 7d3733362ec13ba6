"""Every command name of the API. Source: spec/kkmserver.md 3.0."""

# CancelCommand is ours.
SERVER = frozenset(("List", "GetServerData", "OnOffUnut", "GetRezult", "CancelCommand"))

# Known to the API, not yet to this version. The vendor writes GetСounters with a Cyrillic С.
LATER = frozenset(
    (
        "GetCommand",
        "GetCounters",
        "Get\u0421ounters",
        "KkmRegOfd",
        "ValidationMarkingCode",
        "GetGoodCodeData",
        "PayByPaymentCard",
        "ReturnPaymentByPaymentCard",
        "CancelPaymentByPaymentCard",
        "AuthorisationByPaymentCard",
        "AuthConfirmationByPaymentCard",
        "CancelAuthorisationByPaymentCard",
        "EmergencyReversal",
        "Settlement",
        "TerminalReport",
        "TransactionDetails",
        "PrintSlipOnTerminal",
        "GetWeight",
        "Calibrate",
        "OutputOnCustomerDisplay",
        "ClearCustomerDisplay",
        "OptionsCustomerDisplay",
        "ContinuePrint",
    )
)
