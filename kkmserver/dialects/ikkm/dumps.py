"""`/dump/…`: directories and reports as JSON. Source: spec/ikkm.md 5.2; the odd names are the API's."""

import re
from collections.abc import Sequence
from decimal import Decimal

from drivers.model import money
from drivers.model.state import DeviceState
from kkmserver.dialects.ikkm.codes import Code, Refused
from kkmserver.dialects.ikkm.desk import Desk
from kkmserver.dialects.ikkm.kept import Operation, Sale
from kkmserver.dialects.ikkm.keybook import KeyBook
from kkmserver.dialects.ikkm.report import report
from kkmserver.dialects.ikkm.shifts import Shifts, is_open
from kkmserver.dialects.kkm.encoding import Value

_TYPES = {"sale": "0", "buy": "1", "saleReturn": "2", "buyReturn": "3"}
_DIGITS = 9
_KNOWN = re.compile(r"table/(items|catalog|taxes|cashiers|shifts(/[^/]+/(cheques|sales|report))?)|transaction/[^/]+")


def knows(path: str) -> bool:
    """`path` below /dump/."""
    return _KNOWN.fullmatch(path) is not None


class Dumps:
    """Methods raise Refused and sqlite3.Error."""

    def __init__(self, desk: Desk, book: KeyBook, shifts: Shifts) -> None:
        self._desk, self._book, self._shifts = desk, book, shifts

    async def of(self, path: str, client: str) -> Value:
        """`path` as in `knows`."""
        match path.split("/"):
            case ["table", "items"]:
                return []  # goods are in the client's own books: this server keeps none
            case ["table", "catalog"]:
                return {}
            case ["table", "taxes"]:
                return {str(tax.code): tax.name for tax in self._desk.terms.taxes}
            case ["table", "cashiers"]:
                return {self._desk.settings.cashier_id: self._desk.settings.cashier}
            case ["transaction", key]:
                return await self._transaction(key, client)
            case ["table", "shifts", *rest]:
                self._check_role()
                return await self._of_shifts(rest, client)
        raise Refused(Code.UNKNOWN_METHOD)

    def _check_role(self) -> None:
        if not self._desk.settings.senior:
            raise Refused(Code.NOT_ALLOWED)

    async def _of_shifts(self, rest: Sequence[str], client: str) -> Value:
        state = await self._shifts.state(client)
        match rest:
            case []:
                return await self._list(state)
            case [number, "cheques"]:
                return await self._cheques(await self._known(number))
            case [number, "sales"]:
                return [_sale(sale) | {"chequeId": sale.number} for sale in await self._sales(number)]
            case [number, "report"]:
                return await self._report(await self._known(number), state, client)
        raise Refused(Code.UNKNOWN_METHOD)

    async def _sales(self, number: str) -> list[Sale]:
        return sorted(await self._book.sales(await self._known(number)), key=lambda sale: (sale.number, sale.id))

    async def _known(self, number: str) -> int:
        if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
            raise Refused(Code.BAD_REQUEST)
        if await self._book.shift(int(number)) is None:
            raise Refused(Code.BAD_REQUEST)
        return int(number)

    async def _list(self, state: DeviceState) -> Value:
        return [
            {
                "id": one.number,
                "opened": int(is_open(state, one.number)),
                "openDate": one.opened,
                "closeDate": one.closed,
                "cashierId": one.cashier,
                **{name: money.roubles(total) for name, total in one.totals.items()},
            }
            for one in await self._book.shifts()
        ]

    async def _cheques(self, shift: int) -> Value:
        sales = await self._book.sales(shift)
        return [
            {
                "chequeId": one.number,
                "chequeDate": one.at,
                "chequeType": _TYPES[one.kind],
                "chequeSales": [_sale(sale) for sale in sales if sale.number == one.number],
            }
            for one in await self._book.cheques(shift)
        ]

    async def _report(self, number: int, state: DeviceState, client: str) -> Value:
        shifts = {one.number: one for one in await self._book.shifts()}
        after = next((shifts[later] for later in sorted(shifts) if later > number), None)
        counters = () if after else await self._desk.counters(client)
        return report(shifts[number], await self._book.operations(number), state, counters, after)

    async def _transaction(self, key: str, client: str) -> Value:
        operation = await self._book.operation(key)
        if operation is None:
            raise Refused(Code.BAD_REQUEST)
        state = await self._desk.state(client)
        waits = _waits(operation, state)
        return {
            "docid": str(operation.number),
            "createDate": operation.at,
            "submitDate": "" if waits else operation.at,
            "status": int(not waits),
            "onlineCode": "" if waits else operation.online_code,
        }


def _waits(operation: Operation, state: DeviceState) -> bool:
    """Whether the register has not told its operator yet: what it has are the newest of its documents."""
    return bool(operation.document) and operation.document > state.last_document - state.unsent


def _sale(sale: Sale) -> dict[str, Value]:
    return {
        "id": sale.id,
        "itemCode": "",
        "qty": Decimal(sale.quantity),
        "price": money.roubles(sale.price),
        "saleSum": money.roubles(sale.amount),
        "taxId": sale.tax,
    }
