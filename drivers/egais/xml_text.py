"""Pieces of XML that both formats share."""

import re
import xml.etree.ElementTree as ET

_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production Char


def clean(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return _FORBIDDEN.sub(" ", text)


def roubles(kopecks: int) -> str:
    """ "-150.00" """
    sign, amount = "-" if kopecks < 0 else "", abs(kopecks)
    return f"{sign}{amount // 100}.{amount % 100:02d}"


def add(parent: ET.Element, tag: str, text: str = "") -> ET.Element:
    """A child, its text if it has one."""
    child = ET.SubElement(parent, tag)
    child.text = clean(text) or None
    return child


def document(root: ET.Element) -> bytes:
    """UTF-8 with a declaration."""
    content: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return content
