"""Shift, reports, the drawer. Source: spec/mercury.md 3."""

from dataclasses import dataclass

from drivers.http_service.json_form import json_object, spelt
from drivers.mercury.commands.recorded import recorded
from drivers.mercury.numbers import price
from drivers.mercury.request import Patience, Request, nothing
from drivers.model.document import Cashier
from drivers.registers.known import Found
from drivers.registers.request import Effect

X_REPORT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CashierInfo:
    cashier_name: str  # 1021
    cashier_inn: str = spelt("cashierINN", default="")  # 1203


@dataclass(frozen=True, slots=True, kw_only=True)
class _Document:
    print_doc: bool
    cashier_info: CashierInfo | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Money:
    cash: int  # kopecks
    cashier_info: CashierInfo | None


def cashier_info(cashier: Cashier) -> CashierInfo | None:
    return CashierInfo(cashier_name=cashier.name, cashier_inn=cashier.inn) if cashier.name else None


def open_shift(cashier: Cashier, *, paper: bool = True) -> Request[Found | None]:
    return _document("OpenShift", cashier, paper=paper)


def close_shift(cashier: Cashier, *, paper: bool = True) -> Request[Found | None]:
    return _document("CloseShift", cashier, paper=paper)


def settlement_state(cashier: Cashier, *, paper: bool = True) -> Request[Found | None]:
    """Form 21."""
    return _document("ReportStatusOfSettlements", cashier, paper=paper)


def x_report() -> Request[None]:
    content = {"reportCode": X_REPORT}
    return Request(name="PrintReport", content=content, read=nothing, effect=Effect.PAPER, patience=Patience.DOCUMENT)


def move_cash(amount: int, cashier: Cashier) -> Request[None]:
    """Kopecks, below 0 out of the drawer. Raises RequestRefused for more than the register can count."""
    content = _Money(cash=price(abs(amount)), cashier_info=cashier_info(cashier))
    return Request(
        name="BringMoney" if amount >= 0 else "WithdrawMoney",
        content=json_object(content),
        read=nothing,
        effect=Effect.MONEY,
        patience=Patience.DOCUMENT,
    )


def open_drawer() -> Request[None]:
    return Request(name="OpenBox", read=nothing, effect=Effect.PAPER)


def _document(name: str, cashier: Cashier, *, paper: bool) -> Request[Found | None]:
    content = _Document(print_doc=paper, cashier_info=cashier_info(cashier))
    return Request(
        name=name, content=json_object(content), read=recorded, effect=Effect.MONEY, patience=Patience.DOCUMENT
    )
