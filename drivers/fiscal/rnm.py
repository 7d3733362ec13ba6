"""РНМ (1037), the number that the tax office gives a register. Source: spec/ffd.md, section 11."""

import binascii


def registration_number(ordinal: int, inn: str, serial: str) -> str:
    """Ten digits of `ordinal` and six digits of CRC16-CCITT over ordinal, ИНН and factory number (1013).

    Raises ValueError unless 0 <= ordinal < 10**10 and both texts are ASCII of at most 12 and 20 characters.
    """
    if not 0 <= ordinal < 10**10 or len(inn) > 12 or len(serial) > 20:
        raise ValueError("registration number: ordinal has 10 digits, ИНН 12, factory number 20 at most")
    counted = f"{ordinal:010d}{inn.zfill(12)}{serial.zfill(20)}".encode("ascii")
    return f"{ordinal:010d}{binascii.crc_hqx(counted, 0xFFFF):06d}"


def is_registration_number(number: str, inn: str, serial: str) -> bool:
    """Whether a РНМ belongs to this ИНН and factory number."""
    number = number.strip()
    if not is_written_right(number):
        return False
    try:
        return registration_number(int(number[:10]), inn.strip(), serial.strip()) == number
    except ValueError:
        return False


def is_written_right(number: str) -> bool:
    """Sixteen digits."""
    return len(number) == 16 and number.isascii() and number.isdigit()
