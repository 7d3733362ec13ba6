"""What a command has brought about, in the few words that a list has room for."""

from collections.abc import Iterator

from drivers.model import money
from drivers.model.ffd import DocumentForm
from drivers.model.outcome import FiscalDocument, Outcome

_FORMS = {
    DocumentForm.REGISTRATION: "регистрация",
    DocumentForm.OPEN_SHIFT: "открыта смена",
    DocumentForm.CLOSE_SHIFT: "закрыта смена",
    DocumentForm.CLOSE_STORAGE: "закрыт ФН",
    DocumentForm.REREGISTRATION: "перерегистрация",
    DocumentForm.SETTLEMENT_STATE: "отчёт о расчётах",
}


def words(outcome: Outcome | None) -> str:
    """ "чек 12, смена 3, ФД 40, 150.00"; "" where there is nothing to tell."""
    return ", ".join(_parts(outcome)) if outcome else ""


def _parts(outcome: Outcome) -> Iterator[str]:
    if outcome.document:
        yield from _document(outcome.document)
    if outcome.copy:
        yield f"копия ФД {outcome.copy.document.number}"
    if outcome.progress:
        yield f"этикеток {outcome.progress.done} из {outcome.progress.total}"
    if outcome.card and outcome.card.amount:
        yield f"карта {money.text(outcome.card.amount)}"
    if outcome.weight is not None:
        yield f"{outcome.weight} кг"


def _document(document: FiscalDocument) -> Iterator[str]:
    if document.form in (DocumentForm.OPEN_SHIFT, DocumentForm.CLOSE_SHIFT):
        yield f"{_FORMS[document.form]} {document.shift}"
    elif document.form in _FORMS:
        yield _FORMS[document.form]
    else:
        kind = "чек коррекции" if document.form is DocumentForm.CORRECTION else "чек"
        yield f"{kind} {document.number_in_shift}" if document.number_in_shift else kind
        yield f"смена {document.shift}"
    yield f"ФД {document.number}"
    if document.total is not None:
        yield money.text(document.total)
