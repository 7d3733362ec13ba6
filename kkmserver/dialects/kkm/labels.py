"""`PrintDocument` by a label template: `Template`, `Fields`, `Copies`, `First`. Ours; the original prints rows only."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Annotated

from drivers.model import command
from drivers.model.label import Fields, Template
from drivers.printing.fields import names, needed
from kkmserver.dialects.kkm.fields import Reader, Short, between, fault, shown
from kkmserver.dialects.kkm.reading import LISTED, Reading
from kkmserver.dialects.kkm.receipt import DocumentIn

MOST_LABELS = 10_000  # of one command, copies counted
MOST_COPIES = 999
_MOST_FIELDS = 200  # of one label
_LONGEST = 4096  # characters of a value
_LONGEST_NAME = 64
_TODAY = "today"
_SETS = {
    "type": "array",
    "minItems": 1,
    "maxItems": MOST_LABELS,
    "items": {"type": "object", "additionalProperties": {"type": "string", "maxLength": _LONGEST}},
}


def field_sets(value: object) -> tuple[dict[str, str], ...]:
    """An object, or an array of them. Names in lower case and sorted; values as text, blank ones left out.

    Ends at the first fault: a list of a million of them would take the server's memory.
    """
    sets = value if isinstance(value, list) else [value]
    if not sets:
        raise fault("пустой массив; передайте набор полей для каждой этикетки")
    if len(sets) > MOST_LABELS:
        raise fault(f"наборов {len(sets)}, допустимо не больше {MOST_LABELS}; разделите их на несколько команд")
    return tuple(_field_set(given, f"набор {number}" if len(sets) > 1 else "") for number, given in enumerate(sets, 1))


def _field_set(given: object, where: str) -> dict[str, str]:
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise fault(f"{where}: здесь {shown(given)}, а нужен объект {{…}} с полями".removeprefix(": "))
    if len(given) > _MOST_FIELDS:
        raise fault(f"{where}: полей {len(given)}, допустимо не больше {_MOST_FIELDS}".removeprefix(": "))
    values = {name.lower(): value for name, value in given.items()}
    texts = ((name, _text(value, f"{where}, поле {shown(name)}".removeprefix(", "))) for name, value in values.items())
    return dict(sorted((_checked(name, where), text) for name, text in texts if text is not None))


def _checked(name: str, where: str) -> str:
    if len(name) > _LONGEST_NAME or not _storable(name):
        raise fault(f"{where}: имя поля {shown(name)} не годится".removeprefix(": "))
    return name


def _text(value: object, where: str) -> str | None:
    """A number keeps the digits it came with; true is `да`, false nothing; None for what counts as absent."""
    if value is None or (isinstance(value, str) and (not value or value.isspace())):
        return None
    if isinstance(value, bool):
        return "да" if value else ""
    if isinstance(value, int) or (isinstance(value, Decimal) and -30 < value.adjusted() < 30):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    if not isinstance(value, str):
        raise fault(f"{where}: здесь {shown(value)}, а нужна строка или число")
    if len(value) > _LONGEST or not _storable(value):
        raise fault(f"{where}: текст не годится: в нём {len(value)} знаков (можно {_LONGEST}) или половины знаков")
    return value


def _storable(text: str) -> bool:
    """No halves of surrogate pairs; the thorough reading mends them."""
    return text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text)


class PrintDocumentIn(DocumentIn):
    """Rows, or labels by a template."""

    template: Short = ""
    fields: Annotated[tuple[dict[str, str], ...], Reader(field_sets, shape=_SETS)] = ()
    copies: Annotated[int, between(1, MOST_COPIES)] = 1  # of each label
    first: Annotated[int, between(1, MOST_LABELS)] = 1  # label to begin with, copies counted

    def to_command(self, reading: Reading) -> command.Command:
        if self.template:
            return self._labels(reading)
        if not self.model_fields_set.isdisjoint(("fields", "copies", "first")):
            if not self.check_strings:
                reading.fault("Template", "не указан шаблон этикетки; без него передают CheckStrings")
            reading.warn("Fields, Copies и First действуют только вместе с Template.")
        return super().to_command(reading)

    def _labels(self, reading: Reading) -> command.PrintLabels:
        """Raises FaultyFields."""
        if self.check_strings:
            reading.fault("CheckStrings", "вместе с Template не передают: этикетка печатается по шаблону")
        if self.number_copies:
            reading.warn("NumberCopies вместе с Template не действует: число одинаковых этикеток задаёт Copies.")
        sets = self.fields or ({},)
        self._check_count(len(sets) * self.copies, reading)
        template = reading.template(self.template)
        reading.stop_if_faulty()
        assert template is not None
        return command.PrintLabels(template, _fitted(sets, template, reading), self.copies, self.first)

    def _check_count(self, total: int, reading: Reading) -> None:
        if total > MOST_LABELS:
            reading.fault("Copies", f"этикеток всего {total}, допустимо не больше {MOST_LABELS} в одной команде")
        if self.first > total:
            reading.fault("First", f"начать с этикетки {self.first} нельзя: в команде их {total}")


def _fitted(sets: Iterable[Mapping[str, str]], template: Template, reading: Reading) -> tuple[Fields, ...]:
    """Fields under the names the template has for them, whatever their letter case."""
    known = names(template)
    common = {_TODAY: _today(reading)} if _TODAY in known else {}
    fitted = tuple(common | {name: given[name.lower()] for name in known if name.lower() in given} for given in sets)
    _warn_of_unused(sets, known, template, reading)
    _check_needed(fitted, needed(template), reading)
    return fitted


def _today(reading: Reading) -> str:
    """When the command was accepted, as the shop's clock had it: the journal must read it again as it was."""
    return reading.now().replace(tzinfo=None).isoformat(timespec="seconds")


def _warn_of_unused(
    sets: Iterable[Mapping[str, str]], known: frozenset[str], template: Template, reading: Reading
) -> None:
    unused = sorted({name for given in sets for name in given} - {name.lower() for name in known})
    if unused:
        listed = ", ".join(unused[:LISTED]) + (", …" if len(unused) > LISTED else "")
        reading.warn(f"Шаблон «{template.name}» не использует поля: {listed}.")


def _check_needed(sets: tuple[Fields, ...], wanted: frozenset[str], reading: Reading) -> None:
    for number, given in enumerate(sets, 1):
        if missing := wanted - given.keys():
            where = f"набор {number}: " if len(sets) > 1 else ""
            reading.fault("Fields", f"{where}не задано: {', '.join(sorted(missing))} (пустое – то же, что не задано)")
        if len(reading.faults) >= LISTED:
            return
