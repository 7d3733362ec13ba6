"""What passes the check can be written, whatever a client sends; what does not pass is a RequestRefused."""

from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import RequestRefused
from drivers.fiscal import documents
from drivers.fiscal.check import check
from drivers.fiscal.documents import Header
from drivers.fiscal.tlv import parse
from drivers.model.document import Receipt
from drivers.model.ffd import FfdVersion
from tests.drivers.fiscal.hostile import receipts
from tests.drivers.fiscal.samples import NOON, REGISTRATION, rules


@given(receipts(), st.sampled_from(FfdVersion), st.booleans())
def test_accepted_means_writable(request: Receipt, ffd: FfdVersion, split: bool) -> None:
    try:
        done = check(request, rules(ffd.value, split_rows=split))
    except RequestRefused:
        return
    header = Header(
        form=done.form,
        number=1,
        time=NOON,
        storage="9999078900001234",
        registration=REGISTRATION,
        ffd=ffd,
        cashier=request.cashier,
    )
    (document,) = parse(documents.seal(documents.receipt(header, done), 1))
    assert len(document.raw) <= 32768
    assert document.child(1020).number() == done.total
