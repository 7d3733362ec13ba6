"""What became of each receipt of a registry, as a table to take away: CSV or XLSX."""

import csv
import io
from collections.abc import Iterable, Sequence

from drivers.model import money
from kkmserver.dialects.itkassa.registry_store import Receipt, ReceiptState

HEADINGS = (
    "Номер документа", "Строки файла", "Сумма", "Контакт покупателя", "Состояние", "ФД", "ФПД", "Время", "Ошибка",
    "Задание",
)  # fmt: skip
STATES = {
    ReceiptState.WAITING: "ждёт",
    ReceiptState.SENT: "печатается",
    ReceiptState.DONE: "напечатан",
    ReceiptState.FAILED: "ошибка",
    ReceiptState.UNKNOWN: "результат неизвестен",
    ReceiptState.CANCELLED: "отменён",
    ReceiptState.EARLIER: "напечатан раньше",
}
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # what Excel and others take for the beginning of one
_CONTROLS = dict.fromkeys(range(32), " ")  # an XLSX may not hold them
_WIDTHS = (18, 14, 12, 26, 20, 10, 14, 20, 60, 38)


def as_csv(receipts: Iterable[Receipt]) -> bytes:
    """For Excel: semicolons, UTF-8 with BOM."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(HEADINGS)
    writer.writerows([safe(cell) for cell in _cells(one)] for one in receipts)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def as_xlsx(receipts: Iterable[Receipt]) -> bytes:
    """Every cell is a text: nothing is counted, nothing loses its zeros."""
    from openpyxl import Workbook  # when somebody wants it
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Отчёт")
    for place, width in enumerate(_WIDTHS):
        sheet.column_dimensions["ABCDEFGHIJ"[place]].width = width
    sheet.append(HEADINGS)
    for one in receipts:
        row = []
        for text in _cells(one):
            cell = WriteOnlyCell(sheet, text.translate(_CONTROLS))
            cell.data_type = "s"  # or "=1+1" would be a formula
            row.append(cell)
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def safe(text: str) -> str:
    """Nothing that a spreadsheet would run."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _cells(one: Receipt) -> Sequence[str]:
    return (
        one.number,
        ", ".join(map(str, one.places)),
        money.text(one.total).replace(".", ","),
        one.contact,
        STATES[one.state],
        one.document,
        one.sign,
        one.printed,
        one.error,
        one.job,
    )
