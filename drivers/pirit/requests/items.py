"""Positions of a receipt. Source: spec/service-plus.md A3 (24h, 42h)."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from drivers.model.ffd import AgentSign
from drivers.pirit.fields import Fields, escaped, long_day, money, quantity, share, text, trimmed, whole
from drivers.pirit.request import Request
from drivers.pirit.requests.making import part

_NOT_KNOWN = "unrecogn"
_PHONE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Part of a marked pack: tags 1293 and 1294."""

    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """`unit`: text of 1197 in ФФД 1.05, code 2108 in ФФД 1.2; "" sends none. `discount`: kopecks, for information only.

    `price` is what is paid, discounts are off it already.
    """

    name: str  # 1030
    quantity: Decimal | Share  # 1023
    price: int  # kopecks, 1079
    tax: int  # index of settings 40 and 41
    method: int = 4  # 1214
    subject: int = 1  # 1212
    section: int = 1
    article: str = ""
    position: str = ""  # up to 4 letters, printed
    unit: str = ""
    discount: int = 0
    country: str = ""  # 1230
    declaration: str = ""  # 1231
    excise: int | None = None  # kopecks, 1229


_DISCOUNT, _MARKUP = 2, 4


def add_item(item: Item) -> Request[Decimal]:
    """42h -> tax in roubles, four decimals; 0 where it is not told."""
    return part(0x42, "item", *trimmed(_required(item), _optional(item)), read=_tax)


def _required(item: Item) -> tuple[bytes, ...]:
    return (
        text(item.name, 256),
        text(item.article, 18),
        _amount(item.quantity),
        money(item.price),
        whole(item.tax, 0, 15),
        text(item.position, 4),
        whole(item.section, 0, 16),
        whole(_discount_kind(item.discount)),
        text(item.unit, 16),
        money(abs(item.discount)) if item.discount else b"0",
        whole(item.method, 1, 7),
        whole(item.subject, 1, 99),
    )


def _optional(item: Item) -> tuple[bytes, ...]:
    excise = b"" if item.excise is None else money(item.excise)
    return text(item.country, 3), text(item.declaration, 32), excise


def _amount(value: Decimal | Share) -> bytes:
    return share(value.numerator, value.denominator) if isinstance(value, Share) else quantity(value)


def _discount_kind(amount: int) -> int:
    if amount == 0:
        return 0
    return _DISCOUNT if amount > 0 else _MARKUP


def _tax(data: bytes) -> Decimal:
    fields = Fields(data)
    return fields.decimal() if fields.left else Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """Whose goods they are, and who takes the money. `phones`: "+7..." each, with commas between them."""

    sign: AgentSign | None = None  # 1222
    supplier_inn: str = ""  # 1226
    supplier_phones: str = ""  # 1171
    supplier_name: str = ""  # 1225
    transfer_address: str = ""  # 1005
    transfer_inn: str = ""  # 1016
    transfer_name: str = ""  # 1026
    transfer_phones: str = ""  # 1075
    operation: str = ""  # 1044
    agent_phones: str = ""  # 1073
    receiver_phones: str = ""  # 1074


@dataclass(frozen=True, slots=True, kw_only=True)
class Industry:
    """1260: отраслевой реквизит, of ФФД 1.2."""

    foiv: str = ""  # 1262
    day: date | None = None  # 1263
    number: str = ""  # 1264
    value: str = ""  # 1265


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """`code`: bytes of 1162 in ФФД 1.05, of 1163 in ФФД 1.2 where `is_1_2`; `quantity`: text, of ФФД 1.05."""

    code: bytes = b""
    is_1_2: bool = False
    requisite: str = ""  # 1191
    quantity: str = ""
    agent: Agent = field(default_factory=Agent)
    industry: Industry = field(default_factory=Industry)


def item_extras(extras: Extras) -> Request[bool]:
    """24h: of the next position -> whether its code was recognised; registers that do not tell say yes."""
    optional = (*_goods(extras), *_agent(extras.agent), *_industry(extras.industry))
    return part(0x24, "requisites of an item", *trimmed((), optional), read=_is_recognised)


def _goods(extras: Extras) -> tuple[bytes, ...]:
    code = escaped(extras.code, 128)
    prefixed = b"@" + code if code and extras.is_1_2 else code
    return prefixed, text(extras.requisite, 64), text(extras.quantity, 16)


def _agent(agent: Agent) -> tuple[bytes, ...]:
    return (
        whole(agent.sign) if agent.sign else b"",
        text(agent.supplier_inn, 12),
        text(agent.supplier_phones, _PHONE),
        text(agent.supplier_name, 256),
        text(agent.transfer_address, 256),
        text(agent.transfer_inn, 12),
        text(agent.transfer_name, 64),
        text(agent.transfer_phones, _PHONE),
        text(agent.operation, 24),
        text(agent.agent_phones, _PHONE),
        text(agent.receiver_phones, _PHONE),
    )


def _industry(industry: Industry) -> tuple[bytes, ...]:
    return (
        text(industry.foiv, 3),
        long_day(industry.day),
        text(industry.number, 32),
        text(industry.value, 256),
    )


def _is_recognised(data: bytes) -> bool:
    fields = Fields(data)
    return not fields.left or fields.text().lower() != _NOT_KNOWN
