"""The corpus: more than forty documents, each with a name of its own."""

from tests.paper.codes import CODES
from tests.paper.document import Document
from tests.paper.pictures import PICTURES
from tests.paper.receipts import RECEIPTS
from tests.paper.texts import TEXTS

DOCUMENTS: dict[str, Document] = {each.name: each for each in (*RECEIPTS, *TEXTS, *CODES, *PICTURES)}
