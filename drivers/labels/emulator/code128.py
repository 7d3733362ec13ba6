"""Code 128 as the languages spell it: sets chosen by hand, by escapes, or by the printer."""

from drivers.labels.emulator.codes import FNC1, Bars, code128
from drivers.labels.emulator.parameters import Rejected

_SETS = {99: "C", 100: "B", 101: "A", 103: "A", 104: "B", 105: "C"}  # symbol values that choose a code set
_FNC1 = 102
# ZPL II Programming Guide, "Code 128 invocation characters": > and a character stand for a symbol value.
_ZPL = {"<": 62, "0": 30, "=": 94, "1": 95, "2": 96, "3": 97, "4": 98, "5": 99, "6": 100, "7": 101, "8": 102} | {
    "9": 103,
    ":": 104,
    ";": 105,
}


class _Writer:
    """Collects characters and choices of set; `content` is what a scanner reads, `source` what zint is given."""

    def __init__(self, start: str = "") -> None:
        self.content, self.source, self.set = b"", b"", ""
        if start:
            self.choose(start)

    def choose(self, name: str) -> None:
        self.set = name
        self.source += b"\\^" + name.encode()

    def fnc1(self) -> None:
        if self.content:  # the first one only says that the code is a GS1 one
            self.content += FNC1
        self.source += b"\\^1"

    def text(self, data: bytes) -> None:
        self.content += data
        self.source += data.replace(b"\\", b"\\\\")

    def value(self, value: int) -> None:
        """A symbol value 0..105 in the set that holds."""
        if value in _SETS:
            self.choose(_SETS[value])
        elif value == _FNC1:
            self.fnc1()
        elif value >= 96:
            raise Rejected(f"symbol value {value} of Code 128")
        elif self.set == "C":
            self.text(b"%02d" % value)
        elif self.set == "A" and value >= 64:
            self.text(bytes([value - 64]))
        else:
            self.text(bytes([value + 32]))


def automatic(data: bytes, kind: str = "CODE128", *, first_fnc1: bool = False) -> Bars:
    """The printer chooses the sets; FNC1 stands in `data` as ASCII 29.

    The shortest choice is drawn; a real printer's own may be a symbol longer.
    """
    writer = _Writer()
    if first_fnc1:
        writer.fnc1()
    for number, part in enumerate(data.split(FNC1)):
        if number:
            writer.fnc1()
        writer.text(part)
    return code128(writer.content, writer.source, kind)


def in_set(name: str, data: bytes) -> Bars:
    """All characters in one set: EPL2 1A, 1B, 1C. Raises Rejected for those the set has not."""
    fits = {"A": range(96), "B": range(32, 128), "C": range(48, 58)}[name]
    if not all(byte in fits for byte in data) or (name == "C" and len(data) % 2):
        raise Rejected(f"{data!r} in set {name} of Code 128")
    writer = _Writer(name)
    writer.text(data)
    return code128(writer.content, writer.source)


def zpl(data: bytes) -> Bars:
    """^BC in mode N: set B holds until `>` and a character says otherwise; in set C a byte is a digit of a pair."""
    text = data.decode("latin-1")
    writer, place, pair = _Writer("" if text[:2] in (">9", ">:", ">;") else "B"), 0, ""
    gs1 = False
    while place < len(text):
        char = text[place]
        if char == ">" and text[place + 1 : place + 2] in _ZPL:
            place, pair = place + 2, ""
            value = _ZPL[text[place - 1]]
            gs1 = gs1 or (value == _FNC1 and not writer.content)
            writer.value(value)
            continue
        place += 1
        if writer.set != "C":
            writer.text(char.encode("latin-1"))
        elif char.isdigit():
            pair += char
            if len(pair) == 2:
                writer.text(pair.encode())
                pair = ""
        else:
            raise Rejected(f"{char!r} in set C of Code 128")
    if pair:
        raise Rejected("an odd number of digits in set C of Code 128")
    return code128(writer.content, writer.source, "GS1-128" if gs1 else "CODE128")


def zpl_gs1(data: bytes) -> Bars:
    """^BC in mode D: FNC1 comes first by itself, `>8` is a further one, parentheses and blanks are not encoded."""
    body = data.translate(None, b"() ").removeprefix(b">8")
    return automatic(body.replace(b">8", FNC1), "GS1-128", first_fnc1=True)


def zpl_automatic(data: bytes) -> Bars:
    """^BC in mode A. `>8` is FNC1 here too (inferred: the guide has the escapes under mode N)."""
    gs1 = data.startswith(b">8")
    return automatic(data.removeprefix(b">8").replace(b">8", FNC1), "GS1-128" if gs1 else "CODE128", first_fnc1=gs1)


def tspl_manual(data: bytes, *, first_fnc1: bool = False) -> Bars:
    """TSPL 128M and EAN128M: `!` and three digits are a symbol value; begins in set B."""
    text = data.decode("latin-1")
    writer, place = _Writer("" if text[:4] in ("!103", "!104", "!105") else "B"), 0
    gs1 = first_fnc1
    if first_fnc1:
        writer.fnc1()
    while place < len(text):
        number = text[place + 1 : place + 4]
        if text[place] == "!" and len(number) == 3 and number.isascii() and number.isdigit():
            gs1 = gs1 or (int(number) == _FNC1 and not writer.content)
            writer.value(int(number))
            place += 4
        elif writer.set == "C":
            pair = text[place : place + 2]
            if len(pair) != 2 or not (pair.isascii() and pair.isdigit()):
                raise Rejected(f"{pair!r} in set C of Code 128")
            writer.text(pair.encode())
            place += 2
        else:
            writer.text(text[place].encode("latin-1"))
            place += 1
    return code128(writer.content, writer.source, "GS1-128" if gs1 else "CODE128")
