"""Application identifiers of GS1: what may stand behind each.

Source: GS1 Barcode Syntax Dictionary (GS1 AISBL), which restates the GS1 General Specifications, section 3. Lengths,
kinds of characters and check digits are taken; pairing rules and the plausibility of dates and countries are not.
"""

import re
from dataclasses import dataclass
from functools import cache

# Format, then the identifiers it is for. N digits, X the 82 characters of GS1, Y the 39, Z those of base64url; "2" two
# characters, "..20" one to twenty, "0..17" none to seventeen. A range counts in the last digit.
_TABLE = """
N18             00 8017 8018
N14             01 02 03
N6              11 12 13 15 16 17 3100-3105 3110-3115 3120-3125 3130-3135 3140-3145 3150-3155 3160-3165 3200-3205
N6              3210-3215 3220-3225 3230-3235 3240-3245 3250-3255 3260-3265 3270-3275 3280-3285 3290-3295 3300-3305
N6              3310-3315 3320-3325 3330-3335 3340-3345 3350-3355 3360-3365 3370-3375 3400-3405 3410-3415 3420-3425
N6              3430-3435 3440-3445 3450-3455 3460-3465 3470-3475 3480-3485 3490-3495 3500-3505 3510-3515 3520-3525
N6              3530-3535 3540-3545 3550-3555 3560-3565 3570-3575 3600-3605 3610-3615 3620-3625 3630-3635 3640-3645
N6              3650-3655 3660-3665 3670-3675 3680-3685 3690-3695 3950-3955 4326 7006 8005
N2              20 7241
X..20           10 21 22 243 254 420 4318 7020 7021 7022 710-717 7240 8002 8012
X..28           235
X..30           240 241 250 251 400 401 403 4308 4319 7002 7023 8004 90
N..6            242
N13X0..17       253
N13N0..12       255
N..8            30 37
N..15           3900-3909 3920-3929
N3N0..12        423 425
N3N..15         3910-3919 3930-3939
N4              3940-3943 8111
N17             402
N13             410-417 7001
N3X..9          421
N3              422 424 426
X..3            427 7008
X..35           4300 4301 4310 4311 4320
X..70           4302-4306 4312-4316 7257 8110 8112 8200
X2              4307 4317
N20             4309
N1              4321-4323 7252
N10             4324 4325 7003
N6X0..1         4330-4333
N..4            7004
X..12           7005
N6N0..6         7007
X..10           7009 7255
X..2            7010
N6N0..4         7011
N3X..27         7030-7039
N1X3            7040
X2X..28         7230-7239
X..25           7242 8013 8014 8020
N14             8001
N14X0..16       8003
N18             8006 8026
X..34           8007
N8N0..4         8008
X..50           8009
Y..30           8010
N..12           8011
N..10           8019
Z..90           8030
X..90           91-99 7256
N8              7250
N12             7251
X..40           7253 7254 7259
N1X1N1          7258
"""
# Leading digits of the value that end in a check digit.
_CHECKED = {
    **dict.fromkeys(("00", "8017", "8018"), 18),
    "402": 17,
    **dict.fromkeys(("01", "02", "03", "8003", "8006", "8026"), 14),
    **dict.fromkeys(("253", "255", *map(str, range(410, 418))), 13),
}
_CHARACTERS = {
    "N": "[0-9]",
    "X": "[!\"%&'()*+,./0-9:;<=>?A-Z_a-z-]",
    "Y": "[#/0-9A-Z-]",
    "Z": "[0-9A-Z_a-z=-]",
}
_PART = re.compile(r"([NXYZ])([0-9]*)(?:(\.\.)([0-9]+))?")


@dataclass(frozen=True, slots=True)
class Identifier:
    """`wanted`: what its value has to be, in words; `checked`: leading digits that end in a check digit, or 0."""

    number: str
    value: re.Pattern[str]
    wanted: str
    checked: int


def starting(text: str) -> Identifier | None:
    """The identifier that the text begins with; no identifier is the beginning of another one."""
    return next((found for length in (2, 3, 4) if (found := _identifiers().get(text[:length]))), None)


@cache
def _identifiers() -> dict[str, Identifier]:
    rows = (row.split() for row in _TABLE.strip().splitlines())
    return {number: _identifier(number, form) for form, *ranges in rows for text in ranges for number in _range(text)}


def _range(text: str) -> list[str]:
    first, _, last = text.partition("-")
    return [f"{number:0{len(first)}}" for number in range(int(first), int(last or first) + 1)]


def _identifier(number: str, form: str) -> Identifier:
    parts = [match.groups() for match in _PART.finditer(form)]
    pattern = "".join(
        f"{_CHARACTERS[kind]}{{{least or 1},{most}}}" if upto else f"{_CHARACTERS[kind]}{{{least}}}"
        for kind, least, upto, most in parts
    )
    wanted = ", затем ".join(_words(kind, most or least, bool(upto)) for kind, least, upto, most in parts)
    return Identifier(number, re.compile(pattern), wanted, _CHECKED.get(number, 0))


def _words(kind: str, length: str, upto: bool) -> str:
    what = {"N": "цифр", "X": "знаков GS1", "Y": "заглавных букв и цифр", "Z": "знаков base64"}[kind]
    return f"{'до ' if upto else ''}{length} {what}"
