"""Documents read back from the ФН of an emulated register."""

from dataclasses import replace
from decimal import Decimal

import pytest

from drivers.emulation.frame_faults import Fault, Power
from drivers.errors import DeviceFaulty, DeviceOffline, OutcomeUnknown, RequestRefused
from drivers.fiscal import tlv
from drivers.model.command import OpenShift, ReadDocument
from drivers.model.document import Cashier, Payments
from drivers.model.ffd import DocumentForm, ReceiptType, TaxSystem, VatRate
from drivers.model.outcome import CopyRow
from drivers.registers import archive, receipt, shifts
from drivers.shtrih.emulator.tcp import ShtrihEmulator
from drivers.shtrih.register import ShtrihRegister
from drivers.shtrih.requests.status import Mode
from tests.drivers.shtrih.visit import visit
from tests.drivers.virtual.shop import sale, tea


def texts(register: ShtrihEmulator) -> list[str]:
    return [one.text for one in register.machine.paper.printed if hasattr(one, "text")]


@pytest.mark.parametrize("ffd", ["1.05", "1.2"])
def test_a_receipt_tells_what_was_sold(ffd: str) -> None:
    async def scene(ours: ShtrihRegister, _: ShtrihEmulator) -> None:
        rows = (tea(15_000), tea(5_000, VatRate.VAT_10))
        sold = await receipt.register_receipt(ours, sale(*rows, electronic=5_000, client_address="a@b.ru"))
        outcome = await archive.read_document(ours, ReadDocument())
        copy = outcome.copy
        assert copy is not None
        assert sold.document is not None
        assert (copy.document.number, copy.document.sign) == (sold.document.number, sold.document.sign)
        assert (copy.document.qr, copy.document.time) == (sold.document.qr, sold.document.time)
        assert (copy.document.shift, copy.document.number_in_shift) == (1, 1)
        assert copy.document.receipt_type is ReceiptType.SALE
        assert copy.document.total == 20_000
        assert copy.rows == (
            CopyRow("Чай", Decimal(1), 15_000, VatRate.NO_VAT),
            CopyRow("Чай", Decimal(1), 5_000, VatRate.VAT_10),
        )
        assert copy.payments == Payments(cash=15_000, electronic=5_000)
        assert (copy.cashier, copy.client_address) == ("Петрова А.И.", "a@b.ru")
        assert copy.tax_system is TaxSystem.GENERAL
        assert f"ФД {sold.document.number}" in copy.text
        assert outcome.warnings == ()

    visit(scene, register={"ffd": ffd})


def test_other_documents_have_no_payments() -> None:
    async def scene(ours: ShtrihRegister, _: ShtrihEmulator) -> None:
        await shifts.open_shift(ours, OpenShift(Cashier("Иванова")))
        copy = (await archive.read_document(ours, ReadDocument(2))).copy
        assert copy is not None
        assert (copy.document.form, copy.payments, copy.rows) == (DocumentForm.OPEN_SHIFT, None, ())
        assert copy.cashier == "Иванова"
        assert "ОТЧЕТ ОБ ОТКРЫТИИ СМЕНЫ" in copy.text

    visit(scene)


@pytest.mark.parametrize("number", [2, 99])
def test_what_is_not_there_is_refused_as_clients_know_it(number: int) -> None:
    async def scene(ours: ShtrihRegister, _: ShtrihEmulator) -> None:
        with pytest.raises(RequestRefused, match=f"^Не удалось получить данные чека: документа № {number} нет"):
            await archive.read_document(ours, ReadDocument(number))

    visit(scene)


def test_what_the_archive_has_lost_is_refused_in_the_same_way() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        register.machine.troubles.refuse(0x08, "FF0A")
        with pytest.raises(RequestRefused, match=r"^Не удалось получить данные чека") as found:
            await archive.read_document(ours, ReadDocument(1))
        assert found.value.native == 0x08

    visit(scene)


def test_a_register_without_ff3a_tells_what_it_can() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        await receipt.register_receipt(ours, sale())
        register.machine.troubles.refuse(0x37, "FF3A")
        outcome = await archive.read_document(ours, ReadDocument())
        assert outcome.copy is not None
        assert (outcome.copy.document.total, outcome.copy.rows) == (10_000, ())
        assert "№ 3" in outcome.warnings[0]

    visit(scene)


def test_the_register_leaves_the_mode_of_giving_data() -> None:
    async def scene(ours: ShtrihRegister, _: ShtrihEmulator) -> None:
        await receipt.register_receipt(ours, sale())
        before = (await ours.session.status()).mode
        await archive.read_document(ours, ReadDocument())
        assert (await ours.session.status()).mode == before

    visit(scene)


def test_copies_are_printed_under_their_word() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        await receipt.register_receipt(ours, sale())
        before = len(texts(register))
        copy = (await archive.read_document(ours, ReadDocument(0, 2))).copy
        assert copy is not None
        rows = ["КОПИЯ", *(row.strip() for row in copy.text.split("\r\n")[:-1])]
        assert [row.strip() for row in texts(register)[before:]] == rows * 2

    visit(scene)


def test_without_copies_nothing_is_printed() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        await archive.read_document(ours, ReadDocument(1))
        assert texts(register) == []

    visit(scene)


def test_a_lost_piece_begins_the_document_anew() -> None:
    async def scene(ours: ShtrihRegister, _: ShtrihEmulator) -> None:
        await receipt.register_receipt(ours, sale())
        whole = await ours.requisites(3)
        ask, lost = ours.session.ask_once, iter([True])

        async def loses_one(request: object) -> object:
            if next(lost, False):
                raise OutcomeUnknown("a piece is lost")
            return await ask(request)  # type: ignore[arg-type]

        ours.session.ask_once = loses_one  # type: ignore[method-assign,assignment]
        assert await ours.requisites(3) == whole

    visit(scene)


def test_too_many_copies_are_refused() -> None:
    async def scene(ours: ShtrihRegister, _: ShtrihEmulator) -> None:
        with pytest.raises(RequestRefused, match="копий"):
            await archive.read_document(ours, ReadDocument(1, 100))

    visit(scene)


def test_reading_that_breaks_off_leaves_nothing_in_doubt() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        await receipt.register_receipt(ours, sale())
        before = len(texts(register))
        register.inject(Fault(what=Power.AFTER_EXECUTION, command="FF3B", times=None))
        with pytest.raises(DeviceOffline, match="при чтении документа из архива") as found:
            await archive.read_document(ours, ReadDocument(0, 1))
        assert found.value.nothing_sent
        assert len(texts(register)) == before

    visit(scene)


def test_a_storage_in_trouble_leaves_nothing_in_doubt() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        await receipt.register_receipt(ours, sale())
        register.machine.troubles.refuse(0x03, "FF3B")
        with pytest.raises(DeviceFaulty) as found:
            await archive.read_document(ours, ReadDocument(0, 1))
        assert found.value.nothing_sent
        await ours.ready()
        assert (await ours.session.status()).mode == Mode.SHIFT_OPEN

    visit(scene)


def test_requisites_without_sense_are_told_of() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        await receipt.register_receipt(ours, sale())
        document = register.machine.storage.documents[-1]
        register.machine.storage.documents[-1] = replace(document, tlv=document.tlv + tlv.pack(1023, b""))
        outcome = await archive.read_document(ours, ReadDocument())
        assert outcome.copy is not None
        assert (outcome.copy.document.total, outcome.copy.rows) == (10_000, ())
        assert "показано только то" in outcome.warnings[0]

    visit(scene)
