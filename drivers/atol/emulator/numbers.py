"""Numbers as the register reads and writes them: packed BCD, most significant byte first. Source: spec/atol.md 4."""


def bcd(value: int, width: int) -> bytes:
    """Raises ValueError where it does not fit `width` bytes or is negative."""
    digits = f"{value:0{2 * width}d}"
    if value < 0 or len(digits) > 2 * width:
        raise ValueError(f"{value} in {width} bytes")
    return bytes.fromhex(digits)


def read_bcd(raw: bytes) -> int:
    """Raises ValueError where a half of a byte is no digit."""
    digits = raw.hex()
    if digits and not digits.isdecimal():
        raise ValueError(f"{digits} is no BCD")
    return int(digits or "0")


def u16(value: int) -> bytes:
    return value.to_bytes(2, "little")


def u32(value: int) -> bytes:
    return value.to_bytes(4, "little")
