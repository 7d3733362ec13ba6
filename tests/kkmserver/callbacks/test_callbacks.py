"""What a site sees of the server that asks it, and what the shop sees of the site."""

import asyncio
import logging
from pathlib import Path

import pytest

from drivers.errors import Fault
from drivers.model.outcome import Outcome
from kkmserver.callbacks import letters
from kkmserver.commands import certificate
from kkmserver.dialects.http import Answer, Call
from kkmserver.store.owed import Owed
from kkmserver.store.record import Failure
from kkmserver.store.sqlite import SqliteJournal
from tests.kkmserver.callbacks.shop import Shop, document, running, site
from tests.kkmserver.callbacks.site import Mishap, Site, serving

AWAY = Failure(code="device_offline", text="Нет связи", fault=Fault.LINK, nothing_sent=True)


def test_a_command_goes_and_its_result_comes() -> None:
    there = Site(document("a", Timeout=1), document("b"))
    shop = Shop()
    with serving(there) as url:
        running(shop, [site(url, login="kassa", password="пароль")], lambda: asyncio.to_thread(there.wait, 5))
    assert shop.done == ["a", "b"]
    assert shop.counter.desk.orders[0].client == "callback:shop-17"
    assert {key: len(told) for key, told in there.results.items()} == {"a": 1, "b": 1}
    told = there.results["a"][0]
    assert (told["Command"], told["Status"], told["Error"], told["NumDevice"]) == ("PrintDocument", 0, "", 1)
    first = there.questions[0]
    assert first == {"Command": "GetCommand", "Token": "t-17", "ListRezult": []}
    assert set(there.logins) == {"kassa:пароль"}


def test_a_slow_command_is_told_when_it_is_done() -> None:
    there, shop = Site(document("slow")), Shop(None)

    async def work() -> None:
        await asyncio.to_thread(there.wait, 4)
        assert there.results == {}
        assert [view.under_way for view in shop.callbacks.views()] == [1]
        shop.counter.desk.slips["slow"].finish(Outcome())
        await asyncio.to_thread(there.wait_for_results, "slow")
        await asyncio.to_thread(there.wait, 2)

    with serving(there) as url:
        running(shop, [site(url)], work)
    assert shop.done == ["slow"]
    assert [told["Status"] for told in there.results["slow"]] == [0]


MISHAPS = [one for one in Mishap if one not in (Mishap.NONE, Mishap.SILENT, Mishap.DEAF)]


@pytest.mark.parametrize("mishap", MISHAPS)
def test_a_bad_answer_loses_no_result(mishap: Mishap, caplog: pytest.LogCaptureFixture) -> None:
    """The second question carries the result, twice in vain."""
    there, shop = Site(document("a"), mishaps=[Mishap.NONE, mishap, mishap]), Shop()
    with serving(there) as url, caplog.at_level(logging.INFO, "kkmserver"):
        running(shop, [site(url)], lambda: asyncio.to_thread(there.wait, 3))
    assert shop.done == ["a"]
    assert len(there.results["a"]) == 1
    warned = [line for line in caplog.messages if "shop-17 (http://127.0.0.1:" in line]
    assert len(warned) == 1, "one line for a trouble that lasts"
    assert "callback shop-17 answers again" in caplog.messages
    assert not any(secret in line for line in caplog.messages for secret in ("t-17", "geheim"))


def test_an_answer_that_is_lost_makes_the_result_come_again() -> None:
    there, shop = Site(document("a"), mishaps=[Mishap.NONE, Mishap.DEAF]), Shop()
    with serving(there) as url:
        running(shop, [site(url)], lambda: asyncio.to_thread(there.wait, 3))
    assert shop.done == ["a"]
    first, second = there.results["a"]
    assert first == second


def test_a_silent_site_has_its_deadline() -> None:
    there, shop = Site(document("a"), mishaps=[Mishap.SILENT]), Shop()
    with serving(there) as url:
        running(shop, [site(url, timeout=0.2)], lambda: asyncio.to_thread(there.wait_for_results, "a"))
    assert len(there.results["a"]) == 1


def test_pauses_grow_while_a_site_is_away_and_are_never_shorter_than_every() -> None:
    shop = Shop()

    async def work() -> None:
        while len(shop.clock.slept) < 8:
            await asyncio.sleep(0.01)

    running(shop, [site("http://127.0.0.1:1/", every=2)], work)
    assert shop.clock.slept[:8] == [3.0, 6.0, 12.0, 24.0, 48.0, 96.0, 192.0, 225.0]
    assert shop.callbacks.views() == []


def test_a_result_is_told_again_when_the_site_asks_for_it_again() -> None:
    """It repeats the command in a later answer: it has lost the result, or it wants another try."""
    there, shop = Site(document("a")), Shop()

    async def work() -> None:
        await asyncio.to_thread(there.wait_for_results, "a")
        await asyncio.to_thread(there.wait, 2)
        assert len(there.results["a"]) == 1
        there.orders["a"] = document("a")
        await asyncio.to_thread(there.wait, 4)

    with serving(there) as url:
        running(shop, [site(url)], work)
    assert len(there.results["a"]) == 2
    assert len(shop.counter.desk.slips) == 1


def test_a_repeat_while_it_is_under_way_is_no_further_attempt() -> None:
    there, shop = Site(document("a")), Shop(AWAY)
    with serving(there) as url:
        running(shop, [site(url)], lambda: asyncio.to_thread(there.wait, 4))
    assert shop.done == ["a"]
    assert [told["Status"] for told in there.results["a"]] == [2]
    assert there.results["a"][0]["NothingSent"] is True


def test_a_command_without_id_is_refused() -> None:
    nameless = document("")
    del nameless["IdCommand"]
    there, shop = Site(nameless, {"Command": "List"}), Shop()
    with serving(there) as url:
        running(shop, [site(url)], lambda: asyncio.to_thread(there.wait_for_results, ""))
    assert shop.done == []
    assert {told["Status"] for told in there.results[""]} == {2}
    assert "IdCommand" in there.results[""][0]["Error"]


def test_questions_to_the_server_itself() -> None:
    """A GetRezult carries the id of another command and is one of its own."""
    there, shop = Site(document("a"), {"Command": "List", "IdCommand": "list"}), Shop()

    async def work() -> None:
        await asyncio.to_thread(there.wait_for_results, "a", "list")
        there.orders["a"] = {"Command": "GetRezult", "IdCommand": "a"}
        await asyncio.to_thread(there.wait_for_results, "")

    with serving(there) as url:
        running(shop, [site(url)], work)
    assert [unit["NumDevice"] for unit in there.results["list"][0]["ListUnit"]] == [1, 2]
    assert there.results[""][0]["Rezult"] == there.results["a"][0]


def test_faulty_commands_are_told_as_such() -> None:
    there = Site(
        {"Command": "Dance", "IdCommand": "x"}, {"Command": "RegisterCheck", "IdCommand": "y", "TypeCheck": 99}
    )
    shop = Shop()
    with serving(there) as url:
        running(shop, [site(url)], lambda: asyncio.to_thread(there.wait_for_results, "x", "y"))
    assert [told[0]["Status"] for told in there.results.values()] == [2, 2]
    assert "Dance" in there.results["x"][0]["Error"]


@pytest.mark.parametrize("raw", [b"[]", b"{}", b'{"ListCommand":null}', b'\xef\xbb\xbf{"listcommand":[1,{}],}'])
def test_answers_that_are_right_though_odd(raw: bytes) -> None:
    there, shop = Site(), Shop()
    there.raw = raw
    with serving(there) as url:
        running(shop, [site(url)], lambda: asyncio.to_thread(there.wait, 3))
    assert shop.done == []
    assert shop.clock.slept[0] == 5 * 1.05


def test_one_that_the_dialect_stumbles_over_is_in_nobodys_way(caplog: pytest.LogCaptureFixture) -> None:
    there, shop = Site(document("poison"), document("a")), Shop()
    submit = shop.callbacks._submit

    async def stumbling(call: Call) -> Answer:
        if b"poison" in call.body:
            raise RuntimeError("a fault of ours")
        return await submit(call)

    shop.callbacks._submit = stumbling
    with serving(there) as url:
        running(shop, [site(url)], lambda: asyncio.to_thread(there.wait_for_results, "a"))
    assert shop.done == ["a"]
    assert "a fault of ours" in caplog.text


@pytest.mark.parametrize("given", ["1e3", "7.50", '" a "', '"\\ud800"'])
def test_an_id_of_any_kind_finds_its_result(given: str) -> None:
    there, shop = Site(), Shop(None)
    there.raw = b'{"ListCommand":[{"Command":"XReport","IdCommand":%b}]}' % given.encode()

    async def work() -> None:
        while not shop.counter.desk.slips:
            await asyncio.sleep(0.01)
        (slip,) = shop.counter.desk.slips.values()
        slip.finish(Outcome())
        while not there.results:
            await asyncio.sleep(0.01)

    with serving(there) as url:
        running(shop, [site(url)], work)
    assert [[told["Status"] for told in results][:1] for results in there.results.values()] == [[0]]


def test_over_a_restart(tmp_path: Path) -> None:
    """One result is owed, one command is under way, one was taken and not yet given."""
    there = Site(document("a"), mishaps=[Mishap.NONE, *[Mishap.BROKEN] * 3])

    async def main(url: str) -> None:
        first = await SqliteJournal.open(tmp_path / "journal.db")
        shop = Shop(None, first)
        await shop.callbacks.take([site(url)])
        while not shop.done:
            await asyncio.sleep(0.01)
        await shop.callbacks.stop()
        await first.close()
        shop.counter.desk.slips["a"].finish(Outcome())
        shop.debts = second = await SqliteJournal.open(tmp_path / "journal.db")
        shop.restart()
        await shop.callbacks.take([site(url)])
        await asyncio.to_thread(there.wait_for_results, "a")
        await asyncio.to_thread(there.wait, 2)
        await shop.callbacks.stop()
        assert (await second.unanswered("shop-17"), await second.answered("shop-17", 9)) == ([], [])
        await second.close()

    with serving(there) as url:
        asyncio.run(main(url))
    assert [told["Status"] for told in there.results["a"]] == [0]


def test_settings_that_change_touch_nobody_else() -> None:
    one, other = Site(), Site()
    shop = Shop()

    async def work() -> None:
        tasks = {name: task for name, (_, task) in shop.callbacks._running.items()}
        await shop.callbacks.take([site(at_one), site(at_other, name="other", every=1)])
        assert shop.callbacks._running["shop-17"][1] is tasks["shop-17"]
        assert tasks["other"].cancelled()
        await asyncio.to_thread(other.wait)
        await shop.callbacks.take([site(at_one)])
        assert [view.name for view in shop.callbacks.views()] == ["shop-17"]
        await asyncio.to_thread(one.wait)

    with serving(one) as at_one, serving(other) as at_other:
        running(shop, [site(at_one), site(at_other, name="other")], work)


def test_settings_that_change_at_once_and_a_server_that_stops() -> None:
    async def main() -> None:
        shop = Shop()
        await asyncio.gather(*(shop.callbacks.take([site("http://127.0.0.1:1/", every=every)]) for every in (6, 7, 8)))
        ((poller, _),) = shop.callbacks._running.values()
        assert poller.site.every == 8
        changes = (shop.callbacks.take([site("http://127.0.0.1:1/", every=every)]) for every in (9, 10))
        await asyncio.gather(*changes, shop.callbacks.stop())
        assert shop.callbacks._running == {}
        assert len(asyncio.all_tasks()) == 1

    asyncio.run(main())


def test_a_server_that_stops_tells_no_refusals(caplog: pytest.LogCaptureFixture) -> None:
    """What was taken from a site and not given any more is given by the next run."""
    there, shop = Site(document("a")), Shop()

    async def work() -> None:
        while not await shop.debts.unanswered("shop-17"):
            shop.callbacks._running["shop-17"][0]._errands.drain()
            await asyncio.sleep(0.01)

    with serving(there) as url:
        running(shop, [site(url)], work)
        assert shop.done == []
        shop.restart()
        running(shop, [site(url)], lambda: asyncio.to_thread(there.wait_for_results, "a"))
    assert shop.done == ["a"]
    assert [told["Status"] for told in there.results["a"]] == [0]


def test_nothing_runs_without_a_site() -> None:
    async def main() -> None:
        shop = Shop()
        before = asyncio.all_tasks()
        await shop.callbacks.take([])
        assert asyncio.all_tasks() == before
        assert shop.callbacks.views() == []
        await shop.callbacks.stop()

    asyncio.run(main())


def test_what_a_list_may_show() -> None:
    there, shop = Site(), Shop()

    async def work() -> None:
        await asyncio.to_thread(there.wait)
        there.mishaps = [Mishap.REFUSED] * 99
        while not (view := shop.callbacks.views()[0]).trouble:
            await asyncio.sleep(0.01)
        assert view.place == there.url
        assert view.asked
        assert view.heard
        assert view.heard <= view.asked
        assert "403" in view.trouble

    with serving(there) as url:
        running(shop, [site(url)], work)


def test_a_site_hears_first_what_it_has_missed() -> None:
    """It was away for long: nothing new is taken while it is owed more than one question carries."""
    there, shop = Site(document("new")), Shop()

    async def owe() -> None:
        for number in range(letters.RESULTS + 50):
            row = await shop.debts.owe(Owed(site="shop-17", name="XReport", id=str(number), request=b"{}"))
            await shop.debts.answer(row, b'{"IdCommand":"%d"}' % number)

    asyncio.run(owe())
    with serving(there) as url:
        running(shop, [site(url)], lambda: asyncio.to_thread(there.wait_for_results, "new"))
    assert [len(asked["ListRezult"]) for asked in there.questions][:2] == [letters.RESULTS, 50]
    assert shop.done == ["new"]
    assert {len(told) for told in there.results.values()} == {1}


def test_over_tls_with_a_certificate_of_its_own(tmp_path: Path) -> None:
    certificate.make(tmp_path)
    certified = (tmp_path / "kkmserver.crt", tmp_path / "kkmserver.key")
    ca = str(tmp_path / "kkmserver-ca.crt")
    there, shop = Site(document("a")), Shop()

    async def work() -> None:
        await asyncio.to_thread(there.wait_for_results, "a")
        while not all(view.trouble for view in shop.callbacks.views()[1:]):
            assert not any(view.heard for view in shop.callbacks.views()[1:])
            await asyncio.sleep(0.01)
        assert all("сертификату" in view.trouble for view in shop.callbacks.views()[1:])

    with serving(there, certified) as url:
        shouted = site(url.replace("https", "HTTPS"), name="shouting")
        running(shop, [site(url, ca=ca), site(url, name="stranger"), shouted], work)
    assert shop.done == ["a"]
