"""A receipt from OpenCheck to CloseCheck. Source: spec/mercury.md 3 and 4; names within parts: M1."""

from dataclasses import dataclass

from drivers.fiscal.receipts import user_attribute
from drivers.fiscal.settled import Settled
from drivers.http_service.fields import Fields
from drivers.http_service.json_form import json_object, spelt
from drivers.mercury.commands.recorded import recorded
from drivers.mercury.commands.shift import CashierInfo, cashier_info
from drivers.mercury.numbers import CHECK_TYPES, CORRECTION, price, tax_system
from drivers.mercury.request import Patience, Request, nothing
from drivers.model.document import Correction, IndustryAttribute, OperationalAttribute, Receipt
from drivers.model.ffd import FfdVersion
from drivers.registers.known import Found
from drivers.registers.request import Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerInfo:
    buyer_name: str = ""  # 1227
    buyer_inn: str = spelt("buyerINN", default="")  # 1228
    birthday: str = ""  # 1243, YYYY-MM-DD
    citizenship: str = ""  # 1244
    doc_type: int | None = None  # 1245; that it is a number is inferred
    doc_data: str = ""  # 1246
    address: str = ""  # 1254


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionInfo:
    correction_type: int  # 1173
    cause_name: str = ""  # 1177
    cause_doc_date: str  # 1178, YYYY-MM-DD
    cause_doc_num: str = ""  # 1179


@dataclass(frozen=True, slots=True, kw_only=True)
class UserAttribute:
    attr_name: str  # 1085
    attr_value: str  # 1086


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationInfo:
    op_id: int = spelt("opID")  # 1271
    op_time: str  # 1273
    attr_value: str  # 1272


@dataclass(frozen=True, slots=True, kw_only=True)
class IndustryInfo:
    """Of a receipt (1261); that of a row (1260) calls its value otherwise."""

    id_foiv: str = spelt("idFOIV")  # 1262
    doc_date: str  # 1263, YYYY-MM-DD
    doc_num: str  # 1264
    attr_value: str  # 1265


@dataclass(frozen=True, slots=True, kw_only=True)
class _OpenCheck:
    check_type: int  # 1054
    tax_system: int  # 1055
    print_doc: bool
    address: str = ""  # 1009
    location: str = ""  # 1187
    sender_email: str = ""  # 1117
    additional_props: str = ""  # 1192
    cashier_info: CashierInfo | None
    buyer_info: BuyerInfo | None = None
    correction_info: CorrectionInfo | None = None
    user_attribute: UserAttribute | None = None
    operation_info: OperationInfo | None = None
    industry_info: tuple[IndustryInfo, ...] = ()
    internet: bool | None = None  # 1125


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Kopecks; cash as it was handed over."""

    cash: int | None
    ecash: int | None
    prepayment: int | None
    credit: int | None
    consideration: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CashlessInfo:
    """1235."""

    sum: int  # 1082, kopecks
    method: int  # 1236
    ids: str = ""  # 1237
    add_info: str = ""  # 1238


@dataclass(frozen=True, slots=True, kw_only=True)
class _CloseCheck:
    send_check_to: str = ""  # 1008
    payment: Payment
    ecash_payment_info: tuple[CashlessInfo, ...] = ()  # 1234


def open_check(settled: Settled, ffd: FfdVersion) -> Request[int]:
    """-> 1042. Raises RequestRefused for a tax system that the register does not know."""
    told, late = settled.receipt, ffd is FfdVersion.V1_2
    pair = user_attribute(told)
    content = _OpenCheck(
        check_type=CHECK_TYPES[told.type] + (CORRECTION if told.correction else 0),
        tax_system=tax_system(settled.tax_system),
        print_doc=told.print_paper,
        address=told.address,
        location=told.place,
        sender_email=told.sender_email,
        additional_props=told.attribute,
        cashier_info=cashier_info(told.cashier),
        buyer_info=_buyer(told, late=late),
        correction_info=_correction(told.correction),
        user_attribute=UserAttribute(attr_name=pair[0], attr_value=pair[1]) if pair else None,
        operation_info=_operation(told.operational) if late else None,
        industry_info=tuple(map(_industry, told.industry)) if late else (),
        internet=True if told.internet and late else None,
    )
    return Request(name="OpenCheck", content=json_object(content), read=_check_number, effect=Effect.MONEY)


def close_check(settled: Settled, ffd: FfdVersion) -> Request[Found | None]:
    paid, told = settled.payments, settled.receipt
    payment = Payment(
        cash=price(settled.received) or None,
        ecash=price(paid.electronic) or None,
        prepayment=price(paid.advance) or None,
        credit=price(paid.credit) or None,
        consideration=price(paid.provision) or None,
    )
    content = _CloseCheck(
        send_check_to=told.client_address,
        payment=payment,
        ecash_payment_info=_cashless(told) if ffd is FfdVersion.V1_2 else (),
    )
    return Request(
        name="CloseCheck",
        content=json_object(content),
        read=recorded,
        effect=Effect.MONEY,
        patience=Patience.DOCUMENT,
    )


def reset_check() -> Request[None]:
    """Annul what stands open."""
    return Request(name="ResetCheck", read=nothing, effect=Effect.MONEY, patience=Patience.DOCUMENT)


def _check_number(answer: Fields) -> int:
    return answer.whole("checkNum")


def _buyer(told: Receipt, *, late: bool) -> BuyerInfo | None:
    buyer = told.buyer if late else None
    found = BuyerInfo(
        buyer_name=told.client_name,
        buyer_inn=told.client_inn,
        birthday=f"{buyer.birth_date:%Y-%m-%d}" if buyer and buyer.birth_date else "",
        citizenship=buyer.citizenship if buyer else "",
        doc_type=int(buyer.document_kind) if buyer and buyer.document_kind.isdecimal() else None,
        doc_data=buyer.document if buyer else "",
        address=buyer.address if buyer else "",
    )
    return found if found != BuyerInfo() else None


def _correction(correction: Correction | None) -> CorrectionInfo | None:
    if correction is None:
        return None
    return CorrectionInfo(
        correction_type=int(correction.by_order),
        cause_name=correction.name,
        cause_doc_date=f"{correction.date:%Y-%m-%d}",
        cause_doc_num=correction.number,
    )


def _operation(attribute: OperationalAttribute | None) -> OperationInfo | None:
    if attribute is None:
        return None
    return OperationInfo(op_id=attribute.id, op_time=f"{attribute.time:%Y-%m-%dT%H:%M:%S}", attr_value=attribute.data)


def _industry(attribute: IndustryAttribute) -> IndustryInfo:
    return IndustryInfo(
        id_foiv=attribute.authority,
        doc_date=f"{attribute.date:%Y-%m-%d}",
        doc_num=attribute.number,
        attr_value=attribute.value,
    )


def _cashless(told: Receipt) -> tuple[CashlessInfo, ...]:
    return tuple(
        CashlessInfo(sum=part.amount, method=part.kind, ids=part.identifiers, add_info=part.details)
        for part in told.cashless
    )
