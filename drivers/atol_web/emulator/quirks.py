"""What spec/atol-web.md 9 calls uncertain, and what makers of versions may do otherwise. The defaults are guesses."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Quirks:
    """`http_error`: the number in the body of an HTTP error; 505 was seen. `auto_open`: a receipt opens the shift."""

    queue_position: bool = False  # 201 has a body {"number": n}; the name is made up
    http_error: int = 505
    duplicate_status: int = 409  # seen in one source only
    delete_late_status: int = 409  # a DELETE of what has begun or ended
    unknown_type: int = 501  # or 11
    operator_needed: bool = True  # 172 without one
    auto_open: bool = False  # else 73
    vat_22: bool = True  # knows vat22 and vat122, inferred
    payment_numbers: bool = True  # takes 0..4 for the names of payments
    results_live: float | None = None  # seconds, then 404; None = always
    most_bytes: int = 1 << 19  # of a body, then 413
    queue_limit: int | None = None  # tasks that wait, then 409
    tlv_names: bool = True  # documentTLV says `fiscalDocumentType` and `qr` beside the tags
