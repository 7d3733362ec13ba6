"""What a model can do: the answer of F7h. Source: spec/shtrih-m.md 3.1.

A register that does not know the command answers 37h: it goes by `Parameters()`, the defaults.
"""

from dataclasses import dataclass
from enum import IntFlag

from drivers.shtrih.numbers import Reader, u8
from drivers.shtrih.request import Request
from drivers.shtrih.requests.making import LONGEST, bare

_MODEL = 1  # kind of the question
_DEFAULT_LINE = 40  # bytes


class Ability(IntFlag):
    RECEIPT_ROLL_SENSOR = 1 << 1
    RECEIPT_LEVER_SENSOR = 1 << 3
    COVER_SENSOR = 1 << 4
    CUTTER = 1 << 13
    DRAWER_SENSOR = 1 << 15
    CASH_CORE = 1 << 23
    REVERSED_BITS = 1 << 26  # of a line of graphics
    PROTOCOL_2 = 1 << 28
    LINE_FEED_IN_TEXT = 1 << 29
    FONT_IN_TEXT = 1 << 30
    PRINT_RESULT = 1 << 34  # in 10h
    BLOCK_LOAD = 1 << 35  # several lines in one C4h
    ERROR_TEXT = 1 << 36  # 6Bh
    SCALED_GRAPHICS = 1 << 41  # 4Fh
    GRAPHICS_512 = 1 << 42  # 4Dh, 4Eh
    FISCAL_STORAGE = 1 << 43
    TAGS_PRINTED = 1 << 45
    FFD_1_1 = 1 << 47
    CORRECTION_AS_RECEIPT = 1 << 48
    LONG_ERROR_TEXT = 1 << 49
    LONG_ANSWERS = 1 << 50  # of the ФН: with date and time
    AUTHORIZATION = 1 << 51
    PLAIN_TRANSFER = 1 << 52
    AUTO_CANCEL = 1 << 53
    LONG_ERRORS = 1 << 54  # four more bytes after an error


NOTHING_SPECIAL = Ability(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """0 stands for what a register does not tell."""

    abilities: Ability = NOTHING_SPECIAL
    font_1_width: int = 0  # dots of a character (inferred)
    font_2_width: int = 0
    first_graphics_line: int = 1
    inn_digits: int = 0
    rnm_digits: int = 0
    long_rnm: int = 0
    long_serial: int = 0
    tax_password: int = 0
    system_password: int = 30
    bluetooth_table: int = 0
    tax_mode_field: int = 0  # of table 1
    longest_command: int = LONGEST  # bytes of a body
    line_bytes: int = _DEFAULT_LINE  # of graphics
    wide_line_bytes: int = 0  # of graphics-512
    wide_lines: int = 0  # that the memory for them holds
    storage_table: int = 0
    ofd_table: int = 0
    embedded_table: int = 0
    ffd_table: int = 0
    ffd_field: int = 0

    def can(self, ability: Ability) -> bool:
        return ability in self.abilities


def parameters() -> Request[Parameters]:
    """F7h, in any mode, without a password."""
    return bare(0xF7, "model parameters", u8(_MODEL), read=_parameters)


def _parameters(data: bytes) -> Parameters:
    reader = Reader(data)
    return Parameters(
        abilities=Ability(reader.unsigned(8)),
        font_1_width=reader.u8(),
        font_2_width=reader.u8(),
        first_graphics_line=reader.u8(),
        inn_digits=reader.u8(),
        rnm_digits=reader.u8(),
        long_rnm=reader.u8(),
        long_serial=reader.u8(),
        tax_password=reader.u32(),
        system_password=reader.u32(),
        bluetooth_table=reader.u8(),
        tax_mode_field=reader.u8(),
        longest_command=reader.u16() or LONGEST,
        line_bytes=reader.u8() or _DEFAULT_LINE,
        wide_line_bytes=_told(reader, 1),
        wide_lines=_told(reader, 2),
        storage_table=_told(reader, 1),
        ofd_table=_told(reader, 1),
        embedded_table=_told(reader, 1),
        ffd_table=_told(reader, 1),
        ffd_field=_told(reader, 1),
    )


def _told(reader: Reader, size: int) -> int:
    return reader.unsigned(size) if reader.left >= size else 0
