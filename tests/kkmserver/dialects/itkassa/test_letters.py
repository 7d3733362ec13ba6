"""Letters over SMTP: a login, STARTTLS, and refusals in words without secrets."""

import ssl
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from kkmserver.config_doors import SmtpSettings
from kkmserver.dialects.itkassa.letters import letter
from kkmserver.dialects.itkassa.letters_smtp import NotSent, send
from kkmserver.dialects.itkassa.retries import Callback, Fate
from kkmserver.web.tls import make_certificates
from tests.kkmserver.dialects.itkassa.post_office import PostOffice, post_office
from tests.kkmserver.dialects.itkassa.shop import SHOP, go

CALLBACK = Callback(
    job="aaaaaaaa-0000-4000-8000-000000000001",
    version="1",
    organization=SHOP,
    body='{"title":"ФД Продажа"}'.encode(),
    state=Fate.LETTER,
    attempts=0,
    due=0,
    until=1_800_000_000,
    status=500,
    trouble="сайт ответил 500",
    created=0,
)


def made(to: str = "ops@example.org") -> EmailMessage:
    at = datetime(2026, 11, 15, 15, 30, tzinfo=UTC)
    return letter(CALLBACK, "https://shop.example/result?key=geheim", "kassa@shop.example", to, at)


def smtp(mail: PostOffice, **more: str) -> SmtpSettings:
    given = {"host": "127.0.0.1", "port": mail.port, "security": "none", "sender": "kassa@shop.example", **more}
    return SmtpSettings.model_validate(given)


def test_what_the_letter_says() -> None:
    text = made().get_content()
    assert CALLBACK.job in text
    assert "https://shop.example/result?…" in text
    assert "сайт ответил 500 (код 500)" in text
    assert '{"title":"ФД Продажа"}' in text
    assert "geheim" not in made().as_string()
    assert made()["Message-ID"] == f"<{CALLBACK.job}.1800000000@kkmserver>"


def test_an_address_with_a_line_break_makes_no_further_header() -> None:
    with pytest.raises(ValueError, match="linefeed"):
        made("ops@example.org\nBcc: all@example.org")


def test_with_a_login() -> None:
    async def test() -> None:
        async with post_office(PostOffice(logins={"kassa": "geheim"})) as mail:
            await send(smtp(mail, login="kassa", password="geheim"), made())
            assert [one["Subject"] for one in mail.letters] == [f"Сайт не принял результат задания {CALLBACK.job}"]
            with pytest.raises(NotSent, match="не принял имя и пароль") as refused:
                await send(smtp(mail, login="kassa", password="falsch"), made())
            assert "falsch" not in str(refused.value)

    go(test())


def test_starttls(tmp_path: Path) -> None:
    """A certificate that nobody trusts is refused before the password is told."""
    made_up = make_certificates(tmp_path, ["127.0.0.1"], datetime.now(UTC))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(made_up.certificate, made_up.key)

    async def test() -> None:
        async with post_office(PostOffice(logins={"kassa": "geheim"}, tls=tls)) as mail:
            wanted = smtp(mail, security="starttls", login="kassa", password="geheim")
            await send(wanted, made(), ssl.create_default_context(cafile=made_up.authority))
            assert mail.secured == len(mail.letters) == 1
        async with post_office(PostOffice(tls=tls)) as mail:
            with pytest.raises(NotSent, match="защищённое соединение"):
                await send(smtp(mail, security="starttls"), made())

    go(test())


def test_a_server_that_knows_no_starttls_gets_no_letter() -> None:
    async def test() -> None:
        async with post_office() as mail:
            with pytest.raises(NotSent, match="не умеет того, что задано"):
                await send(smtp(mail, security="starttls"), made())
            assert not mail.letters

    go(test())


def test_a_server_that_is_away_and_one_that_wants_it_later() -> None:
    async def test() -> None:
        with pytest.raises(NotSent, match=r"127\.0\.0\.1:9 не отвечает"):
            await send(smtp(PostOffice(port=9)), made())
        async with post_office(PostOffice(refused=1)) as mail:
            with pytest.raises(NotSent, match="ответил 451"):
                await send(smtp(mail), made())

    go(test())
