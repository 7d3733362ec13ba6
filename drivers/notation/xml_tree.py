"""XML from a wire nobody vouches for -> elements. No document type, and with it no entity of its own; bounded depth."""

import xml.etree.ElementTree as ET
from xml.parsers import expat

from drivers.errors import FrameError

_DEEPEST = 32


def parse(content: bytes | str) -> ET.Element:
    """Raises FrameError."""
    builder = _Builder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = builder.begin
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = builder.doctype
    try:
        parser.Parse(content, True)
        return builder.close()
    except (expat.ExpatError, ValueError, LookupError, AssertionError) as error:
        raise FrameError("это не XML") from error


class _Builder(ET.TreeBuilder):
    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise FrameError("XML вложен слишком глубоко")
        self.start(tag, attributes)

    def end(self, tag: str) -> ET.Element:
        self._depth -= 1
        return super().end(tag)

    def doctype(self, *_: object) -> None:
        raise FrameError("в XML объявлен DOCTYPE")
