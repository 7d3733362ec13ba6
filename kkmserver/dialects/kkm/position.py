"""The `Register` row: one item of a receipt. Source: spec/kkmserver.md 3.9.4.

Ours beyond it: `IndustryAttribute`, and `PlannedStatus` of a marking code.
"""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Required

from typing_extensions import TypedDict

from drivers.model.document import AgentData, ExciseStamp, MarkingCode, Position, Supplier
from drivers.model.ffd import AgentSign, SettlementMethod
from kkmserver.dialects.kkm.fields import (
    Contact,
    Flag,
    Index,
    Long,
    Quantity,
    Roubles,
    Short,
    between,
    one_of,
    part,
)
from kkmserver.dialects.kkm.reading import Reading
from kkmserver.dialects.kkm.requisites import IndustryAttributes, industry
from kkmserver.dialects.kkm.vat import Tax, vat_rate

_METHODS = {int(method): method for method in SettlementMethod}
_MEASURES = (0, 10, 11, 12, 20, 21, 22, 30, 31, 32, 40, 41, 42, 50, 51, 70, 71, 72, 73, 80, 81, 82, 83, 255)

Agent = Annotated[int, between(0, 6)]
Measure = Annotated[int, one_of(_MEASURES)]
Pack = Annotated[int, between(1, 2**31 - 1)]


def agent_sign(number: int | None) -> AgentSign | None:
    """The API counts agents 0..6, the ФФД stores bit n."""
    return None if number is None else AgentSign(1 << number)


@part(money_transfer_operator_vatin="MoneyTransferOperatorVATIN")
class AgentDataIn(TypedDict, total=False):
    """AGENT_DATA = 1223."""

    paying_agent_operation: Short
    paying_agent_phone: Contact
    receive_payments_operator_phone: Contact
    money_transfer_operator_phone: Contact
    money_transfer_operator_name: Short
    money_transfer_operator_address: Short
    money_transfer_operator_vatin: Short


@part(purveyor_vatin="PurveyorVATIN")
class PurveyorDataIn(TypedDict, total=False):
    """SUPPLIER_DATA = 1224 and the supplier's ИНН 1226."""

    purveyor_phone: Contact
    purveyor_name: Short
    purveyor_vatin: Short


@part(gtin="GTIN")
class GoodCodeDataIn(TypedDict, total=False):
    """The marking code of a piece, as scanned or in the old parts. `PlannedStatus` (2003) is ours."""

    bar_code: Long
    contains_serial_number: Flag
    accept_on_bad: Flag
    stamp_type: Short
    gtin: Short
    serial_number: Short
    planned_status: Annotated[int, between(1, 255)]


@part()
class EgaisIn(TypedDict, total=False):
    """Data of a bottle for ЕГАИС."""

    barcode: Long
    ean: Short
    volume: Quantity


@part(ean13="EAN13", egais="EGAIS")
class RegisterIn(TypedDict, total=False):
    """Sums are kopecks once read."""

    name: Required[Long]
    quantity: Required[Quantity]
    price: Roubles
    amount: Required[Roubles]
    department: Index
    tax: Tax
    sign_method_calculation: Annotated[int, between(1, 7)]
    sign_calculation_object: Annotated[int, one_of((*range(1, 28), *range(30, 34)))]
    measure_of_quantity: Measure
    measurement_unit: Short
    package_quantity: Pack
    country_of_origin: Short
    customs_declaration: Short
    excise_amount: Roubles
    additional_attribute: Short
    ean13: Short
    nomenclature_code: Short
    good_code_data: GoodCodeDataIn
    agent_sign: Agent
    agent_data: AgentDataIn
    purveyor_data: PurveyorDataIn
    egais: EgaisIn
    industry_attribute: IndustryAttributes


# What every item has; the rest is worth a look only where a client gave more.
_USUAL = frozenset(
    ("name", "quantity", "price", "amount", "department", "tax", "sign_method_calculation", "sign_calculation_object",
     "measure_of_quantity", "ean13")
)  # fmt: skip


def agent_data(given: AgentDataIn | None) -> AgentData | None:
    """None when nothing is filled: samples send the empty form along."""
    if not given:
        return None
    return AgentData(
        operation=given.get("paying_agent_operation", ""),
        agent_phone=given.get("paying_agent_phone", ""),
        receiver_phone=given.get("receive_payments_operator_phone", ""),
        transfer_phone=given.get("money_transfer_operator_phone", ""),
        transfer_name=given.get("money_transfer_operator_name", ""),
        transfer_address=given.get("money_transfer_operator_address", ""),
        transfer_inn=given.get("money_transfer_operator_vatin", ""),
    )


def supplier(given: PurveyorDataIn | None) -> Supplier | None:
    if not given:
        return None
    return Supplier(
        name=given.get("purveyor_name", ""), phone=given.get("purveyor_phone", ""), inn=given.get("purveyor_vatin", "")
    )


def _marking(given: GoodCodeDataIn | None) -> MarkingCode | None:
    if not given or not ("bar_code" in given or "gtin" in given or "serial_number" in given):
        return None
    return MarkingCode(
        code=given.get("bar_code", ""),
        has_serial=given.get("contains_serial_number", True),
        accept_failed_check=given.get("accept_on_bad", False),
        stamp_type=given.get("stamp_type", ""),
        gtin=given.get("gtin", ""),
        serial=given.get("serial_number", ""),
        status=given.get("planned_status"),
    )


def _stamp(given: EgaisIn | None) -> ExciseStamp | None:
    if not given:
        return None
    stamp = ExciseStamp(
        barcode=given.get("barcode", ""), ean=given.get("ean", ""), volume_litres=given.get("volume", Decimal(0))
    )
    return None if stamp == ExciseStamp() else stamp


def _price(item: RegisterIn) -> int:
    """Kopecks a unit; worked out of the amount where the client gave none."""
    if "price" in item:
        return item["price"]
    if not item["quantity"]:
        return item["amount"]
    return int((Decimal(item["amount"]) / item["quantity"]).quantize(Decimal(1), ROUND_HALF_UP))


def as_printed(item: RegisterIn) -> Position:
    """What paper shows of the row in a non-fiscal document."""
    return Position(name=item["name"], quantity=item["quantity"], price=_price(item), amount=item["amount"])


def position(item: RegisterIn, index: int, reading: Reading) -> Position:
    """`index`: its row in `CheckStrings`."""
    if not item["quantity"] and item.get("sign_method_calculation") != SettlementMethod.ADVANCE:
        reading.fault(f"CheckStrings[{index}].Register.Quantity", "количество 0; укажите, сколько продано")
    usual = Position(
        name=item["name"],
        quantity=item["quantity"],
        price=_price(item),
        amount=item["amount"],
        vat=vat_rate(item.get("tax", -1), f"CheckStrings[{index}].Register.Tax", reading),
        method=_METHODS[item.get("sign_method_calculation", 4)],
        subject=item.get("sign_calculation_object", 1),
        department=item.get("department", 0),
        measure=item.get("measure_of_quantity", 0),
        ean13=item.get("ean13", ""),
    )
    return usual if item.keys() <= _USUAL else _with_rest(usual, item, index, reading)


def _with_rest(usual: Position, item: RegisterIn, index: int, reading: Reading) -> Position:
    return replace(
        usual,
        unit=item.get("measurement_unit", ""),
        pack_quantity=item.get("package_quantity"),
        country=item.get("country_of_origin", ""),
        customs_declaration=item.get("customs_declaration", ""),
        excise=item.get("excise_amount"),
        attribute=item.get("additional_attribute", ""),
        goods_code=item.get("nomenclature_code", ""),
        marking=_marking(item.get("good_code_data")),
        agent=agent_sign(item.get("agent_sign")),
        agent_data=agent_data(item.get("agent_data")),
        supplier=supplier(item.get("purveyor_data")),
        stamp=_stamp(item.get("egais")),
        industry=industry(
            item.get("industry_attribute", ()), f"CheckStrings[{index}].Register.IndustryAttribute", reading
        ),
    )
