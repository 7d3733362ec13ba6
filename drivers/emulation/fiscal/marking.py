"""Checks of marking codes as a test has scripted them; good unless told otherwise. Source: spec/shtrih-m.md 3.8."""

from dataclasses import dataclass, field

MOST_CHECKED = 128
TIMEOUT = 0xFF


@dataclass(frozen=True, slots=True)
class Verdict:
    """`local` tag 2004, `reason` why not locally, `result` tag 2106; `server`: how that exchange went, 0 = well."""

    local: int = 3
    reason: int = 0
    server: int = 0
    result: int = 15
    processing: int = 0  # tag 2105
    details: int = 15  # tag 2005

    @property
    def answered(self) -> bool:
        return self.server == 0


GOOD = Verdict()
BAD = Verdict(local=1, result=5, details=5)
NO_SERVER = Verdict(server=TIMEOUT, result=3)
NO_KEYS = Verdict(local=0, reason=2, result=12, details=12)


@dataclass(frozen=True, slots=True)
class Checked:
    code: bytes
    status: int  # planned, tag 2003
    verdict: Verdict
    kind: int  # tag 2100


@dataclass(slots=True)
class Marking:
    """`verdicts` by code as the host sends it. What was checked is forgotten with a closed receipt, or by `clear`."""

    verdicts: dict[bytes, Verdict] = field(default_factory=dict)
    enabled: bool = True  # the ФН checks codes at all
    checked: Checked | None = None  # waits for the host's yes or no
    accepted: dict[bytes, Checked] = field(default_factory=dict)
    notified: int = 0  # notifications made
    sent: int = 0  # of them delivered

    def verdict(self, code: bytes) -> Verdict:
        return self.verdicts.get(code, GOOD)

    def clear(self) -> None:
        self.checked = None
        self.accepted.clear()
