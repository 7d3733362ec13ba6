"""Who takes part in a receipt. Source: spec/atol-web.md 4; names within agents and suppliers: W3."""

from dataclasses import dataclass

from drivers.model.document import AgentData, Cashier, Receipt, Supplier
from drivers.model.ffd import AgentSign

_AGENTS = {
    AgentSign.BANK_AGENT: "bankPayingAgent",
    AgentSign.BANK_SUBAGENT: "bankPayingSubagent",
    AgentSign.PAYING_AGENT: "payingAgent",
    AgentSign.PAYING_SUBAGENT: "payingSubagent",
    AgentSign.ATTORNEY: "attorney",
    AgentSign.COMMISSIONER: "commissionAgent",
    AgentSign.AGENT: "another",
}
"""Bits of 1057 and 1222."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    name: str  # 1021
    vatin: str = ""  # 1203


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientInfo:
    email_or_phone: str = ""  # 1008
    vatin: str = ""  # 1228
    name: str = ""  # 1227
    birth_date: str = ""  # 1243
    citizenship: str = ""  # 1244
    identity_document_code: str = ""  # 1245
    identity_document_data: str = ""  # 1246
    address: str = ""  # 1254


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyInfo:
    email: str  # 1117


@dataclass(frozen=True, slots=True, kw_only=True)
class PayingAgent:
    operation: str = ""  # 1044
    phones: tuple[str, ...] = ()  # 1073


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivePaymentsOperator:
    phones: tuple[str, ...]  # 1074


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyTransferOperator:
    phones: tuple[str, ...] = ()  # 1075
    name: str = ""  # 1026
    address: str = ""  # 1005
    vatin: str = ""  # 1016


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentInfo:
    agents: tuple[str, ...]  # 1057, 1222
    paying_agent: PayingAgent | None = None
    receive_payments_operator: ReceivePaymentsOperator | None = None
    money_transfer_operator: MoneyTransferOperator | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierInfo:
    vatin: str = ""  # 1226
    name: str = ""  # 1225
    phones: tuple[str, ...] = ()  # 1171


def operator(cashier: Cashier) -> Operator | None:
    return Operator(name=cashier.name, vatin=cashier.inn) if cashier.name else None


def client_info(receipt: Receipt) -> ClientInfo | None:
    """None where nobody is named. The form of a birthday is inferred: dates of tasks are YYYY.MM.DD."""
    buyer = receipt.buyer
    told = ClientInfo(
        email_or_phone=receipt.client_address,
        vatin=receipt.client_inn,
        name=receipt.client_name,
        birth_date=f"{buyer.birth_date:%Y.%m.%d}" if buyer and buyer.birth_date else "",
        citizenship=buyer.citizenship if buyer else "",
        identity_document_code=buyer.document_kind if buyer else "",
        identity_document_data=buyer.document if buyer else "",
        address=buyer.address if buyer else "",
    )
    return told if told != ClientInfo() else None


def company_info(receipt: Receipt) -> CompanyInfo | None:
    return CompanyInfo(email=receipt.sender_email) if receipt.sender_email else None


def agent_info(sign: AgentSign | None, data: AgentData | None) -> AgentInfo | None:
    if not sign:
        return None
    told = data or AgentData()
    paying = PayingAgent(operation=told.operation, phones=_phones(told.agent_phone))
    transfer = MoneyTransferOperator(
        phones=_phones(told.transfer_phone),
        name=told.transfer_name,
        address=told.transfer_address,
        vatin=told.transfer_inn,
    )
    receiver = _phones(told.receiver_phone)
    return AgentInfo(
        agents=tuple(name for bit, name in _AGENTS.items() if bit & sign),
        paying_agent=paying if paying != PayingAgent() else None,
        receive_payments_operator=ReceivePaymentsOperator(phones=receiver) if receiver else None,
        money_transfer_operator=transfer if transfer != MoneyTransferOperator() else None,
    )


def supplier_info(supplier: Supplier | None) -> SupplierInfo | None:
    if supplier is None:
        return None
    told = SupplierInfo(vatin=supplier.inn, name=supplier.name, phones=_phones(supplier.phone))
    return told if told != SupplierInfo() else None


def _phones(phone: str) -> tuple[str, ...]:
    return (phone,) if phone else ()
