"""A refusal of a register that speaks XML as one of our errors. Source: spec/service-plus.md C2, "Errors".

Neither the numbers nor the categories are known: the register's own words are shown, and what it says of its ФН is
taken for a fault. That a refused command was not carried out is not evidenced, so nothing is promised of one with an
effect: the ФН is asked.
"""

from drivers.errors import DeviceFaulty, KkmError, OperatorNeeded
from drivers.registers.request import Effect
from drivers.serviceplus.xml_message import Reply

_STORAGE = ("fn", "фн")
_LONGEST = 20  # digits of a code


def error_of(reply: Reply, name: str, effect: Effect) -> KkmError:
    says = " ".join(reply.description.split()).rstrip(". ") or "причина не названа"
    of_storage = reply.source.lower().startswith(_STORAGE)
    kind: type[KkmError] = DeviceFaulty if of_storage else OperatorNeeded
    advice = "Обратитесь в сервисный центр." if of_storage else "Проверьте кассу и данные команды и повторите."
    marks = ", ".join(part for part in (f"ошибка {reply.code or reply.result}", reply.category, reply.source) if part)
    return kind(
        f"{says} ({marks}, команда «{name}»). {advice}",
        native=int(reply.code) if reply.code.isdecimal() and len(reply.code) <= _LONGEST else reply.result,
        nothing_sent=effect is Effect.NONE,
    )
