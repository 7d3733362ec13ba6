"""A command as the journal keeps it, so that it can be read again whatever the settings say by then."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from drivers.model.card import CardAction
from drivers.model.command import (
    CashIn,
    CashOut,
    CloseShift,
    Command,
    MoveCardMoney,
    OpenDrawer,
    OpenShift,
    PrintDocument,
    ReadCounters,
    ReadDocument,
    ReadState,
    RegisterReceipt,
    XReport,
)
from drivers.model.document import Cashier, LocalTax, TextLine
from kkmserver.dialects.ikkm import amounts, receipt
from kkmserver.dialects.ikkm.receipt import Asked, Terms

NAME = "ikkm"
SELL, DEPOSIT, WITHDRAW = "/api", "/apideposit", "/apiwithdraw"
ROLLING = frozenset({SELL, DEPOSIT, WITHDRAW})  # they consume the key
X_REPORT, Z_REPORT, BANK, PRINT = "/apixreport", "/apizreport", "/apibank", "/apiprint"
LAST = "/apicheck/printLastDocument"
OPEN, STATE, COUNTERS, DRAWER = "open shift", "state", "counters", "open drawer"  # what no client asks by name


@dataclass(frozen=True, slots=True)
class Request:
    """`name`: one of the above. `given`: parameters without the key; of LAST the number."""

    name: str
    given: Mapping[str, str]
    terms: Terms

    def to_json(self) -> bytes:
        terms = self.terms
        told = {
            "name": self.name,
            "given": dict(self.given),
            "cashier": terms.cashier,
            "items": terms.items,
            "by_amount": terms.by_amount,
            "taxes": [_tax_out(tax) for tax in terms.taxes],
        }
        return json.dumps(told, ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "Request":
        """Raises ValueError, KeyError or TypeError for what `to_json` did not write."""
        told: dict[str, Any] = json.loads(text)
        terms = Terms(
            taxes=tuple(map(_tax_in, told["taxes"])),
            by_amount=told["by_amount"],
            items=told["items"],
            cashier=told["cashier"],
        )
        return cls(told["name"], told["given"], terms)

    def receipt(self) -> Asked:
        """Of SELL. Raises Refused."""
        return receipt.asked(self.given, self.terms)

    def command(self) -> Command:
        """Raises Refused."""
        if self.name == SELL:
            return RegisterReceipt(receipt.receipt(self.receipt(), self.terms))
        return self._by_name() or self._with_number()

    def _by_name(self) -> Command | None:
        cashier = Cashier(self.terms.cashier)
        plain: Mapping[str, Command] = {
            X_REPORT: XReport(cashier),
            Z_REPORT: CloseShift(cashier),
            OPEN: OpenShift(cashier),
            STATE: ReadState(),
            COUNTERS: ReadCounters(),
            DRAWER: OpenDrawer(cashier),
            PRINT: PrintDocument(tuple(map(TextLine, receipt.rows_of(self.given.get("print", ""))))),
        }
        return plain.get(self.name)

    def _with_number(self) -> Command:
        cashier = Cashier(self.terms.cashier)
        if self.name in (DEPOSIT, WITHDRAW):
            move = CashIn if self.name == DEPOSIT else CashOut
            return move(amounts.whole_sum(self.given["cash"]), cashier)
        if self.name == BANK:
            return MoveCardMoney(action=CardAction.PAY, amount=amounts.positive(self.given["amount"]))
        if self.name == LAST:
            return ReadDocument(int(self.given["number"]), copies=1)
        raise ValueError(self.name)


def decode(request: bytes, _accepted_at: datetime) -> Command:
    """What recovery reads stored requests with; see kkmserver.dispatch.recovery.Decoder."""
    return Request.from_json(request).command()


def _tax_out(tax: LocalTax) -> list[object]:
    return [tax.code, tax.name, None if tax.percent is None else str(tax.percent), tax.included]


def _tax_in(told: tuple[int, str, str | None, bool]) -> LocalTax:
    code, name, percent, included = told
    return LocalTax(code=code, name=name, percent=None if percent is None else Decimal(percent), included=included)
