"""Forms 1, 11 and 6: spec/ffd.md 2.1."""

from dataclasses import replace

import pytest

from drivers.fiscal import documents
from drivers.fiscal.counters import Totals
from drivers.model.ffd import DocumentForm
from tests.drivers.fiscal.samples import all_of, header, opened, settled, tags

TOTALS = Totals().add(settled())


@pytest.mark.parametrize(("ffd", "codes", "mask"), [("1.05", [2, 3], []), ("1.1", [], [6]), ("1.2", [], [6])])
def test_why_a_registration_was_changed(ffd: str, codes: list[int], mask: list[int]) -> None:
    head = header(DocumentForm.REREGISTRATION, ffd)
    found = opened(documents.registration(head, reasons=0b110, storage_totals=TOTALS))
    assert found.tag == 11
    assert [item.number() for item in all_of(found, 1101)] == codes
    assert [item.number() for item in all_of(found, 1205)] == mask
    assert found.child(1157).child(1134).number() == 1


def test_a_new_storage_has_counted_nothing() -> None:
    found = opened(documents.registration(header(DocumentForm.REREGISTRATION), reasons=1))
    assert found.child(1205).raw == bytes.fromhex("01000000")
    assert 1157 not in tags(found)


def test_the_first_registration_has_no_reason() -> None:
    found = opened(documents.registration(header(DocumentForm.REGISTRATION), reasons=6, storage_totals=TOTALS))
    assert not tags(found) & {1101, 1205, 1157}


@pytest.mark.parametrize("ffd", ["1.0", "1.05", "1.1", "1.2"])
def test_closing_the_storage(ffd: str) -> None:
    found = opened(documents.close_storage(header(DocumentForm.CLOSE_STORAGE, ffd), storage_totals=TOTALS))
    assert found.tag == 6
    assert [found.child(tag).text() for tag in (1048, 1018, 1009, 1187, 1021)] == [
        *('ООО "Ромашка"', "7707083893", "г. Москва, ул. Примерная, д. 1", "Касса 2", "Кассир Петрова"),
    ]
    assert found.child(1038).number() == 23
    assert (1157 in tags(found)) is (ffd != "1.0")


def test_signs_of_trouble_in_shift_reports() -> None:
    plain = header(DocumentForm.OPEN_SHIFT)
    assert not tags(opened(documents.open_shift(plain))) & {1050, 1051, 1052, 1053, 1206}
    told = replace(plain, key_days=2, storage_full=True, ofd_timeout=True, operator_message=2)
    found = opened(documents.open_shift(told))
    assert [found.child(tag).number() for tag in (1050, 1051, 1052, 1053, 1206)] == [1, 1, 1, 1, 2]
    early = opened(documents.open_shift(header(DocumentForm.OPEN_SHIFT, "1.05", operator_message=2)))
    assert 1206 not in tags(early)


@pytest.mark.parametrize(("ffd", "marking", "told"), [("1.2", True, True), ("1.2", False, False), ("1.1", True, False)])
def test_notifications_of_marked_goods(ffd: str, *, marking: bool, told: bool) -> None:
    head = header(DocumentForm.CLOSE_SHIFT, ffd)
    head = replace(head, registration=replace(head.registration, marking=marking))
    found = opened(
        documents.close_shift(
            head, receipts=0, documents=2, shift_totals=TOTALS, storage_totals=TOTALS, notifications=4, bad_codes=1
        )
    )
    assert [item.number() for item in all_of(found, 2104)] == [4] * told
    assert [item.number() for item in all_of(found, 2112)] == [1] * told
    assert not all_of(found, 2113)


def test_what_waits_for_the_ofd() -> None:
    head = header(DocumentForm.SETTLEMENT_STATE)
    found = opened(
        documents.settlement_state(head, storage_totals=TOTALS, unsent=2, first_unsent=3, unsent_totals=TOTALS)
    )
    assert found.child(1158).child(1144).number() == 1
    assert found.child(1158).child(1145).child(1135).number() == 1
    assert 1158 not in tags(opened(documents.settlement_state(head, storage_totals=TOTALS)))
