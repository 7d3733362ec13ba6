"""One POST to an organisation's site. Source: spec/itkassa.md 10.2."""

import asyncio
import ssl
import time
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

import httpx

SECONDS = 15.0  # for the whole of it
_MOST = 64 * 1024  # bytes of an answer that are looked at
_FIRST = 500  # characters of it that people see


@dataclass(frozen=True, slots=True)
class Answered:
    """`status` 0: there was no answer, `trouble` says why; "" = delivered."""

    status: int
    trouble: str = ""
    first: str = ""  # of the answer's text
    milliseconds: int = 0

    @property
    def delivered(self) -> bool:
        return self.status == 200


def place_of(url: str) -> str:
    """What people may see of an address: its query may hold a key, and so may a name before @."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname or ''}{port}{parts.path}{'?…' if parts.query else ''}"


async def post(url: str, key: str, organization: str, body: bytes) -> Answered:
    """Redirects are not followed: receipts would go to wherever the answer says."""
    began = time.monotonic()
    try:
        async with asyncio.timeout(SECONDS):
            status, content = await _posted(url, key, organization, body)
    except TimeoutError:
        answered = Answered(0, f"сайт не ответил за {SECONDS:g} с")
    except httpx.ConnectError as error:
        answered = Answered(0, _unreachable(error))
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError):
        answered = Answered(0, "связь с сайтом оборвалась")
    else:
        answered = Answered(status, _told(status), content.decode("utf-8", "replace")[:_FIRST])
    spent = round((time.monotonic() - began) * 1000)
    return Answered(answered.status, answered.trouble, answered.first, spent)


async def _posted(url: str, key: str, organization: str, body: bytes) -> tuple[int, bytes]:
    if urlsplit(url).scheme not in ("http", "https"):
        raise ValueError(url)
    headers = {
        "X-Api-Key": key,
        "X-Organization-Id": organization,
        "Accept": "application/json",
        "Content-Type": "application/json",
        "Accept-Encoding": "identity",
        "User-Agent": "kkmserver",
    }
    secure = url.startswith("https:")
    async with (
        httpx.AsyncClient(
            verify=_certificates() if secure else False, timeout=SECONDS, follow_redirects=False, trust_env=False
        ) as client,
        client.stream("POST", url, content=body, headers=headers) as reply,
    ):
        content = bytearray()
        async for chunk in reply.aiter_raw():
            content += chunk
            if len(content) > _MOST:
                break
        return reply.status_code, bytes(content[:_MOST])


@cache
def _certificates() -> ssl.SSLContext:
    return ssl.create_default_context()


def _told(status: int) -> str:
    if status == 200:
        return ""
    if 300 <= status < 400:
        return f"сайт отвечает переадресацией ({status}), за ней сервер не идёт: укажите её адрес"
    if status in (401, 403):
        return f"сайт не пускает ({status}): проверьте ключ callbackApiKey у себя и на сайте"
    return f"сайт ответил {status}, а принято считается только с ответом 200"


def _unreachable(error: Exception) -> str:
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return "сертификату сайта доверять нельзя: срок вышел, имя не то или выдал неизвестно кто"
    return "сайт не отвечает: проверьте его адрес и сеть"
