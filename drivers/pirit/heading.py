"""What a receipt tells beside its items: cashier, 57h, the parameters of 31h. Pure. Source: spec/service-plus.md A3."""

from drivers.fiscal import receipts
from drivers.fiscal.cp866 import to_cp866
from drivers.model.document import Buyer as ModelBuyer
from drivers.model.document import Cashier, IndustryAttribute, OperationalAttribute, Receipt
from drivers.model.ffd import FfdVersion
from drivers.model.state import Registration
from drivers.pirit.request import Request
from drivers.pirit.requests.document import Buyer, Closing, Requisite, requisite
from drivers.pirit.requests.shift import operator

_MOST_NAME = 64  # with the ИНН and & before it
_NOBODY = Registration()  # the register adds its own data by itself


def who(cashier: Cashier, usual: str) -> str:
    """1021 and 1203; `usual`: where the command names nobody, since the register takes no document without a name."""
    prefix = operator("", cashier.inn)
    return prefix + to_cp866(cashier.name or usual)[: _MOST_NAME - len(prefix)]


def texts(receipt: Receipt, ffd: FfdVersion) -> dict[int, str]:
    """By tag."""
    return receipts.header_texts(receipt, ffd, _NOBODY)


def requisites(receipt: Receipt, ffd: FfdVersion) -> tuple[Request[None], ...]:
    """57h, in the order of the tags. Raises ValueError for what does not fit."""
    told = {tag: text for tag, text in texts(receipt, ffd).items() if tag in tuple(Requisite)}
    if receipt.agent and ffd is not FfdVersion.V1_2:
        told[Requisite.AGENT] = str(int(receipt.agent))
    if ffd is FfdVersion.V1_2:
        told |= _industry(receipt.industry) | _operation(receipt.operational)
    return tuple(requisite(Requisite(tag), text) for tag, text in sorted(told.items()) if text)


def closing(receipt: Receipt, ffd: FfdVersion) -> Closing:
    told = texts(receipt, ffd)
    title, value = receipts.user_attribute(receipt) or ("", "")
    return Closing(
        contact=told.get(1008, ""),
        internet=receipt.internet,
        place=told.get(1187, ""),
        sender=told.get(1117, ""),
        extra_title=title,
        extra_value=value,
        buyer=_buyer(receipt, ffd),
    )


def _buyer(receipt: Receipt, ffd: FfdVersion) -> Buyer:
    more = (receipt.buyer if ffd is FfdVersion.V1_2 else None) or ModelBuyer()
    return Buyer(
        name=receipt.client_name,
        inn=receipt.client_inn,
        born=more.birth_date,
        citizenship=more.citizenship,
        document_kind=more.document_kind,
        document=more.document,
        address=more.address,
    )


def _industry(given: tuple[IndustryAttribute, ...]) -> dict[int, str]:
    """Raises ValueError for more than one: 57h has no place for another."""
    if not given:
        return {}
    (one,) = given
    return {
        Requisite.INDUSTRY_FOIV: one.authority,
        Requisite.INDUSTRY_DATE: f"{one.date:%d%m}{one.date.year:04}",
        Requisite.INDUSTRY_NUMBER: one.number,
        Requisite.INDUSTRY_VALUE: one.value,
    }


def _operation(given: OperationalAttribute | None) -> dict[int, str]:
    if given is None:
        return {}
    return {
        Requisite.OPERATION_ID: str(given.id),
        Requisite.OPERATION_DATA: given.data,
        Requisite.OPERATION_DATE: f"{given.time:%d%m%y}",
    }
