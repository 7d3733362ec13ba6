"""What the ФН said."""

from collections.abc import Callable

from drivers.emulation.fiscal.refused import StorageRefused


def refused(call: Callable[[], object]) -> int:
    """The error, 0 where there was none."""
    try:
        call()
    except StorageRefused as refusal:
        return refusal.code
    return 0
