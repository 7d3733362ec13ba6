"""What has come out of the slot, and what still hangs there."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from drivers.emulation.fiscal.clock import DeviceClock
from drivers.emulation.fiscal.conditions import Conditions
from drivers.emulation.fiscal.printed import Barcode, Cut, Feed, Line, Picture, Printed
from drivers.emulation.text_document import TextDocument


@dataclass(slots=True)
class _Strip:
    """The piece that hangs out of the slot."""

    rows: list[str] = field(default_factory=list)
    codes: list[tuple[str, str]] = field(default_factory=list)


class Output:
    """`printed`: everything that came out, in order; survives everything, it is paper. `documents`: pieces cut off.

    `left`: lines on the roll, None = enough.
    """

    def __init__(self, clock: DeviceClock, conditions: Conditions) -> None:
        self.printed: list[Printed] = []
        self.documents: list[TextDocument] = []
        self.left: int | None = None
        self._clock, self._conditions = clock, conditions
        self._strip = _Strip()

    @property
    def out(self) -> bool:
        """It cannot print: no paper, or the cover is open."""
        return not self._conditions.paper or self._conditions.cover_open

    @property
    def lines(self) -> list[str]:
        return [each.text for each in self.printed if isinstance(each, Line)]

    @property
    def barcodes(self) -> list[Barcode]:
        return [each for each in self.printed if isinstance(each, Barcode)]

    @property
    def pictures(self) -> list[Picture]:
        return [each for each in self.printed if isinstance(each, Picture)]

    @property
    def cuts(self) -> list[Cut]:
        return [each for each in self.printed if isinstance(each, Cut)]

    @property
    def hanging(self) -> Sequence[str]:
        """Rows that were not cut off yet."""
        return tuple(self._strip.rows)

    def load(self, lines: int | None) -> None:
        """A new roll, and the cover is closed."""
        self.left = lines
        self._conditions.paper, self._conditions.cover_open = True, False

    def come_out(self, item: Printed) -> None:
        self.printed.append(item)
        if isinstance(item, Cut):
            self._tear()
            return
        self._show(item)
        if self.left is not None:
            self.left -= item.lines if isinstance(item, Feed) else 1
            if self.left <= 0:
                self._conditions.paper = False

    def _show(self, item: Line | Barcode | Picture | Feed) -> None:
        if isinstance(item, Line):
            self._strip.rows.append(item.text)
        elif isinstance(item, Barcode):
            self._strip.rows.append(f"[{item.kind} {item.content}]")
            self._strip.codes.append((item.kind, item.content))
        elif isinstance(item, Picture):
            self._strip.rows.append(f"[рисунок {item.width}×{len(item.rows)}]")
        else:
            self._strip.rows += [""] * item.lines

    def _tear(self) -> None:
        if self._strip.rows:
            self.documents.append(self._torn())
            self._strip = _Strip()

    def _torn(self) -> TextDocument:
        # The page shows aware times; the device's wall clock belongs to the zone of the machine it runs on.
        time = self._clock.now().astimezone()
        return TextDocument(len(self.documents) + 1, time, tuple(self._strip.rows), tuple(self._strip.codes))
