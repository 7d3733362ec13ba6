"""What people are told about labels."""

from dataclasses import dataclass

SILENT = (
    "принтер не отвечает на вопрос о состоянии (так бывает, когда кончились этикетки или лента, "
    "открыта головка или она перегрета)"
)
NOT_TAKING = "принтер перестал принимать данные, проверьте этикетки и крышку"
LEFT = " Если принтер стоит, сначала выключите и включите его: иначе остаток он допечатает потом."
TOO_SLOW = "принтер не допечатал за отведённое время и не говорит почему"


@dataclass(frozen=True, slots=True)
class Count:
    """How far a batch is. `known`: printed for certain, `sent`: gone to the printer; both from label 1."""

    known: int
    sent: int
    total: int


def not_ready(name: str, trouble: str) -> str:
    return f"Принтер «{name}»: {trouble}. Устраните это и повторите. Пока ничего не напечатано."


def cancelled(count: Count, *, proves: bool) -> str:
    if proves:
        return f"Отменено: напечатано {count.known} из {count.total}."
    return (
        f"Отменено: принтеру передано {count.sent} из {count.total}. Сколько из них напечатано, он не сообщает: "
        "посмотрите на этикетки."
    )


def cancelled_stuck(name: str, count: Count, trouble: str) -> str:
    return f"Отменено: принтер «{name}» стоял ({trouble}). {_known(count)}{_doubtful(count)}"


def batch_broken(name: str, count: Count, reason: str, *, proves: bool) -> str:
    """Says what is known, what is not, and how to go on."""
    facts = _known(count) if proves else f"Принтеру передано {count.sent} из {count.total}."
    doubt = _doubtful(count) if proves else " Сколько из них напечатано, он не сообщает."
    return (
        f"Принтер «{name}»: {reason}. {facts}{doubt} Посмотрите на последнюю вышедшую этикетку и продолжите "
        "со следующей: пошлите задание с новым номером команды и номером этой этикетки в First."
    )


def document_broken(name: str, reason: str) -> str:
    return (
        f"Принтер «{name}»: печать оборвалась, {reason}. Посмотрите, вышло ли всё; "
        "если нет, отправьте документ ещё раз с новым номером команды."
    )


def cannot_tell(name: str, batch: bool) -> str:
    repeat = "продолжите с первой ненапечатанной (First)" if batch else "если документа нет, отправьте его ещё раз"
    return (
        f"Принтер «{name}» не помнит, что было напечатано. Посмотрите на этикетки и {repeat}, с новым номером команды."
    )


def unproven(count: Count) -> str:
    return f"Принтер не сообщает, что напечатал: ему переданы все этикетки ({count.total}). Посмотрите, все ли вышли."


def _known(count: Count) -> str:
    return f"Точно напечатано {count.known} из {count.total}."


def _doubtful(count: Count) -> str:
    if count.sent <= count.known:
        return ""
    first = count.known + 1
    if count.sent == first:
        return f" Неизвестно, вышла ли этикетка {first}."
    return f" Неизвестно, какие вышли из этикеток {first}–{count.sent}."
