"""Composition of documents: spec/ffd.md section 2; VAT 5.1; buyer, marking and fractions of ФФД 1.2."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.fiscal import documents, goods
from drivers.fiscal.check import check
from drivers.fiscal.counters import Totals
from drivers.fiscal.settled import Settled
from drivers.fiscal.tlv import Item
from drivers.model.document import AgentData, ExtraTag, ExtraText, MarkingCode, Payments, Supplier
from drivers.model.ffd import AgentSign, DocumentForm, FfdVersion, SettlementMethod, TaxSystem, VatRate
from drivers.model.state import Registration
from tests.drivers.fiscal.samples import (
    CASHIER,
    INN,
    NOON,
    REGISTRATION,
    all_of,
    correction,
    header,
    opened,
    position,
    receipt,
    rules,
    settled,
    tags,
)

TAIL = {1037, 1012, 1040, 1041}
VERSIONS = [version.value for version in FfdVersion]
MILK = "010460043993125621JgXJ5.T\x1d93dGVz"


def receipt_of(done: Settled, ffd: str = "1.2", **changes: Any) -> Item:
    return opened(documents.receipt(header(DocumentForm.RECEIPT, ffd, **changes), done))


@pytest.mark.parametrize("ffd", VERSIONS)
def test_tail_of_every_document(ffd: str) -> None:
    totals = Totals()
    written = [
        documents.registration(header(DocumentForm.REGISTRATION, ffd)),
        documents.open_shift(header(DocumentForm.OPEN_SHIFT, ffd)),
        documents.receipt(header(DocumentForm.RECEIPT, ffd), settled(ffd=ffd)),
        documents.settlement_state(header(DocumentForm.SETTLEMENT_STATE, ffd), storage_totals=totals),
        documents.close_shift(
            header(DocumentForm.CLOSE_SHIFT, ffd), receipts=1, documents=3, shift_totals=totals, storage_totals=totals
        ),
    ]
    assert [opened(document).tag for document in written] == [1, 2, 3, 21, 5]
    for document in written:
        envelope = opened(document)
        assert tags(envelope) >= TAIL
        assert envelope.child(1037).raw == b"0149060006035849    "
        assert envelope.child(1041).text() == "9999078900001234"
        assert envelope.child(1040).number() == 4711
        assert envelope.child(1012).time() == NOON.replace(tzinfo=None)
        assert [item.number() for item in all_of(envelope, 1209)] == {"1.0": []}.get(ffd, [FfdVersion(ffd).tag])


def test_seal_appends_the_sign() -> None:
    body = documents.open_shift(header(DocumentForm.OPEN_SHIFT))
    sealed = documents.seal(body, 3125146288)
    assert opened(sealed).raw == opened(body).raw + bytes.fromhex("3504 0600 0000 BA45F2B0")
    with pytest.raises(ValueError, match="cut off"):
        documents.seal(body[:-1], 1)


def test_a_correction_needs_a_header_of_its_own_form() -> None:
    done = check(correction(), rules("1.05"))
    with pytest.raises(ValueError, match="form 3 is asked of a receipt of form 31"):
        documents.receipt(header(DocumentForm.RECEIPT, "1.05"), done)


@pytest.mark.parametrize(
    ("ffd", "present", "absent"),
    [
        (
            "1.0",
            {1021, 1038, 1042, 1054, 1055, 1059, 1020, 1031, 1081, 1105},
            {1209, 1215, 1216, 1217, 1203, 1227, 1084},
        ),
        (
            "1.05",
            {1209, 1203, 1031, 1081, 1215, 1216, 1217, 1057, 1073, 1227, 1228, 1084, 1192},
            {1256, 1125, 1187, 2107},
        ),
        (
            "1.1",
            {1209, 1203, 1031, 1081, 1215, 1216, 1217, 1057, 1073, 1227, 1228, 1084, 1192},
            {1256, 1125, 1187, 2107},
        ),
        (
            "1.2",
            {1209, 1203, 1031, 1081, 1215, 1216, 1217, 1256, 1125, 1009, 1187, 1084, 1192},
            {1227, 1057, 1073, 2107},
        ),
    ],
)
def test_receipt_by_version(ffd: str, present: set[int], absent: set[int]) -> None:
    done = settled(
        position(vat=VatRate.NO_VAT),
        ffd=ffd,
        client_name="Иванов",
        client_inn="500100732259",
        client_address="a@b.ru",
        internet=True,
        agent=AgentSign.PAYING_AGENT,
        agent_data=AgentData(agent_phone="+79990000000"),
        attribute="A-1",
        texts=(ExtraText("Столик", "5"), ExtraText("Гостей", "2")),
    )
    written = receipt_of(done, ffd)
    assert tags(written) >= present
    assert not tags(written) & absent


def test_values_of_a_receipt() -> None:
    done = settled(
        position(quantity=Decimal("0.355"), amount=3550, name="Сыр «Гауда»", vat=VatRate.VAT_10, measure=11),
        position(amount=1000, vat=VatRate.NO_VAT, method=SettlementMethod.CREDIT),
        payments=Payments(cash=10000, electronic=50, credit=500),
    )
    written = receipt_of(done)
    assert written.child(1054).raw == b"\x01"
    assert written.child(1055).raw == b"\x01"
    assert written.child(1020).number() == 4550
    assert [written.child(tag).number() for tag in (1031, 1081, 1215, 1216, 1217)] == [4000, 50, 0, 500, 0]
    assert (written.child(1103).number(), written.child(1105).number()) == (323, 1000)
    cheese, other = all_of(written, 1059)
    assert (cheese.child(1030).text(), cheese.child(1023).decimal()) == ('Сыр "Гауда"', Decimal("0.355"))
    assert [cheese.child(tag).number() for tag in (1079, 1043, 1199, 1200, 1214, 1212, 2108)] == [
        *(10000, 3550, 2, 323, 4, 1, 11),
    ]
    assert other.child(1214).number() == 6
    assert 1200 not in tags(other)


def test_minimal_item_of_1_0() -> None:
    row = position(attribute="x", country="643", ean13="4606453849072", agent=AgentSign.AGENT, unit="шт")
    (item,) = all_of(receipt_of(settled(row, ffd="1.0"), "1.0"), 1059)
    assert tags(item) == {1030, 1079, 1023, 1043, 1199}


@pytest.mark.parametrize("ffd", VERSIONS)
def test_rates_without_a_tag_of_their_own(ffd: str) -> None:
    """The real receipt of spec/ffd.md 5.1: 807.30 at 22 % carries 1104 = 0 and 145.58 in the container."""
    written = receipt_of(settled(position(amount=80730), ffd=ffd), ffd)
    assert written.child(1104).number() == 0
    (nested,) = written.child(1115).children()
    assert (nested.tag, nested.child(1199).number(), nested.child(1120).number()) == (1119, 11, 14558)


def test_container_beside_flat_sums() -> None:
    rows = [position(vat=rate) for rate in (VatRate.VAT_22, VatRate.VAT_20, VatRate.VAT_7_107)]
    written = receipt_of(settled(*rows))
    assert 1104 not in tags(written)
    assert written.child(1102).number() == 1667
    inside = [(child.child(1199).number(), child.child(1120).number()) for child in written.child(1115).children()]
    assert inside == [(10, 654), (11, 1803)]


def test_flat_vat_tags() -> None:
    rates = {1102: 1, 1103: 2, 1104: 5, 1105: 6, 1106: 3, 1107: 4}
    for tag, rate in rates.items():
        written = receipt_of(settled(position(vat=VatRate(rate))))
        assert tags(written) & {*rates, 1115} == {tag}


def test_tags_given_by_number() -> None:
    given_tags = (ExtraTag(1005, "Адрес"), ExtraTag(1073, "+71"), ExtraTag(1010, "1"), ExtraTag(1020, "5"))
    early = receipt_of(settled(ffd="1.05", tags=given_tags), "1.05")
    assert (early.child(1005).text(), early.child(1073).text()) == ("Адрес", "+71")
    assert 1010 not in tags(early)
    assert [item.number() for item in all_of(early, 1020)] == [10000]
    assert not tags(receipt_of(settled(tags=given_tags))) & {1005, 1073, 1010}


def test_what_is_nearer_wins() -> None:
    by_number = (ExtraTag(1187, "По номеру"), ExtraTag(1009, "По номеру"))
    written = receipt_of(settled(place="Поле", tags=by_number, client_address="a@b.ru"))
    assert [written.child(tag).text() for tag in (1187, 1009, 1117)] == ["Поле", "По номеру", "shop@example.org"]


def test_agent_and_supplier_of_a_row() -> None:
    row = position(
        agent=AgentSign.BANK_AGENT,
        agent_data=AgentData(agent_phone="+71", transfer_inn=INN),
        supplier=Supplier(name="Поставщик", phone="+72", inn=INN),
    )
    (item,) = all_of(receipt_of(settled(row)), 1059)
    assert item.child(1222).raw == b"\x01"
    assert item.child(1223).child(1016).raw == b"7707083893  "
    assert (item.child(1224).child(1225).text(), item.child(1224).child(1171).text()) == ("Поставщик", "+72")
    assert item.child(1226).text() == INN


def test_goods_code_by_version() -> None:
    row = position(ean13="4606453849072", unit="бут")
    (early,) = all_of(receipt_of(settled(row, ffd="1.05"), "1.05"), 1059)
    assert early.child(1162).raw == bytes.fromhex("450D0430860B9BF0")
    assert early.child(1197).text() == "бут"
    (late,) = all_of(receipt_of(settled(row)), 1059)
    assert late.child(1163).child(1302).text() == "4606453849072"
    assert not tags(late) & {1197, 2102, 2106}


def test_marked_goods() -> None:
    done = settled(position(marking=MarkingCode(code=MILK), subject=33, ean13="4606453849072"))
    written = receipt_of(done)
    (item,) = all_of(written, 1059)
    assert item.child(1163).raw == goods.item_1163(MILK)
    assert (item.child(2102).number(), item.child(2106).number(), written.child(2107).number()) == (0, 0, 0)
    refused = replace(done, items=tuple(replace(item, marking_result=5) for item in done.items))
    assert receipt_of(refused).child(2107).number() == 1


@pytest.mark.parametrize("ffd", ["1.0", "1.05", "1.2"])
def test_what_the_check_has_written_out_is_what_is_recorded(ffd: str) -> None:
    done = settled(position(), position(name="Соль", ean13="4606453849072"), ffd="1.2", place="Поле")
    assert done.written is not None
    assert receipt_of(done, ffd) == receipt_of(replace(done, written=None), ffd)


@pytest.mark.parametrize("changes", [{"total": 1}, {"tax_system": TaxSystem.PATENT}, {"items": ()}])
def test_a_receipt_that_was_changed_after_its_check_is_written_anew(changes: dict[str, Any]) -> None:
    done = replace(settled(), **changes)
    assert receipt_of(done) == receipt_of(replace(done, written=None)) != receipt_of(settled())


def test_part_of_a_pack() -> None:
    row = position(quantity=Decimal(2), pack_quantity=22, marking=MarkingCode(code=MILK), subject=33)
    (item,) = all_of(receipt_of(settled(row)), 1059)
    fraction = item.child(1291)
    assert (fraction.child(1292).text(), fraction.child(1293).number(), fraction.child(1294).number()) == (
        "2/22",
        2,
        22,
    )
    assert item.child(1023).decimal() == 2


def test_register_for_the_internet_and_machine() -> None:
    registration = replace(REGISTRATION, internet=True, automatic=True, automatic_number="A-7", place="shop.example")
    done = check(receipt(client_address="a@b.ru"), rules(registration=registration))
    written = receipt_of(done, registration=registration)
    assert (written.child(1108).number(), written.child(1036).text()) == (1, "A-7")


def test_registration_of_1_2_has_one_mask() -> None:
    registration = replace(
        REGISTRATION,
        machine_printer=True,
        bso=True,
        internet=True,
        excise=True,
        marking=True,
        services=True,
        gambling=True,
        lottery=True,
        pawnshop=True,
        insurance=True,
        agents=(0, 6),
    )
    late = opened(documents.registration(header(DocumentForm.REGISTRATION, registration=registration)))
    assert late.child(1290).number() == sum(1 << bit for bit in (1, 2, 5, 6, 8, 9, 10, 11, 12, 13))
    assert not tags(late) & {1221, 1110, 1108, 1207, 1109, 1193, 1126, 1057}
    assert (late.child(1062).number(), late.child(1213).number(), late.child(1190).number()) == (3, 365, 4)
    early = opened(documents.registration(header(DocumentForm.REGISTRATION, "1.05", registration=registration)))
    assert [early.child(tag).number() for tag in (1221, 1110, 1108, 1207, 1109, 1193, 1126)] == [1] * 7
    assert early.child(1057).number() == 65
    assert 1290 not in tags(early)


def test_operator_of_an_autonomous_register() -> None:
    registration = replace(REGISTRATION, autonomous=True)
    written = opened(documents.registration(header(DocumentForm.REGISTRATION, registration=registration)))
    assert written.child(1017).text() == "000000000000"
    assert not tags(written) & {1046, 1060, 1117}
    state = documents.settlement_state(
        header(DocumentForm.SETTLEMENT_STATE, registration=registration), storage_totals=Totals()
    )
    assert opened(state).child(1002).number() == 1
    assert 1097 not in tags(opened(state))


@pytest.mark.parametrize(("days", "warned"), [(30, set()), (29, {1050}), (2, {1050, 1051})])
def test_keys_that_run_out(days: int, warned: set[int]) -> None:
    written = opened(documents.open_shift(header(DocumentForm.OPEN_SHIFT, key_days=days)))
    assert tags(written) & {1050, 1051} == warned


def test_close_shift() -> None:
    shift = Totals().add(settled())
    written = opened(
        documents.close_shift(
            header(DocumentForm.CLOSE_SHIFT),
            receipts=1,
            documents=3,
            shift_totals=shift,
            storage_totals=shift.add(settled()),
            unsent=2,
            unsent_since=datetime(2026, 11, 14, 22, 30, tzinfo=UTC),
        )
    )
    assert [written.child(tag).number() for tag in (1038, 1118, 1111, 1097, 1213)] == [23, 1, 3, 2, 365]
    assert written.child(1098).time() == datetime(2026, 11, 14)  # noqa: DTZ001
    assert written.child(1194).child(1129).child(1201).number() == 10000
    assert written.child(1157).child(1129).child(1201).number() == 20000
    assert written.child(1021).text() == CASHIER.name


def test_settlement_state() -> None:
    written = opened(
        documents.settlement_state(
            header(DocumentForm.SETTLEMENT_STATE, shift=0), storage_totals=Totals(), unsent=3, first_unsent=17
        )
    )
    assert [written.child(tag).number() for tag in (1097, 1116, 1213)] == [3, 17, 365]
    assert not tags(written) & {1038, 1021, 1098}


def test_an_empty_registration_can_be_written() -> None:
    blank = header(DocumentForm.REGISTRATION, registration=Registration(number="1"))
    assert opened(documents.registration(blank)).child(1062).number() == 0


@given(
    st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from(VatRate)), min_size=1, max_size=6),
    st.sampled_from(VERSIONS),
)
def test_what_is_written_reads_back(rows: list[tuple[int, VatRate]], ffd: str) -> None:
    done = settled(*[position(amount=amount, vat=rate) for amount, rate in rows], ffd=ffd)
    written = receipt_of(done, ffd)
    items = all_of(written, 1059)
    assert [(item.child(1043).number(), item.child(1199).number()) for item in items] == [
        (amount, rate.value) for amount, rate in rows
    ]
    paid = sum(item.number() for tag in (1031, 1081, 1215, 1216, 1217) for item in all_of(written, tag))
    assert written.child(1020).number() == paid == done.total
