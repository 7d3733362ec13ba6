"""Barcodes: every kind alone, together, with every option; what a scanner reads is written beside them."""

from drivers.model.document import PictureLine, Symbology, TextLine
from tests.drivers.printing.images import file, logo
from tests.paper.document import Code, Document, code, document, marking

_MARK = "0104601234567893215Abc!d7eFgHi"
_CRYPTO = "\x1d91EE06\x1d92dGVzdHRlc3R0ZXN0dGVzdHRlc3R0ZXN0dGVzdHRlc3Q="
_LINK = "https://example.ru/receipt?" + "&".join(f"field{number:02}=Value-{number * 37 % 101}" for number in range(30))

ALONE = (
    code(Symbology.EAN8, "9638507", "96385074"),
    code(Symbology.EAN13, "4606453849072"),
    code(Symbology.UPCA, "036000291452", "0036000291452"),
    code(Symbology.ITF14, "1460645384907", "14606453849079"),
    code(Symbology.CODE39, "abc-123", "ABC-123"),
    code(Symbology.CODE93, "ABC-93"),
    code(Symbology.CODE128, "abcDEF12345"),
    code(Symbology.GS1_128, "(10)A-17(21)5Z", "10A-17\x1d215Z"),
    code(Symbology.QR, "Привет, мир! №1"),
    code(Symbology.PDF417, "PDF417 of 2026"),
    code(Symbology.DATAMATRIX, "Data Matrix 2026"),
    code(Symbology.GS1_DATAMATRIX, "(01)04600000000008(21)5Abc!(93)wxyz", "0104600000000008215Abc!\x1d93wxyz"),
    code(Symbology.AZTEC, "AZTEC ticket 17/42"),
)


def _alone(found: Code) -> Document:
    name = found.line.symbology.lower().replace("-", "_")
    return document(name, f"Код {found.line.symbology}", found, "под кодом")


CODES = (
    *map(_alone, ALONE),
    document("all_codes", *(row for found in ALONE for row in (found.line.symbology.value, found))),
    document(
        "check_digits",
        code(Symbology.EAN8, "4600001", "46000019"),
        code(Symbology.EAN13, "460000000000", "4600000000008"),
        code(Symbology.UPCA, "03600029145", "0036000291452"),
        code(Symbology.ITF14, "1460000000000", "14600000000005"),
    ),
    document(
        "heights",
        code(Symbology.EAN8, "46000019", height=24),
        code(Symbology.EAN13, "4600000000008", height=60),
        code(Symbology.CODE128, "HIGH", height=150),
        code(Symbology.CODE39, "HIGHER", height=260),  # more than GS h can say
    ),
    document(
        "no_captions",
        code(Symbology.EAN13, "4600000000008", text=False),
        code(Symbology.CODE128, "no text", text=False),
        code(Symbology.GS1_128, "(10)A17", "10A17", text=False),
        "сразу под кодом",
    ),
    document(
        "fine_module", code(Symbology.EAN13, "4600000000008", module=1), code(Symbology.CODE128, "FINE", module=1)
    ),
    document("linear_modules", code(Symbology.EAN8, "46000019", module=2), code(Symbology.EAN8, "96385074", module=4)),
    document("wide_module", code(Symbology.EAN13, "4600000000008", module=4)),
    document("qr_modules", *(code(Symbology.QR, f"module {size}", module=size) for size in (2, 3, 5, 7))),
    document("matrix_modules", code(Symbology.DATAMATRIX, "six", module=6), code(Symbology.AZTEC, "five", module=5)),
    document("pdf417_module", code(Symbology.PDF417, "module 2", module=2)),
    document("qr_levels", *(code(Symbology.QR, f"{level} " * 20, level=level) for level in "LMQH")),
    document("turned", code(Symbology.CODE128, "TURNED-SINCE-TOO-WIDE", rotate=True), "под повёрнутым"),
    document("need_not_turn", code(Symbology.EAN13, "4600000000008", rotate=True)),
    document("only_wide_paper", "Только на 80 мм", code(Symbology.CODE128, "ABCDEFGH-ijklmnop-12-ABCDEFGH")),
    document("long_code39", code(Symbology.CODE39, "KKM-SERVER-2026")),
    document(
        "code128",
        code(Symbology.CODE128, "0123456789"),
        code(Symbology.CODE128, "a{b}c~^\\"),
        code(Symbology.CODE128, 'A "q" 12'),
    ),
    document("code93", code(Symbology.CODE93, "12345"), code(Symbology.CODE93, "low Case")),
    document("code39_signs", code(Symbology.CODE39, "A $/+%."), code(Symbology.CODE39, "1-2 3")),
    document("gs1_128", code(Symbology.GS1_128, "(00)046012345600000016", "00046012345600000016")),
    document(
        "gs1_128_long",
        code(Symbology.GS1_128, "(01)04600000000008(17)261231(10)A1", "01046000000000081726123110A1"),
    ),
    document("marking_full", marking(_MARK + _CRYPTO, _MARK + _CRYPTO)),
    document(
        "marking_as_scanned",
        marking("\x1d" + _MARK + "\x1d93dGVz", _MARK + "\x1d93dGVz"),
        marking("]d2" + _MARK + "\x1d93abcd", _MARK + "\x1d93abcd"),
        code(Symbology.GS1_DATAMATRIX, "[01]04601234567893[21]5Abc", "0104601234567893215Abc"),
    ),
    document("datamatrix_cyrillic", code(Symbology.DATAMATRIX, "Чек № 5 от 22.11.2026")),
    document("datamatrix_long", code(Symbology.DATAMATRIX, "Data Matrix 0123456789 " * 8)),
    document("qr_link", code(Symbology.QR, _LINK), "Чек в электронном виде"),
    document("qr_cyrillic", code(Symbology.QR, "ООО «Ромашка»: " + "спасибо за покупку! " * 12)),
    document("qr_signs", code(Symbology.QR, "^FS^XZ~JA\"\\'{}_\n2-я строка")),
    document("pdf417_long", code(Symbology.PDF417, "Boarding pass IVANOV/IVAN SVO-LED 2026-11-22 " * 6)),
    document("pdf417_cyrillic", code(Symbology.PDF417, "Квитанция № 12 от 22.11.2026")),
    document("aztec_long", code(Symbology.AZTEC, "Ticket 0123456789 MOSCOW-KAZAN " * 6)),
    document("aztec_cyrillic", code(Symbology.AZTEC, "Билет № 42, вагон 7")),
    document(
        "code_among_others",
        PictureLine(file(logo(120, 60))),
        TextLine("Заголовок", font=1),
        code(Symbology.EAN8, "46000019"),
        PictureLine(file(logo(60, 120))),
        code(Symbology.QR, "after a picture"),
        TextLine("«мелко»", font=4),
        code(Symbology.DATAMATRIX, "after drawn text"),
    ),
)
