"""What is printed beside receipts: documents, the ruler, copies from the archive."""

import asyncio

from drivers.errors import NotSupported, RequestRefused
from drivers.model.command import ContinuePrint, PrintDocument, PrintRuler, ReadDocument, ReadLineLength
from drivers.model.document import BarcodeLine, Payments, PictureLine, Symbology, TextLine
from drivers.model.ffd import DocumentForm, ReceiptType, VatRate
from drivers.model.outcome import FiscalDocument
from drivers.ports import HasPreview
from tests.contract.asking import done, made, refused
from tests.contract.conftest import Play
from tests.contract.forms import graphics, printable
from tests.contract.goods import CASHIER, goods, receipt
from tests.contract.stand import Lack, Stand
from tests.pictures import LOGO_PNG

_EVERYTHING = (
    TextLine("Первая"),
    TextLine(">#0#<по середине"),
    TextLine("Крупно", font=1),
    TextLine("Мелко", font=4, intensity=12, bold=True),
    *(BarcodeLine(Symbology.QR, "https://example.com/1"), BarcodeLine(Symbology.EAN13, "4600439931256")),
    *(BarcodeLine(Symbology.CODE128, "ABC-123"), BarcodeLine(Symbology.PDF417, "Привет")),
    PictureLine(LOGO_PNG),
    TextLine("Последняя"),
)


def found(rows: list[str], *texts: str) -> list[str]:
    """Those of the texts that are on the paper, in the order in which they are."""
    return [text for row in rows for text in texts if text in row]


def test_a_document_with_everything(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        documents, before, lines = stand.documents, len(stand.rows), printable(play.family, _EVERYTHING)
        await done(stand, PrintDocument(lines))
        texts = ("Первая", "по середине", "Крупно", "Мелко", "Последняя")
        assert found(stand.rows[before:], *texts) == list(texts)
        assert stand.graphics == graphics(lines)
        assert stand.documents == documents

    play(scene)


def test_what_its_paper_lacks_is_refused(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        for line in set(_EVERYTHING) - set(printable(play.family, _EVERYTHING)):
            before = stand.rows
            await refused(stand, PrintDocument((TextLine("Первая"), line)), (RequestRefused, NotSupported))
            assert stand.rows == before

    play(scene)


def test_copies_of_a_document(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        await done(stand, PrintDocument((TextLine("раз"), TextLine("два")), copies=2))
        assert found(stand.rows, "раз", "два") == ["раз", "два"] * 3

    play(scene)


def test_a_long_document(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        texts = [f"строка {number:03}" for number in range(100)]
        await done(stand, PrintDocument(tuple(map(TextLine, texts))))
        assert found(stand.rows, *texts) == texts

    play(scene)


def test_the_ruler_is_as_long_as_the_line(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        length = (await done(stand, ReadLineLength())).line_length
        assert length is not None
        assert 20 <= length <= 100
        before = len(stand.rows)
        assert (await done(stand, PrintRuler())).line_length == length
        assert max(len(row.rstrip()) for row in stand.rows[before:]) == length
        assert (await stand.driver.state()).line_length == length

    play(scene, needs=Lack.LINE_LENGTH)


def test_a_line_as_long_as_the_paper_is_one_row(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        length = (await done(stand, ReadLineLength())).line_length
        assert length is not None
        before = len(stand.rows)
        await done(stand, PrintDocument((TextLine("я" * length),)))
        assert [row.count("я") for row in stand.rows[before:] if "я" * 10 in row] == [length]

    play(scene, needs=Lack.LINE_LENGTH)


_SOLD = receipt(
    goods("Чай", 12_000),
    goods("Сыр", 11_000, VatRate.VAT_10),
    paid=Payments(cash=20_000, electronic=3_000),
)


def test_documents_are_read_from_the_archive(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        sold = await done(stand, _SOLD)
        await done(stand, receipt(type=ReceiptType.SALE_RETURN))
        copy = (await done(stand, ReadDocument(made(sold).number))).copy
        assert copy is not None
        assert told(copy.document) == told(made(sold))
        assert [(row.name, row.amount, row.vat) for row in copy.rows] == [
            ("Чай", 12_000, VatRate.NO_VAT),
            ("Сыр", 11_000, VatRate.VAT_10),
        ]
        assert copy.payments == Payments(cash=20_000, electronic=3_000)
        assert copy.cashier == CASHIER.name
        assert "Чай" in copy.text
        assert copy.text.endswith("\r\n")

    play(scene, needs=(Lack.ARCHIVE, Lack.OLDER_DOCUMENTS))


def told(document: FiscalDocument) -> tuple[object, ...]:
    return (document.form, document.number, document.sign, document.receipt_type, document.total)


def test_the_last_document_is_read(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        await done(stand, receipt())
        sold = made(await done(stand, _SOLD))
        for number in (0, sold.number):
            outcome = await done(stand, ReadDocument(number))
            assert outcome.copy is not None
            assert outcome.copy.document.number == sold.number
            if play.family.has(Lack.DETAILS):
                assert told(outcome.copy.document) == told(sold)
            assert bool(outcome.warnings) is not play.family.has(Lack.ARCHIVE)

    play(scene)


def test_reports_are_read_from_the_archive(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        await done(stand, receipt())
        forms = []
        for document in stand.documents:
            copy = (await done(stand, ReadDocument(document.number))).copy
            assert copy is not None
            forms.append(copy.document.form)
        assert forms == [document.form for document in stand.documents]
        assert forms[-2:] == [DocumentForm.OPEN_SHIFT, DocumentForm.RECEIPT]

    play(scene, needs=(Lack.ARCHIVE, Lack.OLDER_DOCUMENTS))


def test_a_copy_is_no_new_document(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        await done(stand, receipt(goods("Самовар")))
        documents, before = stand.documents, len(stand.rows)
        await done(stand, ReadDocument(documents[-1].number))
        assert len(stand.rows) == before
        await done(stand, ReadDocument(documents[-1].number, copies=2))
        assert sum("Самовар" in row for row in stand.rows[before:]) == 2 * play.family.has(Lack.ARCHIVE)
        assert len(stand.rows) > before
        assert stand.documents == documents

    play(scene)


def test_a_document_that_is_not_there(play: Play) -> None:
    """Clients look for the beginning of the text."""

    async def scene(stand: Stand) -> None:
        error = await refused(stand, ReadDocument(9_999), RequestRefused)
        assert error.text.startswith("Не удалось получить данные чека")

    play(scene)


def test_there_is_nothing_to_continue(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        before = stand.rows
        await done(stand, ContinuePrint())
        assert stand.rows == before

    play(scene)


def test_a_preview_prints_nothing(play: Play) -> None:
    """Of a receipt and of a plain document."""

    async def scene(stand: Stand) -> None:
        assert isinstance(stand.driver, HasPreview)
        before = stand.documents, stand.rows
        for command in (receipt(), PrintDocument(printable(play.family, _EVERYTHING))):
            pictures = await asyncio.to_thread(stand.driver.preview, command)
            assert all(any(picture.data) for picture in pictures)
            assert pictures
        assert (stand.documents, stand.rows) == before

    play(scene, needs=Lack.PREVIEWS)
