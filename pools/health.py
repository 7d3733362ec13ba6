"""When a member of a pool is set aside: faults of the device in a row, never those of a request."""

from drivers.errors import Fault

_DEVICE_FAULTS = frozenset({Fault.LINK, Fault.OPERATOR, Fault.DEVICE, Fault.UNKNOWN, Fault.STATE, Fault.INTERNAL})


def blames_device(fault: Fault) -> bool:
    """Whether another device might fare better with the same command. Source: spec/kkmserver.md section 5, rule 6."""
    return fault in _DEVICE_FAULTS


class Health:
    """Of one device."""

    def __init__(self, block_after: int) -> None:
        """`block_after`: faults in a row; 0 = it is never blocked."""
        self._after, self._faults = block_after, 0

    def worked(self) -> None:
        self._faults = 0

    def failed(self) -> bool:
        """Whether that is enough to block it."""
        self._faults += 1
        return 0 < self._after <= self._faults
