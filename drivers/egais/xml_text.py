"""Pieces of XML that both formats share."""

import xml.etree.ElementTree as ET

from drivers.notation.xml_text import clean


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
