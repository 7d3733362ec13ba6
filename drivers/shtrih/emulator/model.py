"""Which register this is, and in what it may differ from another of the family."""

from dataclasses import dataclass

_DESKTOP_BITS = (1, 3, 4, 13, 15, 34, 35, 36, 41, 42, 43)  # of F7h: sensors, cutter, what it prints, 6Bh, ФН
_CASH_CORE_BIT, _FFD_BIT, _CORRECTION_BIT, _SECOND_LEVEL_BIT = 23, 47, 48, 28


@dataclass(frozen=True, slots=True)
class Model:
    """`tags_first`: requisites and the marking code of a position come before it, not after."""

    code: int
    name: str
    cash_core: bool = False
    tags_first: bool = False
    protocol: tuple[int, int] = (1, 16)


DESKTOP = Model(250, "ШТРИХ-ТЕСТ")
CASH_CORE = Model(20, "ШТРИХ-ТЕСТ-CC", cash_core=True, tags_first=True)
MODELS = {"desktop": DESKTOP, "cash-core": CASH_CORE}


@dataclass(frozen=True, slots=True)
class Quirks:
    """How the firmware behaves where the sources differ. Source: spec/shtrih-m.md 8 and 10."""

    long_state: bool = False  # 10h of 17 bytes, "cash core"
    long_expiry: bool = True  # FF03 with the counts of registrations
    extended_answers: bool = False  # table 17 field 36: a time after the sign
    short_unknown: bool = False  # "FF 37" for an unknown FF command
    length_error: int = 0x7E  # or 33h
    no_paper_error: int = 0x72  # or 6Bh
    describes_itself: bool = True  # F7h; without it 37h
    tells_errors: bool = True  # 6Bh
    short_opening: bool = False  # E0h answered without the error byte
    short_numbers: bool = True  # a BIN field may be written in fewer bytes
    paper_sensors: bool = True  # otherwise the flags of 10h never change
    second_level: bool = False  # the bit of F7h only
    prints_on_close: bool = True  # table 1 field 20
    tax_rows: int = 6  # or 10, 12: rows of table 6
    piece: int = 200  # most bytes FF3B gives at once

    def bits(self, model: Model, ffd: str) -> int:
        """The flags of F7h."""
        bits = {*_DESKTOP_BITS}
        bits |= {_CASH_CORE_BIT} if model.cash_core else set()
        bits |= {_FFD_BIT, _CORRECTION_BIT} if ffd != "1.05" else set()
        bits |= {_SECOND_LEVEL_BIT} if self.second_level else set()
        return sum(1 << bit for bit in bits)
