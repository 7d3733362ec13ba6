"""The other server at the end of an HTTP connection: one question, one answer, nothing asked twice.

Source: spec/kkmserver.md 1.1-1.8.
"""

import asyncio
import socket
import ssl
import struct
import sys
from collections.abc import Sequence

import httpx

from drivers.errors import DeviceOffline, FrameError, OutcomeUnknown
from drivers.notation.json_text import Json, decode, encode
from drivers.notation.members import Members
from drivers.remote.options import Address, RemoteOptions
from drivers.remote.refusals import refusal_of

MOST_BYTES = 16 * 2**20  # of an answer; a document out of the archive is thousands of times smaller
_KEPT = 20.0  # seconds an idle connection is used again after; a server that closes earlier only costs a question
_VIA = "X-Kkmserver-Via"
# With RST: of a request that was given up, nothing may arrive later. The answer tells when one has been taken.
_RESET = (socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0))


class RemoteServer:
    """Connects when it is asked something, and again after every break."""

    def __init__(self, address: Address, options: RemoteOptions, tls: ssl.SSLContext | None) -> None:
        self._address, self._options, self._tls = address, options, tls
        self._client: httpx.AsyncClient | None = None

    def __str__(self) -> str:
        return str(self._address)

    async def ask(self, question: Json, *, hold: float = 0.0, via: Sequence[str] = ()) -> Members:
        """`hold`: seconds the answer may be held for; `via`: servers the command has come through.

        Raises DeviceOffline where nothing has left us; RequestRefused, NotSupported or WrongState where the server has
        not accepted it, `nothing_sent` then; OutcomeUnknown and FrameError where nobody knows.
        """
        try:
            async with asyncio.timeout(self._options.connect_timeout + hold + self._options.answer_timeout):
                return await self._exchange(encode(question), {_VIA: ",".join(via)} if via else {}, hold)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise DeviceOffline(self._unreachable(error)) from error
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            late = isinstance(error, TimeoutError | httpx.TimeoutException)
            raise OutcomeUnknown(f"Сервер {self} {'не ответил вовремя' if late else 'разорвал связь'}.") from error

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def _exchange(self, body: bytes, headers: dict[str, str], hold: float) -> Members:
        timeouts = httpx.Timeout(
            self._options.answer_timeout,
            connect=self._options.connect_timeout,
            read=hold + self._options.answer_timeout,
        )
        async with self._open().stream("POST", "/Execute", content=body, headers=headers, timeout=timeouts) as reply:
            content = await self._bounded(reply)
        if reply.status_code != 200:
            raise refusal_of(reply.status_code, content, str(self))
        return Members(decode(content))

    async def _bounded(self, reply: httpx.Response) -> bytes:
        """As it came: a few compressed bytes may unpack to any number. Raises FrameError."""
        content = bytearray()
        async for chunk in reply.aiter_raw():
            content += chunk
            if len(content) > MOST_BYTES:
                raise FrameError(f"Ответ сервера {self} длиннее {MOST_BYTES // 2**20} МБ: так KkmServer не отвечает.")
        return bytes(content)

    def _open(self) -> httpx.AsyncClient:
        if self._client is None:
            options = self._options
            transport = httpx.AsyncHTTPTransport(
                verify=self._tls or False,
                trust_env=False,
                limits=httpx.Limits(max_connections=2, keepalive_expiry=_KEPT),
                socket_options=[_RESET],
            )
            self._client = httpx.AsyncClient(
                transport=transport,
                base_url=self._address.base,
                auth=(options.login, options.password) if options.login or options.password else None,
                headers={"Content-Type": "application/json; charset=utf-8", "Accept-Encoding": "identity"},
                trust_env=False,
            )
        return self._client

    def _unreachable(self, error: Exception) -> str:
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            return (
                f"Сертификату сервера {self} доверять нельзя. Если он сделан командой kkmserver make-cert, укажите в "
                "ключе ca файл kkmserver-ca.crt того сервера, а в url – имя или адрес, на которые он выдан."
            )
        return f"Сервер {self} не отвечает. Проверьте, что он запущен, сеть и ключ url."
