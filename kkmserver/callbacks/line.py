"""The way to one site: a question, its answer, and a deadline for both."""

import asyncio
import ssl
from urllib.parse import urlsplit

import httpx

from kkmserver.callbacks.letters import MOST_BYTES, SiteFault
from kkmserver.config_callbacks import CallbackConfig

_KEPT = 20.0  # seconds an idle connection is used again after


def place_of(url: str) -> str:
    """What people may see of an address: a path or a query may hold a key."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}"


class Line:
    """Connects when it is asked something, and again after every break."""

    def __init__(self, site: CallbackConfig) -> None:
        self._site = site
        self._client: httpx.AsyncClient | None = None

    async def ask(self, question: bytes) -> bytes:
        """The body of an answer with status 200. Raises SiteFault."""
        try:
            async with (
                asyncio.timeout(self._site.timeout),
                self._open().stream("POST", self._site.url, content=question) as reply,
            ):
                _check(reply)
                content = await _bounded(reply)
        except TimeoutError as error:
            raise SiteFault(f"сайт не ответил за {self._site.timeout:g} с") from error
        except httpx.ConnectError as error:
            raise SiteFault(_unreachable(error)) from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise SiteFault("связь с сайтом оборвалась") from error
        return content

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    def _open(self) -> httpx.AsyncClient:
        """A redirect is no answer: it would take the token and the receipts to wherever it says."""
        if self._client is None:
            site = self._site
            self._client = httpx.AsyncClient(
                verify=_certificates(site) if urlsplit(site.url).scheme == "https" else False,
                auth=(site.login, site.password) if site.login or site.password else None,
                headers={
                    "Content-Type": "application/json; charset=utf-8",
                    "Accept": "application/json",
                    "Accept-Encoding": "identity",
                    "User-Agent": "kkmserver",
                },
                timeout=site.timeout,
                limits=httpx.Limits(max_connections=1, keepalive_expiry=_KEPT),
                follow_redirects=False,
                trust_env=False,
            )
        return self._client


def _certificates(site: CallbackConfig) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=site.ca or None)
    if not site.verify:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


async def _bounded(reply: httpx.Response) -> bytes:
    """As it came: a few compressed bytes may unpack to any number."""
    content = bytearray()
    async for chunk in reply.aiter_raw():
        content += chunk
        if len(content) > MOST_BYTES:
            raise SiteFault(f"ответ сайта больше {MOST_BYTES // 2**20} МиБ")
    return bytes(content)


def _check(reply: httpx.Response) -> None:
    if reply.is_redirect:
        raise SiteFault(
            f"сайт отвечает переадресацией ({reply.status_code}), за ней сервер не идёт; укажите в url её адрес"
        )
    if reply.status_code in (401, 403):
        raise SiteFault(f"сайт не пускает ({reply.status_code}); проверьте login, password и token")
    if reply.status_code != 200:
        raise SiteFault(f"сайт ответил {reply.status_code}, а нужно 200")
    if reply.headers.get("content-encoding", "identity").lower() not in ("", "identity"):
        raise SiteFault("ответ сайта сжат, хотя об этом не просили")


def _unreachable(error: Exception) -> str:
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return "сертификату сайта доверять нельзя; если он свой, укажите в ключе ca его корневой сертификат"
    return "сайт не отвечает; проверьте url и сеть"
