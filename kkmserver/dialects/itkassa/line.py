"""One of `lines`: an item of a receipt. Source: spec/itkassa.md 6.3."""

from decimal import Decimal

from drivers.model.document import AgentData, MarkingCode, Position
from kkmserver.dialects import receipts
from kkmserver.dialects.itkassa import codes
from kkmserver.dialects.itkassa.members import Members
from kkmserver.dialects.itkassa.tags import with_tags
from kkmserver.dialects.values import WrongValue

_NAMELESS = "Товар"


def position(line: Members, agent_data: AgentData | None) -> Position:
    """`agent_data`: of the receipt; it is also that of a line which names its agent."""
    for name in ("price", "quantity"):
        if not line.has(name):
            line.fault(name, "не указано")
    price, quantity = line.kopecks("price"), line.quantity("quantity") or Decimal(1)
    agent = line.read("tagAgentType", receipts.agent_sign, None)
    found = Position(
        name=line.text("title") or _NAMELESS,
        quantity=quantity,
        price=price,
        amount=line.kopecks("total") if line.has("total") else _product(line, price, quantity),
        vat=line.word("tax", codes.RATES, codes.RATES[codes.RATE]),
        method=line.word("psr", codes.METHODS, codes.METHODS[codes.METHOD]),
        subject=line.word("ppr", codes.SUBJECTS, codes.SUBJECTS[codes.SUBJECT]),
        country=line.text("tagCountry"),
        customs_declaration=line.text("tagGtdNumber"),
        excise=line.kopecks("tagExcise") if line.has("tagExcise") else None,
        marking=MarkingCode(code=line.text("tagTrueSign")) if line.has("tagTrueSign") else None,
        agent=agent,
        agent_data=agent_data if agent else None,
        supplier=receipts.supplier(
            {
                1225: line.text("tagServiceProviderTitle"),
                1171: line.contact("tagServiceProviderContact"),
                1226: line.text("tagServiceProviderINN"),
            }
        ),
    )
    return with_tags(found, line)


def _product(line: Members, price: int, quantity: Decimal) -> int:
    try:
        return receipts.line_total(Decimal(price) / 100, quantity)
    except WrongValue as error:
        line.fault("total", error.why)
        return 0
