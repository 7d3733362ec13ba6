"""Receipts as they come out of the check, for builders to spell."""

from datetime import UTC, datetime

from drivers.fiscal.check import check
from drivers.fiscal.settled import Rules, Settled
from drivers.model.command import RegisterReceipt
from drivers.model.ffd import FfdVersion, TaxSystem
from drivers.model.state import Registration


def settled(command: RegisterReceipt, ffd: FfdVersion = FfdVersion.V1_2) -> Settled:
    registration = Registration(
        tax_systems=(TaxSystem.SIMPLE_INCOME, TaxSystem.GENERAL), marking=True, services=True, excise=True
    )
    now = datetime(2026, 11, 15, 12, 30, tzinfo=UTC)
    return check(command.receipt, Rules(ffd=ffd, registration=registration, now=now))
