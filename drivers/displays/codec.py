"""Customer displays of 2 x 20 characters: what goes to them. They say nothing. No I/O.

Source: spec/scales-displays.md 4. The bytes of escpos were seen in public drivers; those of cd5220 and dsp800 are
general knowledge that agrees with public drivers and with manuals of compatible displays, unseen on a device.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

WIDTH = 20  # characters of a line

Lines = Callable[[bytes, bytes], bytes]  # top and bottom, `WIDTH` bytes each -> what writes them


@dataclass(frozen=True, slots=True)
class Commands:
    clear: bytes
    lines: Lines


def _one_after_the_other(top: bytes, bottom: bytes) -> bytes:
    """The cursor is at home after the screen was cleared, and goes on from line to line by itself."""
    return top + bottom


def _by_name(top: bytes, bottom: bytes) -> bytes:
    """ESC Q A and ESC Q B, each ended by CR."""
    return b"\x1bQA" + top + b"\r" + b"\x1bQB" + bottom + b"\r"


def _by_position(top: bytes, bottom: bytes) -> bytes:
    """EOT SOH P n ETB: the first place is 31h, that under it 20 further on."""
    return _position(0) + top + _position(WIDTH) + bottom


def _position(place: int) -> bytes:
    return bytes([0x04, 0x01, 0x50, 0x31 + place, 0x17])


DIALECTS: Mapping[Literal["escpos", "cd5220", "dsp800"], Commands] = {
    "escpos": Commands(clear=b"\x0c", lines=_one_after_the_other),
    "cd5220": Commands(clear=b"\x0c", lines=_by_name),
    "dsp800": Commands(clear=b"\x04\x01\x43\x31\x58\x17", lines=_by_position),
}


def show(commands: Commands, prelude: bytes, top: bytes, bottom: bytes) -> bytes:
    """`prelude`: code page and the like. Clearing comes first: it ends whatever mode a display is in."""
    return commands.clear + prelude + commands.lines(_line(top), _line(bottom))


def _line(text: bytes) -> bytes:
    """Exactly `WIDTH` bytes, none of which is a command."""
    shown = bytes(byte if byte >= 0x20 and byte != 0x7F else 0x3F for byte in text)
    return shown[:WIDTH].ljust(WIDTH)
