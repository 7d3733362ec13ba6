"""One reading of one request: the owner's settings, and what is found wrong or worth a remark."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from pydantic import ValidationError

from drivers.clock import SystemClock
from drivers.model.label import Template
from kkmserver.dialects.kkm.fields import SPELLING
from kkmserver.dialects.kkm.refusal import FaultyFields
from kkmserver.templates import TemplateFaulty, TemplateNotFound, Templates

Vat18 = Literal["20", "22", "refuse"]

LISTED = 20  # faults shown; the rest is counted
_LONGEST_FAULT = 300

# One name, two spellings: a row holds `BarCode`, and inside it (and inside EGAIS) the content is `Barcode`.
_SPELLED_INSIDE = {("BarCode", "barcode"): "Barcode", ("EGAIS", "barcode"): "Barcode"}
_TEXTS = {
    "missing": "не указано; это поле обязательно",
    "model_type": "нужен объект {…}",
    "dict_type": "нужен объект {…}",
    "model_attributes_type": "нужен объект {…}",
    "tuple_type": "нужен массив […]",
}


@dataclass(frozen=True, slots=True)
class Rules:
    """What the owner has settled.

    `vat_18`: what becomes of the tax numbers 18 and 118 of old clients. `templates`: None where there is no folder.
    """

    vat_18: Vat18 = "20"
    templates: Templates | None = None


@dataclass(slots=True)
class Reading:
    """Collects while a request is read. Faults carry their JSON path in the API's spelling.

    `now`: the shop's time when the command was accepted.
    """

    rules: Rules = Rules()
    now: Callable[[], datetime] = SystemClock().local
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def vat_18(self) -> Vat18:
        return self.rules.vat_18

    def afresh(self) -> "Reading":
        """Another one of the same request."""
        return Reading(self.rules, self.now)

    def local(self, moment: datetime) -> datetime:
        """Aware, in the shop's zone, which is also that of a moment without one."""
        zone = self.now().tzinfo
        return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)

    def template(self, name: str) -> Template | None:
        """None, and a fault, where it cannot be used."""
        if self.rules.templates is None:
            self.fault("Template", "на этом сервере нет папки шаблонов; задайте её ключом [labels] templates")
            return None
        try:
            return self.rules.templates.get(name)
        except (TemplateNotFound, TemplateFaulty) as error:
            self.fault("Template", error.text)
            return None

    def fault(self, path: str, text: str) -> None:
        self.faults.append(f"{path}: {text}"[:_LONGEST_FAULT])

    def warn(self, text: str) -> None:
        if text not in self.warnings:
            self.warnings.append(text)

    def refused(self, error: ValidationError) -> FaultyFields:
        """Every fault a model has found, as one refusal."""
        for found in error.errors(include_url=False, include_input=False):
            self.fault(path_of(found["loc"]), _text(found))
        return FaultyFields(_listing(self.faults))

    def stop_if_faulty(self) -> None:
        """Raises FaultyFields."""
        if self.faults:
            raise FaultyFields(_listing(self.faults))


def path_of(location: Iterable[int | str]) -> str:
    """("checkstrings", 0, "register", "price") -> CheckStrings[0].Register.Price."""
    path, parent = "", ""
    for step in location:
        if isinstance(step, int):
            path += f"[{step}]"
            continue
        parent = _SPELLED_INSIDE.get((parent, step)) or SPELLING.get(step, step)
        path += f".{parent}" if path else parent
    return path


def _text(found: Mapping[str, Any]) -> str:
    if found["type"] == "fault":
        return str(found["msg"])
    return _TEXTS.get(found["type"], "значение не подходит")


def _listing(faults: Sequence[str]) -> str:
    more = f"; и ещё ошибок: {len(faults) - LISTED}" if len(faults) > LISTED else ""
    return f"Команда не принята, исправьте поля запроса. {'; '.join(faults[:LISTED])}{more}"
