"""In what one firmware may differ from another: what spec/atol.md calls inferred, in conflict or unknown (12, 13).

Every default is a choice made here, not a fact about a device.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Quirks:
    # lower levels
    plain_answer: int = 0xA3  # to Ack and Abort; unknown
    at_once: bool = False  # Add is answered with the result where it is there already, and nothing is told unasked
    slots: int = 16  # tasks that are held, then B1; unknown
    stopped_takes: bool = False  # Add to a stopped queue is taken and waits; otherwise A5; unknown
    abort_stops_running: bool = False  # a task at work ends without having done anything; unknown
    buffer_outlives_power: bool = False  # results are there after the power came back; unknown
    waits_for_eot: bool = True  # v2: a command is executed after EOT, at the latest after T8; else after its frame
    offers: int = 5  # v2: how often an answer is offered; unknown
    longest: int = 255  # v2: bytes of data in a frame; inferred

    # state
    drawer_bit_means_open: bool = True  # bit 2 of the flags of 3Fh; conflict
    paper_bit_means_paper: bool = True  # bit 3 likewise; conflict
    submode_is_type: bool = (
        True  # 1.1, 1.2, 1.4, 1.5 by the receipt's type; else 1.1 coming in, 1.2 going out; inferred
    )
    mode_after_z: int = 0x00  # unknown
    ext: int | None = 0  # the third byte of "55h, error"; None = it is left out

    # receipts
    opens_shift: bool = False  # 92h with a closed shift opens one; else 143
    cash_needs_shift: bool = True  # 49h, 4Fh with a closed shift: 143; unknown
    subject_first: bool = True  # EBh: 1212, then 1214; one source alone
    swallowed: int = 0  # first characters of a name that the register drops
    no_position_error: int = 102  # EBh without EAh; unknown
    cost_error: int = 8  # a cost that is not price × quantity; unknown
    empty_error: int = 173  # 4Ah without positions; unknown
    tax_sum_width: int | None = None  # bytes of the sum in B8h: 7 or 5; None = both; conflict
    section_tax: int = 1  # the tax index that stands for 0, "by section"; inferred
    padded_inn: bool = True  # 1203, 1226, 1228, 1016 that are not 12 bytes: 232
    converts_texts: bool = True  # tags come in the register's own code page; else in plain 866; sources differ
    requisites_in_reports: bool = True  # E8h in modes 2 and 3; else 122
    prints_in_receipt: bool = False  # text and codes while a receipt is open; else 155; inferred
    keeps_receipt: bool = True  # an open receipt outlives a power cut; unknown

    # paper
    refuses_without_paper: bool = True  # 4Ah with no paper: 103 and nothing recorded; else recorded, and 103; unknown
    told_when_out: bool = True  # paper that ended inside the receipt: 4Ah has recorded it and answers 103; else 0
    needs_resume: bool = True  # new paper, and 118 until 55h; else it goes on by itself; unknown
    z_before_paper: bool = True  # 5Ah is in the ФН though its paper ended; else the repeated 5Ah records it; unknown
    ink: Literal[0, 1] = 1  # the bit of a dot in 8Eh; conflict
    last_piece: Literal["set", "clear"] = "set"  # bit 7 of the flag of C2h on the last piece; unknown

    # where values may be asked, and how they are written
    storage_mode: int | None = None  # A4h in this mode only, else 102; some firmwares: 6
    storage_lacks: frozenset[int] = frozenset()  # second bytes of A4h that the firmware does not know: 122
    tables_mode: int | None = None  # 46h likewise; some firmwares: 4
    confirms_date: bool = True  # 64h: the first time 22
    table_numbers: Literal["bcd", "binary"] = "bcd"  # 48 characters as 48h or as 30h; unknown
    extended_width: int = 2  # bytes of register 55; unknown
    extended_numbers: Literal["bcd", "binary"] = "bcd"  # likewise
    count_width: int = 2  # bytes BCD of the registers that count; unknown
    sum_width: int = 7  # likewise of those that sum; inferred from 4Dh
    shift_order: Literal["little", "big"] = "little"  # numbers in A4 10; conflict
