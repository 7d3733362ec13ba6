"""A driver that somebody else wrote, pyshtrih, on the emulator's serial port: spec/shtrih-m.md 9.

It sends ENQ before every command, sells by 80h and 85h, and knows nothing of FF45 and FF46.
"""

import asyncio
import importlib.util
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from drivers.emulation.cable import SerialCable
from drivers.emulation.fiscal.storage import Form
from drivers.emulation.frame_faults import Fault, Link
from drivers.shtrih.emulator.tcp import ShtrihEmulator

WITHIN = 30.0
SHOP = Path(__file__).with_name("pyshtrih_shop.py")

pytestmark = [
    pytest.mark.skipif(
        importlib.util.find_spec("pyshtrih") is None, reason="pyshtrih is not installed: pip install .[test]"
    ),
    pytest.mark.skipif(os.name != "posix", reason="pyshtrih needs a serial port, and pseudo-terminals are POSIX"),
]


def day(register: ShtrihEmulator) -> dict[str, Any]:
    """What pyshtrih was told. Raises AssertionError with its words when it fails."""

    async def main() -> dict[str, Any]:
        async with asyncio.timeout(WITHIN), register, SerialCable(register) as cable:
            shop = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-W", "ignore", SHOP, cable.path),
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                env=os.environ | {"PYTHONIOENCODING": "utf-8"},
            )
            try:
                said, complaints = await shop.communicate()
            finally:
                if shop.returncode is None:
                    shop.kill()
                    await shop.wait()
            assert shop.returncode == 0, complaints.decode()
            told: dict[str, Any] = json.loads(said)
            return told

    return asyncio.run(main())


def test_a_day_of_a_shop() -> None:
    register = ShtrihEmulator(extra_byte=False, ffd="1.05", print_time=0.02)
    told = day(register)
    documents = register.machine.storage.documents
    receipt = documents[told["number"] - 1]
    assert [each.form for each in documents] == [
        Form.REGISTRATION,
        Form.SHIFT_OPENING,
        Form.RECEIPT,
        Form.SHIFT_CLOSING,
    ]
    assert (receipt.type, receipt.total, receipt.tags()[1008]) == (1, 24690, [b"a@b.ru"])
    assert (told["model"], told["opened"], told["closed"], told["form"]) == (register.machine.core.model.name, 2, 4, 3)
    assert (told["change"], told["drawer"], told["refused"]) == (310, 1, 0x73)
    assert (told["closed_shifts"], told["closed_shifts_after"]) == (0, 1)
    text = "\n".join(register.machine.paper.lines)
    assert "Добро пожаловать" in text
    assert "Чай чёрный" in text


def test_it_reads_an_answer_again_that_came_with_a_wrong_sum() -> None:
    register = ShtrihEmulator(extra_byte=False, ffd="1.05")
    faults = [Fault(what=Link.BAD_SUM, command=code) for code in ("8D", "80", "85", "41")]
    register.inject(*faults, Fault(what=Link.GOOD_REFUSED, command="85"))
    assert day(register)["closed"] == 4
    assert register.machine.talk.plan.waiting == []
    assert [each.form for each in register.machine.storage.documents].count(Form.RECEIPT) == 1
