"""A receipt becomes a document. Source: spec/service-plus.md A3, 31h; spec/ffd.md 2."""

from drivers.emulation.fiscal.sale import CASH, Sale
from drivers.emulation.fiscal.storage import Document
from drivers.pirit.emulator import settings
from drivers.pirit.emulator.cashier import nest, text
from drivers.pirit.emulator.core import Core, Paper
from drivers.pirit.emulator.document import Draft, Last, Requisite, Stage
from drivers.pirit.emulator.parameters import Parameters, date_and_time, told
from drivers.pirit.emulator.refused import Why, wrong, wrong_state

_PULSE = 150  # milliseconds
_INN = 12


def record(core: Core, draft: Draft, p: Parameters, *, cut: bool) -> None:
    """`p`: what follows the first parameter of 31h. Raises Refused 01/14, 03; what Till.receipt raises."""
    if draft.stage is not Stage.PAID:
        raise wrong_state(Why.NOT_PAID)
    sale = _sale(draft, requisites(core, p))
    document = core.till.receipt(sale)
    _count(core, draft, document)
    items = core.slip(document, draft.received or None, cut=cut)
    core.paper = Paper([*draft.paper, *items] if draft.printed else [])
    if core.settings.bit(settings.DRAWER, 0) and draft.by_tag.get(CASH):
        core.pulses.append(_PULSE)


def _sale(draft: Draft, sent: list[Requisite]) -> Sale:
    assert draft.kind is not None
    return Sale(
        kind=draft.kind,
        items=tuple(draft.items),
        paid=draft.by_tag,
        tax_system=draft.tax_system,
        requisites=tuple(draft.requisites + _collected(draft) + sent),
        correction=draft.correction,
        total=draft.total,
    )


def _collected(draft: Draft) -> list[Requisite]:
    """What 57h has told one by one; 1261 and 1270 are made of their parts."""
    parts = {tag: value for tag, value in draft.told.items() if tag in range(1262, 1274)}
    plain = [(tag, value) for tag, value in draft.told.items() if tag not in parts]
    trade = [(tag, value) for tag, value in parts.items() if tag < 1270]
    return plain + nest(1261, trade) + nest(1270, [each for each in parts.items() if each[0] > 1270])


def requisites(core: Core, p: Parameters) -> list[Requisite]:
    """Of 31h, after the flag of the cutter. Raises Refused 03."""
    plain = {1008: p.text(64, Why.BUYER_ADDRESS)}
    p.skip()  # flags, whose values are unknown
    plain |= {1187: p.text(256), 1117: p.text(64), 1036: p.text(20)}
    user = {1085: p.text(64, Why.USER_NAME), 1086: p.text(256, Why.USER_VALUE)}
    if bool(user[1085]) != bool(user[1086]):
        raise wrong(Why.USER_VALUE)
    return _texts(plain) + nest(1084, _texts(user)) + _buyer(core, p)


def _buyer(core: Core, p: Parameters) -> list[Requisite]:
    """1227 and 1228, since 1.2 inside 1256 with what else is known of the buyer."""
    name, inn = p.text(128, Why.BUYER), p.text(_INN, Why.BUYER_INN)
    if inn and len(inn) not in (10, _INN):
        raise wrong(Why.BUYER_INN)
    told_ = _texts({1227: name}) + ([text(1228, inn, _INN)] if inn else [])
    if not core.marked_format:
        return told_
    birth = p.day("%d%m%Y", Why.BUYER)
    more = {1243: f"{birth:%d.%m.%Y}" if birth else "", 1244: p.text(3), 1245: p.text(2), 1246: p.text(64)}
    return nest(1256, told_ + _texts({**more, 1254: p.text(256)}))


def _texts(told_: dict[int, str]) -> list[Requisite]:
    return [text(tag, value) for tag, value in told_.items() if value]


def _count(core: Core, draft: Draft, document: Document) -> None:
    assert draft.kind is not None
    core.counters.shift.add(draft, draft.kind)
    core.counters.ever[draft.kind] += draft.total
    number, operation = core.counters.next()
    core.till.marking.clear()
    core.last = Last(
        type=int(draft.type),
        operation=operation,
        receipt=document.receipt,
        document=number,
        total=draft.total,
        discount=draft.discount,
        sign=document.sign,
        number=document.number,
    )
    fiscal = (f"{document.number} {document.sign}", document.number, document.sign, document.shift, document.receipt)
    draft.answer = told((number, operation, *fiscal, *date_and_time(document.time)))
