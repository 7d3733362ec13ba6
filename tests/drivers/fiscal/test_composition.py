"""The composition matrix of spec/ffd.md 2.1 and 2.2: all that the virtual ФН writes, and spoiled copies of it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from drivers.fiscal import composition, documents, tlv
from drivers.fiscal.composition import Fault, Finding
from drivers.fiscal.composition_table import DOCUMENTS, NESTED, VERSIONS
from drivers.fiscal.counters import Totals
from drivers.fiscal.tags import TAGS, Kind
from drivers.model.document import Cashier
from drivers.model.ffd import DocumentForm, FfdVersion, SettlementMethod, VatRate
from tests.drivers.fiscal.full import EVERY, FULL
from tests.drivers.fiscal.samples import REGISTRATION, header, position, settled

Key = tuple[str, FfdVersion]
Path = tuple[int, ...]
# C whose case a document tells.
TOLD = frozenset(
    {
        *(1021, 1036, 1002, 1108, 1057, 1060, 1117, 1017, 1046, 1101, 1205, 1097, 1098, 1116, 1157, 1158, 2104),
        *(1102, 1103, 1104, 1105, 1106, 1107, 1115, 2107),
        *(1214, 1223, 1226, 1030, 2108, 1163, 2102, 2106, 1199, 1179),
        *(1136, 1138, 1218, 1219, 1220, 1201, 1139, 1140, 1141, 1142, 1143, 1183),
        *(1148, 1149, 1151, 1152, 1153, 1154, 1155, 1184),
    }
)
NAMES = [pytest.param(key, id=f"{key[0]} {key[1].value}") for key in EVERY]


def check(document: bytes, ffd: FfdVersion) -> list[Finding]:
    return composition.check(document, ffd, FULL)


def body(document: bytes) -> tuple[int, list[tlv.Item]]:
    (envelope,) = tlv.parse(document)
    return envelope.tag, envelope.children()


def packed(items: list[tlv.Item]) -> bytes:
    return b"".join(tlv.pack(item.tag, item.raw) for item in items)


def without(document: bytes) -> Iterator[tuple[Path, bytes]]:
    """Copies that lack one requisite, and the path to it; every place where it stands more than once is skipped."""
    form, items = body(document)
    for path, rest in _without(items):
        yield path, tlv.pack(form, packed(rest))


def _without(items: list[tlv.Item]) -> Iterator[tuple[Path, list[tlv.Item]]]:
    for index, item in enumerate(items):
        before, after = items[:index], items[index + 1 :]
        if sum(other.tag == item.tag for other in items) == 1:
            yield (item.tag,), before + after
        if TAGS[item.tag].kind is Kind.STLV:
            for path, rest in _without(item.children()):
                yield (item.tag, *path), [*before, tlv.Item(item.tag, packed(rest)), *after]


@pytest.mark.parametrize("key", NAMES)
def test_what_is_written_is_as_it_must_be(key: Key) -> None:
    assert [str(found) for found in check(EVERY[key], key[1])] == []


@pytest.mark.parametrize("key", NAMES)
def test_a_dropped_requisite_is_found(key: Key) -> None:
    """Where its letter is M, or C in a case that the document tells."""
    form = DocumentForm(tlv.parse(EVERY[key])[0].tag)
    ffd, due = key[1], 0
    for path, spoiled in without(EVERY[key]):
        cells = NESTED[path[-2], ffd] if len(path) > 1 else DOCUMENTS[form, ffd]
        letter = cells[path[-1]]
        found = check(spoiled, ffd)
        if path == (1115,) and key == ("correction by sums", FfdVersion.V1_05):
            continue  # no item tells of the rate
        if letter == "M" or (letter == "C" and path[-1] in TOLD):
            due += 1
            assert Finding(path, Fault.MISSING) in found, path
        elif letter in "ROp":
            assert Finding(path, Fault.MISSING) not in found, path
    assert due >= 8  # the tail at least


@pytest.mark.parametrize("key", NAMES)
def test_a_requisite_too_many_is_found(key: Key) -> None:
    """All requisites that have no place in the form, or in the version, at once."""
    form, items = body(EVERY[key])
    cells = DOCUMENTS[DocumentForm(form), key[1]]
    strange = [tag for tag in TAGS if cells.get(tag, "-") == "-"]
    spoiled = tlv.pack(form, packed([*items, *(tlv.Item(tag, bytes(TAGS[tag].size or 1)) for tag in strange)]))
    found = [finding for finding in check(spoiled, key[1]) if finding.fault in (Fault.FORBIDDEN, Fault.MISPLACED)]
    assert [finding.path for finding in found] == [(tag,) for tag in strange]


@pytest.mark.parametrize("key", NAMES)
def test_a_requisite_too_many_inside_another_is_found(key: Key) -> None:
    """1012, which stands in every document and nowhere inside one."""
    form, items = body(EVERY[key])
    for index, item in enumerate(items):
        if TAGS[item.tag].kind is Kind.STLV:
            deeper = tlv.Item(item.tag, item.raw + tlv.pack(1012, bytes(4)))
            spoiled = tlv.pack(form, packed([*items[:index], deeper, *items[index + 1 :]]))
            assert Finding((item.tag, 1012), Fault.MISPLACED) in check(spoiled, key[1])


@pytest.mark.parametrize("key", NAMES)
def test_a_requisite_twice_is_found(key: Key) -> None:
    form, items = body(EVERY[key])
    spoiled = tlv.pack(form, packed([*items, items[0]]))
    assert check(spoiled, key[1]) == [Finding((items[0].tag,), Fault.REPEATED)]


@pytest.mark.parametrize("key", NAMES)
def test_a_wrong_length_is_found(key: Key) -> None:
    """Every requisite one byte over its length."""
    form, items = body(EVERY[key])
    for index, item in enumerate(items):
        size = TAGS[item.tag].size
        if not size or TAGS[item.tag].kind is Kind.STLV:
            continue
        longer = [*items[:index], tlv.Item(item.tag, item.raw.ljust(size, b"\0") + b"\0"), *items[index + 1 :]]
        assert Finding((item.tag,), Fault.LENGTH) in check(tlv.pack(form, packed(longer)), key[1]), item.tag


RECEIPT = ("receipt", FfdVersion.V1_2)


def spoiled(tag: int, value: bytes, key: Key = RECEIPT) -> list[Finding]:
    """The document with the first such requisite changed."""
    form, items = body(EVERY[key])
    index = next(index for index, item in enumerate(items) if item.tag == tag)
    return check(tlv.pack(form, packed([*items[:index], tlv.Item(tag, value), *items[index + 1 :]])), key[1])


def test_unknown_tag() -> None:
    form, items = body(EVERY[RECEIPT])
    (found,) = check(tlv.pack(form, packed([*items, tlv.Item(9999, b"1")])), FfdVersion.V1_2)
    assert (found, str(found)) == (
        Finding((9999,), Fault.FORBIDDEN),
        "9999 реквизит: в этом документе такого реквизита нет",
    )


def test_a_requisite_of_an_item_beside_it() -> None:
    form, items = body(EVERY[RECEIPT])
    (found,) = check(tlv.pack(form, packed([*items, tlv.Item(1030, b"x")])), FfdVersion.V1_2)
    assert found == Finding((1030,), Fault.MISPLACED)


def test_an_item_that_cannot_be_taken_apart() -> None:
    assert Finding((1059,), Fault.UNREADABLE) in spoiled(1059, b"\x06\x04\xff\xff")


def test_an_empty_number_and_a_short_sign() -> None:
    assert spoiled(1020, b"") == [Finding((1020,), Fault.LENGTH)]
    assert spoiled(1077, bytes(5)) == [Finding((1077,), Fault.LENGTH)]


@pytest.mark.parametrize(
    ("codes", "fault"), [([], Fault.MISSING), ([1301, 1302], Fault.REPEATED), ([1302], None), ([1305], None)]
)
def test_one_goods_code(codes: list[int], fault: Fault | None) -> None:
    written = documents.receipt(header(DocumentForm.RECEIPT), settled(position(ean13="4606453849072")))
    (item,) = [item for item in body(written)[1] if item.tag == 1059]
    code = tlv.Item(1163, packed([tlv.Item(tag, b"1") for tag in codes]))
    inside = [code if child.tag == 1163 else child for child in item.children()]
    assert spoiled(1059, packed(inside)) == ([Finding((1059, 1163), fault)] if fault else [])


def test_a_document_beyond_its_limit() -> None:
    form, items = body(EVERY[RECEIPT])
    rows = [item for item in items if item.tag == 1059]
    longer = tlv.pack(form, packed([*items, *(rows[0] for _ in range(100))]))
    assert check(longer, FfdVersion.V1_2) == [Finding((3,), Fault.LENGTH)]


def test_a_document_that_cannot_be_taken_apart() -> None:
    assert check(tlv.pack(3, b"\x01"), FfdVersion.V1_2) == [Finding((3,), Fault.UNREADABLE)]
    with pytest.raises(ValueError, match="cut off"):
        check(b"\x03\x00\x05", FfdVersion.V1_2)
    with pytest.raises(ValueError, match="DocumentForm"):
        check(tlv.pack(4000, b""), FfdVersion.V1_2)


def test_version_1_0_is_not_described() -> None:
    with pytest.raises(ValueError, match=r"1\.0 is not described"):
        check(EVERY[RECEIPT], FfdVersion.V1_0)


@pytest.mark.parametrize("ffd", VERSIONS)
def test_at_least_one_vat_sum(ffd: FfdVersion) -> None:
    """A correction by sums has no items that would tell which one."""
    form, items = body(EVERY["correction by sums", FfdVersion.V1_05])
    bare = [item for item in items if item.tag not in (1104, 1115, 1209)]
    bare.append(tlv.Item(1209, bytes([ffd.tag])))
    assert Finding((1102,), Fault.MISSING) in check(tlv.pack(form, packed(bare)), ffd)


@pytest.mark.parametrize("rate", VatRate)
def test_each_rate_needs_its_sum(rate: VatRate) -> None:
    done = settled(position(vat=rate))
    document = documents.seal(documents.receipt(header(DocumentForm.RECEIPT), done), 1)
    assert composition.check(document, FfdVersion.V1_2, REGISTRATION) == []
    form, items = body(document)
    flat = [item.tag for item in items if 1102 <= item.tag <= 1107 or item.tag == 1115]
    for tag in flat:
        rest = tlv.pack(form, packed([item for item in items if item.tag != tag]))
        assert Finding((tag,), Fault.MISSING) in composition.check(rest, FfdVersion.V1_2), tag


@pytest.mark.parametrize("tag", [1075, 1044, 1073, 1074, 1026, 1005, 1016])
def test_data_of_an_agent_need_its_sign(tag: int) -> None:
    form, items = body(EVERY["plain receipt", FfdVersion.V1_05])
    told = tlv.Item(tag, b"+71".ljust(12 if tag == 1016 else 3))
    found = check(tlv.pack(form, packed([*items, told])), FfdVersion.V1_05)
    assert found == [Finding((1057,), Fault.MISSING)]


def test_an_advance_needs_no_name() -> None:
    advance = position(name="", method=SettlementMethod.ADVANCE, vat=VatRate.VAT_22_122)
    document = documents.seal(documents.receipt(header(DocumentForm.RECEIPT), settled(advance)), 1)
    assert check(document, FfdVersion.V1_2) == []


def test_a_machine_has_a_number_and_no_cashier() -> None:
    machine = replace(REGISTRATION, automatic=True, automatic_number="A-7")
    for form in (DocumentForm.REGISTRATION, DocumentForm.OPEN_SHIFT):
        head = header(form, registration=machine, cashier=Cashier())
        write = documents.registration if form is DocumentForm.REGISTRATION else documents.open_shift
        document = documents.seal(write(head), 1)
        assert composition.check(document, FfdVersion.V1_2, machine) == []
        assert Finding((1021,), Fault.MISSING) in composition.check(document, FfdVersion.V1_2)


@pytest.mark.parametrize("tag", [1108, 1036])
@pytest.mark.parametrize("ffd", VERSIONS)
def test_receipts_of_a_machine_for_the_internet(ffd: FfdVersion, tag: int) -> None:
    shop = replace(REGISTRATION, automatic=True, automatic_number="A-7", internet=True)
    body_of = documents.receipt(header(DocumentForm.RECEIPT, ffd.value, registration=shop), settled(ffd=ffd.value))
    document = documents.seal(body_of, 1)
    assert composition.check(document, ffd, shop) == []
    form, items = body(document)
    rest = tlv.pack(form, packed([item for item in items if item.tag != tag]))
    assert composition.check(rest, ffd, shop) == [Finding((tag,), Fault.MISSING)]


@pytest.mark.parametrize("ffd", VERSIONS)
def test_a_register_without_a_link(ffd: FfdVersion) -> None:
    alone = replace(REGISTRATION, autonomous=True)
    total = Totals()
    written = [
        documents.registration(header(DocumentForm.REGISTRATION, ffd.value, registration=alone)),
        documents.settlement_state(
            header(DocumentForm.SETTLEMENT_STATE, ffd.value, registration=alone), storage_totals=total
        ),
        documents.close_shift(
            header(DocumentForm.CLOSE_SHIFT, ffd.value, registration=alone),
            receipts=0,
            documents=2,
            shift_totals=total,
            storage_totals=total,
        ),
    ]
    for document in written:
        assert composition.check(documents.seal(document, 1), ffd, alone) == []
    online = composition.check(documents.seal(written[0], 1), ffd, REGISTRATION)
    assert {finding.tag for finding in online} == {1060, 1117, 1046}


def test_the_table_speaks_of_known_requisites() -> None:
    """1000 is paper alone, yet it is known too; and every STLV has its own composition in every version."""
    for cells in (*DOCUMENTS.values(), *NESTED.values()):
        assert set(cells) <= set(TAGS)
        assert set("".join(cells.values())) <= set("MCROp-")
        for tag in cells:
            if TAGS[tag].kind is Kind.STLV:
                assert {version for holder, version in NESTED if holder == tag} == set(VERSIONS)
