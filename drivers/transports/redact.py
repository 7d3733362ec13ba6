"""What nobody should read in a log or in a support bundle: the one place that decides it."""

import re
from collections.abc import Iterable

_ENDS_SHOWN = 4  # of a card number, as receipts print it; of anything else fewer
_CARD = re.compile(rb"(?<!\d)(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,7})(?!\d)")
_PHONE = re.compile(rb"(?<![\d+])(?:\+\d{10,15}|(?:\+7|8)[ -]?\(?\d{3}\)?[ -]?\d{3}[ -]?\d{2}[ -]?\d{2}|79\d{9})(?!\d)")
_MARK = re.compile(rb"(?<!\d)(\(?01\)?\d{14}\(?21\)?)([!-~]{5,60}(?:\x1d[!-~]{1,90}){0,6})")
_BASIC = re.compile(rb"(?i)(\r\nauthorization: *basic +)([A-Za-z0-9+/=_-]+)")
_MAIL = re.compile(rb"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")


def mask(data: bytes, secrets: Iterable[bytes] = ()) -> bytes:
    """The same bytes, as many of them, with '*' for what is private; its last characters stay, to be told apart.

    Private are `secrets` (whole), card numbers (13 to 19 digits with the right check digit (Luhn), solid or in fours),
    name and password of HTTP (Basic), phone numbers (+ and 10 to 15 digits; 8 or 79 and what makes 11 digits in all),
    e-mail addresses, and of a marking code (GS1: 01, GTIN, 21, serial number, check codes) what stands behind the GTIN.
    Digits are those of ASCII, which are the same bytes in code pages 866 and 1251 and in UTF-8. About one in ten other
    numbers of 13 to 19 digits (EAN-13, ФН, РНМ) has the check digit of a card by chance and is masked too.

    Not found: what two chunks share, what is packed (UTF-16, BCD, pictures of text, compressed or enciphered data),
    an address whose letters are not Latin ones, and the codes of tobacco, which have no marks of their parts.
    """
    for secret in secrets:
        data = data.replace(secret, b"*" * len(secret))
    data = _BASIC.sub(lambda found: found[1] + _stars(found[2], 0), data)
    data = _MARK.sub(lambda found: found[1] + _stars(found[2], 0), data)
    data = _MAIL.sub(lambda found: _stars(found[0], 3), data)
    data = _CARD.sub(_card, data)
    return _PHONE.sub(lambda found: _stars(found[0], 2), data)


def mask_text(text: str) -> str:
    """`mask` for words. As many characters as before."""
    return mask(text.encode("utf-8", "surrogateescape")).decode("utf-8", "surrogateescape")


def _card(found: re.Match[bytes]) -> bytes:
    digits = [sign - 0x30 for sign in found[0] if sign >= 0x30]  # the others are blanks and hyphens
    if len(digits) < 13 or len(set(digits)) == 1 or not _luhn(digits):
        return found[0]
    return _stars(found[0], _ENDS_SHOWN)


def _luhn(digits: list[int]) -> bool:
    """The check digit of ISO/IEC 7812-1, annex B."""
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _stars(data: bytes, shown: int) -> bytes:
    return b"*" * (len(data) - shown) + data[len(data) - shown :]
