"""What is told of a position before it: 24h. Source: spec/service-plus.md A3.

In 1.2 a code comes with "@" before it and is written as 1163; the vendor's document says that marked goods of 1.2 go
by 79h alone.
"""

from drivers.emulation.fiscal.goods import recognised
from drivers.pirit.emulator.cashier import byte, nest, text
from drivers.pirit.emulator.command import Command
from drivers.pirit.emulator.core import Core
from drivers.pirit.emulator.document import Requisite, Stage
from drivers.pirit.emulator.parameters import Parameters, told
from drivers.pirit.emulator.receipt_commands import receipt
from drivers.pirit.emulator.refused import Why, wrong

_INN, _PHONE, _PHONES = 12, 19, 60
_KINDS = ("0005", "1520", "4508", "450D", "490E", "444D", "5246", "5247", "C514", "C51E")
_KNOWN = tuple(bytes.fromhex(each) for each in _KINDS)
_MOST_CODE, _MOST_WHOLE_CODE = 32, 128
_NOT_RECOGNISED = "Unrecogn"


def _ahead(core: Core, p: Parameters) -> bytes:
    draft = receipt(core, Stage.ITEMS)
    code, words = _code(core, p)
    additional = p.text(64)
    unit = p.text(16)
    requisites = code + ([text(1191, additional)] if additional else []) + _agent(p)
    draft.ahead.requisites += requisites + (_trade(p) if core.marked_format else [])
    draft.ahead.unit = unit
    return told((words,))


def _code(core: Core, p: Parameters) -> tuple[list[Requisite], str]:
    """The requisite, and what is answered. One that is not known is recorded as such (the vendor's document)."""
    if core.marked_format:
        raw = p.escaped(_MOST_WHOLE_CODE + 1, Why.CODE)
        if raw and not raw.startswith(b"@"):
            raise wrong(Why.CODE)
        return ([recognised(raw[1:]).requisite(old_format=False)] if raw else []), ""
    raw = p.escaped(_MOST_CODE, Why.CODE)
    if not raw:
        return [], ""
    known = raw[:2] in _KNOWN
    return [(1162, raw if known else b"\0\0" + raw[:30])], "" if known else _NOT_RECOGNISED


def _agent(p: Parameters) -> list[Requisite]:
    """Without the mask nothing else of it may be told. Raises Refused 03/64."""
    mask = p.number(range(128), Why.AGENT)
    inn, supplier = _inn(p), _phones(p, 1171)
    name = p.text(256, Why.AGENT)
    operator = [*_texts(p, {1005: 256}), *(text(1016, each, _INN) for each in [_inn(p)] if each)]
    operator += [
        *_texts(p, {1026: 64}),
        *_phones(p, 1075),
        *_texts(p, {1044: 24}),
        *_phones(p, 1073),
        *_phones(p, 1074),
    ]
    supplier += [text(1225, name)] if name else []
    known = [text(1226, inn, _INN)] if inn else []
    if not mask and (known or operator or supplier):
        raise wrong(Why.AGENT)
    return ([byte(1222, mask)] if mask else []) + nest(1223, operator) + nest(1224, supplier) + known


def _inn(p: Parameters) -> str:
    inn = p.text(_INN, Why.AGENT)
    if inn and (len(inn) not in (10, _INN) or not inn.isdigit()):
        raise wrong(Why.AGENT, f"ИНН {inn}")
    return inn


def _phones(p: Parameters, tag: int) -> list[Requisite]:
    """Several are parted by commas."""
    phones = [each for each in p.text(_PHONES, Why.AGENT).split(",") if each]
    if any(len(each) > _PHONE or not each.startswith("+") for each in phones):
        raise wrong(93, "a phone")
    return [text(tag, each) for each in phones]


def _texts(p: Parameters, most: dict[int, int]) -> list[Requisite]:
    told_ = {tag: p.text(size, Why.AGENT) for tag, size in most.items()}
    return [text(tag, value) for tag, value in told_.items() if value]


def _trade(p: Parameters) -> list[Requisite]:
    """1260."""
    office, day, number, value = p.text(3), p.day("%d%m%Y", Why.REQUISITE), p.text(32), p.text(256)
    texts = {1262: office, 1263: f"{day:%d.%m.%Y}" if day else "", 1264: number, 1265: value}
    return nest(1260, [text(tag, each) for tag, each in texts.items() if each])


COMMANDS = (Command("24", _ahead),)
