"""Any text -> what of it can stand in a requisite, whose alphabet is CP866. Source: spec/ffd.md 1.1."""

import unicodedata

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("«»“”„‟″", '"'),
        **dict.fromkeys("‘’‚‛′ʼ", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\t\n\r\v\f\x85\u2028\u2029\xa0", " "),
        "…": "...",
        "₽": "руб.",
        "€": "EUR",
        "£": "GBP",
        "©": "(c)",
        "®": "(R)",
        "™": "(TM)",
        "×": "x",
        "÷": "/",
        "±": "+-",
        "½": "1/2",
        "ß": "ss",
        "Æ": "AE",
        "æ": "ae",
        "Ø": "O",
        "ø": "o",
        "Ł": "L",
        "ł": "l",
        # Letters of neighbours whose alphabets are Cyrillic.
        **dict(zip("ІіҐґЂђЈјӘәҒғҚқҢңӨөҰұҮүҺһ", "IiГгДдJjАаГгКкНнОоУуУуХх", strict=True)),
    }
)


def to_cp866(text: str) -> str:
    """The nearest text that CP866 can write: alike signs replaced, accents dropped, the rest "?".

    Line ends become blanks, other control characters vanish. Never raises; the result always encodes.
    """
    if text.isprintable() and _fits(text):
        return text  # nearly all texts; the long way costs a look at every character
    composed = unicodedata.normalize("NFC", text).translate(_ALIKE)
    return "".join(map(_nearest, composed))


def _nearest(char: str) -> str:
    if unicodedata.category(char) in ("Cc", "Cf"):
        return ""
    if _fits(char):
        return char
    if unicodedata.category(char) == "Zs":
        return " "
    plain = "".join(part for part in unicodedata.normalize("NFKD", char) if _fits(part))
    return plain or ("" if unicodedata.combining(char) else "?")


def _fits(text: str) -> bool:
    try:
        text.encode("cp866")
    except UnicodeEncodeError:
        return False
    return True
