"""SIGKILL in the middle of paid receipts, on a real disk: each kopeck taken has its receipt, and no receipt two."""

import asyncio
import random
import sys
from pathlib import Path

from drivers.model.command import ReadDocument
from drivers.model.ffd import DocumentForm
from tests.drivers.terminals.till import money
from tests.kkmserver.dispatch.card_victim import RECEIPTS, driver
from tests.kkmserver.dispatch.counter import REGISTER, TERMINAL

KILLS = 4


async def _lived(folder: Path, finals: int | None) -> list[str]:
    """What it printed; killed after so many results, None = never."""
    victim = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.kkmserver.dispatch.card_victim", str(folder), stdout=asyncio.subprocess.PIPE
    )
    assert victim.stdout
    said: list[str] = []
    async with asyncio.timeout(30):
        while (finals is None or len(said) < finals) and (line := await victim.stdout.readline()):
            said.append(line.decode().strip())
        if finals is not None:
            await asyncio.sleep(random.uniform(0, 0.03))  # into the middle of the next one
            victim.kill()
        await victim.wait()
    assert finals is not None or victim.returncode == 0
    return said


async def _registered(folder: Path) -> list[int]:
    """Electronic sums of the receipts in the ФН, in order."""
    register, found = driver(folder, REGISTER, "virtual-kkt"), []
    for number in range(1, (await register.state()).last_document + 1):
        copy = (await register.execute(ReadDocument(number))).copy
        if copy and copy.document.form is DocumentForm.RECEIPT and copy.payments:
            found.append(copy.payments.electronic)
    await register.close()
    return found


def test_each_kopeck_has_its_receipt(tmp_path: Path) -> None:
    async def main() -> None:
        for _ in range(KILLS):
            await _lived(tmp_path, random.randint(0, 2))
        said = await _lived(tmp_path, None)
        assert said == ["done"] * RECEIPTS
        assert sorted(await _registered(tmp_path)) == [100 * (i + 1) for i in range(RECEIPTS)]
        assert money(tmp_path / str(TERMINAL)) == 100 * RECEIPTS * (RECEIPTS + 1) // 2

    asyncio.run(main())
