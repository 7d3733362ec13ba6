"""Members that every command may carry. Source: spec/kkmserver.md 2.1, 2.2."""

from typing import Annotated

from pydantic import Field

from drivers.model.document import Cashier
from kkmserver.dialects.kkm.fields import Amount, Fields, Index, Short, TaxVariant, text_of
from kkmserver.dispatch.order import Target

ID_LIMIT = 256
_TELLING = 0.5  # seconds
_DEFAULT_WAIT = 60.0
_LONGEST_WAIT = 3600.0


class HeadIn(Fields):
    """Base of every request."""

    num_device: Index = 0
    inn_kkm: Short = ""
    kkt_number: Short = ""
    tax_variant: TaxVariant | None = None
    id_device: Short = ""
    id_command: Annotated[str, text_of(ID_LIMIT)] = ""
    timeout: Amount | None = None  # seconds
    cashier_name: Short = ""
    cashier_vatin: Short = Field("", title="CashierVATIN")

    def wait(self) -> float:
        """Seconds the client wants to wait; 0 = not at all, which clients write as 1."""
        if self.timeout is None or self.timeout <= 0:
            return _DEFAULT_WAIT
        return 0.0 if self.timeout <= 1 else min(float(self.timeout), _LONGEST_WAIT)

    def hold(self) -> float:
        """Seconds the command may wait for a device that is away, so that its refusal is told within `wait`.

        Who does not wait for the answer asks for it later.
        """
        seconds = self.wait() or _DEFAULT_WAIT
        return max(seconds - _TELLING, seconds / 2)

    def cashier(self) -> Cashier:
        return Cashier(self.cashier_name, self.cashier_vatin)

    def target(self) -> Target:
        return Target(
            number=self.num_device,
            guid=self.id_device,
            inn=self.inn_kkm,
            serial=self.kkt_number,
            tax_system=self.tax_variant,
        )
