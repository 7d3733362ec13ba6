"""A host that talks to the emulated register without a wire; its requests are put together by hand."""

import re
from typing import Any
from xml.etree import ElementTree

from drivers.emulation.fiscal import tlv
from drivers.emulation.fiscal.storage import Document
from drivers.serviceplus.emulator.xml_errors import Error
from drivers.serviceplus.emulator.xml_register import XmlRegister
from tests.clock import FakeClock

ID = "{0F8A4E6C-0000-4000-8000-000000000001}"
ROOTS = {4: 2, 6: 5, 8: 3, 10: 31, 12: 21, 24: 200001, 30: 200003, 38: 200001}
TEA = (
    '<pa n="1030" t="1">Чай</pa><pa n="1079" t="2">100.00</pa><pa n="1023" t="3">2.000</pa>'
    '<pa n="1199" t="4">6</pa><pa n="1214" t="4">4</pa><pa n="1212" t="4">1</pa>'
)
HEAD = '<pa n="1021" t="1">Иванов</pa><pa n="1054" t="4">{kind}</pa><pa n="1055" t="4">2</pa>'


def request(command: int, data: str = "", *, id_: str = ID, label: str = "OFDFNARMUKM", ffd: int = 2) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<ArmRequest><RequestBody><ProtocolLabel>{label}</ProtocolLabel><ProtocolVersion>11.1</ProtocolVersion>\n"
        f"<RequestId>{id_}</RequestId><DateTime>2026-02-01T09:30:00</DateTime><Command>{command}</Command>\n"
        f"<msgFFDVer>{ffd}</msgFFDVer><msgContVer>1</msgContVer></RequestBody>"
        f"<RequestData><![CDATA[{data}]]></RequestData></ArmRequest>"
    ).encode()


def rooted(command: int, parts: str) -> str:
    return f'<pa n="{ROOTS[command]}" t="7">{parts}</pa>' if command in ROOTS else ""


def item(more: str = "", goods: str = TEA) -> str:
    return f'<pa n="1059" t="7">{goods}{more}</pa>'


def sale(*items: str, paid: str = '<pa n="1031" t="2">200.00</pa>', kind: int = 1, more: str = "") -> str:
    return HEAD.format(kind=kind) + f'<pa n="1059" t="6">{"".join(items or (item(),))}</pa>' + paid + more


class Refusal(Exception):
    def __init__(self, code: int, body: dict[str, str]) -> None:
        super().__init__(f"{code} {body}")
        self.code, self.body = code, body


def answered(answer: bytes, command: int, id_: str = ID) -> dict[str, Any]:
    """The data by names; lists as lists. Raises Refusal."""
    root = ElementTree.fromstring(answer)
    head = root.find("ResponseBody")
    assert root.tag == "ArmResponse"
    assert head is not None
    body = {element.tag: element.text or "" for element in head}
    assert (body.pop("RequestId"), body.pop("Command")) == (id_, str(command + 1))
    if body.pop("Result") != "0":
        raise Refusal(int(body["ErrorCode"]), body)
    data = root.findtext("ResponseData") or ""
    return value(ElementTree.fromstring(data)) if data else {}


def value(element: ElementTree.Element) -> Any:
    match element.get("t"):
        case "6":
            return [value(each) for each in element]
        case "7":
            return {each.get("n"): value(each) for each in element}
    return element.text or ""


class Host:
    def __init__(self, **settings: Any) -> None:
        self.register = XmlRegister(**{"clock": FakeClock(), **settings})

    def ask(self, command: int, parts: str = "") -> dict[str, Any]:
        """Raises Refusal."""
        return answered(self.register.execute(request(command, rooted(command, parts))), command)

    def refused(self, command: int, parts: str = "") -> int:
        """ErrorCode; DONE where nothing was wrong."""
        try:
            self.ask(command, parts)
        except Refusal as refusal:
            return refusal.code
        return Error.DONE

    def open_shift(self) -> "Host":
        self.ask(4, '<pa n="1021" t="1">Иванов</pa>')
        return self

    @property
    def last(self) -> Document:
        return self.register.till.storage.documents[-1]

    def tags(self) -> dict[int, bytes]:
        """Of the last document, top level; of requisites that repeat the last one."""
        return dict(tlv.parse(self.last.tlv))

    def item(self) -> dict[int, bytes]:
        """The requisites of its last position."""
        return dict(tlv.parse(self.tags()[1059]))


def number(value: bytes) -> int:
    return int.from_bytes(value, "little")


def changed(text: str, name: int | str, new: str) -> str:
    """With another value of the first element of this name."""
    result, count = re.subn(rf'(<pa n="{name}" t="\d">)[^<]*', rf"\g<1>{new}", text, count=1)
    assert count
    return result


def without(text: str, name: int | str) -> str:
    result, count = re.subn(rf'<pa n="{name}" t="\d">[^<]*</pa>', "", text, count=1)
    assert count
    return result
