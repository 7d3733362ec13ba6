"""What hosts load before they print or send it: pictures, data of two-dimensional codes, long requisites."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Memory:
    """`graphics`: dot lines by number; `wide`: those of the 512 dots buffer. Volatile."""

    graphics: dict[int, bytes] = field(default_factory=dict)
    wide: dict[int, bytes] = field(default_factory=dict)
    blocks: dict[int, bytes] = field(default_factory=dict)  # of DDh, 64 bytes each
    buffer: bytearray = field(default_factory=bytearray)  # of FF32, FF33
