"""What receipts and cashiers are checked against."""

from drivers.errors import WrongState
from drivers.fiscal.settled import Rules
from drivers.model.ffd import FfdVersion
from drivers.shtrih import texts
from drivers.shtrih.session import Session


def ffd(session: Session) -> FfdVersion:
    """Of the settings, or as the register tells. Raises WrongState where neither does."""
    known = session.passport.ffd
    if known is None:
        raise WrongState(texts.UNKNOWN_FFD)
    return known


def rules(session: Session) -> Rules:
    """The register takes price by quantity within a kopeck (FF46), so other amounts become two rows."""
    return Rules(
        ffd=ffd(session),
        registration=session.passport.registration,
        now=session.clock.local(),
        split_rows=True,
    )
