"""Requisites that only a server of ours records never go to the original: it would leave them out without a word."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from drivers.errors import NotSupported
from drivers.model.command import Command, RegisterReceipt
from drivers.model.document import (
    Buyer,
    CashlessPart,
    Correction,
    IndustryAttribute,
    MarkingCode,
    OperationalAttribute,
)
from drivers.model.ffd import VatRate
from drivers.model.registration import RegisterDevice, RegistrationStep
from drivers.model.state import Registration
from drivers.remote.requisites_codec import ours
from tests.clock import MOSCOW
from tests.drivers.remote.fake import Original
from tests.drivers.remote.shop import against, perform, sale

SALE = sale()
DAY = date(2026, 11, 15)
INDUSTRY = (IndustryAttribute(authority="030", date=DAY, number="17", value="mode=horeca"),)
OPERATIONAL = OperationalAttribute(id=0, data="d", time=datetime(2026, 11, 15, 12, tzinfo=MOSCOW))
(TEA,) = SALE.receipt.positions


def selling(**receipt: Any) -> RegisterReceipt:
    return RegisterReceipt(replace(SALE.receipt, **receipt))


def selling_tea(**tea: Any) -> RegisterReceipt:
    return selling(lines=(replace(TEA, **tea),))


def registering(field: str) -> RegisterDevice:
    known = Registration(marking=True, lottery=True)
    return RegisterDevice(step=RegistrationStep.CHANGE_REGISTER, registration=known, given=frozenset({field}))


OURS: list[tuple[Command, str]] = [
    (selling(buyer=Buyer(address="Москва")), "BuyerInfo"),
    (selling(industry=INDUSTRY), "IndustryAttribute"),
    (selling(operational=OPERATIONAL), "OperationalAttribute"),
    (selling(cashless=(CashlessPart(amount=100),)), "CashlessPayments"),
    (selling_tea(industry=INDUSTRY), "IndustryAttribute"),
    (selling_tea(marking=MarkingCode(code="01", status=2)), "PlannedStatus"),
    (selling(correction=Correction(date=DAY, vat=((VatRate.VAT_22, 100), (VatRate.VAT_10, 100)))), "SumTax22"),
    (registering("marking"), "SaleMarking"),
]
EVERYBODYS: list[Command] = [
    SALE,
    selling(buyer=Buyer()),
    selling_tea(marking=MarkingCode(code="01")),
    selling(correction=Correction(date=DAY, vat=((VatRate.VAT_20, 100), (VatRate.VAT_5, 0)))),
    registering("lottery"),
]


@pytest.mark.parametrize(("command", "member"), OURS, ids=[member for _, member in OURS])
def test_the_original_is_not_given_what_it_would_lose(command: Command, member: str) -> None:
    original = Original()
    with pytest.raises(NotSupported, match=f"поля {member}:") as caught:
        against(original, lambda remote: perform(remote, command, "o-1"), device=3)
    assert caught.value.nothing_sent
    assert original.printed == 0


@pytest.mark.parametrize("command", EVERYBODYS)
def test_it_is_given_all_else_without_a_further_question(command: Command) -> None:
    original = Original()
    against(original, lambda remote: perform(remote, command, "o-1"), device=3)
    assert [asked["Command"] for asked in original.heard][0::2] == ["List"]
    assert original.printed == 1


def test_all_of_them_are_named() -> None:
    sold = selling(industry=INDUSTRY, operational=OPERATIONAL).receipt
    assert ours(sold) == ("IndustryAttribute", "OperationalAttribute")
