import pytest

from drivers.errors import RequestRefused
from drivers.model.document import Symbology
from drivers.printing.barcodes import check, check_digit


@pytest.mark.parametrize(
    ("symbology", "content", "checked"),
    [
        (Symbology.EAN13, "125478954785", "1254789547853"),
        (Symbology.EAN13, " 3423290167937 ", "3423290167937"),
        (Symbology.EAN13, "460000000000", "4600000000008"),
        (Symbology.EAN8, "9638507", "96385074"),
        (Symbology.EAN8, "96385074", "96385074"),
        (Symbology.UPCA, "03600029145", "036000291452"),
        (Symbology.UPCA, "036000291452", "036000291452"),
        (Symbology.ITF14, "1540014128876", "15400141288763"),
        (Symbology.ITF14, "15400141288763", "15400141288763"),
        (Symbology.CODE39, "abc-1", "ABC-1"),
        (Symbology.CODE93, "aB 1~", "aB 1~"),
        (Symbology.CODE128, "aB 1~", "aB 1~"),
        (Symbology.QR, "Чек №1\n", "Чек №1\n"),
        (Symbology.AZTEC, "Чек №1\n", "Чек №1\n"),
        (Symbology.GS1_128, " (01)04600000000008(21)abc\n", "\x1d010460000000000821abc"),
        (Symbology.GS1_DATAMATRIX, "[21]a(1)[93]wxyz", "\x1d21a(1)\x1d93wxyz"),
    ],
)
def test_checked_content(symbology: Symbology, content: str, checked: str) -> None:
    assert check(symbology, content) == checked
    assert check(symbology, checked) == checked


@pytest.mark.parametrize(
    ("symbology", "content", "words"),
    [
        (Symbology.EAN13, "1254789547851", "контрольная цифра должна быть 3"),
        (Symbology.EAN8, "96385070", "контрольная цифра должна быть 4"),
        (Symbology.UPCA, "036000291453", "контрольная цифра должна быть 2, а указана 3"),
        (Symbology.ITF14, "15400141288760", "контрольная цифра должна быть 3"),
        (Symbology.EAN13, "12547895478", "нужны 13 цифр"),
        (Symbology.EAN13, "12547895478AB", "нужны 13 цифр"),
        (Symbology.EAN13, "١٢٣٤٥٦٧٨٩٠١٢", "нужны 13 цифр"),
        (Symbology.EAN8, "4606453849072", "нужны 8 цифр"),
        (Symbology.UPCA, "4606453849072", "нужны 12 цифр"),
        (Symbology.ITF14, "036000291452", "нужны 14 цифр"),
        (Symbology.CODE39, "ABC*", r"«\*»"),
        (Symbology.CODE39, "ЧЕК", "латинские буквы"),
        (Symbology.CODE39, "\u0131", "«\u0131»"),  # a letter whose capital is a Latin I
        (Symbology.CODE93, "чек", "выберите QR"),
        (Symbology.CODE128, "чек", "выберите QR"),
        (Symbology.CODE128, "a\x1d", "0x1d"),
        (Symbology.CODE128, "1" * 99, "99 знаков, допустимо не больше 98"),
        (Symbology.CODE93, "1" * 81, "81 знаков, допустимо не больше 80"),
        (Symbology.CODE39, "1" * 81, "81 знаков, допустимо не больше 80"),
        (Symbology.GS1_128, "(240)" + "1" * 30 + "(21)" + "1" * 20, "56 знаков, допустимо не больше 48"),
        (Symbology.GS1_128, "abc", r"идентификатор, который начинается с «abc»"),
        (Symbology.GS1_DATAMATRIX, "(01)04600000000000", r"\(01\) контрольная цифра должна быть 8"),
        (Symbology.GS1_DATAMATRIX, "(21)ж", r"\(21\) неверно значение «ж»"),
        (Symbology.DATAMATRIX, "\x1dabc", "как код GS1"),
        (Symbology.QR, "1" * 1_000_000, "слишком длинный"),
        (Symbology.AZTEC, "1" * 4_000, "слишком длинный"),
        (Symbology.QR, "", "пустой"),
        (Symbology.EAN13, "  ", "пустой"),
        (Symbology.QR, "a\ud800", "знак 2"),
        (Symbology.GS1_128, "(21)a\ud800", "знак 6"),
    ],
)
def test_refused_content(symbology: Symbology, content: str, words: str) -> None:
    with pytest.raises(RequestRefused, match=words):
        check(symbology, content)


@pytest.mark.parametrize(
    ("digits", "right"),
    # Worked examples of GS1: GTIN-8, UPC-A, GTIN-13, GTIN-14, SSCC.
    [("9638507", "4"), ("03600029145", "2"), ("629104150021", "3"), ("1540014128876", "3"), ("37610425002123456", "9")],
)
def test_check_digit(digits: str, right: str) -> None:
    assert check_digit(digits) == right
