"""The settings of an ESC/POS printer, and what they and its profile make of it."""

import codecs
from dataclasses import dataclass
from typing import Annotated, Literal

from annotated_types import Ge, Gt, Le

from drivers.errors import RequestRefused
from drivers.escpos.printer import Column, Printer
from drivers.escpos.profile import DEFAULT, Profile, letters
from drivers.model.document import Symbology
from drivers.printing.page import Paper

_MOST_COLUMNS = 1023  # of ESC *


@dataclass(frozen=True, slots=True)
class EscPosOptions:
    """Keys of the device's table in the config. 0 or -1 where said: as the profile has it."""

    connection: str
    profile: str = "default"  # a name of python-escpos' capability database
    dots: Annotated[int, Ge(0), Le(2048)] = 0  # printable width; 0 = profile's
    columns: Annotated[int, Ge(0), Le(255)] = 0  # characters of font A in a line; 0 = profile's
    small_columns: Annotated[int, Ge(0), Le(255)] = 0  # characters of font B in a line; 0 = profile's
    dpi: Annotated[int, Ge(0), Le(600)] = 0  # dots an inch, for labels in millimetres; 0 = profile's
    font: Literal[1, 2, 3, 4] = 3  # what font 0 of the API is
    code_page: str = "cp866"
    code_page_number: Annotated[int, Ge(-1), Le(255)] = -1  # n of ESC t; -1 = profile's
    missing: Literal["raster", "translit"] = "raster"  # characters the code page lacks: drawn, or similar ones
    cancel_kanji: bool = True  # FS . at the start: Chinese firmware prints hieroglyphs without it
    line_spacing: Annotated[int, Ge(0), Le(255)] = 0  # dots from row to row; 0 = the printer's own
    density: Annotated[int, Ge(-6), Le(8)] = 0  # steps of 5 %; 0 = nothing is sent
    barcodes: Literal["auto", "native", "raster"] = "auto"  # native: by the printer even where the profile denies it
    native_codes: tuple[Symbology, ...] = ()  # kinds the printer draws by itself, beside the profile's
    graphics: Literal["auto", "raster", "column", "none"] = "auto"  # how pictures get onto the paper
    cut: Literal["full", "partial", "none"] = "partial"
    feed_before_cut: Annotated[int, Ge(0), Le(255)] = 24  # dots beyond the knife
    drawer_pin: Literal[2, 5] = 2
    pulse_on: Annotated[int, Ge(2), Le(510)] = 50  # milliseconds
    pulse_off: Annotated[int, Ge(2), Le(510)] = 500
    beep: Annotated[int, Ge(0), Le(9)] = 0  # times after a document
    beep_command: Literal["esc-b", "epson"] = "esc-b"
    logo: str = ""  # file printed at the head of a document, counted from the folder of the config
    logo_store: Literal["auto", "printer", "never"] = "auto"  # kept in the printer's memory
    status: Literal["auto", "on", "off"] = "auto"  # on: a printer that does not answer is a fault
    status_timeout: Annotated[float, Gt(0), Le(60)] = 1.0  # seconds to wait for an answer
    confirm: Literal["auto", "status", "process-id", "off"] = "auto"  # how the end of a job is proved
    connect_timeout: Annotated[float, Gt(0), Le(60)] = 5.0  # seconds
    timeout: Annotated[float, Gt(0), Le(600)] = 15.0  # seconds without any progress
    operator_timeout: Annotated[float, Ge(0), Le(280)] = 180.0  # seconds in mid-job for a new roll or an open cover


def printer_of(profile: Profile, options: EscPosOptions) -> Printer:
    """Raises RequestRefused for options that contradict the profile or each other."""
    paper = _paper(profile, options)
    encoding, number = _code_page(profile, options)
    graphics = _graphics(profile, options, paper)
    clear = graphics == "raster" or (isinstance(graphics, Column) and not graphics.coarse)
    return Printer(
        paper=paper,
        encoding=encoding,
        code_page=number,
        code_pages={**profile.pages, number: encoding},
        native_codes=_native_codes(profile, options),
        graphics=graphics,
        dpi=options.dpi or profile.dpi,
        small_font=paper.fonts[4] != paper.fonts[3],
        draws_text=clear and options.missing == "raster",
        cut=_cut(profile, options),
        feed_before_cut=options.feed_before_cut,
        drawer_pin=options.drawer_pin,
        pulse_on=options.pulse_on,
        pulse_off=options.pulse_off,
        line_spacing=options.line_spacing,
        cancel_kanji=options.cancel_kanji,
        density=options.density,
        beep=options.beep,
        beep_command=options.beep_command,
    )


def _paper(profile: Profile, options: EscPosOptions) -> Paper:
    """A narrower roll keeps the profile's letters; another number of columns means other letters."""
    dots, fonts = options.dots or profile.dots, profile.cells
    if options.columns or options.small_columns:
        columns = options.columns or dots // fonts[3].width
        dots, fonts = letters(dots, columns, options.small_columns or max(columns, dots // fonts[4].width))
    if dots < fonts[1].width:
        raise RequestRefused(f"Ширина печати {dots} точек меньше одной буквы. Исправьте dots (576 или 384).")
    return Paper(dots=dots, fonts=fonts, font=options.font)


def _graphics(profile: Profile, options: EscPosOptions, paper: Paper) -> Literal["raster", "none"] | Column:
    match options.graphics:
        case "auto" if profile.raster:
            return "raster"
        case "auto" if not profile.column:
            return "none"
        case "auto" | "column":
            return _column(profile.column or 24, options.dots or profile.head, paper)
        case chosen:
            return chosen


def _column(rows: Literal[8, 24], head: int, paper: Paper) -> Column:
    """8 rows are an impact head in single density, half the dots of its width: double density may not set two dots side
    by side. Source: TM-U230 specification, ESC *; its feed unit is 1/144 inch, a row of dots 1/72 (inferred from the
    3.1 mm of its 9-dot letters).
    """
    if rows == 8:
        return Column(mode=0, rows=8, spacing=16, dots=head // 2, coarse=True)
    return Column(mode=33, rows=24, spacing=24, dots=min(paper.dots, _MOST_COLUMNS), coarse=False)


def _native_codes(profile: Profile, options: EscPosOptions) -> frozenset[Symbology]:
    if options.barcodes == "raster":
        return frozenset()
    return frozenset(Symbology) if options.barcodes == "native" else profile.codes.union(options.native_codes)


def _code_page(profile: Profile, options: EscPosOptions) -> tuple[str, int]:
    encoding = _single_byte(options.code_page)
    if encoding is None:
        raise RequestRefused(
            f"Кодовая страница «{options.code_page}» не подходит. Укажите, например, cp866 или cp1251."
        )
    number = options.code_page_number if options.code_page_number >= 0 else profile.code_page(encoding)
    if number is None:
        raise RequestRefused(_no_such_page(profile, options, encoding))
    return encoding, number


def _no_such_page(profile: Profile, options: EscPosOptions, encoding: str) -> str:
    usual = DEFAULT.code_page(encoding)
    number = "в code_page_number её номер из инструкции к принтеру (команда ESC t)"
    if usual is not None:
        number = f"code_page_number = {usual} (так у большинства принтеров; точный номер – в инструкции, команда ESC t)"
    known = ", ".join(profile.code_pages) or "нет ни одной"
    return (
        f"В профиле «{options.profile}» нет кодовой страницы {options.code_page}. Задайте {number} "
        f"или возьмите в code_page другую страницу (в профиле: {known})."
    )


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
