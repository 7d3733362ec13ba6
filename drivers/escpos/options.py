"""The settings of an ESC/POS printer, and what they and its profile make of it."""

import codecs
from dataclasses import dataclass
from typing import Annotated, Literal

from annotated_types import Ge, Gt, Le

from drivers.errors import RequestRefused
from drivers.escpos.encoder import Printer
from drivers.escpos.profile import Profile, letters
from drivers.model.document import Symbology
from drivers.printing.page import Paper


@dataclass(frozen=True, slots=True)
class EscPosOptions:
    """Keys of the device's table in the config. 0 or -1 where said: as the profile has it."""

    connection: str
    profile: str = "default"  # a name of python-escpos' capability database
    dots: Annotated[int, Ge(0), Le(2048)] = 0  # printable width; 0 = profile's
    columns: Annotated[int, Ge(0), Le(255)] = 0  # characters of font A in a line; 0 = profile's
    font: Literal[1, 2, 3, 4] = 3  # what font 0 of the API is
    code_page: str = "cp866"
    code_page_number: Annotated[int, Ge(-1), Le(255)] = -1  # n of ESC t; -1 = profile's
    cancel_kanji: bool = True  # FS . at the start: Chinese firmware prints hieroglyphs without it
    line_spacing: Annotated[int, Ge(0), Le(255)] = 0  # dots from row to row; 0 = the printer's own
    barcodes: Literal["auto", "native", "raster"] = "auto"  # native: by the printer even where the profile denies it
    cut: Literal["full", "partial", "none"] = "partial"
    feed_before_cut: Annotated[int, Ge(0), Le(255)] = 24  # dots beyond the knife
    drawer_pin: Literal[2, 5] = 2
    connect_timeout: Annotated[float, Gt(0), Le(60)] = 5.0  # seconds
    timeout: Annotated[float, Gt(0), Le(600)] = 15.0  # seconds without any progress


def printer_of(profile: Profile, options: EscPosOptions) -> Printer:
    """Raises RequestRefused for options that contradict the profile or each other."""
    paper = _paper(profile, options)
    encoding, number = _code_page(profile, options)
    native_codes = {"auto": profile.codes, "native": frozenset(Symbology), "raster": frozenset[Symbology]()}
    return Printer(
        paper=paper,
        encoding=encoding,
        code_page=number,
        native_codes=native_codes[options.barcodes],
        raster=profile.raster,
        small_font=paper.fonts[4] != paper.fonts[3],
        cut=_cut(profile, options),
        feed_before_cut=options.feed_before_cut,
        drawer_pin=options.drawer_pin,
        line_spacing=options.line_spacing,
        cancel_kanji=options.cancel_kanji,
    )


def _paper(profile: Profile, options: EscPosOptions) -> Paper:
    """A narrower roll keeps the profile's letters; another number of columns means other letters."""
    dots, fonts = options.dots or profile.dots, profile.cells
    if options.columns:
        dots, fonts = letters(dots, options.columns, max(options.columns, dots // fonts[4].width))
    if dots < fonts[1].width:
        raise RequestRefused(f"Ширина печати {dots} точек меньше одной буквы. Исправьте dots (576 или 384).")
    return Paper(dots=dots, fonts=fonts, font=options.font)


def _code_page(profile: Profile, options: EscPosOptions) -> tuple[str, int]:
    encoding = _single_byte(options.code_page)
    if encoding is None:
        raise RequestRefused(
            f"Кодовая страница «{options.code_page}» не подходит. Укажите, например, cp866 или cp1251."
        )
    number = options.code_page_number if options.code_page_number >= 0 else profile.code_page(encoding)
    if number is None:
        raise RequestRefused(
            f"В профиле «{options.profile}» нет кодовой страницы {options.code_page}. Укажите её номер из инструкции "
            "к принтеру в code_page_number или возьмите другую страницу."
        )
    return encoding, number


def _single_byte(name: str) -> str | None:
    """Python's name of an encoding that has one byte for every character and more than ASCII; None for any other."""
    try:
        encoding = codecs.lookup(name).name
        characters = bytes(range(256)).decode(encoding, "ignore")
        single = all(len(char.encode(encoding)) == 1 for char in characters)
    except (LookupError, UnicodeError, ValueError):
        return None
    return encoding if single and len(characters) > 160 else None


def _cut(profile: Profile, options: EscPosOptions) -> Literal["full", "partial", "none"]:
    """What of the wish the knife can do."""
    if options.cut == "none" or not (profile.full_cut or profile.partial_cut):
        return "none"
    if options.cut == "full":
        return "full" if profile.full_cut else "partial"
    return "partial" if profile.partial_cut else "full"
