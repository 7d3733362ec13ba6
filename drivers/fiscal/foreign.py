"""What the rules of 54-ФЗ do not know at all."""

from drivers.errors import RequestRefused
from drivers.model.document import Receipt


def refuse_foreign(receipt: Receipt) -> None:
    """Raises RequestRefused for a receipt that only a register of another country can take."""
    if receipt.by_amount is not None:
        raise RequestRefused(
            f"Чек с налогом «{receipt.by_amount.tax.name}» составлен для кассы другой страны, а эта работает по"
            " правилам России (54-ФЗ): выберите другую кассу или укажите в чеке товары со ставками НДС."
        )
