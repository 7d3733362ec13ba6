"""What the virtual ФН and «Честный ЗНАК» are to say of a marking code: names of results, and a table of codes.

Source of the numbers: spec/ffd.md 10.4. Inferred: that 2004 and 2005 have the bits of 2106, which is both together (an
exchange in spec/shtrih-m.md 3.8 agrees), and which 2105 and 2109 go with a name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from drivers.fiscal.scanned import clean

CHECKED, CODE_GOOD, ASKED, STATUS_GOOD, AUTONOMOUS = 1, 2, 4, 8, 16
"""Bits of 2106. 2004 holds the first two, 2005 the first four."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What both sides say. `remote` and its two codes are None where nobody was asked."""

    local: int  # 2004
    reason: int = 0  # why the ФН could not check: 1 not that type, 2 no key, 3 no parts to check, 4 other
    remote: int | None = None  # 2005
    processing: int | None = None  # 2105: 0 good, 1 bad format, 2 code not recognised
    status: int | None = None  # 2109: 1 planned status right, 2 wrong, 3 turnover suspended

    @property
    def result(self) -> int:
        """2106, without the bit of an autonomous register."""
        return self.local | (self.remote or 0)


_GOOD, _BAD = CHECKED | CODE_GOOD, CHECKED
_STATUS_RIGHT, _STATUS_WRONG = ASKED | STATUS_GOOD, ASKED

VERDICTS: Mapping[str, Verdict] = {
    "good": Verdict(local=_GOOD, remote=_GOOD | _STATUS_RIGHT, processing=0, status=1),  # 15
    "bad-code": Verdict(local=_BAD, remote=_BAD | _STATUS_WRONG, processing=0),  # 5
    "bad-status": Verdict(local=_GOOD, remote=_GOOD | _STATUS_WRONG, processing=0, status=2),  # 7
    "suspended": Verdict(local=_GOOD, remote=_GOOD | _STATUS_WRONG, processing=0, status=3),  # 7
    "bad-format": Verdict(local=0, reason=3, remote=_BAD | _STATUS_WRONG, processing=1),  # 5
    "unknown-code": Verdict(local=0, reason=2, remote=_BAD | _STATUS_WRONG, processing=2),  # 5
    "no-key": Verdict(local=0, reason=2, remote=_GOOD | _STATUS_RIGHT, processing=0, status=1),  # 15
    "no-link": Verdict(local=_GOOD),  # 3
    "bad-code-no-link": Verdict(local=_BAD),  # 1
    "not-checked": Verdict(local=0, reason=2),  # 0
}


@dataclass(frozen=True, slots=True)
class Script:
    """Code, or the beginning of codes -> name of a verdict. The longest beginning that fits wins."""

    lines: Mapping[str, str] = field(default_factory=dict)

    def verdict(self, code: str) -> Verdict | None:
        """None where the table says nothing of the code. It may be given as scanned."""
        text = clean(code)
        beginnings = [beginning for beginning in self.lines if text.startswith(beginning)]
        return VERDICTS[self.lines[max(beginnings, key=len)]] if beginnings else None


def parse(text: str) -> Script:
    """Lines of `0104600439931256=bad-status`; blank ones and those that begin with # are passed over.

    The last `=` of a line ends the code, which may hold others. Raises ValueError that names the line and the names of
    verdicts.
    """
    lines = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not (line := line.strip()) or line.startswith("#"):
            continue
        code, _, name = line.rpartition("=")
        code, name = clean(code), name.strip().lower()
        if not code or name not in VERDICTS:
            raise ValueError(
                f"строка {number} таблицы кодов маркировки: нужно «код=результат», где результат из списка:"
                f" {', '.join(VERDICTS)}"
            )
        lines[code] = name
    return Script(lines)
