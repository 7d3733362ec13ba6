"""A line that spoils every answer tells nothing of a command: the register is asked until the line is well."""

from pathlib import Path
from typing import Any

import pytest

from drivers.emulation.frame_faults import WELL, Faults
from drivers.errors import DeviceOffline
from drivers.model.ffd import FfdVersion
from tests.contract import atol, pirit, shtrih
from tests.contract.asking import Told, done, made, settled
from tests.contract.goods import receipt
from tests.contract.stand import Family


@pytest.mark.parametrize("family", [shtrih.TCP, atol.TCP, pirit.TCP], ids=str)
@pytest.mark.parametrize("new", [False, True], ids=["as connected", "connected anew"])
def test_what_became_of_a_sale_is_asked_until_the_line_is_well(family: Family, tmp_path: Path, new: bool) -> None:
    async def scene() -> None:
        async with family.stand(tmp_path, FfdVersion(family.newest)) as stand:
            register: Any = stand.register  # type: ignore[attr-defined]
            mark = await stand.driver.mark()
            sold = await done(stand, receipt())
            register.faults = Faults(bad_sum=True)
            if new:
                await stand.restart()
            for _ in range(9):  # more often than a server asks what answers with errors
                with pytest.raises(DeviceOffline, match="Проверьте"):
                    await stand.driver.settle(receipt(), mark)
            register.faults = WELL
            answer = await settled(stand, receipt(), mark)
            assert answer.told is Told.DONE
            assert answer.document.number == made(sold).number

    family.run(scene())
