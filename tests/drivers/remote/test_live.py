"""Against a real server of ours in a process of its own."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from drivers.errors import Cancelled, DeviceOffline, KkmError, OutcomeUnknown
from drivers.model import command as commands
from drivers.model.command import Command
from drivers.model.document import BarcodeLine, Payments, PictureLine, Symbology, TextLine
from drivers.model.ffd import DocumentForm, ReceiptType, ShiftState
from drivers.model.outcome import Outcome, Progress
from drivers.ports import Errand, PrintsBatches, RunsErrands
from drivers.remote.driver import RemoteDevice
from kkmserver.templates import Templates
from kkmserver.web.passwords import make_hash
from kkmserver.web.tls import make_certificates
from tests.drivers.remote.shop import device, perform, sale, using
from tests.live import LiveServer
from tests.pictures import LOGO_PNG

CONFIG = """
[[devices]]
number = 1
name = "Касса"
driver = "virtual-kkt"

[[devices]]
number = 2
name = "Чеки"
driver = "virtual-printer"

[[devices]]
number = 3
name = "Этикетки"
driver = "virtual-label-printer"
delay = 0.01

[[devices]]
number = 4
name = "Медленная касса"
driver = "virtual-kkt"
delay = 0.5
"""
TEMPLATE = 'width = 58\nheight = 40\n[[text]]\ntext = "{name}"\nx = 2\ny = 2\nwidth = 54\nheight = 20\nsize = 4\n'


@pytest.fixture(scope="module")
def far(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    folder = tmp_path_factory.mktemp("far")
    (folder / "templates").mkdir()
    (folder / "templates" / "plain.toml").write_text(TEMPLATE, encoding="utf-8")
    with LiveServer(folder, CONFIG) as server:
        yield server


def sales(far: LiveServer, number: int = 1) -> int:
    titles = [sheet["title"] for sheet in far.client.get(f"/devices/{number}/tape?limit=1000").json()]
    return len([title for title in titles if title.startswith("Чек прихода")])


def told(far: LiveServer, id: str, *names: str) -> tuple[Any, ...]:  # noqa: A002
    result = far.rezult(id)
    return tuple(result[name] for name in names)


def test_what_it_is() -> None:
    remote = device("http://127.0.0.1:1")
    assert isinstance(remote, RunsErrands)
    assert isinstance(remote, PrintsBatches)


def test_numbers_are_the_same_on_both_sides(far: LiveServer) -> None:
    async def work(remote: RemoteDevice) -> list[Outcome]:
        sold: tuple[Command, ...] = (sale(), sale(kind=ReceiptType.SALE_RETURN))
        fiscal = (*sold, commands.CloseShift(), commands.OpenShift())
        return [await perform(remote, command, f"n-{i}") for i, command in enumerate(fiscal)]

    outcomes = using(far.url, work)
    for i, outcome in enumerate(outcomes):
        document = outcome.document
        assert document
        assert told(far, f"n-{i}", "CheckNumber", "SessionNumber", "QRCode") == (
            document.number,
            document.shift,
            document.qr,
        )
    sold, _, closed, opened = outcomes
    assert (sold.payments, sold.change) == (Payments(cash=10000), 5000)
    assert sold.document
    assert (sold.document.form, sold.document.total, sold.document.number_in_shift) == (DocumentForm.RECEIPT, 10000, 1)
    assert closed.document
    assert opened.document
    forms = (closed.document.form, opened.document.form, opened.document.receipt_type)
    assert forms == (DocumentForm.CLOSE_SHIFT, DocumentForm.OPEN_SHIFT, None)


PLAIN: list[tuple[int, str, Command]] = [
    (1, "register", commands.XReport()),
    (1, "register", commands.OfdReport()),
    (1, "register", commands.CashIn(50000)),
    (1, "register", commands.CashOut(100)),
    (1, "register", commands.OpenDrawer()),
    (2, "receipt_printer", commands.OpenDrawer()),
    (
        2,
        "receipt_printer",
        commands.PrintDocument((TextLine("а"), BarcodeLine(Symbology.QR, "б"), PictureLine(LOGO_PNG)), copies=1),
    ),
    (3, "label_printer", commands.PrintDocument((TextLine("а"),))),
]


@pytest.mark.parametrize(("number", "kind", "command"), PLAIN, ids=lambda value: type(value).__name__)
def test_commands_that_bring_nothing_back(far: LiveServer, number: int, kind: str, command: Command) -> None:
    id_command = f"plain-{number}-{type(command).__name__}"

    async def work(remote: RemoteDevice) -> Outcome:
        return await perform(remote, command, id_command)

    outcome = using(far.url, work, device=number, kind=kind)
    assert replace(outcome, warnings=()) == Outcome()
    assert told(far, id_command, "Status", "NumDevice") == (0, number)


def test_reading(far: LiveServer) -> None:
    async def work(remote: RemoteDevice) -> tuple[Outcome, Outcome, Outcome, Outcome]:
        sold = await perform(remote, sale(), "r-0")
        length = await perform(remote, commands.ReadLineLength(), "r-1")
        ruler = await perform(remote, commands.PrintRuler(), "r-2")
        return sold, length, ruler, await perform(remote, commands.ReadDocument(), "r-3")

    sold, length, ruler, read = using(far.url, work)
    assert (length.line_length, ruler.line_length) == (48, 48)
    copy = read.copy
    assert copy
    assert sold.document
    assert "Чай" in copy.text
    assert (copy.document.number, copy.document.sign) == (sold.document.number, sold.document.sign)
    assert (copy.cashier, copy.document.total, copy.rows[0].amount) == ("Петрова", 10000, 10000)


def test_state(far: LiveServer) -> None:
    async def work(remote: RemoteDevice) -> tuple[Any, Any]:
        await perform(remote, sale(), "s-1")
        return await remote.state(), (await perform(remote, commands.ReadState(), "s-2")).state

    state, read = using(far.url, work)
    said = far.post({"Command": "GetDataKKT", "NumDevice": 1})
    info = said["Info"]
    assert state == replace(read, model="KKT Эмулятор", time=state.time)
    assert (state.online, state.shift, state.fault) == (True, ShiftState.OPEN, "")
    assert (state.last_document, state.shift_number) == (said["CheckNumber"], said["SessionNumber"])
    assert (state.serial, state.storage, state.cash) == (
        info["KktNumber"],
        info["FnNumber"],
        round(100 * info["BalanceCash"]),
    )
    assert state.address == f"tcp://127.0.0.1:{far.port}"
    assert state.registration
    assert state.registration.organization == info["NameOrganization"]
    assert state.registration.agents == tuple(range(7))


def test_state_of_a_printer(far: LiveServer) -> None:
    state = using(far.url, lambda remote: remote.state(), device=2, kind="receipt_printer")
    assert (state.online, state.model, state.shift) == (True, "Эмулятор чекового принтера", None)


def test_a_refusal_comes_in_the_words_of_the_device(far: LiveServer) -> None:
    async def work(remote: RemoteDevice) -> None:
        await perform(remote, sale(), "f-0")
        await perform(remote, commands.OpenShift(), "f-1")

    with pytest.raises(KkmError) as caught:
        using(far.url, work)
    assert caught.value.text == "Ошибка регистрации ( 60 : ККТ: Смена открыта – операция невозможна )"
    assert caught.value.device == "Дальняя касса"


def test_a_repeat_is_the_same_command(far: LiveServer) -> None:
    async def work(remote: RemoteDevice) -> list[Outcome | None]:
        first, again = await perform(remote, sale(), "same"), await perform(remote, sale(), "same")
        return [first, again, await remote.settle(sale(), await remote.mark())]

    before = sales(far)
    first, again, settled = using(far.url, work)
    assert first == again == settled
    assert sales(far) == before + 1


def test_killed_in_the_middle_and_settled_after_its_restart(far: LiveServer) -> None:
    slow = {"device": 4, "connect_timeout": 1.0}

    async def work(remote: RemoteDevice) -> tuple[str, Outcome | None]:
        remote.about(Errand(id="killed"))
        mark = await remote.mark()
        running = asyncio.ensure_future(remote.execute(sale()))
        await asyncio.to_thread(_underway, far, "killed")
        far.kill()
        with pytest.raises(OutcomeUnknown):
            await running
        with pytest.raises(DeviceOffline):
            await remote.settle(sale(), mark)
        await asyncio.to_thread(far.start)
        return mark, await remote.settle(sale(), mark)

    _, settled = using(far.url, work, **slow)
    assert settled
    assert settled.document
    assert told(far, "killed", "Status", "CheckNumber") == (0, settled.document.number)
    last = far.post({"Command": "GetDataKKT", "NumDevice": 4})
    assert (last["CheckNumber"], last["Info"]["BalanceCash"]) == (settled.document.number, 100)  # 100 roubles, once


def _underway(far: LiveServer, id: str) -> None:  # noqa: A002
    while far.rezult(id)["Status"] != 1:
        pass


def labels(far: LiveServer, count: int) -> commands.PrintLabels:
    template = Templates(far.folder / "templates").get("plain")
    return commands.PrintLabels(template, tuple({"name": f"Товар {number}"} for number in range(count)))


def test_a_batch_tells_how_far_it_is(far: LiveServer) -> None:
    seen: list[Progress | None] = []

    async def report(progress: Progress | None) -> None:
        seen.append(progress)

    async def work(remote: RemoteDevice) -> Outcome:
        remote.watch(report)
        return await perform(remote, labels(far, 40), "batch")

    outcome = using(far.url, work, device=3, kind="label_printer")
    assert outcome.progress == Progress(40, 40)
    counted = [progress.done for progress in seen if progress]
    assert counted == sorted(counted)
    assert len(set(counted)) > 1


def test_a_batch_is_called_off(far: LiveServer) -> None:
    async def work(remote: RemoteDevice) -> None:
        begun = asyncio.Event()

        async def report(progress: Progress | None) -> None:
            if progress and progress.done:
                begun.set()

        remote.watch(report)
        assert not remote.cancel()
        running = asyncio.ensure_future(perform(remote, labels(far, 1000), "cancelled"))
        await begun.wait()
        assert remote.cancel()
        await running

    with pytest.raises(Cancelled, match="Печать отменена") as caught:
        using(far.url, work, device=3, kind="label_printer")
    assert caught.value.progress
    assert 0 < caught.value.progress.done < 1000
    assert told(far, "cancelled", "Status") == (2,)


def test_password_and_certificate(tmp_path: Path) -> None:
    made = make_certificates(tmp_path / "certs", ["127.0.0.1"], datetime.now(UTC))
    config = f"""
[server]
tls_certificate = '{made.certificate}'
tls_key = '{made.key}'
[auth]
user_password_hash = "{make_hash("secret")}"
{CONFIG}"""
    right = {"login": "User", "password": "secret", "ca": made.authority.name, "home": tmp_path / "certs"}
    with LiveServer(tmp_path / "far", config) as far:
        url = f"https://127.0.0.1:{far.port}"

        async def work(remote: RemoteDevice) -> Outcome:
            return await perform(remote, sale(), "tls")

        assert using(url, work, **right).document
        assert using(url, work, **right, verify=False).document
        for wrong, words in (
            ({"password": "wrong"}, "логин или пароль"),
            ({"login": "", "password": ""}, "логин или пароль"),
            ({"ca": ""}, "kkmserver-ca.crt"),
        ):
            with pytest.raises(DeviceOffline, match=words) as caught:
                using(url, work, **(right | wrong))
            assert caught.value.nothing_sent
            assert "secret" not in f"{caught.value.text} {caught.value!r}"
        with pytest.raises(DeviceOffline):
            using(f"http://127.0.0.1:{far.port}", work)
        assert "secret" not in far.log()
