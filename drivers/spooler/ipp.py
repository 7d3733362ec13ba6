"""IPP requests and answers as bytes: version | code | request id | groups of attributes | document.

Source: RFC 8010 (encoding; section 3 and appendix A), RFC 8011 (operations, attributes, enum values).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from drivers.errors import FrameError

Value = int | bool | str | bytes | None  # None: out-of-band ("no-value", "unknown") or a collection
Values = tuple[Value, ...]

_VERSION = b"\x01\x01"
_END = 0x03
_BEGIN_COLLECTION, _END_COLLECTION = 0x34, 0x37
_WITH_LANGUAGE = (0x35, 0x36)


class Operation(IntEnum):
    """RFC 8011, 5.4.15."""

    PRINT_JOB = 0x0002
    CREATE_JOB = 0x0005
    SEND_DOCUMENT = 0x0006
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_JOBS = 0x000A
    GET_PRINTER_ATTRIBUTES = 0x000B
    SET_JOB_ATTRIBUTES = 0x0014  # RFC 3380


class Group(IntEnum):
    """Delimiter tags. RFC 8010, 3.5.1."""

    OPERATION = 0x01
    JOB = 0x02
    PRINTER = 0x04
    UNSUPPORTED = 0x05


class Tag(IntEnum):
    """Value tags. RFC 8010, 3.5.2."""

    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME_TYPE = 0x49


@dataclass(frozen=True, slots=True)
class Attribute:
    tag: Tag
    name: str
    values: tuple[int | bool | str, ...]


@dataclass(frozen=True, slots=True)
class Attributes:
    """One group of an answer; of an attribute that comes twice the first counts."""

    group: int
    values: Mapping[str, Values]

    def all_of(self, name: str) -> Values:
        return self.values.get(name, ())

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(value for value in self.all_of(name) if isinstance(value, str))

    def text(self, name: str) -> str:
        return next(iter(self.texts(name)), "")

    def number(self, name: str) -> int | None:
        """Of an integer, enum or boolean; None where it is absent or has no value."""
        return next((int(value) for value in self.all_of(name) if isinstance(value, int)), None)


@dataclass(frozen=True, slots=True)
class Answer:
    """`status`: 0x0000..0x00ff success, 0x04xx the client's fault, 0x05xx the server's. RFC 8011, appendix B."""

    status: int
    request_id: int
    groups: tuple[Attributes, ...] = field(default=())

    @property
    def successful(self) -> bool:
        return self.status < 0x0100

    def first(self, group: Group) -> Attributes:
        """An empty group where there is none."""
        return next(self.every(group), Attributes(group, {}))

    def every(self, group: Group) -> Iterator[Attributes]:
        return (found for found in self.groups if found.group == group)


def request(
    operation: Operation,
    request_id: int,
    target: tuple[Attribute, ...],
    job: tuple[Attribute, ...] = (),
    document: bytes = b"",
) -> bytes:
    """`target`: operation attributes after charset and language, which are put before them as RFC 8011, 4.1.4 wants."""
    language = (
        Attribute(Tag.CHARSET, "attributes-charset", ("utf-8",)),
        Attribute(Tag.LANGUAGE, "attributes-natural-language", ("en-us",)),
    )
    parts = [_VERSION, operation.to_bytes(2, "big"), request_id.to_bytes(4, "big")]
    parts += [bytes([Group.OPERATION]), *map(_attribute, (*language, *target))]
    if job:
        parts += [bytes([Group.JOB]), *map(_attribute, job)]
    return b"".join([*parts, bytes([_END]), document])


def _attribute(attribute: Attribute) -> bytes:
    """tag:u8 | name | value, each with its length:u16 before it; further values have an empty name."""
    out = b""
    for at, value in enumerate(attribute.values):
        name = b"" if at else attribute.name.encode("ascii")
        out += bytes([attribute.tag]) + _sized(name) + _sized(_value(attribute.tag, value))
    return out


def _sized(data: bytes) -> bytes:
    if len(data) > 0x7FFF:
        raise ValueError(f"an IPP value holds 32767 bytes, not {len(data)}")
    return len(data).to_bytes(2, "big") + data


def _value(tag: Tag, value: int | bool | str) -> bytes:
    if isinstance(value, str):
        return value.encode()
    return bytes([value]) if tag == Tag.BOOLEAN else value.to_bytes(4, "big", signed=True)


def decode(data: bytes) -> Answer:
    """What stands after the attributes is passed over. Raises FrameError for bytes that cannot be an answer."""
    reader = _Reader(data)
    major = reader.take(2)[0]
    if major not in (1, 2):
        raise FrameError(f"IPP {major}.x is not known")
    status, request_id = reader.number(2), reader.number(4)
    groups: list[Attributes] = []
    while (delimiter := reader.number(1)) != _END:
        if delimiter > 0x0F:
            raise FrameError(f"an IPP group cannot begin with {delimiter:#04x}")
        groups.append(Attributes(delimiter, reader.attributes()))
    return Answer(status, request_id, tuple(groups))


class _Reader:
    """Goes through the bytes once; never reads past their end."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take(self, size: int) -> bytes:
        end = self._at + size
        if end > len(self._data):
            raise FrameError("an IPP answer breaks off")
        found, self._at = self._data[self._at : end], end
        return found

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "big")

    def attributes(self) -> dict[str, Values]:
        """Up to the next delimiter. Members of collections are passed over."""
        found: dict[str, list[Value]] = {}
        values: list[Value] = []
        depth = 0  # of collections within collections
        while self._at < len(self._data) and self._data[self._at] > 0x0F:
            tag, name, raw = self.number(1), self.take(self.number(2)), self.take(self.number(2))
            if depth == 0:
                if name:
                    values = []
                    found.setdefault(name.decode("utf-8", "replace"), values)
                values.append(_read(tag, raw))
            if tag == _BEGIN_COLLECTION:
                depth += 1
            elif tag == _END_COLLECTION:
                depth = max(0, depth - 1)
        return {name: tuple(values) for name, values in found.items()}


def _read(tag: int, raw: bytes) -> Value:
    if tag < 0x20 or tag in (_BEGIN_COLLECTION, _END_COLLECTION):
        return None
    if tag in (Tag.INTEGER, Tag.ENUM):
        return int.from_bytes(_exactly(raw, 4), "big", signed=True)
    if tag == Tag.BOOLEAN:
        return _exactly(raw, 1) != b"\0"
    if tag in _WITH_LANGUAGE:
        return _without_language(raw)
    return raw.decode("utf-8", "replace") if 0x40 <= tag < 0x60 else raw


def _exactly(raw: bytes, size: int) -> bytes:
    if len(raw) != size:
        raise FrameError(f"an IPP number of {len(raw)} bytes instead of {size}")
    return raw


def _without_language(raw: bytes) -> str:
    """language and text, each with its length:u16 before it. RFC 8010, 3.9."""
    reader = _Reader(raw)
    reader.take(reader.number(2))
    return reader.take(reader.number(2)).decode("utf-8", "replace")
