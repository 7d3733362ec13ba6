"""The byte that answers ESC h. Source: CPCL Programming Manual (Zebra), Get Printer Status.

Bits: 0 busy, 1 out of paper, 2 latch open, 3 battery low, 4 reset since the last question. An answer says that the
label before is done.
"""

from drivers.labels.status import Status


class CpclStatusReader:
    """See StatusReader. Bytes with bits 5-7 set are no answer."""

    def feed(self, chunk: bytes) -> list[Status]:
        return [status(byte) for byte in chunk if byte < 0x20]


def status(byte: int) -> Status:
    """A low battery stops nothing yet: bit 3 is left out, bit 4 is no fault."""
    return Status(
        paper_out=bool(byte & 0x02),
        head_open=bool(byte & 0x04),
        idle=not byte & 0x07,
        native=byte,
    )
