"""A letter on its way: SMTP as [smtp] of the settings says."""

import asyncio
import smtplib
import ssl
from email.message import EmailMessage
from typing import Protocol

_SECONDS = 15.0  # for each step
_AWAY = "почтовый сервер {host}:{port} не отвечает: проверьте host и port в [smtp]"


class Smtp(Protocol):
    """[smtp] of the settings. `host` "" = no letters are sent; `security`: none, starttls, tls."""

    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def login(self) -> str: ...
    @property
    def password(self) -> str: ...
    @property
    def sender(self) -> str: ...
    @property
    def security(self) -> str: ...


class NotSent(Exception):
    """The text is for the owner and holds no secrets."""


async def send(smtp: Smtp, letter: EmailMessage, certificates: ssl.SSLContext | None = None) -> None:
    """Raises NotSent. `certificates`: who is trusted; None = whom the system trusts."""
    try:
        await asyncio.to_thread(_send, smtp, letter, certificates)
    except smtplib.SMTPAuthenticationError as error:
        raise NotSent(f"почтовый сервер не принял имя и пароль из [smtp] ({error.smtp_code})") from None
    except smtplib.SMTPRecipientsRefused as error:
        codes = ", ".join(str(code) for code, _ in error.recipients.values())
        raise NotSent(f"почтовый сервер не принял адрес получателя ({codes}): проверьте errorEmail") from None
    except smtplib.SMTPResponseException as error:
        raise NotSent(f"почтовый сервер ответил {error.smtp_code}") from None
    except smtplib.SMTPNotSupportedError:
        raise NotSent("почтовый сервер не умеет того, что задано в [smtp]: проверьте security и login") from None
    except ssl.SSLError:
        raise NotSent("защищённое соединение с почтовым сервером не удалось: проверьте security в [smtp]") from None
    except (smtplib.SMTPException, OSError, ValueError):
        raise NotSent(_AWAY.format(host=smtp.host, port=smtp.port)) from None


def _send(smtp: Smtp, letter: EmailMessage, certificates: ssl.SSLContext | None) -> None:
    trusted = None if smtp.security == "none" else certificates or ssl.create_default_context()
    with _connected(smtp, trusted) as post:
        if smtp.security == "starttls":
            post.starttls(context=trusted)
        if smtp.login:
            post.login(smtp.login, smtp.password)
        post.send_message(letter)


def _connected(smtp: Smtp, trusted: ssl.SSLContext | None) -> smtplib.SMTP:
    if smtp.security == "tls":
        return smtplib.SMTP_SSL(smtp.host, smtp.port, timeout=_SECONDS, context=trusted)
    return smtplib.SMTP(smtp.host, smtp.port, timeout=_SECONDS)
