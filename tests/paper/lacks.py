"""What a printer of the corpus cannot do with a document. Whatever is not here must come out whole and unremarked."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lack:
    """`refused`: what the refusal says, nothing is printed then. `warnings`: all that the answer has."""

    refused: str = ""
    warnings: tuple[str, ...] = ()


def _similar(characters: str) -> Lack:
    """They have got a likeness instead."""
    return Lack(
        warnings=(f"В кодовой странице cp866 нет знаков: {' '.join(characters)}. Вместо них напечатаны похожие.",)
    )


def _fine(kinds: str) -> Lack:
    """Printed, and read back here; a scanner at a till may not."""
    told = (
        f"Штрихкод {kinds} поместился только самыми тонкими штрихами, в одну точку: сканер может его не прочитать. "
        "Сократите содержимое, разрешите повернуть его (Rotate) или дайте ему больше места."
    )
    return Lack(warnings=(told,))


NONE = Lack()
_SIMILAR = {
    "coupon": "–",
    "payment_by_qr": "₽",
    "signs": "—«»₽€½×±…“”‘’–□•",
    "box_unusual": "┏━┓┗┛╭╮╰╯┄┅",
    "kazakh": "ҚқӘіғұөңүһ₸",
    "ukrainian": "ґІіҐ",
    "european": "äößïéŁóźñúÅÀÉÎÕÜ",
    "no_such_letters": "日本😀",
    "doubled_and_drawn": "½₽",
    "code_among_others": "«»",
}
_NO_LETTERS = Lack(warnings=("В шрифте нет знаков 日 本 😀 – вместо каждого стоит «\ufffd».",))
_DRAWING = ("clone-58", "epson-42", "epson-48", "raster-48", "native-58", "zpl-203", "tspl-300")
_TOO_WIDE_FOR_IMPACT = {  # dots needed; 200 are there
    "wide_module": 468,
    "linear_modules": 324,
    "qr_modules": 203,
    "only_wide_paper": 374,
    "long_code39": 240,
    "gs1_128_long": 242,
    "pdf417_long": 214,
}
_NARROW = ("clone-58", "native-58", "zpl-203")
_FINE = (
    *(("fine_module", printer, "EAN13, CODE128") for printer in _DRAWING),
    *(("only_wide_paper", printer, "CODE128") for printer in _DRAWING if printer != "tspl-300"),
    *(("long_code39", printer, "CODE39") for printer in _NARROW),
    *(("gs1_128_long", printer, "GS1-128") for printer in _NARROW),
    *(("turned", printer, "CODE128") for printer in ("zpl-203", "tspl-203", "epl2-203", "cpcl-203")),
)
LACKS: Mapping[tuple[str, str], Lack] = {
    **{
        (name, printer): _similar(found) for name, found in _SIMILAR.items() for printer in ("impact-33", "translit-48")
    },
    **{(name, "impact-33"): Lack(f"ширина {dots} точек") for name, dots in _TOO_WIDE_FOR_IMPACT.items()},
    **{("no_such_letters", printer): _NO_LETTERS for printer in _DRAWING},
    **{(name, printer): _fine(kinds) for name, printer, kinds in _FINE},
    ("wide_module", "clone-58"): Lack("ширина 468 точек при модуле 4, а у бумаги 384"),
    ("wide_module", "native-58"): Lack("ширина 468 точек при модуле 4, а у бумаги 384"),
    ("wide_module", "zpl-203"): Lack("ширина 468 точек при модуле 4, а у бумаги 448"),
    ("tall_picture", "zpl-203"): Lack("картинка выше этикетки: нужно 1100 точек, а на этикетке 464"),
    ("tall_picture", "tspl-300"): Lack("картинка выше этикетки: нужно 1100 точек, а на этикетке 685"),
}


def lack(name: str, printer: str) -> Lack:
    return LACKS.get((name, printer), NONE)
