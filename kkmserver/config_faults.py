"""What may be wrong with a settings file, in words its owner can act on."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_WORD = re.compile(r"\w+")
_SECRET = re.compile("password|token|api_key|first_key")
_SIGNED_IN = re.compile(r"://.*@")
_AT = re.compile(r"\(at line (\d+), column (\d+)\)")

_TEXTS = {
    "missing": "ключ не задан, а он обязателен",
    "int_type": "нужно целое число",
    "int_parsing": "нужно целое число",
    "int_parsing_size": "нужно целое число покороче",
    "int_from_float": "нужно целое число, без дробной части",
    "float_type": "нужно число",
    "float_parsing": "нужно число",
    "finite_number": "нужно обычное число",
    "string_type": "нужна строка в кавычках",
    "string_unicode": "нужна строка из обычных знаков",
    "bool_type": "нужно true или false, без кавычек",
    "bool_parsing": "нужно true или false, без кавычек",
    "list_type": "нужен список в квадратных скобках",
    "tuple_type": "нужен список в квадратных скобках",
    "dict_type": "нужен раздел в квадратных скобках или пары {{ что = чему }}",
    "model_type": "нужен раздел в квадратных скобках",
    "greater_than_equal": "нужно не меньше {ge}",
    "greater_than": "нужно больше {gt}",
    "less_than_equal": "нужно не больше {le}",
    "less_than": "нужно меньше {lt}",
    "literal_error": "допустимо только: {expected}",
    "enum": "допустимо только: {expected}",
    "string_too_short": "нужно символов не меньше {min_length}",
    "string_too_long": "нужно символов не больше {max_length}",
    "too_short": "нужно значений не меньше {min_length}",
    "too_long": "нужно значений не больше {max_length}",
    "string_pattern_mismatch": "не подходит под образец {pattern}",
    "value_error": "{error}",
}

# What a driver's options may want beyond bounds, by the function of the `annotated_types.Predicate`.
_PREDICATES = {
    "is_inn": "нужен ИНН из 10 цифр (организация) или 12 (предприниматель) с верными контрольными цифрами",
    "is_rnm": "нужны 16 цифр регистрационного номера или пустая строка – тогда он вычисляется",
    "fits_256": "нужно не больше 256 знаков, считая «…» за три и «₽» за четыре",
    "fits_64": "нужно не больше 64 знаков, считая «…» за три и «₽» за четыре",
    "fits_20": "нужно не больше 20 знаков, считая «…» за три и «₽» за четыре",
    "is_folder": "нужен путь к папке или пустая строка",
}
_UNKNOWN = "такое значение не подходит"
KEY = "[key]"  # how pydantic names the left side of a pair, behind the pair's own name


@dataclass(frozen=True, slots=True)
class ConfigFault:
    """One thing to mend. `line` counts from 1, 0 where there is none; `key` is dotted, "" for the whole file.

    `path`: the same key for programs, tables counted from 0.
    """

    key: str
    text: str
    line: int = 0
    path: tuple[str | int, ...] = field(default=(), compare=False)


class ConfigError(Exception):
    """The settings cannot be used. All faults at once; `str()` is the text for the owner, one line a fault."""

    def __init__(self, faults: Iterable[ConfigFault], path: Path | None = None) -> None:
        self.path, self.faults = path, tuple(sorted(faults, key=lambda fault: fault.line))
        super().__init__("\n".join(self._lines()))

    def _lines(self) -> Iterable[str]:
        for fault in self.faults:
            where = [str(self.path)] if self.path else []
            where += [f"строка {fault.line}"] if fault.line else []
            where += [fault.key] if fault.key else []
            yield ": ".join([*where, fault.text])


def explain(error: "ErrorDetails") -> str:
    """A pydantic error in Russian, with the value that was found."""
    context: Mapping[str, Any] = error.get("ctx", {})
    known = _predicate(error) if error["type"] == "predicate_failed" else _TEXTS.get(error["type"], _UNKNOWN)
    text = known.format(**context).replace(" or ", " или ")
    if error["loc"][-1:] == (KEY,):
        text = f"слева от знака равенства {text}"
    if error["type"] in ("missing", "value_error"):
        return text
    # A password that somebody forgot to quote is one all the same, and so is one within an address.
    secret = _SECRET.search(str(error["loc"])) or _SIGNED_IN.search(str(error["input"]))
    return text if secret else f"{text}, а задано {shown(error['input'])}"


def _predicate(error: "ErrorDetails") -> str:
    """pydantic names the function that said no, and nothing else: "Predicate 'is_inn' failed"."""
    return next((_PREDICATES[word] for word in _WORD.findall(error["msg"]) if word in _PREDICATES), _UNKNOWN)


def shown(value: object) -> str:
    """A value as TOML would spell it, cut to a readable length."""
    if isinstance(value, bool):
        return str(value).lower()
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 80 else text[:79] + "…"


def unknown_key(key: str, allowed: Iterable[str]) -> str:
    """Text for a key nobody knows, with the likeliest spelling."""
    names = sorted(allowed)
    close = get_close_matches(key.lower(), names, n=1)
    hint = f"может быть, {close[0]}? " if close else ""
    return f"такого ключа нет; {hint}Допустимы: {', '.join(names)}" if names else "такого ключа нет"


def bad_toml(message: str) -> ConfigFault:
    """A fault for what tomllib says, e.g. "Invalid value (at line 3, column 8)"."""
    match = _AT.search(message)
    line, column = (int(match[1]), int(match[2])) if match else (0, 0)
    what = message[: match.start()].strip() if match else message
    hint = ""
    if "\\" in what or "escape" in what.lower() or "hex value" in what.lower():
        hint = "; пути Windows пишите в одинарных кавычках ('C:\\папка') или с двойной обратной чертой"
    place = f", позиция {column}" if column else ""
    return ConfigFault("", f"это не TOML ({what}{place}){hint}", line)
