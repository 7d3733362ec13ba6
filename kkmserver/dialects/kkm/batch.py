"""How far a batch of labels is, and how a client goes on with one that broke off. Ours; no other command has it."""

from drivers.errors import Cancelled
from drivers.model.outcome import Progress
from kkmserver.dialects.kkm.encoding import Value
from kkmserver.store.record import Record


def members(record: Record) -> dict[str, Value]:
    """`Progress`, of a batch that has begun."""
    progress = _progress(record)
    return {"Progress": {"Printed": progress.done, "Total": progress.total}} if progress else {}


def error(record: Record, text: str) -> str:
    """The text, and what is known of the labels where some may be out and some are not."""
    progress, failure = _progress(record), record.failure
    if progress is None or failure is None or failure.nothing_sent or progress.done >= progress.total:
        return text
    came = f"напечатано {progress.done} из {progress.total}"
    exact = failure.code == Cancelled.code and came in text
    known = "" if came in text or not progress.done else f" Известно, что {came}."
    if "First" in text:  # the driver has said how to go on
        return f"{text}{known}"
    return f"{text}{known} {_further(progress.done + 1, exact=exact)}"


def _further(first: int, *, exact: bool) -> str:
    if exact:
        return f"Чтобы продолжить, передайте ту же команду с First={first} и новым IdCommand."
    return (
        "Посмотрите на последнюю вышедшую этикетку. Чтобы продолжить, передайте ту же команду с номером следующей "
        f"(не раньше First={first}) и новым IdCommand."
    )


def _progress(record: Record) -> Progress | None:
    """The final one, else the last that was reported."""
    final = record.outcome or record.failure
    return (final.progress if final else None) or record.progress
