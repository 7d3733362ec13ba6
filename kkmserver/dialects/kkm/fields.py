"""Lenient values: what clients send where the API wants a number, a flag, a date or a text.

Every reader here takes any JSON value and raises nothing but a fault with a Russian text.
Source: spec/kkmserver.md 6 (quirks 5, 6, 8, 9, 10, 14).
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, with_config
from pydantic.alias_generators import to_pascal
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from drivers.model.ffd import TaxSystem
from drivers.model.money import kopecks

SPELLING: dict[str, str] = {}  # member name in lower case -> as the API spells it
SPELLED: dict[type, dict[str, str]] = {}  # class of a request or of a part of it -> its fields as the API spells them

_NUMBER = re.compile(r"[+-]?(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][+-]?\d{1,4})?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?", re.ASCII)
_DAY_SHAPE = "(0001|[12][0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_TIME_SHAPE = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?"
_DATE_SHAPE = {"type": "string", "pattern": f"^{_DAY_SHAPE}(T{_TIME_SHAPE})?$"}
_FLAGS = {"true": True, "1": True, "да": True, "false": False, "0": False, "нет": False}
_PHONE_FILLING = re.compile(r"[\s()\-]")
_NOT_BLANK = r"[^\s\x1c-\x1f]"  # what `str.isspace` takes for blanks
_PRESENT = core_schema.str_schema(strict=True, pattern=_NOT_BLANK)
_SIX_PLACES = Decimal("0.000001")
_ZERO, _USUAL = Decimal(0), Decimal(10**9)  # numbers between them need no look at their exponent
_LARGEST_SUM = 10**14  # kopecks; sums of the ФН fit 6 bytes, 2**48


def _lower(name: str) -> str:
    return name.replace("_", "")


_CONFIG = ConfigDict(frozen=True, extra="ignore", alias_generator=_lower)
_Part = TypeVar("_Part", bound=type)


class Fields(BaseModel):
    """Base of every model of a request: names in lower case, unknown members ignored.

    A field's API spelling is its name in PascalCase, or its `title`.
    """

    model_config = _CONFIG

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        fields = cls.model_fields
        SPELLED[cls] = {name: field.title or to_pascal(name) for name, field in fields.items()}
        SPELLING.update({field.alias or name: SPELLED[cls][name] for name, field in fields.items()})


def part(**spelling: str) -> Callable[[_Part], _Part]:
    """For a TypedDict: a part of a request that is there many times, so it holds only what was given.

    `spelling`: fields whose API spelling is not their name in PascalCase.
    """

    def mark(kind: _Part) -> _Part:
        SPELLED[kind] = {name: spelling.get(name) or to_pascal(name) for name in kind.__annotations__}
        SPELLING.update({_lower(name): spelled for name, spelled in SPELLED[kind].items()})
        return with_config(_CONFIG)(kind)

    return mark


def fault(text: str) -> PydanticCustomError:
    return PydanticCustomError("fault", "{text}", {"text": text})


def shown(value: object) -> str:
    """A value as an error text quotes it, short."""
    if isinstance(value, dict):
        return "объект {…}"
    if isinstance(value, list):
        return "массив […]"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"«{text[:40]}…»" if len(text) > 40 else f"«{text}»"


def number(value: object) -> Decimal:
    """Any number below 10**15, from a number or from text with a dot or a comma."""
    read = _decimal(value)
    if read is None:
        raise fault(f"здесь {shown(value)}, а нужно число, например 100.50")
    if not read or read.adjusted() < -30:
        return Decimal(0)
    if read.adjusted() > 14:
        raise fault(f"число {shown(value)} слишком велико")
    return read


def _decimal(value: object) -> Decimal | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Decimal):
        return Decimal(value)
    if isinstance(value, str) and len(value) <= 100 and _NUMBER.fullmatch(value.strip()):
        return Decimal(value.strip().replace(",", "."))
    return None


def integer(value: object) -> int:
    read = None if _decimal(value) is None else number(value)
    if read is None or read != read.to_integral_value():
        raise fault(f"здесь {shown(value)}, а нужно целое число")
    return int(read)


def money(value: object) -> int:
    """Roubles -> kopecks, 0 or more, half away from zero."""
    if type(value) is Decimal and _ZERO <= value < _USUAL:
        return kopecks(value)
    if type(value) is int and 0 <= value < _USUAL:
        return value * 100
    amount = kopecks(number(value))
    if amount < 0:
        raise fault(f"сумма {shown(value)} отрицательная; передайте ноль или больше")
    if amount >= _LARGEST_SUM:
        raise fault(f"сумма {shown(value)} слишком велика")
    return amount


def quantity(value: object) -> Decimal:
    """0 or more, six decimals (the most any ФФД has), no trailing zeros."""
    if type(value) is int and 0 <= value < _USUAL:
        return Decimal(value)
    read = number(value).quantize(_SIX_PLACES, ROUND_HALF_UP)
    if read < 0:
        raise fault(f"количество {shown(value)} отрицательное; для возврата есть TypeCheck=1")
    whole = read.to_integral_value()
    return Decimal(int(whole)) if whole == read else read.normalize()


def flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | Decimal) and value in (0, 1):
        return bool(value)
    known = _FLAGS.get(value.strip().lower()) if isinstance(value, str) else None
    if known is None:
        raise fault(f"здесь {shown(value)}, а нужно true или false")
    return known


def instant(value: object) -> datetime | None:
    """As given, aware where it has a zone; None for the API's empty date, any moment of year 1."""
    if not isinstance(value, str) or not _DATE.fullmatch(value.strip()):
        raise _not_a_date(value)
    try:
        read = datetime.fromisoformat(value.strip())
    except ValueError:
        raise _not_a_date(value) from None
    if read.year == 1:
        return None
    if read.tzinfo is not None and not 1900 <= read.year < 9999:  # its last hours have no other zone
        raise _not_a_date(value)
    return read


def moment(value: object) -> datetime | None:
    """Local time without a zone; None for the API's empty date."""
    read = instant(value)
    return read if read is None or read.tzinfo is None else read.astimezone().replace(tzinfo=None)


def _not_a_date(value: object) -> PydanticCustomError:
    return fault(f"здесь {shown(value)}, а нужна дата вида 2026-11-15T12:30:00")


def words(value: object) -> str:
    """Text as it is; a number becomes its digits."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return str(value)
    raise fault(f"здесь {shown(value)}, а нужна строка")


def contact(value: object) -> str:
    """A phone as the ФФД wants it (`+` and digits), where it can be told to be Russian; else as given."""
    text = words(value).strip()
    if len(text) > 256:
        raise fault(f"строка длиной {len(text)} символов слишком длинна, не больше 256")
    digits = _PHONE_FILLING.sub("", text)
    if len(digits) == 11 and digits.isascii() and digits.isdigit() and digits[0] in "78":
        return "+7" + digits[1:]
    return digits if digits[:1] == "+" and digits[1:].isdigit() else text


def tax_system(value: object) -> TaxSystem:
    """A number 0..5, also as text."""
    read = integer(value)
    if not 0 <= read <= 5:
        raise fault(f"система налогообложения {shown(value)} неизвестна; допустимы 0, 1, 2, 3, 4, 5 или пустая строка")
    return TaxSystem(read)


Shape = Mapping[str, object]


@dataclass(frozen=True, slots=True, eq=False)  # a schema is no key; unions of types need one
class Reader:
    """How a member is read out of any JSON value.

    `usual` is for the form that most clients send: it gives what `read` gives, or refuses. See usual.py. `shape` is
    that form as JSON Schema, where `usual` does not tell it.
    """

    read: Callable[[object], object]
    usual: CoreSchema | None = None
    shape: Shape | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read, metadata={"usual": self.usual})


def text_of(limit: int) -> Reader:
    def read(value: object) -> str:
        text = value if type(value) is str else words(value)
        if len(text) > limit:
            raise fault(f"строка длиной {len(text)} символов слишком длинна, не больше {limit}")
        return text

    return Reader(read, core_schema.str_schema(strict=True, max_length=limit, pattern=_NOT_BLANK))


def between(low: int, high: int) -> Reader:
    def read(value: object) -> int:
        if type(value) is int and low <= value <= high:
            return value
        whole = integer(value)
        if not low <= whole <= high:
            raise fault(f"здесь {shown(value)}, допустимы целые числа от {low} до {high}")
        return whole

    return Reader(read, core_schema.int_schema(strict=True, ge=low, le=high))


@dataclass(frozen=True, slots=True)
class AtMost:
    """For a list, before its elements are looked at: every faulty element of a long one costs time and memory."""

    count: int

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._read, handler(source))

    def _read(self, value: object) -> object:
        if isinstance(value, list) and len(value) > self.count:
            raise fault(f"элементов {len(value)}, допустимо не больше {self.count}")
        return value


def objects(value: object) -> object:
    """One object counts as a list of one; what is no object is left out."""
    given = value if isinstance(value, list) else [value]
    return [item for item in given if isinstance(item, dict)]


def an_object(value: object) -> object:
    """Anything else counts as absent."""
    return value if isinstance(value, dict) else None


def one_of(allowed: Collection[int]) -> Reader:
    known = frozenset(allowed)
    listed = ", ".join(str(item) for item in sorted(allowed))

    def read(value: object) -> int:
        if type(value) is int and value in known:
            return value
        whole = integer(value)
        if whole not in allowed:
            raise fault(f"здесь {shown(value)}, допустимы: {listed}")
        return whole

    # A list alone would take false for 0.
    usual = core_schema.chain_schema([core_schema.int_schema(strict=True), core_schema.literal_schema(sorted(allowed))])
    return Reader(read, usual)


Flag = Annotated[bool, Reader(flag, core_schema.bool_schema(strict=True))]
Roubles = Annotated[int, Reader(money, shape={"type": "number", "minimum": 0, "maximum": 10**12 - 1})]  # kopecks here
Amount = Annotated[Decimal, Reader(number, shape={"type": "number"})]
Quantity = Annotated[Decimal, Reader(quantity, shape={"type": "number", "minimum": 0})]
Instant = Annotated[datetime | None, Reader(instant, shape=_DATE_SHAPE)]
Moment = Annotated[datetime | None, Reader(moment, shape=_DATE_SHAPE)]
Contact = Annotated[str, Reader(contact, core_schema.no_info_after_validator_function(contact, _PRESENT))]
TaxVariant = Annotated[TaxSystem, Reader(tax_system, shape={"enum": [int(one) for one in TaxSystem]})]
Short = Annotated[str, text_of(256)]
Long = Annotated[str, text_of(4096)]
Index = Annotated[int, between(0, 2**31 - 1)]
Copies = Annotated[int, between(0, 99)]
