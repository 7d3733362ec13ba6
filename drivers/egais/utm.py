"""The HTTP connection to an УТМ: one question, one connection, nothing asked twice.

Source: spec/ffd.md 12. That its root page answers 200 while it works, and shows its certificates: the program
utm_egais_monitor (public on GitHub, `api.py`).
"""

import asyncio
from collections.abc import Callable

import httpx

from drivers.egais.answer import MOST_BYTES
from drivers.egais.options import UtmOptions, base_url
from drivers.errors import DeviceOffline, OutcomeUnknown

_PATHS = {"cheque": "/xml", "v3": "/xml?type=ChequeV3"}
_AWAY = "УТМ {address} не отвечает. Проверьте, что он запущен и рутокен вставлен, сеть и ключ url в настройках."
_LOST = (
    "УТМ {address} {what}: принят ли чек, неизвестно. Посмотрите на странице УТМ, есть ли он там, "
    "и только если нет, отправьте его снова с новым номером команды."
)


class Utm:
    """Raises RequestRefused when made with options that cannot be used."""

    def __init__(self, options: UtmOptions) -> None:
        self._base, self._options = base_url(options), options

    def __str__(self) -> str:
        return self._base

    async def send(self, document: bytes) -> tuple[int, bytes]:
        """HTTP status and body. Raises DeviceOffline where nothing has left us, OutcomeUnknown where nobody knows."""
        upload = {"xml_file": ("cheque.xml", document, "application/xml")}
        url = self._base + _PATHS[self._options.format]
        return await self._exchange(lambda client: client.build_request("POST", url, files=upload))

    async def look(self) -> int:
        """HTTP status of the root page. Raises DeviceOffline."""
        try:
            status, _ = await self._exchange(lambda client: client.build_request("GET", self._base + "/"))
        except OutcomeUnknown as error:
            raise DeviceOffline(_AWAY.format(address=self)) from error
        return status

    async def _exchange(self, question: Callable[[httpx.AsyncClient], httpx.Request]) -> tuple[int, bytes]:
        connect, answer = self._options.connect_timeout, self._options.answer_timeout
        try:
            async with asyncio.timeout(connect + answer), self._client() as client:
                reply = await client.send(question(client), stream=True)
                return reply.status_code, await self._bounded(reply)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise DeviceOffline(_AWAY.format(address=self)) from error
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            late = isinstance(error, TimeoutError | httpx.TimeoutException)
            what = "не ответил вовремя" if late else "разорвал связь"
            raise OutcomeUnknown(_LOST.format(address=self, what=what)) from error

    async def _bounded(self, reply: httpx.Response) -> bytes:
        """As it came: a few compressed bytes may unpack to any number."""
        content = bytearray()
        try:
            async for chunk in reply.aiter_raw():
                content += chunk
                if len(content) > MOST_BYTES:
                    raise OutcomeUnknown(_LOST.format(address=self, what="прислал слишком длинный ответ"))
        finally:
            await reply.aclose()
        return bytes(content)

    def _client(self) -> httpx.AsyncClient:
        """Without a connection kept from before: one that the УТМ has closed meanwhile would leave us in doubt."""
        timeouts = httpx.Timeout(self._options.answer_timeout, connect=self._options.connect_timeout)
        return httpx.AsyncClient(
            timeout=timeouts,
            trust_env=False,
            verify=self._base.startswith("https"),  # otherwise certificates are read for nothing, which takes longest
            headers={"Accept-Encoding": "identity", "Connection": "close"},
        )
