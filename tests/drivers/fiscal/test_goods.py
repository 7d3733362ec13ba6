"""Vectors: spec/ffd.md sections 3 and 10."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.fiscal import goods, tlv
from drivers.fiscal.goods import GoodsKind, recognise
from drivers.fiscal.scanned import clean, read
from drivers.model.document import MarkingCode

GTIN = "04600439931256"
GTIN_BYTES = bytes.fromhex("042f1f968178")  # 4600439931256
SHOE = f"01{GTIN}21JgXJ5.T000001\x1d918029\x1d92" + "A" * 88
CLOTHES_UNSEPARATED = f"01{GTIN}215(RkN8aYqLm1691803992" + "B" * 44
MILK = f"01{GTIN}21JgXJ5.T\x1d93dGVz"
BLOCK = f"01{GTIN}21AbCdEf7\x1d8005145000\x1d93dGVz"
PACK = GTIN + "AbCdEf7" + "AB12" + "dGVz"
FUR = "RU-430302-AAA4050108"
EGAIS_2 = "22N00000" + "XOPN13MM66T0HVF311190004460QRMI4DCJ7W9" + "Z" * 22
EGAIS_3 = "136222000058810918W" + "0" * 131


@pytest.mark.parametrize("spelled", ["\x1d", "\\u001d", "<GS>", "<gs>", "{GS}", "\\x1D"])
def test_separators(spelled: str) -> None:
    assert clean(MILK.replace("\x1d", spelled)) == MILK


@pytest.mark.parametrize("prefix", ["\x1d", "\xe8", "]d2", "]C1", "]Q3", "]d2\x1d"])
def test_prefixes(prefix: str) -> None:
    assert clean(prefix + MILK + "\r\n") == MILK


def test_human_readable_form() -> None:
    assert clean(f"(01){GTIN}(21)JgXJ5.T(93)dGVz") == MILK
    assert clean(f"(01){GTIN}(21)Jg(X)5") == f"01{GTIN}21Jg(X)5"
    assert clean(f"(01){GTIN}(11)260101(17)261231(3103)000150(21)A(10)B(240)C(8005)145000(91)D(92)E") == (
        f"01{GTIN}11260101172612313103000150" + "\x1d".join(["21A", "10B", "240C", "8005145000", "91D", "92E"])
    )


def test_russian_layout() -> None:
    typed = f"01{GTIN}21ОпЧО5юЕ\x1d93вПМя"
    assert "русской раскладке" in read(typed).remarks[0]
    assert read(MILK).remarks == ()
    assert clean(typed) == MILK


@pytest.mark.parametrize(
    ("code", "kind", "gtin", "serial"),
    [
        (SHOE, GoodsKind.GS1, GTIN, "JgXJ5.T000001"),
        (CLOTHES_UNSEPARATED, GoodsKind.GS1, GTIN, "5(RkN8aYqLm16"),
        (MILK, GoodsKind.GS1, GTIN, "JgXJ5.T"),
        (MILK.replace("\x1d", ""), GoodsKind.GS1, GTIN, "JgXJ5.T"),
        (BLOCK, GoodsKind.GS1, GTIN, "AbCdEf7"),
        (PACK, GoodsKind.TOBACCO_PACK, GTIN, "AbCdEf7"),
        (FUR, GoodsKind.FUR, "", ""),
        (EGAIS_2, GoodsKind.EGAIS_2, "", ""),
        (EGAIS_3, GoodsKind.EGAIS_3, "", ""),
        ("46198532", GoodsKind.EAN8, "00000046198532", ""),
        ("4606453849072", GoodsKind.EAN13, "04606453849072", ""),
        ("14606453849079", GoodsKind.ITF14, "14606453849079", ""),
        ("2710124500", GoodsKind.MOTOR_FUEL, "", ""),
        ("4606453849073", GoodsKind.UNKNOWN, "", ""),
        ("HELLO", GoodsKind.UNKNOWN, "", ""),
        (f"01{GTIN}21", GoodsKind.UNKNOWN, "", ""),
    ],
)
def test_recognition(code: str, kind: GoodsKind, gtin: str, serial: str) -> None:
    found = recognise(code)
    assert (found.kind, found.gtin, found.serial) == (kind, gtin, serial)


@pytest.mark.parametrize("digits", ["4606453849072", "3423290167937", "1254789547853"])
def test_check_digits(digits: str) -> None:
    assert goods.has_check_digit(digits)
    assert not goods.has_check_digit(digits[:-1] + str((int(digits[-1]) + 1) % 10))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("4606453849072", bytes.fromhex("450D 0430860B9BF0")),
        ("46198532", bytes.fromhex("4508 000002C0EF04")),
        ("14606453849079", bytes.fromhex("490E 0D48D47E3BF7")),
        ("2710124500", bytes.fromhex("4541 0000A18937D4")),
        (SHOE, b"DM" + GTIN_BYTES + b"JgXJ5.T000001"),
        (BLOCK, b"DM" + GTIN_BYTES + b"AbCdEf7145000"),
        (PACK, b"DM" + GTIN_BYTES + b"AbCdEf7AB12  "),
        (FUR, b"RF" + FUR.encode()),
        (EGAIS_2, b"\xc5\x14" + EGAIS_2[8:31].encode()),
        (EGAIS_3, b"\xc5\x1e" + EGAIS_3[:14].encode()),
        ("HELLO" * 10, b"\0\0" + b"HELLO" * 6),
        ("44 4D 04 2F 1F 96 81 78 41 42 43", b"DM" + GTIN_BYTES + b"ABC"),
    ],
)
def test_tag_1162(code: str, expected: bytes) -> None:
    assert goods.tag_1162(code) == expected


@pytest.mark.parametrize(
    "kind", ["444D", "4508", "450D", "4909", "490E", "5246", "C514", "C51E", "4541", "1520", "0000", "0005"]
)
def test_a_ready_value_of_1162(kind: str) -> None:
    assert goods.tag_1162(kind.lower() + "042f1f968178") == bytes.fromhex(kind) + GTIN_BYTES


def test_old_form_of_the_shoe_pilot() -> None:
    old = MarkingCode(stamp_type="1520", gtin="98765432101234", serial="ABC1234567890")
    assert goods.tag_1162(old) == bytes.fromhex("1520 59D39E7F1972") + b"ABC1234567890"
    assert tlv.encode(1162, goods.tag_1162(old)) == bytes.fromhex(
        "8A04 1500 1520 59D39E7F1972 41424331323334353637383930"
    )
    assert goods.item_1163(old) == bytes.fromhex("1905 1f00") + b"019876543210123421ABC1234567890"


@pytest.mark.parametrize(("stamp", "prefix"), [("02", "0002"), ("05", "0005"), ("", "444D"), ("мех", "444D")])
def test_old_stamp_types(stamp: str, prefix: str) -> None:
    old = MarkingCode(stamp_type=stamp, gtin="4600439931256", serial="AB")
    assert goods.tag_1162(old) == bytes.fromhex(prefix) + GTIN_BYTES + b"AB"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("46198532", "1505 0800" + b"46198532".hex()),
        ("4606453849072", "1605 0d00" + b"4606453849072".hex()),
        ("14606453849079", "1705 0e00" + b"14606453849079".hex()),
        (MILK, "1905 1900" + f"01{GTIN}21JgXJ5.T".encode().hex()),
        (PACK, "1a05 1500" + PACK[:21].encode().hex()),
        (FUR, "1b05 1400" + FUR.encode().hex()),
        (EGAIS_2, "1c05 1700" + EGAIS_2[8:31].encode().hex()),
        (EGAIS_3, "1d05 0e00" + EGAIS_3[:14].encode().hex()),
        ("HELLO" * 10, "1405 2000" + (b"HELLO" * 7)[:32].hex()),
    ],
)
def test_item_1163(code: str, expected: str) -> None:
    assert goods.item_1163(code) == bytes.fromhex(expected)


def test_a_code_without_serial_number_names_no_piece() -> None:
    plain = MarkingCode(code=MILK, has_serial=False)
    assert goods.item_1163(plain) == bytes.fromhex("1805 1000") + f"01{GTIN}".encode()
    assert goods.tag_1162(plain) == bytes.fromhex("490E") + GTIN_BYTES


def test_an_empty_code() -> None:
    assert goods.of_marking(MarkingCode()) is None
    for build in (goods.tag_1162, goods.item_1163):
        with pytest.raises(ValueError, match="empty"):
            build(MarkingCode())


@pytest.mark.parametrize("separator", ["\x1d", "<GS>"])
def test_control_code(separator: str) -> None:
    assert goods.control_code(f"010460043993125621JgXJ5.T{separator}93dGVz") == "0708"


@given(st.text(max_size=200) | st.sampled_from([MILK, SHOE, PACK]).flatmap(lambda code: st.text().map(code.__add__)))
def test_any_text_makes_a_code_that_fits(text: str) -> None:
    assert 2 <= len(goods.tag_1162(text)) <= 32
    assert len(goods.control_code(text)) == 4
    assert len(goods.item_1163(text)) <= 64
    assert len(goods.piece(text)) <= 38
    assert goods.code_type(text) in range(6)


def test_a_code_with_two_readings_is_recorded_as_it_is() -> None:
    text = f"01{GTIN}21A17261231101726123110B"
    assert recognise(text).kind is GoodsKind.UNKNOWN
    assert goods.item_1163(text) == bytes.fromhex("1405 2000") + text[:32].encode()
    assert any("двояко" in remark for remark in goods.remarks(text))


def test_a_sort_of_goods_by_gs1() -> None:
    """No serial number at all: the GTIN is what can be recorded."""
    weighed = f"01{GTIN}3103001250"
    assert recognise(weighed).kind is GoodsKind.GS1
    assert goods.item_1163(weighed) == bytes.fromhex("1805 1000") + f"01{GTIN}".encode()
    assert goods.tag_1162(weighed) == bytes.fromhex("490E") + GTIN_BYTES


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("HELLO", 0),
        ("4606453849072", 0),
        (FUR, 0),
        (f"01{GTIN}3103001250", 0),
        (f"01{GTIN}21JgXJ5.T000001", 1),
        (SHOE, 2),
        (CLOTHES_UNSEPARATED, 4),
        (MILK, 5),
        (BLOCK, 5),
        (PACK, 5),
    ],
)
def test_type_of_code(code: str, kind: int) -> None:
    assert goods.code_type(code) == kind


def test_a_storage_without_the_keys_of_long_codes() -> None:
    assert goods.code_type(CLOTHES_UNSEPARATED, checks_44=False) == 3
    assert goods.code_type(SHOE, checks_44=False) == 2


@pytest.mark.parametrize(
    ("code", "piece"),
    [
        (MILK, f"01{GTIN}21JgXJ5.T"),
        (PACK, PACK[:21]),
        (FUR, FUR),
        (EGAIS_3, EGAIS_3[:14]),
        (f"01{GTIN}3103001250", f"01{GTIN}"),
    ],
)
def test_identifier_of_the_piece(code: str, piece: str) -> None:
    assert goods.piece(code) == piece


def test_the_code_as_scanned_keeps_its_separators() -> None:
    assert goods.tag_2000(f"(01){GTIN}(21)JgXJ5.T(93)dGVz") == bytes.fromhex("d007 2000") + MILK.encode()
    assert goods.tag_2000("ъв2" + "1" * 29) == bytes.fromhex("d007 1d00") + b"1" * 29
    with pytest.raises(ValueError, match="256"):
        goods.tag_2000("1" * 257)


@pytest.mark.parametrize(
    ("code", "part"),
    [
        ("4606453849073", "должна быть 2, а в нём 3"),
        ("HELLO", "не похож"),
        (f"01{GTIN}21ОпЧО5юЕ\x1d93вПМя", "русской раскладке"),
        (f"01{GTIN}21JgЧО5.T\x1d93dGVz", "посреди кода"),
        (MILK.replace("\x1d", ""), "потеряны разделители"),
        ("04600439931255AbCdEf7AB12dGVz", "должна быть 6, а в коде 5"),
    ],
)
def test_what_a_cashier_hears(code: str, part: str) -> None:
    (remark,) = goods.remarks(code)
    assert part in remark
    assert goods.remarks(MarkingCode(code=code)) == (remark,)


@pytest.mark.parametrize("code", [MILK, SHOE, BLOCK, PACK, FUR, EGAIS_2, EGAIS_3, "4606453849072"])
def test_nothing_to_hear_of_a_good_code(code: str) -> None:
    assert goods.remarks(code) == ()
    assert goods.remarks(MarkingCode()) == ()


@pytest.mark.parametrize("serial", ["a b", "x" * 21, "яя"])
def test_parts_that_make_no_code(serial: str) -> None:
    found = goods.of_marking(MarkingCode(gtin=GTIN, serial=serial))
    assert found is not None
    assert (found.kind, found.text) == (GoodsKind.UNKNOWN, GTIN + serial)
    assert "до 20 знаков" in found.faults[0]


def test_a_gtin_alone_names_a_sort() -> None:
    assert goods.of_marking(MarkingCode(gtin=f" {GTIN[1:]} ")) == recognise(GTIN[1:])
