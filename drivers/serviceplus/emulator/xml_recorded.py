"""What the register tells of a document of its ФН. Source: spec/service-plus.md C2; that it tells tags is inferred."""

from collections.abc import Iterator

from drivers.emulation.fiscal.storage import Document
from drivers.serviceplus.emulator.xml_core import Core
from drivers.serviceplus.emulator.xml_tree import Pa, moment, string, unsigned


def told(core: Core, document: Document) -> Iterator[Pa]:
    """1040, 1077, 1012, 1041, 1038, 1042."""
    yield unsigned(1040, document.number)
    yield sign(core, document)
    yield moment(1012, document.time)
    yield string(1041, core.till.storage.number)
    if document.shift:
        yield unsigned(1038, document.shift)
    if document.receipt:
        yield unsigned(1042, document.receipt)


def last(core: Core) -> Iterator[Pa]:
    """1041, and 1040 and 1077 of the last document as far as the quirks let them out."""
    yield string(1041, core.till.storage.number)
    documents = core.till.storage.documents
    if documents and core.quirks.state_has_document:
        yield unsigned(1040, documents[-1].number)
        if core.quirks.state_has_sign:
            yield sign(core, documents[-1])


def sign(core: Core, document: Document) -> Pa:
    return string(1077, f"{document.sign:010}") if core.quirks.sign_is_text else unsigned(1077, document.sign)
