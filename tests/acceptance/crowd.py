"""Clients that send commands at the same time, each over a connection of its own, and wait for every answer."""

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self

import httpx

Command = Mapping[str, Any]
Answers = dict[str, dict[str, Any]]  # by IdCommand
_ANSWER_WITHIN = 60.0


class Crowd:
    """`with Crowd(url, commands, clients=8) as crowd:` goes on beside the test; `answers()` waits for the end.

    Client number n sends every command whose place in `commands` is n, modulo the clients.
    """

    def __init__(self, url: str, commands: Sequence[Command], clients: int = 8) -> None:
        self._url, self._commands, self._clients = url, commands, clients
        self._answers: Answers = {}

    def __enter__(self) -> Self:
        self._threads = ThreadPoolExecutor(self._clients)
        self._working = [self._threads.submit(self._send, number) for number in range(self._clients)]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)

    @property
    def busy(self) -> bool:
        return not all(client.done() for client in self._working)

    def answers(self) -> Answers:
        """Raises what went wrong with a connection."""
        for client in self._working:
            client.result(_ANSWER_WITHIN)
        return self._answers

    def _send(self, number: int) -> None:
        with httpx.Client(base_url=self._url, timeout=_ANSWER_WITHIN, trust_env=False) as connection:
            for command in self._commands[number :: self._clients]:
                answer = connection.post("/Execute", content=json.dumps(command, ensure_ascii=False).encode())
                self._answers[command["IdCommand"]] = answer.raise_for_status().json()


def send(url: str, commands: Sequence[Command], clients: int = 8) -> Answers:
    """All of them, and wait."""
    with Crowd(url, commands, clients) as crowd:
        return crowd.answers()


def beside(work: Callable[[], dict[str, Any]]) -> "Future[dict[str, Any]]":
    """One call that is waited for later."""
    threads = ThreadPoolExecutor(1)
    try:
        return threads.submit(work)
    finally:
        threads.shutdown(wait=False)
