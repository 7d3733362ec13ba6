"""What a receipt is made of: 42, 44, 45, 47, 52, 57, and 48 of a cash document. Source: spec/service-plus.md A3."""

from drivers.emulation.fiscal import tlv
from drivers.emulation.fiscal.till import NotEnoughCash
from drivers.pirit.emulator import settings
from drivers.pirit.emulator.cashier import time
from drivers.pirit.emulator.command import Command
from drivers.pirit.emulator.core import Core
from drivers.pirit.emulator.document import DRAWER, RAW_CASH, Draft, Stage, Type
from drivers.pirit.emulator.parameters import Parameters, told
from drivers.pirit.emulator.positions import item, tax_sum
from drivers.pirit.emulator.refused import Error, Refused, Why, wrong, wrong_state

_MOST_DISCOUNT = 99  # kopecks
_SUM_DISCOUNT = 1
_BEFORE_PAYMENT = (Stage.ITEMS, Stage.SUBTOTAL)
_WITH_PAYMENT = (*_BEFORE_PAYMENT, Stage.PAYING)
_TEXTS = {1005: 256, 1026: 64, 1044: 24, 1073: 19, 1074: 19, 1075: 19, 1171: 19, 1192: 16}
_SINCE_12 = {1262: 3, 1264: 32, 1265: 256, 1272: 64}
_INN = 12


def receipt(core: Core, *stages: Stage, why: Why = Why.NOT_OPEN) -> Draft:
    """The open one, at one of these stages. Raises Refused 01."""
    draft = core.opened()
    if draft.kind is None:
        raise wrong_state(Why.SERVICE if draft.type is Type.SERVICE else Why.NO_RECEIPT)
    if draft.ended:
        raise wrong_state(Why.IN_STORAGE)
    if draft.stage not in stages:
        raise wrong_state(why)
    return draft


def _position(core: Core, p: Parameters) -> bytes:
    draft = receipt(core, Stage.ITEMS)
    told_item, rate = item(core, draft, p)
    draft.items.append(told_item)
    return told((tax_sum(told_item.amount, core.settings.rate(rate)),))


def subtotal(core: Core, _: Parameters) -> bytes:
    draft = receipt(core, *_BEFORE_PAYMENT, why=Why.NOT_ITEMS)
    draft.stage = Stage.PAYING if draft.stage is Stage.SUBTOTAL else Stage.SUBTOTAL
    return b""


def _discount(core: Core, p: Parameters) -> bytes:
    draft = receipt(core, Stage.SUBTOTAL, why=Why.NOT_ITEMS)
    if draft.discount:
        raise wrong(Why.ONE_DISCOUNT)
    p.number((_SUM_DISCOUNT,), Why.DISCOUNT, empty=None)
    p.text(38, Why.DISCOUNT_NAME)
    sum_ = p.money(Why.DISCOUNT)
    if not 0 < sum_ <= min(_MOST_DISCOUNT, draft.total):
        raise wrong(Why.DISCOUNT)
    draft.discount = sum_
    return b""


def payment(core: Core, p: Parameters) -> bytes:
    draft = receipt(core, *_WITH_PAYMENT, why=Why.NOT_PAYING)
    type_ = p.number(range(16), Why.PAYMENT, empty=None)
    sum_ = p.money(Why.SUM)
    p.text(44, Why.TEXT)
    _pay(core, draft, type_, sum_)
    return b""


def _pay(core: Core, draft: Draft, type_: int, sum_: int) -> None:
    """Raises Refused 03, NotEnoughCash."""
    if not core.settings.read(settings.PAYMENTS, type_):
        raise wrong(Why.PAYMENT, "it has no name")
    if not draft.items or draft.total <= 0:
        raise wrong(Why.NOTHING_TO_PAY)
    if sum_ <= 0 or (type_ != RAW_CASH and sum_ > draft.rest):
        raise wrong(Why.SUM)
    due = min(sum_, draft.rest)
    if type_ == RAW_CASH and draft.kind and draft.kind.pays_out and due > core.till.drawer:
        raise NotEnoughCash
    draft.paid[type_] += due
    draft.received += sum_ if type_ == RAW_CASH else 0
    draft.stage = Stage.PAYING if draft.rest else Stage.PAID


def _compare(core: Core, p: Parameters) -> bytes:
    if p.money(Why.SUM) != core.opened().total:
        raise Refused(core.quirks.total_error)
    return b""


def cash(core: Core, p: Parameters) -> bytes:
    draft = core.opened()
    if draft.type not in DRAWER:
        raise wrong_state(Why.NO_CASH)
    if draft.stage is not Stage.ITEMS:
        raise wrong_state(Why.NOT_OPEN)
    p.text(40)
    sum_ = p.money(Why.SUM)
    if sum_ <= 0:
        raise wrong(Why.SUM)
    if draft.type is Type.CASH_OUT and draft.moved + sum_ > core.till.drawer:
        raise Refused(Error.NEGATIVE)
    draft.moved += sum_
    return b""


def _requisite(core: Core, p: Parameters) -> bytes:
    """57h; how it is lettered on paper is passed over."""
    draft = receipt(core, *_WITH_PAYMENT, Stage.PAID)
    tag = p.number(range(1000, 2000), Why.REQUISITE, empty=None)
    p.number(range(128), Why.REQUISITE)
    p.text(72, Why.REQUISITE)
    draft.told[tag] = _value(core, tag, p)
    return b""


def _value(core: Core, tag: int, p: Parameters) -> bytes:
    """As the ФН keeps it. Raises Refused 03/71."""
    if tag == 1057:
        return bytes((p.number(range(1, 128), Why.AGENT, empty=None),))
    if tag == 1016:
        return tlv.raw_text(p.text(_INN, Why.REQUISITE, least=10), _INN)
    texts = {**_TEXTS, **(_SINCE_12 if core.marked_format else {})}
    if tag in texts:
        return tlv.raw_text(p.text(texts[tag], Why.REQUISITE, least=1))
    return _since_12(core, tag, p)


def _since_12(core: Core, tag: int, p: Parameters) -> bytes:
    if core.marked_format and tag == 1271:
        return bytes((p.number(range(256), Why.REQUISITE, empty=None),))
    day = p.day("%d%m%Y" if tag == 1263 else "%d%m%y", Why.REQUISITE)
    if not core.marked_format or tag not in (1263, 1273) or day is None:
        raise wrong(Why.REQUISITE, f"tag {tag}")
    return tlv.raw_text(f"{day:%d.%m.%Y}") if tag == 1263 else time(tag, day)[1]


COMMANDS = (
    Command("42", _position, prints=True),
    Command("44", subtotal, prints=True),
    Command("45", _discount, prints=True),
    Command("47", payment, prints=True),
    Command("48", cash, prints=True),
    Command("52", _compare),
    Command("57", _requisite, prints=True),
)
