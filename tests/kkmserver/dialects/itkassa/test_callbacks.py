"""Results told to the site: acceptance 14 and 15 of spec/itkassa.md, and what may go wrong on the way."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kkmserver.config_doors import SmtpSettings
from kkmserver.dialects.itkassa.callbacks import Callbacks, WishesOf
from kkmserver.dialects.itkassa.callbacks_line import place_of, post
from kkmserver.dialects.itkassa.job import Job, JobState, Result
from kkmserver.dialects.itkassa.retries import Fate, Retries, next_pause
from kkmserver.dialects.itkassa.store import Store, Wishes
from tests.clock import FakeClock
from tests.kkmserver.dialects.itkassa.post_office import PostOffice, post_office
from tests.kkmserver.dialects.itkassa.receiver import CUT, Receiver, receiving
from tests.kkmserver.dialects.itkassa.shop import BASE, OTHER, SALE, SHOP, Shop, go, settings, shop

PAUSES = (0.0, 30.0, 120.0)
X_REPORT = {"type": "xReport"}


def hurry(there: Shop, *pauses: float, smtp: SmtpSettings | None = None) -> None:
    there.office.reload(settings().model_copy(update={"retries": pauses}), smtp or SmtpSettings())


async def wish(there: Shop, site: Receiver, **more: str) -> None:
    wanted = {"callbackApiKey": "S3cretForShop1", "printResultUrl": site.url, **more}
    assert (await there.post(f"{BASE}/organization/settings", wanted)).json["code"] == 0


def test_14_growing_pauses_until_the_first_200(tmp_path: Path) -> None:
    async def test() -> None:
        async with shop(tmp_path) as there, receiving(500, 204, 200) as site:
            hurry(there, 0, 0.05, 0.15, 0.3)
            await wish(there, site)
            done = await there.run(SALE)
            calls = await site.wait(3)
            await settled(there.office.callbacks.retries)
            assert len(calls) == 3, "none after the 200"
            assert len({call.body for call in calls}) == 1
            first, second = (calls[i + 1].at - calls[i].at for i in range(2))
            assert first >= 0.05
            assert second >= 0.15
            for call in calls:
                assert call.target == "/result?shop=1"
                assert call.headers["x-api-key"] == "S3cretForShop1"
                assert call.headers["x-organization-id"] == SHOP
                assert call.headers["content-type"] == call.headers["accept"] == "application/json"
            assert calls[0].json == done

    go(test())


def test_15_given_up_with_one_letter(tmp_path: Path) -> None:
    async def test() -> None:
        async with shop(tmp_path) as there, receiving(500) as site, post_office() as mail:
            hurry(there, 0, 0.01, 0.02, smtp=smtp_of(mail))
            await wish(there, site, errorEmail="ops@example.org")
            done = await there.run(X_REPORT)
            (letter,) = await mail.wait()
            await settled(there.office.callbacks.retries)
            assert len(site.calls) == 3
            assert mail.visits == 1
            text = letter.get_content()
            assert letter["To"] == "ops@example.org"
            assert letter["From"] == "kassa@shop.example"
            assert done["id"] in text
            assert f"http://127.0.0.1:{site.port}/result" in text
            assert "500" in text
            assert site.calls[0].body.decode() in text.replace("\n", "")
            assert "S3cretForShop1" not in letter.as_string()

    go(test())


def test_bad_results_are_told_too(tmp_path: Path) -> None:
    async def test() -> None:
        async with shop(tmp_path) as there, receiving(200) as site:
            await wish(there, site)
            await there.run({"type": "cashOut", "amountCash": 1})
            (call,) = await site.wait(1)
            assert call.json["result"] == "critical_error"

    go(test())


def test_the_same_job_again_is_told_once(tmp_path: Path) -> None:
    async def test() -> None:
        async with shop(tmp_path) as there, receiving(200) as site:
            await wish(there, site)
            for _ in range(2):
                await there.run(SALE, idempKey="7f0c1a52-0000-4000-8000-000000000001")
            await there.run(X_REPORT)
            assert [call.json["type"] for call in await site.wait(2)] == ["sale", "xReport"]

    go(test())


def test_a_redirect_is_not_followed_and_counts_as_failed() -> None:
    async def test() -> None:
        async with (
            receiving(200) as other,
            receiving(302, headers=f"Location: http://127.0.0.1:{other.port}/\r\n") as site,
        ):
            answered = await post(site.url, "key", SHOP, b"{}")
            assert not answered.delivered
            assert "переадресацией (302)" in answered.trouble
            assert not other.calls

    go(test())


@pytest.mark.parametrize("url", ["ftp://shop.example/", "file:///etc/passwd", "http://127.0.0.1:9/", "http://[::1"])
def test_what_cannot_be_reached_is_said_in_words(url: str) -> None:
    async def test() -> None:
        answered = await post(url, "key", SHOP, b"{}")
        assert answered.status == 0
        assert answered.trouble.startswith(("сайт не отвечает", "связь с сайтом оборвалась"))

    go(test())


def test_a_cut_connection_and_an_endless_answer() -> None:
    async def test() -> None:
        async with receiving(CUT) as site:
            assert "оборвалась" in (await post(site.url, "key", SHOP, b"{}")).trouble
        async with receiving(200, content=b"x" * 2**20) as site:
            answered = await post(site.url, "key", SHOP, b"{}")
            assert answered.delivered
            assert len(answered.first) == 500

    go(test())


def test_secrets_of_an_address_are_not_shown() -> None:
    assert place_of("https://me:word@shop.example:8443/a?key=1") == "https://shop.example:8443/a?…"


def test_next_pause() -> None:
    assert [next_pause(PAUSES, failed) for failed in range(4)] == [0.0, 30.0, 120.0, None]


def job(number: int = 1, **more: object) -> Job:
    now = datetime(2026, 11, 15, 12, 30, tzinfo=UTC)
    given = {
        "id": f"00000000-0000-4000-8000-{number:012}",
        "number": number,
        "organization": SHOP,
        "register": "r",
        "device": 1,
        "commands": '[{"type":"xReport"}]',
        "client": "",
        "created_at": now,
        "updated_at": now,
        "state": JobState.DONE,
        "result": Result(error=0, text="", printed_at=now),
    }
    return Job(**{**given, **more})  # type: ignore[arg-type]


class Recorder(FakeClock):
    """Its `slept` are the pauses."""

    def __init__(self) -> None:
        super().__init__()
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await super().sleep(seconds)


def smtp_of(mail: PostOffice) -> SmtpSettings:
    return SmtpSettings(host="127.0.0.1", port=mail.port, security="none", sender="kassa@shop.example")


@asynccontextmanager
async def telling(
    file: Path,
    wishes: Wishes | WishesOf,
    clock: FakeClock,
    smtp: SmtpSettings | None = None,
    pauses: Sequence[float] = PAUSES,
) -> AsyncIterator[Callbacks]:
    async def wanted(organization: str) -> Wishes:
        return wishes if isinstance(wishes, Wishes) else await wishes(organization)

    store = await Store.open(file)
    retries = await Retries.prepared(store.connection)
    made = Callbacks(retries, wanted, lambda _: pauses, lambda: smtp or SmtpSettings(), clock)
    await made.start()
    try:
        yield made
    finally:
        await made.stop()
        await store.close()


async def settled(retries: Retries, organization: str = SHOP) -> dict[str, int]:
    """State -> how many, once nothing is to be done any more."""
    async with asyncio.timeout(10):
        while {"waiting", "letter"} & (counts := await retries.counts(organization)).keys():
            await asyncio.sleep(0.002)
    return counts


def test_the_next_attempt_is_kept_over_a_restart(tmp_path: Path) -> None:
    """A clock that stands still: what is due later does not come sooner, and what failed stays counted."""

    class Still(FakeClock):
        async def sleep(self, seconds: float) -> None:
            await asyncio.Event().wait()

    async def test() -> None:
        file, clock = tmp_path / "itkassa.db", Still()
        async with receiving(500, 500, 200) as site:
            for attempt, pause in enumerate((0, 29.9, 0.2, 119.9, 0.2)):
                clock.advance(pause)
                async with telling(file, Wishes(result_url=site.url), clock) as callbacks:
                    if not attempt:
                        await callbacks.finished(job())
                    await site.wait([1, 1, 2, 2, 3][attempt])
                    assert len(site.calls) == [1, 1, 2, 2, 3][attempt]
                    await written(callbacks.retries, [1, 1, 2, 2, 0][attempt])

    async def written(retries: Retries, failed: int) -> None:
        async with asyncio.timeout(10):
            while (await failures(retries)) != failed:
                await asyncio.sleep(0.002)

    async def failures(retries: Retries) -> int:
        one = await retries.next(SHOP)
        return one.attempts if one else 0

    go(test())


def test_an_organisation_without_an_address_is_owed_nothing(tmp_path: Path) -> None:
    async def test() -> None:
        async with telling(tmp_path / "itkassa.db", Wishes(), FakeClock()) as callbacks:
            await callbacks.finished(job())
            assert await settled(callbacks.retries) == {Fate.ASIDE: 1}

    go(test())


def test_a_settled_doubt_is_told_as_a_new_result(tmp_path: Path) -> None:
    async def test() -> None:
        async with (
            receiving(200) as site,
            telling(tmp_path / "itkassa.db", Wishes(result_url=site.url), FakeClock()) as callbacks,
        ):
            for later in (0, 0, 1):
                await callbacks.finished(job(updated_at=job().updated_at + timedelta(hours=later)))
                await settled(callbacks.retries)
            assert len(site.calls) == 2

    go(test())


def test_a_letter_is_tried_for_a_day_and_sent_once(tmp_path: Path) -> None:
    async def test() -> None:
        wishes = Wishes(error_email="ops@example.org")
        async with receiving(500) as site, post_office(PostOffice(refused=3)) as mail:
            clock = Recorder()
            given = Wishes(result_url=site.url, error_email=wishes.error_email)
            async with telling(tmp_path / "itkassa.db", given, clock, smtp_of(mail)) as callbacks:
                await callbacks.finished(job())
                assert await settled(callbacks.retries) == {Fate.TOLD: 1}
            assert len(mail.letters) == 1
            assert [round(pause) for pause in clock.slept] == [30, 120, 60, 300, 900]

    go(test())


def test_a_letter_that_nobody_takes_is_given_up_after_a_day(tmp_path: Path) -> None:
    async def test() -> None:
        clock = Recorder()
        async with receiving(500) as site:
            given = Wishes(result_url=site.url, error_email="ops@example.org")
            nowhere = SmtpSettings(host="127.0.0.1", port=9, security="none", sender="kassa@shop.example")
            async with telling(tmp_path / "itkassa.db", given, clock, nowhere, pauses=(0,)) as callbacks:
                await callbacks.finished(job())
                assert await settled(callbacks.retries) == {Fate.SILENT: 1}
                assert "письмо не ушло: почтовый сервер 127.0.0.1:9 не отвечает" in await trouble(callbacks)
            assert 22 * 3600 < sum(clock.slept) < 24 * 3600

    async def trouble(callbacks: Callbacks) -> str:
        return await callbacks.retries.last_trouble(SHOP)

    go(test())


def test_an_odd_address_does_not_hold_up_the_letters_behind_it(tmp_path: Path) -> None:
    """Settings of before may hold one."""
    given = {SHOP: "a@[", OTHER: "ops@example.org"}

    async def test() -> None:
        async with receiving(500) as site, post_office() as mail:

            async def wishes(organization: str) -> Wishes:
                return Wishes(result_url=site.url, error_email=given[organization])

            clock = FakeClock()
            async with telling(tmp_path / "itkassa.db", wishes, clock, smtp_of(mail), pauses=(0,)) as callbacks:
                await callbacks.finished(job(1))
                await callbacks.finished(job(2, organization=OTHER))
                assert await settled(callbacks.retries, OTHER) == {Fate.TOLD: 1}
                assert await settled(callbacks.retries) == {Fate.SILENT: 1}
                assert "адрес получателя или отправителя не годится" in await callbacks.retries.last_trouble(SHOP)

    go(test())


def test_without_an_address_for_letters_none_is_owed(tmp_path: Path) -> None:
    async def test() -> None:
        async with (
            receiving(404) as site,
            telling(tmp_path / "itkassa.db", Wishes(result_url=site.url), FakeClock(), pauses=(0,)) as callbacks,
        ):
            await callbacks.finished(job())
            assert await settled(callbacks.retries) == {Fate.SILENT: 1}

    go(test())


def test_a_bad_receiver_of_one_does_not_delay_the_other_organisation(tmp_path: Path) -> None:
    async def test() -> None:
        async with receiving(0) as silent, receiving(200) as site:
            store = await Store.open(tmp_path / "itkassa.db")

            async def wanted(organization: str) -> Wishes:
                return Wishes(result_url=silent.url if organization == SHOP else site.url)

            retries = await Retries.prepared(store.connection)
            callbacks = Callbacks(retries, wanted, lambda _: PAUSES, SmtpSettings, FakeClock())
            await callbacks.finished(job())
            await silent.wait(1)
            await callbacks.finished(job(2, organization="other"))
            await site.wait(1)
            await callbacks.stop()
            await store.close()

    go(test())


def test_the_test_call(tmp_path: Path) -> None:
    async def test() -> None:
        async with receiving(418, content="чайник".encode()) as site:
            given = Wishes(test_url=site.url, callback_key="S3cret")
            async with telling(tmp_path / "itkassa.db", given, FakeClock()) as callbacks:
                answered = await callbacks.test(SHOP)
            assert (answered.status, answered.first) == (418, "чайник")
            assert site.calls[0].json["test"] is True
            assert site.calls[0].headers["x-api-key"] == "S3cret"
        async with telling(tmp_path / "itkassa.db", Wishes(), FakeClock()) as callbacks:
            with pytest.raises(ValueError, match="Адрес для проверки не задан"):
                await callbacks.test(SHOP)

    go(test())
