"""The API at its port: who may come in, and with what. Source: spec/bit-driver.md 2, 3."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta

from drivers.model.state import DeviceKind
from drivers.ports import Clock
from kkmserver.config_doors import BitSettings
from kkmserver.dialects.bit import answer, packet
from kkmserver.dialects.bit.body import Unreadable, commands
from kkmserver.dialects.bit.carrying_out import NAME, Packets
from kkmserver.dialects.bit.codes import NO_TOKEN, NOT_ACCEPTED, NOT_JSON, OTHER, UNKNOWN_COMMAND, UNKNOWN_TOKEN
from kkmserver.dialects.bit.packet import Packet, Step
from kkmserver.dialects.bit.tokens import BANK, KKT, Key, Shown, Tokens
from kkmserver.dialects.door import JSON, Brake, Knock, Reply, TooManyAttempts
from kkmserver.dispatch.order import Dispatch
from kkmserver.store.record import Record

_ACTIONS = frozenset({"command_list", "tolocalhost"})
_REST = 1.0  # seconds for what stands behind a Content-Length in characters
_BIG = 256 * 1024  # bytes; reading more than that on the event loop would be felt by every other client
_BYTES = 4  # the most a character takes
_METHODS = "POST, OPTIONS"
_REPEATED = "X-Bit-Duplicate"
_TOO_MANY = "слишком много попыток с неверным токеном: проверьте его и повторите через минуту"


class _Refused(Exception):
    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code, self.text = code, text


class BitDoor:
    """Implements Door and TellsAnswers."""

    name = NAME

    def __init__(self, dispatch: Dispatch, clock: Clock, settings: BitSettings, brake: Brake) -> None:
        self._dispatch, self._brake = dispatch, brake
        self._packets = Packets(dispatch, clock)
        self.reload(settings)

    def reload(self, settings: BitSettings) -> None:
        """What is being carried out goes on as it began."""
        self._settings, self._tokens = settings, Tokens(settings.tokens)

    async def answer(self, knock: Knock) -> Reply:
        headers = {"Content-Type": JSON, **self._cross_origin(knock)}
        if knock.method == "OPTIONS":
            return Reply(204, b"", headers)
        if knock.method != "POST":
            text = f"метод {knock.method[:20]} не поддерживается: отправьте команды методом POST"
            return Reply(405, answer.packet_refused(OTHER, text), {**headers, "Allow": _METHODS})
        try:
            done = await self._packets.carry_out(await self._packet(knock), self._memory)
        except _Refused as error:
            return Reply(200, answer.packet_refused(error.code, error.text), headers)
        more = {_REPEATED: "1"} if done.repeated else {}
        return Reply(200, answer.packet_done(done.entries), {**headers, **more})

    def refusal(self, status: int, text: str) -> Reply:
        headers = {"Content-Type": JSON, "Access-Control-Allow-Origin": "*"}
        return Reply(status, answer.packet_refused(OTHER, text), headers)

    async def answer_of(self, record: Record) -> bytes:
        return answer.packet_done([answer.of_record(packet.read_again(record.entry.request), record)])

    @property
    def _memory(self) -> timedelta:
        return timedelta(hours=self._settings.memory_hours)

    async def _packet(self, knock: Knock) -> Packet:
        """Raises _Refused."""
        if not self._allows(knock.header("origin")):
            raise _Refused(NOT_ACCEPTED, f"сайт {knock.header('origin')[:100]} не разрешён в настройках сервера")
        action = knock.header("action").strip()
        if action.lower() not in _ACTIONS:
            raise _Refused(UNKNOWN_COMMAND, f"неизвестный Action «{action[:40]}», нужен command_list")
        shown = await self._shown(knock)
        accept_failed = knock.header("bit_allow_invalid_mrk_codes_with_cashier").strip().lower() == "true"
        steps = await _steps(knock, accept_failed=accept_failed)
        register, terminal = await self._needed(knock, shown, steps)
        order = packet.protected(_order(knock), steps, self._settings.exempt_orders)
        return Packet(
            steps=steps,
            content=packet.content_of(steps),
            register=register,
            terminal=terminal,
            order=order,
            client=knock.peer,
        )

    async def _shown(self, knock: Knock) -> Shown:
        """Of a client that is let in: it knows one token. Raises _Refused."""
        await self._turn(knock)
        banks = {view.number for view in self._dispatch.devices() if view.kind is DeviceKind.TERMINAL}
        shown = self._tokens.shown(knock, banks)
        if not (shown.register or shown.terminal):
            raise _missing(shown, BANK if shown.given == (BANK,) else KKT)
        self._brake.forgive(knock.peer)
        return shown

    async def _needed(self, knock: Knock, shown: Shown, steps: Sequence[Step]) -> tuple[Key | None, Key | None]:
        """Of the register and of the terminal, as far as the commands want them. Raises _Refused."""
        bank = any(step.word.startswith("bnk") for step in steps)
        register = not bank or any(step.word.startswith("kkt") for step in steps)
        missing = KKT if register and not shown.register else BANK if bank and not shown.terminal else ""
        if missing in shown.given:
            await self._turn(knock)  # a guess of the other one
        if missing:
            raise _missing(shown, missing)
        return shown.register if register else None, shown.terminal if bank else None

    async def _turn(self, knock: Knock) -> None:
        """Raises _Refused."""
        try:
            await self._brake.turn(knock.peer)
        except TooManyAttempts as error:
            raise _Refused(UNKNOWN_TOKEN, _TOO_MANY) from error

    def _allows(self, origin: str) -> bool:
        """No list: any site, since the token is the key."""
        allowed = self._settings.origins
        return not origin or not allowed or "*" in allowed or origin.lower() in allowed

    def _cross_origin(self, knock: Knock) -> Mapping[str, str]:
        """A page shows no answer, and no error either, without these."""
        origin = knock.header("origin")
        if not self._allows(origin):
            return {"Vary": "Origin"}
        return {
            "Access-Control-Allow-Origin": origin or "*",
            "Access-Control-Allow-Methods": _METHODS,
            "Access-Control-Allow-Headers": knock.header("access-control-request-headers") or "*",
            "Access-Control-Expose-Headers": _REPEATED,
            "Vary": "Origin",
        } | ({"Access-Control-Allow-Private-Network": "true"} if knock.method == "OPTIONS" else {})


def _missing(shown: Shown, header: str) -> _Refused:
    what = {KKT: "ККТ", BANK: "банковского терминала"}[header]
    if header in shown.given:
        return _Refused(UNKNOWN_TOKEN, f"токен {what} не найден")
    return _Refused(NO_TOKEN, f"не указан токен {what}")


async def _steps(knock: Knock, *, accept_failed: bool) -> tuple[Step, ...]:
    """Raises _Refused."""
    body, until = knock.body, asyncio.get_running_loop().time() + _REST
    while True:
        try:
            return await _read(body, accept_failed=accept_failed)
        except Unreadable as error:
            left = until - asyncio.get_running_loop().time()
            waits = error.cut and left > 0 and len(body) <= max(_BIG, _BYTES * len(knock.body))
            more = await knock.rest(left) if waits else b""
            if not more:
                raise _Refused(NOT_JSON, error.text) from error
            body += more


async def _read(body: bytes, *, accept_failed: bool) -> tuple[Step, ...]:
    """A big one in a thread. Raises Unreadable."""

    def read() -> tuple[Step, ...]:
        return packet.steps(commands(body), accept_failed=accept_failed)

    return read() if len(body) <= _BIG else await asyncio.to_thread(read)


def _order(knock: Knock) -> str:
    """The last header of that name that says something: pages send a second one with `undefined`."""
    given = [_utf8(value.strip()) for name, value in knock.headers if name == "bit_order_id"]
    return next((one for one in reversed(given) if one.lower() not in packet.NO_ORDERS), "")


def _utf8(value: str) -> str:
    """PHP sends a header in UTF-8, HTTP takes it for Latin-1."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value
