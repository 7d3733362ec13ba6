"""What the builders of receipts are given."""

from typing import Any

from drivers.atol_web.tasks import names
from drivers.atol_web.tasks.goods import Terms
from drivers.atol_web.tasks.receipt import receipt
from drivers.http_service.json_form import json_object
from drivers.model.command import RegisterReceipt
from drivers.model.ffd import FfdVersion
from tests.drivers.http_service.sold import settled


def sale(command: RegisterReceipt, ffd: FfdVersion = FfdVersion.V1_2) -> Any:
    """The JSON of its task."""
    checked = settled(command, ffd)
    return json_object(receipt(checked, checked.items, Terms(ffd=ffd, vat=names.VAT)).content)
