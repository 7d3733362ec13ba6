"""The УТМ without its plug: HTTP in and out, cheques that were told, the marks that moved.

Source: spec/ffd.md 12. The order of digits in `dt` of the url is day, month, year, hour, minute, as on published slips;
the document has it otherwise. The name of the error element is inferred, the host of the url is made up.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha512
from urllib.parse import parse_qs
from uuid import UUID
from xml.sax.saxutils import escape

from drivers.egais.emulator.cheque import Cheque, Refused
from drivers.egais.emulator.faults import WELL
from drivers.egais.emulator.stock import Stock
from drivers.egais.emulator.upload import cheque_of, file_of
from drivers.emulation.http import HttpTalk, Question, Reply
from drivers.emulation.machine import Conditions

_XML = "application/xml; charset=utf-8"
_PAGE = (
    '<!doctype html><html lang="ru"><meta charset="utf-8"><title>УТМ</title>'
    "<h1>УТМ (эмулятор)</h1><p>FSRAR {}</p></html>"
)


@dataclass(frozen=True, slots=True)
class Told:
    """A cheque that was taken, and what was answered. `xml` as it came."""

    cheque: Cheque
    xml: bytes
    url: str
    sign: str
    time: datetime


class Utm:
    """`now`: the shop's time. `faults`: see Faults. `told`: the cheques taken, oldest first; refused ones are not."""

    room = 1 << 16

    def __init__(self, *, fsrar: str, now: Callable[[], datetime], keep: int) -> None:
        self.conditions, self.faults, self.stock = Conditions(), WELL, Stock()
        self.told: deque[Told] = deque(maxlen=keep)
        self.refused: deque[str] = deque(maxlen=keep)
        self.count = 0  # of cheques ever taken
        self._fsrar, self._now = fsrar, now
        self._talk = HttpTalk(self._answer)

    def feed(self, data: bytes) -> bytes:
        return self._talk.feed(data)

    def hang_up(self) -> None:
        self._talk = HttpTalk(self._answer)

    def switch(self, name: str, on: bool) -> bytes:
        """The marks are on disk: no power, no loss."""
        self.conditions.put(name, on)
        return b""

    def _answer(self, question: Question) -> Reply:
        path, _, query = question.path.partition("?")
        if self.faults.http_500:
            return Reply("Внутренняя ошибка УТМ".encode(), status=500)
        match question.method, path.rstrip("/"):
            case "GET", "":
                return Reply(_PAGE.format(self._fsrar).encode(), "text/html; charset=utf-8")
            case "POST", "/xml":
                return self._take(question, parse_qs(query).get("type", [""])[0])
            case _, ("" | "/xml"):
                return Reply(b"", status=405)
        return Reply(b"", status=404)

    def _take(self, question: Question, asked_for: str) -> Reply:
        try:
            xml = file_of(question.headers.get("content-type", ""), question.body)
            cheque = cheque_of(xml, asked_for)
            if self.faults.refuses:
                raise Refused("УТМ не принимает чеки")
            self.stock.move(cheque)
        except Refused as error:
            self.refused.append(str(error))
            return Reply(_enveloped(f"<error>{escape(str(error))}</error>"), _XML)
        told = self._signed(cheque, xml)
        self.told.append(told)
        return Reply(_enveloped(f"<url>{escape(told.url)}</url><sign>{told.sign}</sign>"), _XML)

    def _signed(self, cheque: Cheque, xml: bytes) -> Told:
        self.count += 1
        time = self._now()
        seal = sha512(f"{self.count} {time}".encode() + xml)
        url = f"https://check.egais.example?id={UUID(bytes=seal.digest()[:16])}&dt={time:%d%m%y%H%M}&cn={self._fsrar}"
        return Told(cheque, xml, url, seal.hexdigest().upper(), time)


def _enveloped(content: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="no"?><A>{content}<ver>2</ver></A>'.encode()
