"""Every document the virtual ККТ makes holds what its form and version ask for; and each can be read and printed."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from drivers.fiscal import composition
from drivers.model.command import CashIn, CloseShift, Command, OfdReport, ReadDocument
from drivers.model.ffd import DocumentForm, FfdVersion, ReceiptType
from drivers.model.registration import RegistrationStep
from drivers.model.state import Registration
from drivers.virtual.kkt import VirtualKkt
from tests.clock import FakeClock
from tests.drivers.virtual.shop import CASHIER, run, sale, tea
from tests.drivers.virtual.test_correction import ORDERED, correction
from tests.drivers.virtual.test_late_slip import FULL
from tests.drivers.virtual.test_marked import SCRIPT, STOPPED, water
from tests.drivers.virtual.test_registrar import CLOSE, step

DAY: list[Command] = [
    sale(tea(500)),
    CashIn(1_000_000),
    *[sale(tea(700), type=kind) for kind in ReceiptType],
    FULL,
    sale(water(), water(STOPPED, accept_failed_check=True)),
    OfdReport(CASHIER),
    CloseShift(CASHIER),
]


@pytest.mark.parametrize("ofd", ["online", "offline", "autonomous"])
@pytest.mark.parametrize("ffd", ["1.05", "1.1", "1.2"])
def test_every_form(tmp_path: Path, ffd: str, ofd: str) -> None:
    clock, states = FakeClock(), []

    async def scene(kkt: VirtualKkt) -> None:
        early = ffd == "1.05"
        kinds = [ReceiptType.SALE, ReceiptType.PURCHASE] if early else list(ReceiptType)
        corrections = [correction(*([] if early else [tea(12_200)]), kind=kind, why=ORDERED) for kind in kinds]
        for command in (*DAY[:-1], *corrections, DAY[-1]):
            await kkt.execute(command)
        clock.advance(3 * 24 * 3600)
        for command in (*corrections, OfdReport(CASHIER), CloseShift(CASHIER)):
            await kkt.execute(command)
        await kkt.execute(step(RegistrationStep.CHANGE_OWNER, place="Зал"))
        await kkt.switch_ofd(online=True)
        await kkt.execute(CLOSE)
        last = (await kkt.state()).last_document
        states.append(await kkt.state())
        for number in range(1, last + 1):
            copy = (await kkt.execute(ReadDocument(number, copies=1))).copy
            assert copy is not None
            assert copy.document.number == number
            assert copy.text
            assert "КОПИЯ" in kkt.tape()[0].text()

    run(tmp_path, scene, clock, ffd=ffd, ofd=ofd, marking_script=SCRIPT)
    registration = states[0].registration
    assert registration is not None
    assert forms(tmp_path, FfdVersion(ffd), registration) == set(DocumentForm)


def forms(folder: Path, ffd: FfdVersion, registration: Registration) -> set[DocumentForm]:
    with closing(sqlite3.connect(folder / "1" / "storage.sqlite3")) as db:
        rows = db.execute("SELECT document, form, tlv FROM steps WHERE document ORDER BY document").fetchall()
    for number, form, tlv in rows:
        found = composition.check(tlv, ffd, registration)
        assert not found, f"ФД {number}, form {form}: {'; '.join(map(str, found))}"
    return {DocumentForm(form) for _, form, _ in rows}
