"""ArmRequest and ArmResponse, the messages of the XML protocol. Source: spec/service-plus.md C1.

The form of the DateTime in the body, inferred there, is the one SP2 sends: `yyyy-MM-dd HH:mm:ss`.
"""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from xml.sax.saxutils import escape

from drivers.errors import FrameError
from drivers.notation.xml_tree import parse
from drivers.serviceplus.xml_data import Answered

LABEL = "OFDFNARMUKM"
END = b"</ArmResponse>"
MOST_BYTES = 1 << 20  # of an answer
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`id`: a uuid in braces; `moment`: as text; `data`: what goes into RequestData; `ffd`: 1 = 1.0, 2 = 1.05."""

    id: str
    moment: str
    command: int
    data: str = ""
    version: str = "11.1"
    ffd: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """`id`: "" where it is not told. `command`: of the request, and one more; 0 = not told."""

    id: str
    command: int
    result: int
    category: str
    source: str
    code: str
    description: str
    data: Answered


def encode(question: Question) -> bytes:
    """UTF-8. The data must not hold `]]>`: nothing that `spelt` makes does."""
    body = "".join(
        f"<{name}>{escape(value)}</{name}>"
        for name, value in (
            ("ProtocolLabel", LABEL),
            ("ProtocolVersion", question.version),
            ("RequestId", question.id),
            ("DateTime", question.moment),
            ("Command", str(question.command)),
            ("msgFFDVer", str(question.ffd)),
            ("msgContVer", "1"),
        )
    )
    data = f"<RequestData><![CDATA[{question.data}]]></RequestData>"
    return f"{_HEAD}<ArmRequest><RequestBody>{body}</RequestBody>{data}</ArmRequest>".encode()


def decode(content: bytes) -> Reply:
    """Raises FrameError for anything but an answer that says how it went."""
    root = parse(content.strip(b"\x00 \t\r\n"))
    body = root.find("ResponseBody")
    if root.tag != "ArmResponse" or body is None:
        raise FrameError("это не ArmResponse")
    word = _words(body)
    return Reply(
        id=word("RequestId"),
        command=_number(word("Command") or "0"),
        result=_number(word("Result")),
        category=word("ErrorCategory"),
        source=word("ErrorSource"),
        code=word("ErrorCode"),
        description=word("ErrorDescription"),
        data=_data((root.findtext("ResponseData") or "").strip()),
    )


def answers(question: Question, reply: Reply) -> bool:
    """Whether a reply belongs to a question: an answer to an earlier one may still come."""
    if reply.id and reply.id.strip("{}").lower() != question.id.strip("{}").lower():
        return False
    return reply.command in (0, question.command + 1)


def _words(body: ET.Element) -> Callable[[str], str]:
    return lambda name: (body.findtext(name) or "").strip()


def _data(content: str) -> Answered:
    return Answered(parse(content) if content else None)


def _number(word: str) -> int:
    if not word.removeprefix("-").isdecimal() or len(word) > 20:
        raise FrameError("не читается Result или Command")
    return int(word)
