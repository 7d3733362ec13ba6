"""Documents of the ФН, read and printed again. Source: spec/atol-web.md 3, 7.

That the result is {documentTLV}, with tags as names and money in roubles, is what public libraries read; the value of
each tag is inferred from one example among them.
"""

from drivers.atol_web.emulator.document_json import document_json
from drivers.atol_web.emulator.errors import NO_SUCH_DATA, Refused
from drivers.atol_web.emulator.fields import Fields
from drivers.atol_web.emulator.json_text import Json
from drivers.atol_web.emulator.register import Register
from drivers.atol_web.emulator.task import Task
from drivers.emulation.fiscal import slip
from drivers.emulation.fiscal.storage import Document


def _document(register: Register, task: Fields) -> Json:
    register.till.storage.check()
    document = register.till.storage.find(task.whole("fiscalDocumentNumber"))
    result: dict[str, object] = {"documentTLV": document_json(register, document)}
    if task.flag("withRawData"):
        result["rawData"] = document.tlv.hex()
    return result


def _print_document(register: Register, task: Fields) -> Json:
    register.till.storage.check()
    _print(register, register.till.storage.find(task.whole("fiscalDocumentNumber")))
    return None


def _copy(register: Register, task: Fields) -> Json:
    del task
    receipts = [each for each in register.till.storage.documents if each.type]
    if not receipts:
        raise Refused(NO_SUCH_DATA)
    _print(register, receipts[-1])
    return None


def _print(register: Register, document: Document) -> None:
    title = slip.centred("КОПИЯ ДОКУМЕНТА", register.width)
    register.print_loose([title, *slip.slip(register.till.storage.number, document, width=register.width)])


TASKS = (
    Task("getFnDocument", _document),
    Task("printFnDocument", _print_document, prints=True),
    Task("printLastReceiptCopy", _copy, prints=True),
)
