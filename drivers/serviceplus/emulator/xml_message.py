"""Messages as text: a request in, an answer out. Source: spec/service-plus.md C1.

There is no length and no sum: a request ends with its closing tag, an answer with silence.
"""

from dataclasses import dataclass
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from drivers.serviceplus.emulator.xml_errors import Category, Error, Refused

LABEL = "OFDFNARMUKM"
_BEGINS, _ENDS = b"<ArmRequest", b"</ArmRequest>"
_LONGEST = 1 << 20  # bytes
_FFD_105 = "2"  # msgFFDVer
_CONTENTS = ("0", "1")  # msgContVer
_NO_ID = ""


@dataclass(frozen=True, slots=True)
class Request:
    """`data`: what stands in CDATA, another XML text; "" = nothing."""

    id: str
    command: int
    data: str


class Reader:
    """Bytes in, in any chunks; whole requests out, as they came, without what stands before them."""

    def __init__(self) -> None:
        self._buffer = b""

    def feed(self, chunk: bytes) -> list[bytes]:
        self._buffer += chunk
        found = []
        while _ENDS in self._buffer:
            text, _, self._buffer = self._buffer.partition(_ENDS)
            found.append(text[max(0, text.rfind(_BEGINS)) :] + _ENDS)
        self._buffer = self._buffer[-_LONGEST:]
        return found


def head_of(text: bytes) -> tuple[str, str]:
    """RequestId and Command as they are written, "" where they cannot be read."""
    try:
        body = ElementTree.fromstring(text).find("RequestBody")  # noqa: S314 - the reader leaves no DOCTYPE before it
    except (ElementTree.ParseError, ValueError, LookupError):
        return _NO_ID, ""
    if body is None:
        return _NO_ID, ""
    return _text(body, "RequestId"), _text(body, "Command")


def read(text: bytes) -> Request:
    """Raises Refused."""
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - the reader leaves no DOCTYPE before it
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise Refused(Error.NOT_XML, "Запрос не является XML") from error
    body = root.find("RequestBody")
    if body is None or root.find("RequestData") is None:
        raise Refused(Error.MISSING, "Нет RequestBody или RequestData")
    _ours(body)
    command = _filled(body, "Command")
    if not (command.isascii() and command.isdigit()):
        raise Refused(Error.WRONG, f"Неверная команда: {command}")
    return Request(_filled(body, "RequestId"), int(command), _text(root, "RequestData"))


def _ours(body: ElementTree.Element) -> None:
    for name in ("ProtocolVersion", "DateTime"):
        _filled(body, name)
    if _filled(body, "ProtocolLabel") != LABEL:
        raise Refused(Error.NOT_OURS, "Неизвестный протокол")
    if _filled(body, "msgFFDVer") != _FFD_105 or _filled(body, "msgContVer") not in _CONTENTS:
        raise Refused(Error.NOT_OURS, "Эта версия ФФД не поддерживается")


def _filled(parent: ElementTree.Element, name: str) -> str:
    text = _text(parent, name)
    if not text:
        raise Refused(Error.MISSING, f"Нет элемента: {name}")
    return text


def _text(parent: ElementTree.Element, name: str) -> str:
    return (parent.findtext(name) or "").strip()


def done(id_: str, command: int, data: str, *, new_lines: bool = False) -> bytes:
    return _answer(id_, command + 1, 0, Category.NONE, "", Error.DONE, "", data, new_lines)


def refused(id_: str, command: int, error: Refused, *, new_lines: bool = False) -> bytes:
    """Without data."""
    told = (error.result, error.category, error.source, error.code, error.text)
    return _answer(id_, command + 1, *told, "", new_lines)


def _answer(
    id_: str,
    command: int,
    result: int,
    category: int,
    source: str,
    code: int,
    text: str,
    data: str,
    new_lines: bool,
) -> bytes:
    body = {
        "RequestId": escape(id_),
        "Result": str(result),
        "ErrorCategory": str(int(category)),
        "ErrorSource": source,
        "ErrorCode": str(int(code)),
        "ErrorDescription": escape(text),
        "Command": str(command),
    }
    between = "\r\n" if new_lines else ""
    told = between.join(f"<{name}>{value}</{name}>" for name, value in body.items())
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<ArmResponse><ResponseBody>{told}</ResponseBody>",
        f"<ResponseData><![CDATA[{data}]]></ResponseData></ArmResponse>",
    ]
    return between.join(parts).encode("utf-8")
