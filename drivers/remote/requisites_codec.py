"""Requisites of ФФД 1.2 that the API has no members for: these are ours, and the original leaves them all aside.

Source: docs/kkmserver-api.md.
"""

from collections.abc import Iterable

from drivers.model.document import Buyer, CashlessPart, IndustryAttribute, OperationalAttribute, Position, Receipt
from drivers.model.money import roubles
from drivers.notation.json_text import Json
from drivers.remote import correction_codec
from drivers.remote.json_dates import day, moment


def requisites(given: Receipt) -> dict[str, Json]:
    """Those of the receipt's head, as far as it has them."""
    members: dict[str, Json] = {
        "IndustryAttribute": industry(given.industry),
        "OperationalAttribute": _operational(given.operational),
        "BuyerInfo": _buyer(given.buyer),
        "CashlessPayments": [_part(part) for part in given.cashless],
    }
    return {name: value for name, value in members.items() if value}


def industry(given: Iterable[IndustryAttribute]) -> list[Json]:
    return [{"Foiv": one.authority, "Date": day(one.date), "Number": one.number, "Value": one.value} for one in given]


def ours(given: Receipt) -> tuple[str, ...]:
    """Members that the original would leave out of the document."""
    names = requisites(given).keys() | correction_codec.ours(given.correction)
    for row in given.positions:
        names |= _of_row(row)
    return tuple(sorted(names))


def _of_row(row: Position) -> set[str]:
    planned = {"PlannedStatus"} if row.marking and row.marking.status is not None else set()
    return planned | ({"IndustryAttribute"} if row.industry else set())


def _operational(given: OperationalAttribute | None) -> Json:
    return {"Id": given.id, "Data": given.data, "Date": moment(given.time)} if given else None


def _buyer(given: Buyer | None) -> Json:
    if given is None or given == Buyer():
        return None
    return {
        "BirthDate": day(given.birth_date) if given.birth_date else None,
        "Citizenship": given.citizenship,
        "DocumentKind": given.document_kind,
        "Document": given.document,
        "Address": given.address,
    }


def _part(given: CashlessPart) -> Json:
    return {
        "Amount": roubles(given.amount),
        "Kind": given.kind,
        "Identifiers": given.identifiers,
        "Details": given.details,
    }
