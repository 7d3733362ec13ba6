"""What no source tells of the service: each is a setting, so that a driver can be tried with either."""

from dataclasses import dataclass, field
from enum import Enum


class Journal(Enum):
    """How `shifts` of GetSales looks. Source: spec/mercury.md 3, which leaves it open."""

    LIST = "list"
    OBJECT = "object"  # the last shift alone
    EMPTY = "empty"  # it is not kept in ordinary till mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Quirks:
    """`taxes`: tag 1199 by taxCode; those of 22 % are unknown, a test may add them."""

    journal: Journal = Journal.LIST
    journal_polls: int = 0  # GetProgress says so many times that the journal is still being read
    check_number_stays: bool = True  # GetStatus: number of the last check while none is open; False = 0 then
    sign_is_text: bool = False  # fiscalSign as a string, not a number
    recorded_without_paper: bool = False  # the paper ends in a document: True = result 0, False = an error, recorded
    check_survives_power: bool = True  # the open check is there after a power cut
    ports_are_freed: bool = True  # ClosePorts ends every session; False = it does nothing for those in use
    cash_needs_shift: bool = False  # BringMoney and WithdrawMoney only in an open shift
    unknown_fields: bool = False  # they are ignored; False = refused, so that a wrong name is found
    unchecked_codes: bool = False  # AddGoods takes codes that AcceptMarkingCode has not seen, 2106 is 0 then
    taxes: dict[int, int] = field(default_factory=lambda: {code: code for code in range(1, 11)})
