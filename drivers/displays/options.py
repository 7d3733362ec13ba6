"""The settings of a customer display."""

import codecs
from dataclasses import dataclass
from typing import Annotated, Literal

from annotated_types import Ge, Gt, Le

from drivers.errors import RequestRefused

Dialect = Literal["escpos", "cd5220", "dsp800"]


@dataclass(frozen=True, slots=True)
class DisplayOptions:
    """Keys of the device's table in the config."""

    connection: str
    dialect: Dialect = "escpos"
    code_page: str = "cp866"
    code_page_number: Annotated[int, Ge(-1), Le(255)] = -1  # n of ESC t; -1: 6 for escpos, nothing is sent for others
    transliterate: bool = False  # Russian in Latin letters, for displays without Cyrillic
    before: str = ""  # bytes in hex after the screen is cleared, e.g. "1b6352"; "" = none
    connect_timeout: Annotated[float, Gt(0), Le(60)] = 5.0  # seconds
    timeout: Annotated[float, Gt(0), Le(60)] = 5.0  # seconds for the display to take a text


def encoding_of(options: DisplayOptions) -> str:
    """Python's name. Raises RequestRefused for a code page that is none, or has more than a byte for a character."""
    try:
        name = codecs.lookup(options.code_page).name
        single = len("Ёё".encode(name, "replace")) == 2 and "A1 .".encode(name) == b"A1 ."
    except (LookupError, UnicodeError, ValueError):
        name, single = "", False
    if not single:
        raise RequestRefused(
            f"Кодовая страница «{options.code_page}» не подходит дисплею. Укажите, например, cp866 или cp1251."
        )
    return "ascii" if options.transliterate else name


def prelude_of(options: DisplayOptions) -> bytes:
    """What goes out before a text. Raises RequestRefused for hex that is none."""
    try:
        before = bytes.fromhex(options.before)
    except ValueError as error:
        raise RequestRefused(
            f"before: «{options.before[:40]}» – не байты. Нужны пары шестнадцатеричных цифр, например 1b6352."
        ) from error
    number = options.code_page_number
    if number < 0 and options.dialect == "escpos":
        number = 6
    return (b"" if number < 0 else bytes([0x1B, 0x74, number])) + before
