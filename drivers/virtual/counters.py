"""Where the virtual ФН stands."""

from dataclasses import dataclass
from datetime import datetime

from drivers.virtual.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Counters(Standing):
    """See Standing for how fields are kept."""

    first_document: int = 0  # ФД of the report that opened the shift
    registered_at: datetime | None = None  # first registration in this ФН
    by_command: bool = False  # registered by a command: the settings are asked no more
    closed: bool = False  # the ФН has taken its last document
    replaced: bool = False  # a new ФН is being put in its place
    last_report: int = 0  # ФД of the newest shift that was closed
    notices: int = 0  # 2002 of the newest notification of marked goods
    bad_codes: int = 0  # 2112 of the shift, bits
    ofd_down: bool = False  # the virtual ОФД, see `ofd`
    ofd_delay: int = 0  # seconds
    ofd_since: datetime | None = None  # when one of the two was changed last; None: never
    ofd_sent: int = 0  # newest ФД that was confirmed by then
    unsent_since: datetime | None = None  # 1098 as known then, or, while the link is down, now
