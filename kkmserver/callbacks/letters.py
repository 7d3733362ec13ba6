"""What is asked of a site, and what it answers; no I/O. Source: spec/kkmserver.md 1.10.

{"Command":"GetCommand","Token":"…","ListRezult":[{result}, …]}   ->   {"ListCommand":[{command}, …]}
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kkmserver.dialects.kkm.card_numbers import without_cards
from kkmserver.dialects.kkm.encoding import Value, encode
from kkmserver.dialects.kkm.lenient import Json, parse
from kkmserver.dialects.kkm.refusal import NotReadable
from kkmserver.dialects.kkm.request import echo_id
from kkmserver.store.owed import Owed

MOST_BYTES = 4 * 2**20  # of an answer
MOST_COMMANDS = 200  # taken out of one; a site repeats the others
# In one question; a single result may be bigger. Many web servers refuse more than 1 MiB unless told otherwise (nginx).
RESULTS, RESULT_BYTES = 200, 2**19

_NAME = 100  # characters
_DIGITS = 400  # of a number that is written out
_NO_LIST = re.compile(rb'"listcommand"\s*:\s*(?:null|"\s*")', re.IGNORECASE)  # `parse` leaves such members out
_NO_ID = (
    "Команда без IdCommand от сайта не выполняется: повтор такой команды нельзя отличить от новой, и чек вышел бы "
    "дважды. Передайте в команде неповторимый IdCommand."
)


class SiteFault(Exception):
    """The site did not answer as it should; `text` is for the owner and holds no secrets."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass(frozen=True, slots=True)
class Letter:
    """`oddity`: what was left aside, for people; "" = nothing."""

    commands: tuple[Owed, ...]
    oddity: str = ""


def fitting(results: Sequence[Owed]) -> Sequence[Owed]:
    """As many of the first ones as go into one question."""
    size = 0
    for count, result in enumerate(results):
        size += len(result.answer or b"")
        if count and size > RESULT_BYTES:
            return results[:count]
    return results


def question(token: str, results: Iterable[Owed]) -> bytes:
    told = b",".join(result.answer or b"{}" for result in results)
    return b'{"Command":"GetCommand","Token":' + encode(token) + b',"ListRezult":[' + told + b"]}"


def read(site: str, body: bytes) -> Letter:
    """The commands of an answer, which also says that the results of its question have arrived.

    Raises SiteFault for what is no JSON, and for an object that speaks of something else: it acknowledges nothing.
    """
    if body.strip() == b"[]":  # what PHP makes of an empty answer
        return Letter(())
    try:
        members = parse(body)
    except NotReadable as error:
        raise SiteFault('сайт ответил не так, как нужно, а нужен JSON {"ListCommand": […]}') from error
    if "listcommand" not in members and b'"' in body and not _NO_LIST.search(body):
        raise SiteFault("в ответе сайта нет ListCommand")
    listed = members.get("listcommand", [])
    if not isinstance(listed, list):
        return Letter((), "ListCommand не массив, команды не взяты")
    commands = tuple(_command(site, one) for one in listed[:MOST_COMMANDS] if isinstance(one, dict))
    if len(listed) > MOST_COMMANDS:
        return Letter(commands, f"в ответе больше {MOST_COMMANDS} команд, остальные возьмём, когда сайт их повторит")
    return Letter(commands, "" if len(commands) == len(listed) else "в ListCommand есть не команды, они пропущены")


def without_id(command: Owed) -> bytes:
    """The result of a command that has no id."""
    refused: Value = {"Command": command.name, "Error": _NO_ID, "Status": 2, "IdCommand": ""}
    return encode(refused)


def _command(site: str, members: dict[str, Json]) -> Owed:
    """Read leniently and written again: what was given as JSON of any kind is kept in one."""
    name = members.get("command")
    shown = name[:_NAME] if isinstance(name, str) else ""
    return Owed(site=site, name=shown, id=echo_id(members), request=without_cards(encode(_plain(members))))


def _plain(value: Json) -> Value:
    """The same, but for numbers like 1e999999999, which are no sums and would fill the memory when written out."""
    if isinstance(value, Decimal) and abs(value.adjusted()) > _DIGITS:
        return str(value)
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value
