from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from drivers.fiscal import ofd_links
from drivers.fiscal.inn import is_inn
from drivers.fiscal.ofd_links import SITES, faults, link
from drivers.model.ffd import DocumentForm, ReceiptType
from drivers.model.outcome import FiscalDocument
from drivers.model.state import Registration

SHOP = Registration(inn="7707083893", number="0149060006035849    ", ofd_inn="7841465198  ")
SALE = FiscalDocument(
    form=DocumentForm.RECEIPT,
    number=681,
    sign=249046634,
    time=datetime(2026, 1, 5, 14, 36, 12, tzinfo=timezone(timedelta(hours=7))),
    storage="8711000101647261",
    shift=3,
    receipt_type=ReceiptType.SALE_RETURN,
    total=155000,
)
WANTED = {
    "7709364346": "https://consumer.1-ofd.ru/v1?t=20260105T1436&s=1550.00&fn=8711000101647261&i=681&fp=249046634&n=2",
    "9715260691": "https://lk.platformaofd.ru/web/noauth/cheque?fn=8711000101647261&fp=249046634&i=681",
    "7704211201": "https://receipt.taxcom.ru/v01/show?fp=249046634&s=1550.00",
    "7728699517": "https://ofd-ya.ru/getFiscalDoc?kktRegId=0149060006035849&fiscalSign=249046634",
    "7841465198": "https://check.ofd.ru/rec/7707083893/0149060006035849/8711000101647261/681/249046634",
    "7605016030": "https://ofd.sbis.ru/rec/0149060006035849/050126/249046634",
    "6663003127": "https://cash.kontur.ru/CashReceipt/View/FN/8711000101647261/FD/681/FP/249046634",
    "6658497833": "https://cash-ntt.kontur.ru/CashReceipt/View/FN/8711000101647261/FD/681/FP/249046634",
    "7704358518": "https://ofd.yandex.ru/vaucher/0149060006035849/681/249046634",
    "2310031475": "https://check.ofd-magnit.ru/CheckWebApp/fds.zul?fn=8711000101647261&fs=249046634&fd=681",
    "7729642175": "https://e-ofd.ru/check?fn=8711000101647261&fp=249046634&fd=681",
    "4029017981": "https://ofd.astralnalog.ru/api/v4.2/landing.pdfNew?fiscalSign=249046634&fiscalDocumentNumber=681"
    "&fiscalDriveNumber=8711000101647261",
}


def test_every_operator_has_its_link() -> None:
    assert set(WANTED) == set(SITES)
    for inn, wanted in WANTED.items():
        assert link(replace(SHOP, ofd_inn=inn), SALE) == wanted


def test_the_table_tells_its_sources() -> None:
    for inn, site in SITES.items():
        assert is_inn(inn), site.name
        assert site.seen
        assert faults(site.pattern) == ""
    assert not SITES["7729642175"].sure


@pytest.mark.parametrize("ofd_inn", ["", "7707083893"])
def test_unknown_operator(ofd_inn: str) -> None:
    assert link(replace(SHOP, ofd_inn=ofd_inn), SALE) == ""


def test_pattern_of_the_owner() -> None:
    shop = replace(SHOP, ofd_inn="")
    assert link(shop, SALE, " https://ofd.example/{fn}/{fd}?x={type}&t={time}&d={date} ") == (
        "https://ofd.example/8711000101647261/681?x=2&t=20260105T1436&d=050126"
    )
    assert link(SHOP, SALE, "https://ofd.example/") == "https://ofd.example/"
    assert link(shop, SALE, "https://ofd.example/{fn.__class__}") == ""


def test_no_link_without_what_it_wants() -> None:
    assert link(replace(SHOP, number=""), SALE) == ""
    assert link(replace(SHOP, autonomous=True), SALE) == ""
    assert link(replace(SHOP, ofd_inn="7704211201"), replace(SALE, total=None)) == ""
    assert link(SHOP, replace(SALE, receipt_type=None, form=DocumentForm.CLOSE_SHIFT)) == ""


@pytest.mark.parametrize(
    ("pattern", "part"), [("https://x/{sum}", "{sum}"), ("x/{fn}", "https://"), ("", ""), ("http://x/{rnm}", "")]
)
def test_faults_of_a_pattern(pattern: str, part: str) -> None:
    assert part in faults(pattern)
    assert bool(faults(pattern)) is bool(part)


def test_all_fields_are_filled() -> None:
    pattern = "https://x/" + "/".join(f"{{{name}}}" for name in ofd_links.FIELDS)
    assert link(SHOP, SALE, pattern).count("/") == 3 + len(ofd_links.FIELDS) - 1
