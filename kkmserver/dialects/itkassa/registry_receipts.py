"""Rows of a registry -> receipts; all that is wrong is found before anything is printed."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import TypeVar

from drivers.errors import RequestRefused
from drivers.fiscal.check import check as check_receipt
from drivers.fiscal.settled import Rules
from drivers.model import money
from drivers.model.command import RegisterReceipt
from drivers.model.ffd import FfdVersion
from drivers.model.state import Registration
from kkmserver.dialects.itkassa import registry_cells as cells
from kkmserver.dialects.itkassa.members import Wrong
from kkmserver.dialects.itkassa.registry_columns import Column
from kkmserver.dialects.itkassa.registry_file import Table
from kkmserver.dialects.itkassa.steps import steps
from kkmserver.dialects.kkm.encoding import Value, dump
from kkmserver.dialects.values import WrongValue

T = TypeVar("T")

_LINE = re.compile(r"lines\[(\d+)]\.(\w+)$")
_OF_LINE = {  # member of a line -> its column
    "title": Column.TITLE,
    "price": Column.PRICE,
    "quantity": Column.QUANTITY,
    "total": Column.TOTAL,
    "tax": Column.VAT,
    "ppr": Column.SUBJECT,
    "psr": Column.METHOD,
    "tagTrueSign": Column.MARKING,
}
_OF_RECEIPT: dict[str, tuple[Column, Callable[[str, str], str]]] = {
    "tagClientContact": (Column.CONTACT, cells.contact),
    "tagClientTitle": (Column.BUYER, cells.words),
    "tagClientINN": (Column.BUYER_INN, cells.inn),
    "tagCashierName": (Column.CASHIER, cells.words),
    "sno": (Column.TAX_SYSTEM, cells.tax_system),
}
_PAYMENTS = {
    Column.CASH: "amountCash",
    Column.ELECTRONIC: "amountElectronic",
    Column.PREPAID: "amountPrepaid",
    Column.CREDIT: "amountCredit",
}
_MAY_DIFFER = {"isPrintable", *_PAYMENTS.values()}
_LONGEST_NUMBER = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Of a whole registry. `cash`: what is paid with where no column says. The others are of its register."""

    paper: bool = True
    cash: bool = False
    ffd: FfdVersion = FfdVersion.V1_2
    registration: Registration = field(default_factory=Registration)


@dataclass(frozen=True, slots=True)
class Fault:
    """`row` as the file has it; `column`: its heading, "" = the row as a whole."""

    row: int
    column: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A receipt to be. `commands`: JSON as POST /print-documents takes it.

    Where no column has numbers, `digest` counts receipts of the same goods: a row put in above them changes nothing.
    """

    number: str
    rows: tuple[int, ...]
    total: int  # kopecks
    contact: str
    commands: str
    digest: str  # the same goods under the same number have the same, on paper or without, however they were paid


@dataclass(frozen=True, slots=True)
class Checked:
    receipts: tuple[Draft, ...]  # those without faults
    faults: tuple[Fault, ...]


def check(table: Table, columns: Sequence[Column | None], options: Options, now: datetime) -> Checked:
    """`columns`: one for each heading; `now`: aware, in the shop's zone. Takes its time."""
    reading = _Reading(table, columns, options, now)
    drafts = [reading.receipt(number, at) for number, at in reading.documents().items()]
    faults = sorted(reading.faults, key=lambda fault: fault.row)
    return Checked(tuple(one for one in drafts if one), tuple(faults))


class _Reading:
    def __init__(self, table: Table, columns: Sequence[Column | None], options: Options, now: datetime) -> None:
        self._table, self._options, self._now = table, options, now
        self._at = {column: place for place, column in enumerate(columns) if column}
        self._alike = Counter[str]()
        self.faults: list[Fault] = []

    def documents(self) -> dict[str, list[int]]:
        """Number -> indexes of its rows; every row is a receipt of its own where no column has numbers."""
        if Column.TITLE not in self._at or not {Column.PRICE, Column.TOTAL} & self._at.keys():
            self.faults.append(Fault(0, "", "Укажите, в каких столбцах наименование и цена или сумма"))
            return {}
        if Column.NUMBER not in self._at:
            return {str(number): [index] for index, number in enumerate(self._table.numbers)}
        found: dict[str, list[int]] = {}
        for index in range(len(self._table.rows)):
            number = self._cell(index, Column.NUMBER)
            if not number:
                self._fault(index, Column.NUMBER, "не указан номер документа")
            elif len(number) > _LONGEST_NUMBER:
                self._fault(index, Column.NUMBER, f"номер длиннее {_LONGEST_NUMBER} знаков")
            else:
                found.setdefault(number, []).append(index)
        return found

    def receipt(self, number: str, rows: Sequence[int]) -> Draft | None:
        """None where something is wrong."""
        before = len(self.faults)
        lines = [self._line(index) for index in rows]
        word = self._shared(rows, Column.TYPE, cells.kind) or "sale"
        head = {name: self._shared(rows, column, reader) for name, (column, reader) in _OF_RECEIPT.items()}
        total = sum(amount for _, amount in lines)
        paid = self._paid(rows, total)
        command: dict[str, Value] = {"type": word, "isPrintable": self._options.paper}
        command |= {name: text for name, text in head.items() if text}
        command["lines"] = [line for line, _ in lines]
        command |= {_PAYMENTS[column]: str(money.roubles(amount)) for column, amount in paid.items()}
        if len(self.faults) == before:
            self._judge(rows, command)
        if len(self.faults) > before:
            return None
        places = tuple(self._table.numbers[index] for index in rows)
        contact = head["tagClientContact"]
        digest = self._digest(number, command)
        return Draft(number=number, rows=places, total=total, contact=contact, commands=dump([command]), digest=digest)

    def _digest(self, number: str, command: Mapping[str, Value]) -> str:
        content = dump({name: value for name, value in command.items() if name not in _MAY_DIFFER})
        self._alike[content] += 1
        name = number if Column.NUMBER in self._at else str(self._alike[content])
        return sha256(f"{name}\0{content}".encode()).hexdigest()

    def _line(self, index: int) -> tuple[dict[str, Value], int]:
        """As the API takes it, and its total in kopecks."""
        quantity = self._read(index, Column.QUANTITY, cells.number, Decimal(1))
        total = self._read(index, Column.TOTAL, cells.kopecks, None)
        price = self._price(index, quantity, total)
        amount = total if total is not None else money.kopecks(price * quantity)
        line: dict[str, Value] = {
            "title": self._cell(index, Column.TITLE),
            "price": f"{price:f}",
            "quantity": f"{quantity:f}",
            "total": str(money.roubles(amount)),
        }
        if not line["title"]:
            self._fault(index, Column.TITLE, "не указано наименование")
        readers = {Column.VAT: cells.vat, Column.SUBJECT: cells.subject, Column.METHOD: cells.method}
        for name, column in _OF_LINE.items():
            if column in readers and (word := self._read(index, column, readers[column], "")):
                line[name] = word
        if code := self._cell(index, Column.MARKING):
            line["tagTrueSign"] = code
        return line, amount

    def _price(self, index: int, quantity: Decimal, total: int | None) -> Decimal:
        """Roubles a unit; out of the total where there is no price."""
        if self._cell(index, Column.PRICE):
            return self._read(index, Column.PRICE, cells.number, Decimal(0))
        if total is None:
            self._fault(index, Column.PRICE, "не указана цена")
            return Decimal(0)
        return money.roubles(money.kopecks(money.roubles(total) / quantity)) if quantity else Decimal(0)

    def _paid(self, rows: Sequence[int], total: int) -> dict[Column, int]:
        """Kopecks by kind. A sum stands in each row of a document, or its part does: what adds up is meant."""
        given = {
            column: [self._read(index, column, cells.kopecks, 0) for index in rows if self._cell(index, column)]
            for column in _PAYMENTS
        }
        added = {column: sum(amounts) for column, amounts in given.items() if any(amounts)}
        if not added:
            return {Column.CASH if self._options.cash else Column.ELECTRONIC: total}
        repeated = {column: given[column][0] for column in added if len(set(given[column])) == 1}
        if len(repeated) == len(added) and sum(repeated.values()) == total:
            return repeated
        if sum(added.values()) != total:
            told = f"оплата {money.text(sum(added.values()))} не равна сумме чека {money.text(total)}"
            self._fault(rows[0], next(iter(added)), told)
        return added

    def _judge(self, rows: Sequence[int], command: Value) -> None:
        """What the API and then a register would have against it."""
        try:
            (step,) = steps([command])
            if isinstance(step.command, RegisterReceipt):
                rules = Rules(ffd=self._options.ffd, registration=self._options.registration, now=self._now)
                check_receipt(step.command.receipt, rules)
        except Wrong as error:
            for where, why in error.faults.items():
                self._placed(rows, where, why)
        except RequestRefused as error:
            self._fault(rows[0], None, error.text)

    def _placed(self, rows: Sequence[int], where: str, why: str) -> None:
        found = _LINE.search(where)
        if found and int(found[1]) < len(rows):
            self._fault(rows[int(found[1])], _OF_LINE.get(found[2]), why)
        else:
            column, _ = _OF_RECEIPT.get(where.rpartition(".")[2], (None, None))
            self._fault(rows[0], column, why)

    def _shared(self, rows: Sequence[int], column: Column, reader: Callable[[str, str], str]) -> str:
        """ "" where no row says anything."""
        said = self._common(rows, column)
        return self._taken(rows[0], said, column, reader, "") if said else ""

    def _common(self, rows: Sequence[int], column: Column) -> str:
        """What all rows of a document say, where they say anything."""
        said = ""
        for index in rows:
            text = self._cell(index, column)
            if said and text and text != said:
                self._fault(index, column, f"«{text[:40]}», а выше у этого же документа «{said[:40]}»")
            said = said or text
        return said

    def _read(self, index: int, column: Column, reader: Callable[[str, str], T], default: T) -> T:
        text = self._cell(index, column)
        return self._taken(index, text, column, reader, default) if text else default

    def _taken(self, index: int, text: str, column: Column, reader: Callable[[str, str], T], default: T) -> T:
        try:
            return reader(text, "")
        except WrongValue as error:
            self._fault(index, column, error.why)
            return default

    def _cell(self, index: int, column: Column) -> str:
        place = self._at.get(column)
        return "" if place is None else self._table.rows[index][place]

    def _fault(self, index: int, column: Column | None, text: str) -> None:
        place = self._at.get(column) if column else None
        heading = "" if place is None else self._table.headings[place]
        self.faults.append(Fault(self._table.numbers[index], heading, text))
