"""Each command word, down to its device."""

from base64 import b64encode
from pathlib import Path

import pytest

from drivers.model.command import RegisterReceipt
from kkmserver.store.record import Wanted
from tests.kkmserver.dialects.bit.counter import BOTH, KKT, RECEIPT, counter, go

CODE = "0104600439931256215Bh%t)qbA\x1d93dGVz"


@pytest.mark.parametrize("sent", [CODE, b64encode(CODE.encode()).decode()])
def test_a_marking_code_is_checked(tmp_path: Path, sent: str) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            (entry,) = await shop.entries([{"name": "km", "type": "kktCheckKM", "data": {"km_2000": sent}}])
            assert entry["success"]
            assert entry["info"]["km_2000"] == sent
            assert entry["info"]["result_2106"] == 15
            assert "[М+]" in entry["info"]["text"]

    go(main())


def test_the_terminal(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            (paid,) = await shop.entries([{"name": "p", "type": "bnkCardPayment", "data": {"sum": "10"}}], BOTH)
            rrn = paid["info"]["rrn"]
            last = {"name": "l", "type": "bnkCardLastOperationResult"}
            (told,) = await shop.entries([last], BOTH)
            assert (told["info"]["rrn"], told["info"]["sum"]) == (rrn, 10.0)
            back = {"name": "r", "type": "bnkCardReturn", "data": {"sum": 4, "rrn": rrn}}
            (returned,) = await shop.entries([back], BOTH)
            assert returned["info"]["sum"] == 4.0
            reports = ["bnkCardShortReport", "bnkCardFullReport", "bnkCardSverkaItogov"]
            entries = await shop.entries([{"name": word, "type": word} for word in reports], BOTH)
            assert [entry["name"] for entry in entries] == reports
            assert all(entry["info"]["slip"] for entry in entries)

    go(main())


@pytest.mark.parametrize("data", [{}, {"sum": 0}, {"sum": "много"}, {"sum": -1}])
def test_a_card_is_asked_for_a_sum(tmp_path: Path, data: dict[str, object]) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            (entry,) = await shop.entries([{"name": "p", "type": "bnkCardPayment", "data": data}], BOTH)
            assert (entry["errorCode"], "sum" in entry["error"]) == (15, True)

    go(main())


def test_the_shift_and_the_drawer(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            words = ["kktXReport", "kktOpenShift", "kktOpenCashDraw", "kktCloseShift"]
            entries = await shop.entries([{"name": word, "type": word, "data": {}} for word in words])
            assert all(entry["success"] for entry in entries)
            assert [entry.get("info", {}).get("fd_1040", 0) > 0 for entry in entries] == [False, True, False, True]
            (again,) = await shop.entries([{"name": "z", "type": "kktCloseShift"}])
            assert again["errorCode"] == 10

    go(main())


def test_the_cashier_consents_to_a_bad_code(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            await shop.entries([RECEIPT], {**KKT, "BIT_ALLOW_INVALID_MRK_CODES_WITH_CASHIER": "true"})
            line = {**RECEIPT["data"]["1059"][0], "mrkcode_2000": CODE}
            marked = {**RECEIPT, "data": {**RECEIPT["data"], "1059": [line]}}
            await shop.entries([marked], {**KKT, "BIT_ALLOW_INVALID_MRK_CODES_WITH_CASHIER": "true"})
            await shop.entries([marked])
            consents = []
            for row in reversed(await shop.dispatch.rows(Wanted(name="kktReceiptFiscalization"))):
                ticket = await shop.dispatch.find(row.entry.id)
                command = shop.dispatch.command_of(ticket.record.entry) if ticket else None
                assert isinstance(command, RegisterReceipt)
                (position,) = command.receipt.positions
                consents.append(position.marking.accept_failed_check if position.marking else None)
            assert consents == [None, True, False]

    go(main())
