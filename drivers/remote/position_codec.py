"""An item as the `Register` row spells it. Source: spec/kkmserver.md 3.9.4.

`IndustryAttribute` and `PlannedStatus` are ours. The stamp of a bottle stays here: this server tells ЕГАИС itself.
"""

from collections.abc import Mapping

from drivers.model.document import MarkingCode, Position
from drivers.model.ffd import VatRate
from drivers.model.money import roubles
from drivers.notation.json_text import Json
from drivers.remote.agent_codec import agent_data, agent_sign, supplier
from drivers.remote.requisites_codec import industry

TAXES: Mapping[VatRate, int] = {
    VatRate.NO_VAT: -1,
    VatRate.VAT_0: 0,
    VatRate.VAT_5: 5,
    VatRate.VAT_7: 7,
    VatRate.VAT_10: 10,
    VatRate.VAT_20: 20,
    VatRate.VAT_22: 22,
    VatRate.VAT_5_105: 105,
    VatRate.VAT_7_107: 107,
    VatRate.VAT_10_110: 110,
    VatRate.VAT_20_120: 120,
    VatRate.VAT_22_122: 122,
}


def register(item: Position) -> Json:
    """Members that say nothing are left out. Raises NotSupported."""
    return {name: value for name, value in {**_sold(item), **_described(item)}.items() if value not in ("", None)}


def _sold(item: Position) -> dict[str, Json]:
    return {
        "Name": item.name,
        "Quantity": item.quantity,
        "Price": roubles(item.price),
        "Amount": roubles(item.amount),
        "Department": item.department,
        "Tax": TAXES[item.vat],
        "SignMethodCalculation": int(item.method),
        "SignCalculationObject": item.subject,
        "MeasureOfQuantity": item.measure,
        "MeasurementUnit": item.unit,
    }


def _described(item: Position) -> dict[str, Json]:
    return {
        "PackageQuantity": item.pack_quantity,
        "CountryOfOrigin": item.country,
        "CustomsDeclaration": item.customs_declaration,
        "ExciseAmount": None if item.excise is None else roubles(item.excise),
        "AdditionalAttribute": item.attribute,
        "EAN13": item.ean13,
        "NomenclatureCode": item.goods_code,
        "GoodCodeData": _marking(item.marking),
        "AgentSign": agent_sign(item.agent),
        "AgentData": agent_data(item.agent_data),
        "PurveyorData": supplier(item.supplier),
        "IndustryAttribute": industry(item.industry) or None,
    }


def _marking(code: MarkingCode | None) -> Json:
    if code is None:
        return None
    return {
        "BarCode": code.code,
        "ContainsSerialNumber": code.has_serial,
        "AcceptOnBad": code.accept_failed_check,
        "StampType": code.stamp_type,
        "GTIN": code.gtin,
        "SerialNumber": code.serial,
        "PlannedStatus": code.status,
    }
