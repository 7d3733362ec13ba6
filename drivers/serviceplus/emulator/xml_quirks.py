"""What no source tells of the XML dialect: each is a setting, so that a driver can be tried with either."""

from dataclasses import dataclass
from enum import Enum


class Numbers(Enum):
    """How money and quantities are written. Source: spec/service-plus.md C1, which assumes the point."""

    POINT = "point"  # 100.00, 2.000
    COMMA = "comma"
    WHOLE = "whole"  # kopecks, thousandths


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlQuirks:
    numbers: Numbers = Numbers.POINT
    checks_types: bool = True  # `t` of each element has to be the one its tag suggests
    gives_change: bool = True  # cash may be more than is due; otherwise all sums make up the total
    sign_is_text: bool = False  # 1077 as ten digits of type 1, not as a number
    state_has_document: bool = True  # 44 and 40 tell the last document by 1040 and 1077
    state_has_sign: bool = True  # and its sign; False = the number alone
    recorded_without_paper: bool = False  # the paper ends in a document: True = Result 0, False = an error, recorded
    rates: int = 6  # 1199 from 1 to it; newer firmware may know those of 2025
    new_lines: bool = False  # each element of an answer stands on a line of its own
