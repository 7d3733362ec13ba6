"""What can go wrong with the lower levels of АТОЛ alone. Source of the list: spec/atol.md 10.

The rest goes wrong with every register behind a wire: `drivers.emulation.frame_faults`. Here those words mean:

* ACK: ACK to a frame in v2, the answer to Add in v3. Answer: the frame in v2; in v3 whatever brings the result.
* GOOD_REFUSED: NAK, and in v3 an empty packet.
* What distorts bytes (BAD_SUM, BAD_LENGTH, ANSWER_CUT, ANSWER_SLOW, ANSWER_TWICE, JUNK_BEFORE) strikes in v3 at the
  next packet about the command: the answer to Add first, the result with `skip=1`.
* OTHER_CODE: the result under another task id; v2 knows no such thing.
* ANSWER_LOST: in v2 the answer is never offered, in v3 the result is not told unasked: Req brings it.

A command is told by its code, "4A", or with the byte after it, "A440". What the register itself refuses is ordered with
`machine.troubles`.
"""

from drivers.emulation.plan import What


class Packet(What):
    """Where nothing else is said, the command is not taken."""

    ENQ_CLASH = "enq-clash"  # v2: ENQ after ENQ, as if the register wanted to talk too
    OVERFLOW = "overflow"  # B1 to Add
    TID_TAKEN = "tid-taken"  # B2 to Add
    ILLEGAL = "illegal"  # B4 to Add
    STOPPED = "stopped"  # A5 to Add: the queue stands until Abort
    TID_LOST = "tid-lost"  # B3 to Req: it was executed, its result is gone
    OTHER_ID = "other-id"  # the answer to Add has the id of no packet; it was taken
    RESULT_HELD = "result-held"  # what is told unasked is told to the next connection
    ESCAPED_SUM = "escaped-sum"  # before the answer a packet for nobody, whose sum needs escaping; it was taken
