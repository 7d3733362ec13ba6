"""A person's word on a command whose outcome is unknown, as JSON."""

from datetime import datetime, tzinfo
from typing import Annotated, TypeVar

from annotated_types import Ge, Le, Len, MaxLen
from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, field_validator, model_validator

from drivers.model.ffd import DocumentForm, ReceiptType
from drivers.model.outcome import FiscalDocument
from kkmserver.dispatch.order import Decision, Resolution

T = TypeVar("T")

_Number = Annotated[int, Ge(1), Le(2**32 - 1)]
_FORMS = {form.name.lower(): form for form in DocumentForm}
_TYPES = {kind.name.lower(): kind for kind in ReceiptType}


class DocumentIn(BaseModel):
    """What stands on the paper: numbers, the moment by the register's clock, the sum in kopecks."""

    model_config = ConfigDict(extra="forbid")
    number: Annotated[_Number, Field(description="Номер фискального документа (ФД).")]
    sign: Annotated[int, Ge(0), Le(2**32 - 1), Field(description="Фискальный признак (ФПД).")]
    storage: Annotated[str, Len(16, 16), Field(description="Номер ФН.")]
    shift: Annotated[_Number, Field(description="Номер смены.")]
    time: Annotated[datetime, WithJsonSchema({"type": "string", "description": "Время кассы: 2026-11-22T15:04."})]
    number_in_shift: Annotated[int, Ge(0), Le(2**32 - 1), Field(description="Номер чека в смене.")] = 0
    total: Annotated[int, Ge(0), Le(2**48 - 1)] | None = Field(None, description="Итог, копейки.")
    form: Annotated[DocumentForm, WithJsonSchema({"enum": list(_FORMS), "description": "Вид документа."})] = (
        DocumentForm.RECEIPT
    )
    receipt_type: Annotated[
        ReceiptType | None, WithJsonSchema({"enum": [*_TYPES, None], "description": "Вид чека."})
    ] = None

    @field_validator("time", mode="before")
    @classmethod
    def _time(cls, value: object) -> datetime:
        return _moment(value)

    @field_validator("form", mode="before")
    @classmethod
    def _form(cls, value: object) -> DocumentForm:
        return _named(_FORMS, value)

    @field_validator("receipt_type", mode="before")
    @classmethod
    def _type(cls, value: object) -> ReceiptType | None:
        return None if value is None else _named(_TYPES, value)

    def document(self, zone: tzinfo | None) -> FiscalDocument:
        """`zone`: the shop's, for a time without one."""
        time = self.time if self.time.tzinfo else self.time.replace(tzinfo=zone)
        return FiscalDocument(
            form=self.form,
            number=self.number,
            sign=self.sign,
            time=time,
            storage=self.storage,
            shift=self.shift,
            number_in_shift=self.number_in_shift,
            receipt_type=self.receipt_type,
            total=self.total,
        )


class ResolveIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    decision: Annotated[Decision, Field(description="Вышел, не вышел, напечатать снова.")]
    note: Annotated[str, MaxLen(1000), Field(description="Заметка для журнала.")] = ""
    document: DocumentIn | None = Field(None, description="Что на бумаге; только вместе с printed.")

    @model_validator(mode="after")
    def _paper_only_where_printed(self) -> "ResolveIn":
        if self.document is not None and self.decision is not Decision.PRINTED:
            raise ValueError("document передают только вместе с decision: printed")
        return self

    def resolution(self, who: str, zone: tzinfo | None) -> Resolution:
        document = self.document.document(zone) if self.document else None
        return Resolution(decision=self.decision, who=who, document=document, note=self.note)


def _moment(value: object) -> datetime:
    """ISO 8601 with a time of day; no register is older than its law. Raises ValueError."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) and len(value) > len("2026-11-22") else None
    except ValueError:
        moment = None
    if moment is None or not 2016 <= moment.year <= 2100:
        raise ValueError("нужны дата и время вида 2026-11-22T15:04")
    return moment


def _named(names: dict[str, T], value: object) -> T:
    """Raises ValueError."""
    if isinstance(value, str) and value in names:
        return names[value]
    raise ValueError(f"допустимо только {', '.join(names)}")
