"""The web server of the АТОЛ driver: tasks are submitted under a uuid, and asked for until they are done.

Source: spec/atol-web.md 1. A uuid is a task: a POST whose answer is lost is asked for by its uuid, and repeated under
the same one only where the web server does not know it.
"""

from collections.abc import Sequence
from typing import Any, Literal, TypeVar
from urllib.parse import quote

from drivers.atol_web import codes, reply
from drivers.atol_web.ids import question_id
from drivers.atol_web.options import AtolWebOptions
from drivers.atol_web.refused import refused
from drivers.atol_web.reply import Results, Status, TaskResult
from drivers.atol_web.tasks.task import Task
from drivers.errors import DeviceOffline, FrameError, KkmError, OutcomeUnknown, WrongState
from drivers.http_service.address import address_of
from drivers.http_service.client import HttpService, Named
from drivers.http_service.exchange import Credentials
from drivers.http_service.json_form import json_object
from drivers.http_service.question import Answer, Method, Question
from drivers.notation.json_text import Json
from drivers.ports import Clock, DeviceContext
from drivers.registers.request import Effect

A = TypeVar("A")
Api = Literal["v1", "v2"]

_NAMED = Named("Веб-сервер АТОЛ", "служба веб-сервера драйвера АТОЛ запущена")
_FIRST_PAUSE = 0.05  # seconds before the second poll; each next one is twice as long, up to the setting
_TRIES = 3  # of a POST under one uuid
_NOT_FOUND = 404
_CERTAIN = (400, 404, 413, 501)  # answers to a POST that prove that nothing was queued


class Service:
    """Owned by one task, as the register is."""

    def __init__(self, http: HttpService, options: AtolWebOptions, clock: Clock) -> None:
        self._http, self._options, self._clock = http, options, clock
        self._api: Api | None = None if options.api == "auto" else options.api

    def __str__(self) -> str:
        return str(self._http)

    async def api(self) -> Api:
        """Which generation it is: only v2 has /api/v2/serverInfo (inferred). Raises DeviceOffline, FrameError."""
        if self._api is None:
            question = self._question("GET", "/api/v2/serverInfo")
            answer = await self._http.ask(question)
            if not answer.good and answer.status != _NOT_FOUND:
                raise self._http.unreadable(question, f"HTTP {answer.status}")
            self._api = "v2" if answer.good else "v1"
        return self._api

    async def run(self, uuid: str, task: Task[A]) -> A:
        """Submit it, wait, read its result. Under the uuid of a task that is known it waits for that one's result.

        Raises DeviceOffline where nothing was queued; what `codes` makes of an error; OutcomeUnknown where the time is
        over, the queue is blocked, or the result cannot be read.
        """
        await self.submit(uuid, task)
        return self.read(task, await self.wait(uuid, task))

    async def ask(self, task: Task[A]) -> A:
        """A task that changes nothing: no uuid is kept for it."""
        return await self.run(question_id(), task)

    async def ask_all(self, tasks: Sequence[Task[Any]]) -> tuple[Any, ...]:
        """Tasks that change nothing, in one request, which costs one wait; -> their answers, in order.

        Raises what the first one that failed says: those behind it were not run.
        """
        uuid = question_id()
        await self._submit(uuid, tasks[0], [json_object(task.content) for task in tasks])
        told = (await self._over(uuid, tasks[0])).tasks
        answers = tuple(self.read(task, one) for task, one in zip(tasks, told, strict=False))
        if len(answers) < len(tasks):
            raise self._http.unreadable(self._question("GET", ""), "ответов меньше, чем вопросов")
        return answers

    async def submit(self, uuid: str, task: Task[Any]) -> None:
        """It is in the queue then, or was before.

        Raises DeviceOffline, RequestRefused, NotSupported, WrongState, DeviceFaulty where it is not; OutcomeUnknown
        where nobody knows.
        """
        await self._submit(uuid, task, [json_object(task.content)])

    async def wait(self, uuid: str, task: Task[Any]) -> TaskResult:
        """Its result, once it has one. See `run` for what it raises."""
        return (await self._over(uuid, task)).tasks[0]

    async def _submit(self, uuid: str, task: Task[Any], contents: list[Json]) -> None:
        path = await self._path(device=True)
        content: dict[str, Json] = {"uuid": uuid, "request": contents}
        question = self._question("POST", path, content, harmless=False)
        for _ in range(_TRIES):
            answer = await self._posted(question)
            if answer is not None and (answer.good or answer.status in _CERTAIN):
                break
            if await self._is_known(uuid, task):
                return
            if answer is not None:
                break
        else:
            raise _unknown(task, f"{self} не отвечает на задание {task.name}: неизвестно, принято ли оно.")
        if not answer.good:
            raise refused(str(self), reply.refusal(answer))

    async def _over(self, uuid: str, task: Task[Any]) -> Results:
        """`task`: the first of its request."""
        options = self._options
        end = self._clock.monotonic() + (options.report_timeout if task.long else options.receipt_timeout)
        blocked, pause = False, min(_FIRST_PAUSE, options.poll_interval)
        while True:
            results = await self._patiently(uuid, task, end)
            if results is not None and not results.under_way:
                return results
            blocked = results.blocked if results is not None else blocked
            if self._clock.monotonic() >= end:
                raise self._too_late(task, blocked=blocked)
            await self._clock.sleep(pause)
            pause = min(2 * pause, options.poll_interval)

    async def results(self, uuid: str) -> Results | None:
        """None where the web server does not know the uuid. Raises DeviceOffline, FrameError."""
        question = self._question("GET", f"{await self._path()}/{uuid}")
        answer = await self._http.ask(question)
        if answer.status == _NOT_FOUND:
            return None
        if not answer.good:
            raise self._http.unreadable(question, f"HTTP {answer.status}")
        try:
            return reply.results(answer)
        except FrameError as error:
            raise self._http.unreadable(question, error.text) from error

    async def cancel(self, uuid: str) -> bool:
        """Take a task that only waits out of the queue; whether it is out. Raises DeviceOffline, FrameError."""
        results = await self.results(uuid)
        if results is None or any(task.status is not Status.WAIT for task in results.tasks):
            return False
        await self._http.ask(self._question("DELETE", f"{await self._path()}/{uuid}"))
        after = await self.results(uuid)
        return after is None or all(task.status is Status.CANCELED for task in after.tasks)

    def read(self, task: Task[A], told: TaskResult) -> A:
        """Of a task that is not under way. Raises what `codes` makes of an error, OutcomeUnknown, FrameError."""
        if not told.done:
            raise self._failed(task, told)
        try:
            return task.read(told.result)
        except FrameError as error:
            question = self._question("GET", "", harmless=task.effect is Effect.NONE)
            raise self._http.unreadable(question, error.text) from error

    async def close(self) -> None:
        """Never raises. Another web server may be there next time."""
        if self._options.api == "auto":
            self._api = None
        await self._http.close()

    async def _posted(self, question: Question) -> Answer | None:
        """None where nobody knows whether it arrived."""
        try:
            return await self._http.ask(question)
        except OutcomeUnknown:
            return None

    async def _is_known(self, uuid: str, task: Task[Any]) -> bool:
        """Raises OutcomeUnknown where it cannot be asked: a POST may have arrived."""
        try:
            return await self.results(uuid) is not None
        except KkmError as error:
            raise _unknown(task, error.text) from error

    async def _patiently(self, uuid: str, task: Task[Any], end: float) -> Results | None:
        """None where it did not answer just now. Raises OutcomeUnknown where it has forgotten the task."""
        try:
            results = await self.results(uuid)
        except KkmError as error:
            if self._clock.monotonic() < end:
                return None
            raise _unknown(task, error.text) from error
        if results is None:
            why = f"{self} не помнит задание {task.name}: его очередь потеряна. Проверьте последний документ кассы."
            raise _unknown(task, why)
        return results

    def _failed(self, task: Task[Any], told: TaskResult) -> KkmError:
        if told.status is Status.CANCELED:
            return WrongState(f"Задание {task.name} отменено в очереди драйвера АТОЛ: касса его не выполняла.")
        code = told.code or (codes.INTERRUPTED if told.status is Status.INTERRUPTED else -1)
        return codes.error_of(code, told.description, task.name, effect=task.effect)

    def _too_late(self, task: Task[Any], *, blocked: bool) -> KkmError:
        why = (
            "очередь заданий стоит: драйвер потерял кассу. Проверьте её питание и кабель, задание завершится само"
            if blocked
            else "касса не выполнила его вовремя. Проверьте, что она включена и не ждёт бумагу"
        )
        return _unknown(task, f"{self}, задание {task.name}: {why}.")

    async def _path(self, *, device: bool = False) -> str:
        if await self.api() == "v1":
            return "/requests"
        named = f"?deviceID={quote(self._options.device_id, safe='')}" if device and self._options.device_id else ""
        return f"/api/v2/requests{named}"

    def _question(
        self, method: Method, path: str, content: dict[str, Json] | None = None, *, harmless: bool = True
    ) -> Question:
        return Question(
            method=method, path=path, content=content, harmless=harmless, seconds=self._options.answer_timeout
        )


def _unknown(task: Task[Any], text: str) -> KkmError:
    """Of a task that changes nothing it does not matter whether it was carried out."""
    return DeviceOffline(text) if task.effect is Effect.NONE else OutcomeUnknown(text)


def make_service(context: DeviceContext, options: AtolWebOptions) -> Service:
    """Raises RequestRefused for a connection that is no address of a service."""
    http = HttpService(
        context.open_transport,
        address_of(options.connection),
        _NAMED,
        credentials=Credentials(options.login, options.password),
        connect_seconds=options.connect_timeout,
    )
    return Service(http, options, context.clock)
