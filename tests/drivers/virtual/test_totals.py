"""Whatever is sold: the X report, the Z report and the drawer equal the sum of the answers."""

import re
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.model import money
from drivers.model.command import CashIn, CloseShift, OpenShift, ReadState, RegisterReceipt, XReport
from drivers.model.ffd import ReceiptType, VatRate
from drivers.virtual.kkt import VirtualKkt
from tests.drivers.virtual.shop import run, sale, tea


@st.composite
def receipts(draw: st.DrawFn) -> RegisterReceipt:
    lines = draw(
        st.lists(st.builds(tea, st.integers(0, 10**6), st.sampled_from(list(VatRate))), min_size=1, max_size=4)
    )
    total = sum(line.amount for line in lines)
    card = draw(st.integers(0, total))
    given_cash = total - card + draw(st.integers(0, 1000))
    return sale(*lines, type=draw(st.sampled_from(list(ReceiptType))), cash=given_cash, electronic=card)


NAMES = {
    ReceiptType.SALE: "ПРИХОД",
    ReceiptType.SALE_RETURN: "ВОЗВРАТ ПРИХОДА",
    ReceiptType.PURCHASE: "РАСХОД",
    ReceiptType.PURCHASE_RETURN: "ВОЗВРАТ РАСХОДА",
}


@settings(max_examples=15, deadline=None)
@given(st.lists(receipts(), max_size=6), st.sampled_from(["1.0", "1.05", "1.1", "1.2"]))
def test_reports_add_up(commands: list[RegisterReceipt], ffd: str) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        sums: Counter[str] = Counter()
        drawer = 10_000_000
        await kkt.execute(OpenShift())
        await kkt.execute(CashIn(drawer))
        for command in commands:
            outcome = await kkt.execute(command)
            assert outcome.document is not None
            assert outcome.document.total is not None
            assert outcome.payments is not None
            kind = command.receipt.type
            assert outcome.payments.total == outcome.document.total == command.receipt.total
            assert outcome.change == command.receipt.payments.total - outcome.document.total
            sums[NAMES[kind]] += outcome.document.total
            into = kind in (ReceiptType.SALE, ReceiptType.PURCHASE_RETURN)
            drawer += outcome.payments.cash if into else -outcome.payments.cash
        counts = Counter(NAMES[command.receipt.type] for command in commands)
        await kkt.execute(XReport())
        await kkt.execute(CloseShift())
        for sheet in kkt.tape()[:2]:
            for name in NAMES.values():
                assert printed(sheet.text(), f"{name}: {counts[name]}") == money.text(sums[name])
            assert printed(sheet.text(), "НАЛИЧНЫХ В КАССЕ") == money.text(drawer)
            assert printed(sheet.text(), "ВНЕСЕНИЙ 1") == "100000.00"
        state = (await kkt.execute(ReadState())).state
        assert state is not None
        assert state.cash == drawer

    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), scene, ffd=ffd)


def printed(text: str, title: str) -> str:
    """The value at the right edge of the row that begins with `title`."""
    found = re.search(rf"^{re.escape(title)} +=(\S+)$", text, re.MULTILINE)
    assert found, f"no row «{title}» in\n{text}"
    return found[1]
