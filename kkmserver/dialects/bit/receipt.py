"""The data of `kktReceiptFiscalization`. Source: spec/bit-driver.md 5.2, 5.4."""

from collections.abc import Mapping

from drivers.model.card import CardOnReceipt
from drivers.model.command import RegisterReceipt
from drivers.model.document import Buyer, Cashier, Payments, Receipt
from drivers.model.ffd import ReceiptType
from kkmserver.dialects import receipts, values
from kkmserver.dialects.bit.keys import Requisites, requisites
from kkmserver.dialects.bit.line import day, industry, position
from kkmserver.dialects.kkm.lenient import Json
from kkmserver.dialects.values import WrongValue

_INN_LENGTHS = (10, 12)
_MOST_LINES = 10_000


def register(data: Mapping[str, Json], *, by_card: bool, accept_failed: bool) -> RegisterReceipt:
    """`by_card`: a card payment stands before it in its packet. Raises WrongValue.

    A card is paid with by a command of its own, whatever the settings say of other doors' receipts.
    """
    given = requisites(data)
    if not given.lines or len(given.lines) > _MOST_LINES:
        raise WrongValue("1059", f"в чеке строк {len(given.lines)}, а нужна хотя бы одна, не больше {_MOST_LINES}")
    lines = tuple(position(line, i, accept_failed=accept_failed) for i, line in enumerate(given.lines, 1))
    receipt = Receipt(
        type=given.need(1054, _type),
        lines=lines,
        payments=receipts.settled(_payments(given), sum(line.amount for line in lines), by_card=by_card),
        cashier=cashier(given),
        tax_system=given.get(1055, receipts.tax_system, None),
        print_paper=_on_paper(given),
        client_address=given.get(1008, values.contact, ""),
        client_name=given.text(1227),
        client_inn=given.text(1228),
        buyer=_buyer(given),
        address=given.text(1009),
        place=given.text(1187),
        sender_email=given.text(1117),
        attribute=given.text(1192),
        user_attribute=(given.text(1085), given.text(1086)) if 1086 in given.tags else None,
        industry=industry(given.attributes),
    )
    return RegisterReceipt(receipt, CardOnReceipt(wanted=False))


def cashier(given: Requisites) -> Cashier:
    """An ИНН that cannot be one is left out: the Bitrix plug-in sends the cashier's name there. Raises WrongValue."""
    inn = given.text(1203)
    is_inn = inn.isascii() and inn.isdigit() and len(inn) in _INN_LENGTHS
    return Cashier(name=given.text(1021), inn=inn if is_inn else "")


def remarks(data: Mapping[str, Json]) -> tuple[str, ...]:
    """What was not taken as it came. Raises WrongValue."""
    given = requisites(data)
    if 1055 not in given.tags or given.get(1055, receipts.tax_system, None) is not None:
        return ()
    told = given.text(1055)
    return (f"Системы налогообложения {told} (1055) нет, записана основная система этой кассы: передайте верную.",)


def _type(value: object, where: str) -> ReceiptType:
    """0 stands for a sale in samples of API 1.0."""
    return ReceiptType.SALE if values.whole(value, where) == 0 else receipts.receipt_type(value, where)


def _payments(given: Requisites) -> Payments:
    return Payments(
        cash=given.get(1031, values.kopecks, 0),
        electronic=given.get(1081, values.kopecks, 0),
        advance=given.get(1215, values.kopecks, 0),
        credit=given.get(1216, values.kopecks, 0),
        provision=given.get(1217, values.kopecks, 0),
    )


def _on_paper(given: Requisites) -> bool:
    """Clients send one of the two; none means paper."""
    if "printdoc" in given.named:
        return values.flag(given.named["printdoc"], "printDoc")
    return not values.flag(given.named.get("electronically", False), "electronically")


def _buyer(given: Requisites) -> Buyer | None:
    buyer = Buyer(
        birth_date=given.get(1243, day, None),
        citizenship=given.text(1244),
        document_kind=given.text(1245),
        document=given.text(1246),
        address=given.text(1254),
    )
    return None if buyer == Buyer() else buyer
