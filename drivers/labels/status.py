"""What a label printer says of itself, whatever its language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """One answer.

    `idle`: nothing received is left to print; None = this language cannot tell. `left`: labels and formats that wait,
    as far as the answer counts them; a changed count is progress. `native`: the maker's own code, 0 = none.
    """

    paper_out: bool = False
    paper_low: bool = False
    head_open: bool = False
    ribbon_out: bool = False
    paused: bool = False
    fault: str = ""  # anything else that stops printing, in words
    idle: bool | None = None
    left: int = 0
    native: int = 0

    def trouble(self) -> str:
        """What keeps it from printing, in words for the cashier; "" = nothing."""
        causes = {
            "кончилась бумага или этикетка не найдена": self.paper_out,
            "открыта крышка или головка": self.head_open,
            "кончилась красящая лента": self.ribbon_out,
            "печать приостановлена кнопкой": self.paused,
            self.fault: bool(self.fault),
        }
        return ", ".join(cause for cause, present in causes.items() if present)

    def fault_text(self) -> str:
        """For DeviceState.fault: what its own flags do not say."""
        causes = {
            "кончилась красящая лента": self.ribbon_out,
            "печать приостановлена": self.paused,
            self.fault: bool(self.fault),
        }
        return ", ".join(cause for cause, present in causes.items() if present)
