"""Mass printing from the file to the report, on virtual registers."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kkmserver.config_doors import Organization
from kkmserver.dialects.itkassa.job import Job
from kkmserver.dialects.itkassa.registry_desk import NotStarted, RegistryDesk
from kkmserver.dialects.itkassa.registry_report import as_csv, as_xlsx, safe
from kkmserver.dialects.itkassa.registry_store import ReceiptState, Registry, RegistryState
from tests.kkmserver.dialects.itkassa.receiver import receiving
from tests.kkmserver.dialects.itkassa.shop import BASE, POOL, SHOP, Shop, go, settings, shop
from tests.kkmserver.dispatch.counter import Till

HEADS = "Номер документа;Наименование;Цена;Контакт покупателя\n"


def table(numbers: Sequence[object], price: str = "10") -> bytes:
    return (HEADS + "".join(f"{number};Чай;{price};a@example.org\n" for number in numbers)).encode()


@asynccontextmanager
async def opened(there: Shop) -> AsyncIterator[RegistryDesk]:
    desk = await RegistryDesk.open(there.office)
    try:
        yield desk
    finally:
        await desk.stop()


async def bring(desk: RegistryDesk, content: bytes, register: str = "") -> Registry:
    made = await desk.bring(SHOP, "реестр.csv", content, "Admin")
    how = {"columns": made.columns, "paper": made.paper, "cash": made.cash}
    return await desk.change(made, register=register or made.register, **how)  # type: ignore[arg-type]


async def over(desk: RegistryDesk, registry: Registry) -> Mapping[str, int]:
    async with asyncio.timeout(20):
        while not (found := await desk.registries.find(registry.id)) or not found.ended:
            await asyncio.sleep(0.005)
    return await desk.registries.counts(registry.id)


async def begun(desk: RegistryDesk, registry: Registry) -> None:
    """The first receipt is out."""
    async with asyncio.timeout(20):
        while not (await desk.registries.counts(registry.id)).get("done"):
            await asyncio.sleep(0.002)


def test_from_the_file_to_the_report(tmp_path: Path) -> None:
    async def test() -> None:
        async with shop(tmp_path) as there, opened(there) as desk, receiving(200) as site:
            await there.post(f"{BASE}/organization/settings", {"printResultUrl": site.url})
            registry = await bring(desk, table(["1001", "=1002", "1003"]))
            looked = await desk.look(registry)
            assert not looked.checked.faults
            assert [one.number for one in looked.checked.receipts] == ["1001", "=1002", "1003"]
            assert await there.receipts() == [], "nothing is printed before the start"
            await desk.start(registry, again=False)
            assert await over(desk, registry) == {"done": 3}
            assert len(await there.receipts()) == 3
            calls = await site.wait(3)
            assert {call.json["registryId"] for call in calls} == {registry.id}
            told = await desk.registries.receipts(registry.id)
            assert [one.document for one in told] == [call.json["checkNumber"] for call in calls]
            rows = list(csv.reader(io.StringIO(as_csv(told).decode("utf-8-sig")), delimiter=";"))
            assert rows[0][:3] == ["Номер документа", "Строки файла", "Сумма"]
            assert rows[2][:5] == ["'=1002", "3", "10,00", "a@example.org", "напечатан"]
            sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(told))).worksheets[0]
            cell = sheet.cell(3, 1)
            assert (cell.value, cell.data_type) == ("=1002", "s"), "a text, no formula"
            assert (await desk.registries.find(registry.id)).state is RegistryState.OVER  # type: ignore[union-attr]

    go(test())


def test_the_same_file_is_printed_once_unless_asked_for(tmp_path: Path) -> None:
    async def test() -> None:
        async with shop(tmp_path) as there, opened(there) as desk:
            first = await bring(desk, table([1, 2]))
            await desk.start(first, again=False)
            await over(desk, first)
            second = await bring(desk, table([1, 2]))
            assert (await desk.look(second)).earlier == ["1", "2"]
            with pytest.raises(NotStarted, match="уже напечатаны по другому реестру"):
                await desk.start(second, again=False)
            more = await bring(desk, table([1, 2, 3]))
            await desk.start(more, again=False)
            assert await over(desk, more) == {"earlier": 2, "done": 1}
            await desk.start(second, again=True)
            assert await over(desk, second) == {"done": 2}
            assert len(await there.receipts()) == 5

    go(test())


def test_started_twice_at_once_it_is_started_once(tmp_path: Path) -> None:
    async def test() -> None:
        async with shop(tmp_path) as there, opened(there) as desk:
            one, other = await bring(desk, table([1, 2])), await bring(desk, table([1, 2]))
            starts = [desk.start(draft, again=False) for draft in (one, one, other)]
            ended = await asyncio.gather(*starts, return_exceptions=True)
            assert [type(each) for each in ended] == [type(None), NotStarted, NotStarted]
            await over(desk, one)
            assert len(await there.receipts()) == 2

    go(test())


def test_a_mended_table_prints_nothing_twice_and_leaves_nothing_out_unsaid(tmp_path: Path) -> None:
    async def test() -> None:
        async with shop(tmp_path) as there, opened(there) as desk:
            first = await bring(desk, table([1, 2]))
            await desk.start(first)
            await over(desk, first)
            changed = await bring(desk, table([1, 2], price="11"))
            looked = await desk.look(changed)
            assert (looked.earlier, looked.mended) == ([], ["1", "2"])
            with pytest.raises(NotStarted, match="уже напечатаны"):
                await desk.start(changed)
            partly = await bring(desk, table([1]) + table([2, 3], price="11").partition(b"\n")[2])
            await desk.start(partly)
            assert await over(desk, partly) == {"earlier": 2, "done": 1}
            same, other, _ = await desk.registries.receipts(partly.id)
            assert (same.error, other.error[:43]) == ("", "Чек с этим номером уже напечатан с другим с")
            await desk.start(changed, mended=True)
            assert await over(desk, changed) == {"done": 2}
            assert [copy.document.total for copy in await there.receipts()] == [1000, 1000, 1100, 1100, 1100]

    go(test())


def test_a_table_without_numbers_is_known_by_its_goods(tmp_path: Path) -> None:
    """A row put in above the others makes them no new ones."""

    async def test() -> None:
        async with shop(tmp_path) as there, opened(there) as desk:
            heads = "Наименование;Цена\n"
            first = await bring(desk, f"{heads}Чай;10\nЧай;10\n".encode())
            await desk.start(first)
            await over(desk, first)
            second = await bring(desk, f"{heads}Сыр;5\nЧай;10\nЧай;10\nЧай;10\n".encode())
            looked = await desk.look(second)
            assert (looked.earlier, looked.mended) == (["3", "4"], [])

    go(test())


def test_a_start_that_broke_off_printed_nothing(tmp_path: Path) -> None:
    async def test() -> None:
        async with shop(tmp_path) as there, opened(there) as desk:
            one = await bring(desk, table([1]))
            checked = (await desk.look(one)).checked
            await there.office.store.connection.execute("DELETE FROM registry WHERE id = ?", (one.id,))
            await desk.registries.begin(one, checked.receipts, there.clock.now(), again=False, mended=False)
            assert (await desk.look(await bring(desk, table([1])))).earlier == []

    go(test())


def test_killed_just_before_its_end_a_registry_ends(tmp_path: Path) -> None:
    async def test() -> None:
        async with shop(tmp_path) as there:
            async with opened(there) as desk:
                registry = await bring(desk, table([1]))
                await desk.start(registry)
                await over(desk, registry)
            await there.office.store.connection.execute("UPDATE registry SET state = 'running', ended = 0")
            async with opened(there) as desk:
                assert await over(desk, registry) == {"done": 1}

    go(test())


def test_what_is_handed_over_while_it_is_called_off_is_not_printed(tmp_path: Path) -> None:
    till = Till(gate=asyncio.Event())

    async def test() -> None:
        async with shop(tmp_path, drivers={1: till}) as there, opened(there) as desk:
            accept, held, let = there.office.intake.accept, asyncio.Event(), asyncio.Event()

            async def slow(organization: Organization, given: Mapping[str, Any], *who: str) -> Job:
                if till.begun:
                    held.set()
                    await let.wait()
                return await accept(organization, given, *who)

            there.office.intake.accept = slow  # type: ignore[method-assign,assignment]
            registry = await bring(desk, table(range(5)))
            await desk.start(registry)
            await held.wait()
            calling_off = asyncio.create_task(desk.runs.cancel(registry.id))
            await asyncio.wait({calling_off}, timeout=0.05)
            let.set()
            await calling_off
            assert till.gate
            till.gate.set()
            counts = await over(desk, registry)
            assert (len(till.receipts), counts["done"], sum(counts.values())) == (1, 1, 5)

    go(test())


def test_faults_let_nothing_begin(tmp_path: Path) -> None:
    async def test() -> None:
        async with shop(tmp_path) as there, opened(there) as desk:
            draft = await bring(desk, table([1]) + "2;Чай;сто;a@example.org\n".encode())
            with pytest.raises(NotStarted, match="есть ошибки"):
                await desk.start(draft, again=False)
            assert await there.receipts() == []

    go(test())


def test_receipts_that_were_refused_may_come_again(tmp_path: Path) -> None:
    """The register is taken from the organisation in mid-run, and given back."""

    async def test() -> None:
        async with shop(tmp_path) as there, opened(there) as desk:
            registry = await bring(desk, table(range(30)))
            whole = there.office.settings
            await desk.start(registry, again=False)
            await begun(desk, registry)
            there.office.reload(settings((9,)), there.office.smtp)
            counts = await over(desk, registry)
            assert counts["failed"] > 20, counts
            failed = (await desk.registries.receipts(registry.id, state=ReceiptState.FAILED))[0]
            assert "такой кассы у организации нет" in failed.error
            there.office.reload(whole, there.office.smtp)
            again = await bring(desk, table(range(30)))
            await desk.start(again, again=False)
            assert await over(desk, again) == {"done": counts["failed"], "earlier": 30 - counts["failed"]}
            assert len(await there.receipts()) == 30

    go(test())


def test_what_has_not_begun_is_called_off(tmp_path: Path) -> None:
    async def test() -> None:
        async with shop(tmp_path) as there, opened(there) as desk:
            registry = await bring(desk, table(range(200)))
            await desk.start(registry, again=False)
            await begun(desk, registry)
            await desk.runs.cancel(registry.id)
            counts = await over(desk, registry)
            assert counts["cancelled"] > 150
            assert sum(counts.values()) == 200
            assert len(await there.receipts()) == counts["done"]
            assert (await desk.registries.find(registry.id)).state is RegistryState.CANCELLED  # type: ignore[union-attr]

    go(test())


def test_it_goes_on_after_a_restart_and_a_pool_shares_it(tmp_path: Path) -> None:
    async def test() -> None:
        async with shop(tmp_path, registers=2, pool=True) as there:
            desk = await RegistryDesk.open(there.office)
            registry = await bring(desk, table(range(40)), there.register(POOL))
            await desk.start(registry, again=False)
            await begun(desk, registry)
            await desk.stop()
            assert (await desk.registries.counts(registry.id))["waiting"] > 20
            async with opened(there) as again:
                assert await over(again, registry) == {"done": 40}
            shares = [len(await there.receipts(number)) for number in (1, 2)]
            assert sum(shares) == 40
            assert min(shares) >= 15

    go(test())


def test_a_change_that_makes_no_sense_is_refused(tmp_path: Path) -> None:
    async def test() -> None:
        async with shop(tmp_path) as there, opened(there) as desk:
            draft = await desk.bring(SHOP, "", table([1]), "Admin")
            for changed in (
                {"register": "nowhere"},
                {"columns": draft.columns[1:]},
                {"columns": draft.columns[:1] * 4},
            ):
                given = {"register": draft.register, "columns": draft.columns, "paper": True, "cash": False, **changed}
                with pytest.raises(ValueError, match=r"кассы|столбц"):
                    await desk.change(draft, **given)  # type: ignore[arg-type]

    go(test())


@pytest.mark.parametrize("text", ["=1+1", "+7916", "-1", "@SUM(A1)", "  =x", "\t=x", "＝x"])
def test_formulas_are_defused(text: str) -> None:
    assert safe(text) == f"'{text}"
    assert safe(f"a{text}") == f"a{text}"
