"""The byte that answers <ESC>!?. Source: TSPL/TSPL2 Programming Language (TSC), <ESC>!?.

Bits: 0 head open, 1 paper jam, 2 out of paper, 3 out of ribbon, 4 pause, 5 printing, 7 other error.
"""

from drivers.labels.status import Status


class TsplStatusReader:
    """See StatusReader. Bytes with bit 6 set, most letters among them, are no answer."""

    def feed(self, chunk: bytes) -> list[Status]:
        return [status(byte) for byte in chunk if not byte & 0x40]


def status(byte: int) -> Status:
    faults = {"замятие бумаги": byte & 0x02, "ошибка принтера": byte & 0x80}
    return Status(
        head_open=bool(byte & 0x01),
        paper_out=bool(byte & 0x04),
        ribbon_out=bool(byte & 0x08),
        paused=bool(byte & 0x10),
        fault=", ".join(text for text, present in faults.items() if present),
        idle=byte == 0,
        native=byte,
    )
