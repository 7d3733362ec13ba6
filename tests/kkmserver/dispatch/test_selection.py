"""The rules of spec/kkmserver.md 2.2, one by one."""

from dataclasses import dataclass

import pytest

from drivers.model.card import CardAction
from drivers.model.command import (
    CashIn,
    ClearDisplay,
    CloseShift,
    Command,
    FindTransaction,
    MoveCardMoney,
    OpenDrawer,
    PrintDocument,
    PrintLabels,
    ReadLineLength,
    ReadState,
    ReadWeight,
    RegisterBottles,
    RegisterReceipt,
    SetTare,
    SettleTerminal,
    ShowOnDisplay,
)
from drivers.model.document import Payments, Receipt
from drivers.model.excise import TellEgais
from drivers.model.ffd import ReceiptType, TaxSystem
from drivers.model.state import DeviceKind, DeviceState, Registration
from drivers.ports import Traits
from kkmserver.dispatch.order import Target
from kkmserver.dispatch.selection import select
from tests.kkmserver.dispatch.shop import TEMPLATE

SALE = RegisterReceipt(Receipt(type=ReceiptType.SALE, lines=(), payments=Payments()))
TEXT = PrintDocument(())


REGISTER = Traits(kind=DeviceKind.REGISTER, type_id="", model="")


@dataclass(frozen=True)
class One:
    number: int
    traits: Traits = REGISTER
    active: bool = True
    state: DeviceState | None = None
    guid: str = ""
    blocked: bool = False

    @property
    def switched_on(self) -> bool:
        return self.active or self.blocked

    @property
    def faces(self) -> list[DeviceState | None]:
        return [self.state]


def kind(number: int, kind: DeviceKind, *commands: type) -> One:
    return One(number, Traits(kind=kind, type_id="", model="", commands=frozenset(commands)))


def taxed(number: int, *systems: TaxSystem, inn: str = "", serial: str = "", active: bool = True) -> One:
    registration = Registration(tax_systems=systems, inn=inn)
    return One(number, active=active, state=DeviceState(online=True, registration=registration, serial=serial))


def chosen(candidates: list[One], command: Command, target: Target) -> int:
    found = select(candidates, command, target)
    return found.number if found else 0


@pytest.mark.parametrize(
    ("command", "number"), [(SALE, 3), (CloseShift(), 3), (CashIn(1), 3), (ReadState(), 3), (TEXT, 2),
                            (OpenDrawer(), 2), (ReadLineLength(), 2)],
)  # fmt: skip
def test_rule_1_kind(command: Command, number: int) -> None:
    shop = [kind(1, DeviceKind.TERMINAL), kind(3, DeviceKind.REGISTER), kind(2, DeviceKind.RECEIPT_PRINTER)]
    assert chosen(shop, command, Target()) == number


def test_rule_1_what_it_says_it_can_do() -> None:
    shop = [kind(1, DeviceKind.LABEL_PRINTER, ReadState), kind(2, DeviceKind.RECEIPT_PRINTER, PrintDocument)]
    assert chosen(shop, TEXT, Target()) == 2


def test_a_named_device_answers_for_itself() -> None:
    assert chosen([kind(1, DeviceKind.RECEIPT_PRINTER)], SALE, Target(number=1)) == 1
    assert chosen([kind(1, DeviceKind.TERMINAL)], SALE, Target(number=1)) == 1


def test_rule_2_switched_off() -> None:
    shop = [One(1, active=False), One(2)]
    assert chosen(shop, SALE, Target()) == 2
    assert chosen(shop, SALE, Target(number=1)) == 0


def test_rule_3_every_criterion() -> None:
    shop = [
        One(1),
        taxed(2, TaxSystem.GENERAL, inn="7700000000", serial="0002"),
        taxed(3, TaxSystem.PATENT, inn="7700000000", serial="0003"),
        One(4, guid="6f0b9a52-0d0e-4d0a-9f55-0c8f5f0d7a10"),
    ]
    assert chosen(shop, TEXT, Target(inn="7700000000")) == 2
    assert chosen(shop, TEXT, Target(inn="7700000000", tax_system=TaxSystem.PATENT)) == 3
    assert chosen(shop, TEXT, Target(serial="0003")) == 3
    assert chosen(shop, TEXT, Target(number=2, serial="0003")) == 0
    assert chosen(shop, TEXT, Target(number=2, inn="1")) == 0
    assert chosen(shop, TEXT, Target(guid="6F0B9A52-0D0E-4D0A-9F55-0C8F5F0D7A10")) == 4
    assert chosen(shop, TEXT, Target(number=2, tax_system=TaxSystem.PATENT)) == 0


def test_rule_4_a_receipt_brings_its_tax_system_along() -> None:
    one = [taxed(1, TaxSystem.GENERAL)]
    both = [*one, taxed(2, TaxSystem.PATENT)]
    patent = Target(tax_system=TaxSystem.PATENT)
    assert chosen(one, SALE, patent) == 1
    assert chosen(both, SALE, patent) == 2
    assert chosen(both, SALE, Target(number=1, tax_system=TaxSystem.PATENT)) == 1
    assert chosen(both, SALE, Target(tax_system=TaxSystem.IMPUTED)) == 0
    assert chosen([*one, taxed(2, TaxSystem.PATENT, active=False)], SALE, patent) == 1


def test_a_plain_printer_knows_no_tax_systems() -> None:
    shop = [taxed(1, TaxSystem.GENERAL), kind(2, DeviceKind.RECEIPT_PRINTER, PrintDocument)]
    assert chosen(shop, TEXT, Target(number=2, tax_system=TaxSystem.GENERAL)) == 2
    assert chosen(shop, TEXT, Target(number=1, tax_system=TaxSystem.PATENT)) == 0


def test_rule_5_the_lowest_number() -> None:
    assert chosen([One(5), One(2), One(9)], SALE, Target()) == 2


def test_labels_go_to_a_label_printer_first() -> None:
    labels = PrintLabels(TEMPLATE, ({},))
    receipts = kind(1, DeviceKind.RECEIPT_PRINTER, PrintDocument, PrintLabels)
    both = [receipts, kind(2, DeviceKind.LABEL_PRINTER, PrintLabels), kind(3, DeviceKind.LABEL_PRINTER, PrintLabels)]
    assert chosen(both, labels, Target()) == 2
    assert chosen(both, labels, Target(number=1)) == 1
    assert chosen([kind(0, DeviceKind.REGISTER, PrintDocument), receipts], labels, Target()) == 1
    assert chosen(both, TEXT, Target()) == 1


def test_rule_6_nothing() -> None:
    assert chosen([], SALE, Target()) == 0
    assert chosen([One(1)], SALE, Target(number=9)) == 0


EVERY_KIND = [kind(number, one) for number, one in enumerate(DeviceKind, 1)]


@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        (MoveCardMoney(action=CardAction.PAY, amount=1), DeviceKind.TERMINAL),
        (SettleTerminal(), DeviceKind.TERMINAL),
        (FindTransaction(), DeviceKind.TERMINAL),
        (ReadWeight(), DeviceKind.SCALES),
        (SetTare(), DeviceKind.SCALES),
        (ShowOnDisplay(), DeviceKind.DISPLAY),
        (ClearDisplay(), DeviceKind.DISPLAY),
        (TellEgais(bottles=()), DeviceKind.EGAIS),
        (SALE, DeviceKind.REGISTER),
        (RegisterBottles(SALE.receipt), DeviceKind.REGISTER),
        (PrintLabels(TEMPLATE, ({},)), DeviceKind.LABEL_PRINTER),
    ],
)
def test_a_command_is_for_its_kind_of_device(command: Command, wanted: DeviceKind) -> None:
    for order in (EVERY_KIND, EVERY_KIND[::-1]):
        number = chosen(order, command, Target())
        assert EVERY_KIND[number - 1].traits.kind is wanted
    others = [one for one in EVERY_KIND if one.traits.kind is not wanted]
    if wanted not in (DeviceKind.REGISTER, DeviceKind.LABEL_PRINTER):
        assert chosen(others, command, Target()) == 0
        assert chosen(others, command, Target(number=1)) == 1, "who is named refuses in its own words"


def test_a_question_without_a_number_is_for_what_prints() -> None:
    terminal = kind(1, DeviceKind.TERMINAL, ReadState, MoveCardMoney)
    assert chosen([terminal, kind(2, DeviceKind.REGISTER)], ReadState(), Target()) == 2
    assert chosen([terminal], ReadState(), Target()) == 0
    assert chosen([terminal], ReadState(), Target(number=1)) == 1


def test_bottles_alone_need_no_register() -> None:
    assert chosen([kind(1, DeviceKind.RECEIPT_PRINTER, PrintDocument)], RegisterBottles(SALE.receipt), Target()) == 1
    assert chosen([kind(1, DeviceKind.RECEIPT_PRINTER)], RegisterBottles(SALE.receipt), Target()) == 1
