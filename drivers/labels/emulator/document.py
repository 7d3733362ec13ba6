"""A label that came out of the printer."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from drivers.labels.emulator.paper import Label, picture


@dataclass(frozen=True, slots=True)
class LabelDocument:
    """Drawn only when asked."""

    number: int
    time: datetime
    label: Label

    @property
    def barcodes(self) -> list[tuple[str, str]]:
        """Codes the printer drew by itself: kind, content."""
        return [(code.kind, code.content.decode("utf-8", "replace")) for code in self.label.codes]

    def text(self) -> str:
        return "".join(text + "\n" for text in self.label.texts)

    def png(self) -> bytes:
        file = BytesIO()
        picture(self.label).convert("1").save(file, "PNG", compress_level=1)
        return file.getvalue()
