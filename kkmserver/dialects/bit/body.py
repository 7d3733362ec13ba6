"""A request's body, however it is coded, to its commands. The bytes decide. Source: spec/bit-driver.md 2.2, 4."""

import json
from base64 import b64decode
from binascii import Error as NotBase64
from string import hexdigits
from urllib.parse import unquote_to_bytes

from kkmserver.dialects.kkm.lenient import Json, parse
from kkmserver.dialects.kkm.refusal import NotReadable

MOST_COMMANDS = 100
_FORM = b"json="
_HEX = frozenset(hexdigits.encode())
_BLANKS = b" \t\r\n"
_WRAPPED = b'{"packet":%s}'


class Unreadable(Exception):
    """Its text says why, in Russian. `cut`: more bytes might help."""

    def __init__(self, text: str, *, cut: bool = False) -> None:
        super().__init__(text)
        self.text, self.cut = text, cut


def commands(body: bytes) -> list[dict[str, Json]]:
    """Names of members in lower case, what is null or blank left out. Raises Unreadable."""
    packet = _parsed(_plain(body))
    given = packet if isinstance(packet, list) else [packet]
    found = [one for one in given if isinstance(one, dict)]
    if len(found) < len(given):
        raise Unreadable('неверный JSON: команда должна быть объектом {"name": …, "type": …}')
    if not 0 < len(found) <= MOST_COMMANDS:
        raise Unreadable(f"в пакете команд {len(found)}, а нужна хотя бы одна, не больше {MOST_COMMANDS}")
    return found


def _plain(body: bytes) -> bytes:
    """The JSON inside."""
    text = body.strip(_BLANKS).removeprefix(b"\xef\xbb\xbf").strip(_BLANKS)
    if text[:5].lower() == _FORM:
        text = text[5:].lstrip(_BLANKS)
        text = text.partition(b"&")[0] if text[:1] == b"%" else text
    if text[:1] in (b"[", b"{"):
        return text
    if text[:3].lower() in (b"%5b", b"%7b", b"%ef"):
        return unquote_to_bytes(text.replace(b"+", b" ")).removeprefix(b"\xef\xbb\xbf")
    coded = _uncoded(text)
    return text if coded is None else _plain(coded)


def _uncoded(text: bytes) -> bytes | None:
    """Hex, or else base64; None of anything else."""
    if text and len(text) % 2 == 0 and _HEX.issuperset(text):
        return bytes.fromhex(text.decode("ascii"))
    try:
        found = b64decode(b"".join(text.replace(b"%3D", b"=").replace(b"%2B", b"+").split()), validate=True)
    except NotBase64:
        return None
    return found if found[:1] in (b"[", b"{", b"%") else None


def _parsed(text: bytes) -> Json:
    if not text:
        raise Unreadable("неверный JSON: тело запроса пустое", cut=True)
    try:
        return parse(_WRAPPED % text).get("packet")
    except NotReadable as error:
        raise Unreadable(f"неверный JSON: {_place(text) or error.text}", cut=True) from error


def _place(text: bytes) -> str:
    """Where it breaks off; "" where it is something else."""
    try:
        json.loads(text.decode("utf-8"), strict=False)
    except json.JSONDecodeError as error:
        return f"строка {error.lineno}, столбец {error.colno}"
    except (UnicodeDecodeError, RecursionError):
        return ""
    return ""
