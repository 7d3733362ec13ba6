"""A receipt, and the rows of any document, as `RegisterCheck` and `CheckStrings` spell them.

Source: spec/kkmserver.md 3.9, 4. Members of a text or barcode beyond it are ours (docs/kkmserver-api.md) and go out
only where they say something; the original leaves them aside and prints as it always does.
"""

from base64 import b64encode

from drivers.fiscal.foreign import refuse_foreign
from drivers.model.document import (
    PLAIN,
    BarcodeLine,
    BarcodeStyle,
    ExtraTag,
    ExtraText,
    Line,
    PictureLine,
    Position,
    Receipt,
    TextLine,
)
from drivers.model.ffd import ReceiptType
from drivers.notation.json_text import Json
from drivers.remote.agent_codec import agent_data, agent_sign, supplier
from drivers.remote.correction_codec import correction
from drivers.remote.position_codec import register
from drivers.remote.requisites_codec import requisites
from drivers.remote.sums import paid

_Members = dict[str, Json]

_TYPES = {
    ReceiptType.SALE: 0,
    ReceiptType.SALE_RETURN: 1,
    ReceiptType.PURCHASE: 10,
    ReceiptType.PURCHASE_RETURN: 11,
}
_CORRECTIONS = {
    ReceiptType.SALE: 2,
    ReceiptType.SALE_RETURN: 3,
    ReceiptType.PURCHASE: 12,
    ReceiptType.PURCHASE_RETURN: 13,
}


def receipt(given: Receipt) -> _Members:
    """Bank and ЕГАИС are this server's business, and done with by now. Raises NotSupported, RequestRefused."""
    refuse_foreign(given)
    return {
        "IsFiscalCheck": True,
        "TypeCheck": (_CORRECTIONS if given.correction else _TYPES)[given.type],
        "PayByProcessing": False,
        "NotPrint": not given.print_paper,
        "NumberCopies": given.copies,
        "CashierName": given.cashier.name,
        "CashierVATIN": given.cashier.inn,
        "TaxVariant": "" if given.tax_system is None else int(given.tax_system),
        **_parties(given),
        **_attributes(given),
        **paid(given.payments),
        **correction(given.correction),
        **requisites(given),
        "CheckStrings": [line(one) for one in given.lines],
    }


def _parties(given: Receipt) -> _Members:
    return {
        "ClientAddress": given.client_address,
        "ClientInfo": given.client_name,
        "ClientINN": given.client_inn,
        "SenderEmail": given.sender_email,
        "AddressSettle": given.address,
        "PlaceMarket": given.place,
        "AgentSign": agent_sign(given.agent),
        "AgentData": agent_data(given.agent_data),
        "PurveyorData": supplier(given.supplier),
        "KPP": given.kpp,
        "InternetMode": given.internet,
    }


def _attributes(given: Receipt) -> _Members:
    name, value = given.user_attribute or ("", "")
    return {
        "AdditionalAttribute": given.attribute,
        "UserAttribute": {"Name": name, "Value": value} if given.user_attribute else None,
        "CheckProps": [_tag(one) for one in given.tags],
        "AdditionalProps": [_extra(one) for one in given.texts],
    }


def _tag(given: ExtraTag) -> Json:
    return {"Print": given.on_paper, "PrintInHeader": given.in_header, "Teg": given.tag, "Prop": given.value}


def _extra(given: ExtraText) -> Json:
    return {"Print": given.on_paper, "PrintInHeader": given.in_header, "NameProp": given.name, "Prop": given.value}


def line(given: Line) -> Json:
    """An object of `CheckStrings` for each line, so that their order is kept. Raises NotSupported."""
    match given:
        case TextLine():
            return {"PrintText": _text(given)}
        case BarcodeLine():
            return {"BarCode": _barcode(given)}
        case PictureLine(image):
            return {"PrintImage": {"Image": b64encode(image).decode()}}
        case Position():
            return {"Register": register(given)}


def _text(given: TextLine) -> _Members:
    ours = {"Bold": given.bold, "DoubleWidth": given.wide, "DoubleHeight": given.tall}
    members: _Members = {"Text": given.text, "Font": given.font, "Intensity": given.intensity}
    return members | {name: True for name, wanted in ours.items() if wanted}


def _barcode(given: BarcodeLine) -> _Members:
    members: _Members = {"BarcodeType": given.symbology.value, "Barcode": given.content}
    return members if given.style == PLAIN else members | _style(given.style)


def _style(style: BarcodeStyle) -> _Members:
    return {
        "Height": style.height,
        "ModuleWidth": style.module,
        "PrintText": style.text,
        "Level": style.level,
        "Rotate": style.rotate,
    }
