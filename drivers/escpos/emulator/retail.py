"""The codes of shops in GS k: UPC-A, UPC-E, EAN13, EAN8. Source: Epson's reference, GS k."""

from dataclasses import dataclass

from drivers.escpos.emulator.reader import Rejected

_DIGITS = frozenset(b"0123456789")
_PLAIN = {  # name, zint's symbology, digits without the check digit
    0: ("UPCA", "UPCA", 11),
    2: ("EAN13", "EANX", 12),
    3: ("EAN8", "EANX", 7),
}


@dataclass(frozen=True, slots=True)
class RetailCode:
    """`content` has the check digit, `source` is what zint is given."""

    kind: str
    content: str
    symbology: str
    source: bytes


def read(system: int, data: bytes) -> RetailCode:
    """`system` 0 UPC-A, 1 UPC-E, 2 EAN13, 3 EAN8; the check digit may be left out. Raises Rejected."""
    if not data or not _DIGITS.issuperset(data):
        raise Rejected(f"{data!r} are no digits")
    digits = data.decode()
    if system == 1:
        return _upc_e(digits)
    kind, symbology, length = _PLAIN[system]
    body = digits[:length]
    if digits not in (body, whole := body + check_digit(body)) or len(body) != length:
        raise Rejected(f"{kind} {digits}: number of digits, or the check digit")
    return RetailCode(kind, whole, symbology, body.encode())


def check_digit(body: str) -> str:
    """Weights 3 and 1 from the right."""
    weighted = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return str(-weighted % 10)


def _upc_e(digits: str) -> RetailCode:
    """6 digits of the code, 7 or 8 with number system and check digit, 11 or 12 of the UPC-A it stands for."""
    if len(digits) in (11, 12):
        system, six = digits[0], _shorten(digits[1:6], digits[6:11])
    elif len(digits) in (6, 7, 8):
        system, six = (digits[0], digits[1:7]) if len(digits) > 6 else ("0", digits)
    else:
        raise Rejected(f"UPC-E of {len(digits)} digits")
    check = check_digit(system + _lengthen(six))
    if system not in "01" or (len(digits) in (8, 12) and digits[-1] != check):
        raise Rejected(f"UPC-E {digits}: number system or check digit")
    return RetailCode("UPCE", system + six + check, "UPCE", (system + six).encode())


def _shorten(maker: str, item: str) -> str:
    """Ten digits of a UPC-A as six; only those with enough zeros have a short form. Raises Rejected."""
    if maker[2:] in ("000", "100", "200") and item[:2] == "00":
        return maker[:2] + item[2:] + maker[2]
    if maker[3:] == "00" and item[:3] == "000":
        return maker[:3] + item[3:] + "3"
    if maker[4:] == "0" and item[:4] == "0000":
        return maker[:4] + item[4:] + "4"
    if item[:4] == "0000" and item[4:] >= "5":
        return maker + item[4:]
    raise Rejected(f"{maker}{item} has no short form")


def _lengthen(six: str) -> str:
    """The ten digits that six stand for."""
    last = six[5]
    if last in "012":
        return six[:2] + last + "0000" + six[2:5]
    if last == "3":
        return six[:3] + "00000" + six[3:5]
    if last == "4":
        return six[:4] + "00000" + six[4]
    return six[:5] + "0000" + last
