import pytest

from drivers.errors import Fault
from pools.health import Health, blames_device


def test_blocked_after_so_many_faults_in_a_row() -> None:
    health = Health(3)
    assert [health.failed() for _ in range(4)] == [False, False, True, True]


def test_work_done_begins_the_count_anew() -> None:
    health = Health(2)
    assert not health.failed()
    health.worked()
    assert not health.failed()
    assert health.failed()


def test_never() -> None:
    health = Health(0)
    assert not any(health.failed() for _ in range(100))


@pytest.mark.parametrize("fault", Fault)
def test_only_a_request_is_no_fault_of_the_device(fault: Fault) -> None:
    assert blames_device(fault) == (fault is not Fault.CLIENT)
