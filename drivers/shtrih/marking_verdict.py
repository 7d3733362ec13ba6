"""What FF61 answers, in the words of the rules. Pure. Source: spec/shtrih-m.md 3.8; spec/ffd.md 10.4."""

from drivers.fiscal import goods, tlv
from drivers.fiscal.marking_check import Checked
from drivers.fiscal.marking_script import AUTONOMOUS, CHECKED, CODE_GOOD, Verdict
from drivers.model.document import MarkingCode
from drivers.shtrih.requests.marking import CodeCheck

_LOCAL, _REMOTE = CHECKED | CODE_GOOD, 0x0F


def checked(marking: MarkingCode, code: str, planned: int, told: CodeCheck) -> Checked:
    """`code`: 2000 as it was sent; `planned`: 2003."""
    return Checked(
        code=code,
        type=told.code_type,
        piece=goods.piece(marking),
        planned=planned,
        verdict=verdict(told),
        autonomous=told.result is not None and bool(told.result & AUTONOMOUS),
    )


def verdict(told: CodeCheck) -> Verdict:
    """What 2106 says of the code wins over 2004, which the server may have contradicted.

    The server's part is None where it did not answer: what the ФН found stands alone then.
    """
    said = _said(told.server)
    return Verdict(
        local=int(told.local if told.result is None else told.local & told.result) & _LOCAL,
        reason=told.reason,
        remote=None if told.result is None else int(told.result) & _REMOTE,
        processing=said.get(2105),
        status=said.get(2109),
    )


def _said(server: bytes) -> dict[int, int]:
    """Numbers by tag; nothing of an answer that cannot be read, since 2106 holds what counts."""
    try:
        return {item.tag: item.number() for item in tlv.parse(server) if item.tag in (2105, 2109)}
    except ValueError:
        return {}


def silence(told: CodeCheck) -> str:
    """What to tell where «Честный ЗНАК» was asked and gave nothing; "" where it answered or nobody asked it."""
    if told.storage_code in (None, 0):
        return ""
    if told.timed_out:
        return "«Честный ЗНАК» не ответил вовремя, код проверен только в ФН"
    reason = "" if told.server_reason is None else f", причина {told.server_reason}"
    return f"ФН не принял ответ «Честного ЗНАКа» (код {told.storage_code}{reason}), код проверен только в ФН"
