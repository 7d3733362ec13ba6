"""`RegisterCheck`, and documents of rows. Source: spec/kkmserver.md 3.9, 3.10."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Required

from pydantic import Field
from typing_extensions import TypedDict

from drivers.model import command, money
from drivers.model.document import ExtraTag, ExtraText, Line, Payments, Receipt, TextLine
from drivers.model.ffd import ReceiptType
from kkmserver.dialects.kkm.correction import CorrectionIn
from kkmserver.dialects.kkm.fields import AtMost, Contact, Copies, Flag, Long, Roubles, Short, between, one_of, part
from kkmserver.dialects.kkm.head import HeadIn
from kkmserver.dialects.kkm.position import Agent, AgentDataIn, PurveyorDataIn, agent_data, agent_sign, supplier
from kkmserver.dialects.kkm.processing import ProcessingIn
from kkmserver.dialects.kkm.reading import Reading
from kkmserver.dialects.kkm.requisites import RequisitesIn, industry
from kkmserver.dialects.kkm.rows import MOST_ROWS, Rows, lines_of
from kkmserver.dispatch.order import Target

_SALES = {
    0: ReceiptType.SALE,
    1: ReceiptType.SALE_RETURN,
    10: ReceiptType.PURCHASE,
    11: ReceiptType.PURCHASE_RETURN,
}
_CORRECTIONS = {
    2: ReceiptType.SALE,
    3: ReceiptType.SALE_RETURN,
    12: ReceiptType.PURCHASE,
    13: ReceiptType.PURCHASE_RETURN,
}
_BOTTLES = {8: ReceiptType.SALE, 9: ReceiptType.SALE_RETURN}  # for ЕГАИС alone, nothing fiscal
_TYPES = _SALES | _CORRECTIONS | _BOTTLES


@part()
class CheckPropIn(TypedDict, total=False):
    """An old client's requisite by tag number."""

    print: Flag
    print_in_header: Flag
    teg: Required[Annotated[int, between(1, 65535)]]
    prop: Long


@part()
class AdditionalPropIn(TypedDict, total=False):
    print: Flag
    print_in_header: Flag
    name_prop: Short
    prop: Long


@part()
class UserAttributeIn(TypedDict, total=False):
    name: Short
    value: Long


class DocumentIn(HeadIn):
    """Rows on paper, nothing fiscal; `NotPrint` has no meaning for it."""

    number_copies: Copies = 0
    check_strings: Annotated[Rows, AtMost(MOST_ROWS)] = ()

    def to_command(self, reading: Reading) -> command.Command:
        lines = tuple(lines_of(self.check_strings, False, reading))
        return command.PrintDocument(lines, self.number_copies)


class RegisterCheckIn(DocumentIn, CorrectionIn, ProcessingIn, RequisitesIn):
    """The union of the 2017 form and of the ФФД 1.05/1.2 form."""

    is_fiscal_check: Flag = False
    type_check: Annotated[int, one_of(_TYPES)] | None = None
    not_print: Flag = False
    client_address: Contact = ""
    client_info: Short = ""
    client_inn: Short = Field("", title="ClientINN")
    sender_email: Short = ""
    address_settle: Short = ""
    place_market: Short = ""
    additional_attribute: Short = ""
    user_attribute: UserAttributeIn | None = None
    agent_sign: Agent | None = None
    agent_data: AgentDataIn | None = None
    purveyor_data: PurveyorDataIn | None = None
    kpp: Short = Field("", title="KPP")
    internet_mode: Flag = False
    check_props: Annotated[tuple[CheckPropIn | None, ...], AtMost(1000)] = ()
    additional_props: Annotated[tuple[AdditionalPropIn | None, ...], AtMost(1000)] = ()
    cash: Roubles = 0
    electronic_payment: Roubles = 0
    advance_payment: Roubles = 0
    credit: Roubles = 0
    cash_provision: Roubles = 0
    cash_less_type1: Roubles = 0
    cash_less_type2: Roubles = 0
    cash_less_type3: Roubles = 0

    def target(self) -> Target:
        """With a device number the tax system belongs to the receipt alone (2.2, rule 4)."""
        wanted = super().target()
        if self.is_fiscal_check and not self.num_device:
            return wanted
        return Target(number=wanted.number, guid=wanted.guid, inn=wanted.inn, serial=wanted.serial)

    def payments(self) -> Payments:
        return Payments(
            cash=self.cash,
            electronic=self.electronic_payment + self.cash_less_type1,
            advance=self.advance_payment,
            credit=self.credit + self.cash_less_type2,
            provision=self.cash_provision + self.cash_less_type3,
        )

    def to_command(self, reading: Reading) -> command.Command:
        if not self.is_fiscal_check:
            lines = (*lines_of(self.check_strings, False, reading), *_as_text(self.payments()))
            return command.PrintDocument(lines, self.number_copies)
        kind = _TYPES.get(self.type_check) if self.type_check is not None else None
        if kind is None:
            reading.fault("TypeCheck", "не указан; 0 продажа, 1 возврат продажи, 10 покупка, 11 возврат покупки")
        receipt = self._receipt(kind or ReceiptType.SALE, tuple(lines_of(self.check_strings, True, reading)))
        if self.type_check in _BOTTLES:
            return _bottles(receipt, reading)
        if self.not_print and not self.client_address:
            reading.fault("ClientAddress", "чек не печатается (NotPrint), поэтому нужен телефон или e-mail покупателя")
        return self._registered(receipt, reading)

    def _registered(self, receipt: Receipt, reading: Reading) -> command.RegisterReceipt:
        if self.type_check in _CORRECTIONS:
            receipt = replace(receipt, correction=self.correction(reading))
        elif not receipt.positions:
            reading.fault("CheckStrings", "в чеке нет ни одного товара; добавьте строку с Register")
        if self.has_requisites():
            receipt = self._with_requisites(receipt, reading)
        return command.RegisterReceipt(receipt, self.card())

    def _with_requisites(self, receipt: Receipt, reading: Reading) -> Receipt:
        return replace(
            receipt,
            buyer=self.buyer(reading),
            industry=industry(self.industry_attribute, "IndustryAttribute", reading),
            operational=self.operational(reading),
            cashless=self.cashless(),
        )

    def _receipt(self, kind: ReceiptType, lines: tuple[Line, ...]) -> Receipt:
        attribute = self.user_attribute or {}
        return Receipt(
            type=kind,
            lines=lines,
            payments=self.payments(),
            cashier=self.cashier(),
            tax_system=self.tax_variant,
            print_paper=not self.not_print,
            copies=self.number_copies,
            client_address=self.client_address,
            client_name=self.client_info,
            client_inn=self.client_inn,
            sender_email=self.sender_email,
            address=self.address_settle,
            place=self.place_market,
            attribute=self.additional_attribute,
            user_attribute=(attribute.get("name", ""), attribute["value"]) if "value" in attribute else None,
            agent=agent_sign(self.agent_sign),
            agent_data=agent_data(self.agent_data),
            supplier=supplier(self.purveyor_data),
            internet=self.internet_mode,
            kpp=self.kpp,
            tags=tuple(_tag(given) for given in self.check_props if given),
            texts=tuple(_extra(given) for given in self.additional_props if given and _filled(given)),
        )


def _bottles(receipt: Receipt, reading: Reading) -> command.RegisterBottles:
    if not any(position.stamp for position in receipt.positions):
        reading.fault("CheckStrings", "в чеке для ЕГАИС нет ни одной бутылки; добавьте строку Register с полем EGAIS")
    return command.RegisterBottles(receipt)


def _tag(given: CheckPropIn) -> ExtraTag:
    on_paper, in_header = given.get("print", False), given.get("print_in_header", False)
    return ExtraTag(given["teg"], given.get("prop", ""), on_paper, in_header)


def _filled(given: AdditionalPropIn) -> bool:
    return "name_prop" in given or "prop" in given


def _extra(given: AdditionalPropIn) -> ExtraText:
    on_paper, in_header = given.get("print", False), given.get("print_in_header", False)
    return ExtraText(given.get("name_prop", ""), given.get("prop", ""), on_paper, in_header)


def _as_text(payments: Payments) -> Iterator[TextLine]:
    """What a non-fiscal document shows of the money; labels as on a receipt (spec/ffd.md 4)."""
    for label, amount in (
        ("НАЛИЧНЫМИ", payments.cash),
        ("БЕЗНАЛИЧНЫМИ", payments.electronic),
        ("ПРЕДОПЛАТА (АВАНС)", payments.advance),
        ("ПОСТОПЛАТА (КРЕДИТ)", payments.credit),
        ("ИНОЕ (ВСТРЕЧНОЕ ПРЕДОСТАВЛЕНИЕ)", payments.provision),
    ):
        if amount:
            yield TextLine(f"{label}<#0#>{money.text(amount)}")
