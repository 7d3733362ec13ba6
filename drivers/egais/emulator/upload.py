"""The file of an upload. Source: spec/ffd.md 12: multipart/form-data, field `xml_file`."""

from email import message_from_bytes
from email.message import Message
from email.policy import HTTP
from xml.etree import ElementTree

from drivers.egais.emulator import legacy, version_3
from drivers.egais.emulator.cheque import Cheque, Refused

_FIELD = "xml_file"


def file_of(kind: str, body: bytes) -> bytes:
    """`kind`: the content type of the request. Raises Refused."""
    head = f"Content-Type: {kind}\r\n\r\n".encode("latin-1")
    message = message_from_bytes(head + body, policy=HTTP)
    if message.get_content_type() != "multipart/form-data" or not message.is_multipart():
        raise Refused("Нужен multipart/form-data")
    for part in message.iter_parts():
        if _name(part) == _FIELD and isinstance(data := part.get_payload(decode=True), bytes):
            return data
    raise Refused(f"Нет файла {_FIELD}")


def cheque_of(xml: bytes, asked_for: str) -> Cheque:
    """`asked_for`: the `type` of the address, "" for the cheque of old; it must be what comes. Raises Refused."""
    if b"<!DOCTYPE" in xml:  # entities could make it endless
        raise Refused("DOCTYPE не принимается")
    try:
        root = ElementTree.fromstring(xml)  # noqa: S314 - without DOCTYPE there are no entities
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise Refused(f"Это не XML: {error}") from error
    known = {("Cheque", ""): legacy.read, (version_3.DOCUMENTS, "ChequeV3"): version_3.read}
    if (root.tag, asked_for) not in known:
        raise Refused(f"Документ {root.tag} по адресу с type={asked_for!r} не принимается")
    cheque = known[root.tag, asked_for](root)
    if not cheque.bottles and not cheque.plain:
        raise Refused("Отсутствуют позиции чека")
    return cheque


def _name(part: Message) -> object:
    return part.get_param("name", header="content-disposition")
