"""What a correction records beside its sums: why it is made (1173, 1174). Source: spec/ffd.md 2.1."""

from datetime import UTC, datetime, time

from drivers.fiscal import tlv
from drivers.fiscal.cp866 import to_cp866
from drivers.fiscal.envelope import LATE
from drivers.fiscal.rows import texts
from drivers.model.document import Correction
from drivers.model.ffd import FfdVersion

UNNUMBERED = "б/н"  # what a paper without a number is said to have; customary, not in the format


def base_number(correction: Correction, ffd: FfdVersion) -> str:
    """1179: of the tax office's order; up to ФФД 1.05 the base document has one in any case."""
    number = to_cp866(correction.number).strip()
    if ffd in LATE:
        return number if correction.by_order else ""
    return number or UNNUMBERED


def requisites(correction: Correction, ffd: FfdVersion) -> list[bytes]:
    """1173 and 1174 {1177, 1178, 1179}."""
    day = datetime.combine(correction.date, time(), UTC)
    base = [*texts({1177: correction.name}), tlv.encode(1178, day), *texts({1179: base_number(correction, ffd)})]
    return [tlv.encode(1173, correction.by_order), tlv.encode(1174, base)]
