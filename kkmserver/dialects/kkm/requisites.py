"""Requisites of ФФД 1.2 that the API has no members for; all of them ours, named in its manner.

`IndustryAttribute` (1260 of a row, 1261 of the receipt), `OperationalAttribute` (1270), `BuyerInfo` (the rest of 1256),
`CashlessPayments` (1234). One of them that is not complete is left out with a remark: the original ignores them all.
"""

from collections.abc import Sequence
from typing import Annotated

from pydantic import BeforeValidator
from typing_extensions import TypedDict

from drivers.model.document import Buyer, CashlessPart, IndustryAttribute, OperationalAttribute
from kkmserver.dialects.kkm.fields import (
    AtMost,
    Fields,
    Instant,
    Long,
    Roubles,
    Short,
    an_object,
    between,
    objects,
    part,
)
from kkmserver.dialects.kkm.reading import Reading

_MOST = 100
_Byte = Annotated[int, between(0, 255)]


@part()
class IndustryAttributeIn(TypedDict, total=False):
    foiv: Short  # 1262
    date: Instant  # 1263
    number: Short  # 1264
    value: Long  # 1265


@part()
class OperationalAttributeIn(TypedDict, total=False):
    id: _Byte  # 1271
    data: Short  # 1272
    date: Instant  # 1273


@part()
class BuyerInfoIn(TypedDict, total=False):
    birth_date: Instant  # 1243
    citizenship: Short  # 1244
    document_kind: Short  # 1245
    document: Short  # 1246
    address: Short  # 1254


@part()
class CashlessPaymentIn(TypedDict, total=False):
    amount: Roubles  # 1082
    kind: _Byte  # 1236
    identifiers: Short  # 1237
    details: Short  # 1238


IndustryAttributes = Annotated[tuple[IndustryAttributeIn, ...], AtMost(_MOST), BeforeValidator(objects)]
_CashlessPayments = Annotated[tuple[CashlessPaymentIn, ...], AtMost(_MOST), BeforeValidator(objects)]
_AnObject = BeforeValidator(an_object)


class RequisitesIn(Fields):
    """Those of a receipt's head."""

    industry_attribute: IndustryAttributes = ()
    operational_attribute: Annotated[OperationalAttributeIn | None, _AnObject] = None
    buyer_info: Annotated[BuyerInfoIn | None, _AnObject] = None
    cashless_payments: _CashlessPayments = ()

    def has_requisites(self) -> bool:
        return not self.model_fields_set.isdisjoint(_MEMBERS)

    def operational(self, reading: Reading) -> OperationalAttribute | None:
        given = self.operational_attribute
        if not given:
            return None
        moment = given.get("date")
        if "id" not in given or "data" not in given or moment is None:
            reading.warn(_incomplete("OperationalAttribute", "Id, Data, Date"))
            return None
        return OperationalAttribute(id=given["id"], data=given["data"], time=reading.local(moment))

    def buyer(self, reading: Reading) -> Buyer | None:
        given = self.buyer_info
        if not given:
            return None
        born = given.get("birth_date")
        buyer = Buyer(
            birth_date=reading.local(born).date() if born else None,
            citizenship=given.get("citizenship", ""),
            document_kind=given.get("document_kind", ""),
            document=given.get("document", ""),
            address=given.get("address", ""),
        )
        return None if buyer == Buyer() else buyer

    def cashless(self) -> tuple[CashlessPart, ...]:
        return tuple(
            CashlessPart(
                amount=given["amount"],
                kind=given.get("kind", 0),
                identifiers=given.get("identifiers", ""),
                details=given.get("details", ""),
            )
            for given in self.cashless_payments
            if given.get("amount")
        )


_MEMBERS = frozenset(RequisitesIn.model_fields)


def industry(given: Sequence[IndustryAttributeIn], path: str, reading: Reading) -> tuple[IndustryAttribute, ...]:
    """`path`: the member that holds them."""
    found = [_industry(one, reading) for one in given]
    if None in found:
        reading.warn(_incomplete(path, "Foiv, Date, Number, Value"))
    return tuple(one for one in found if one)


def _industry(given: IndustryAttributeIn, reading: Reading) -> IndustryAttribute | None:
    """None of one that lacks something."""
    day = given.get("date")
    if day is None or not {"foiv", "number", "value"} <= given.keys():
        return None
    return IndustryAttribute(
        authority=given["foiv"], date=reading.local(day).date(), number=given["number"], value=given["value"]
    )


def _incomplete(path: str, members: str) -> str:
    return f"{path} не записан: в нём должны быть поля {members}."
