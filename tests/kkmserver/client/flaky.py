"""A server that has bad luck, and would carry out a command as often as it gets it (as the original may)."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Members = dict[str, Any]


class Luck(Enum):
    """What becomes of one request. UNHEARD: it breaks before it is read; UNSAID: after it was carried out."""

    GOOD = auto()
    UNHEARD = auto()
    UNSAID = auto()
    BUSY = auto()
    GARBAGE = auto()
    SLOW = auto()


class Flaky:
    """`luck`: of the next requests. A command that was begun with SLOW is done when it was asked for twice."""

    def __init__(self, *luck: Luck) -> None:
        self.luck = list(luck)
        self.done: list[str] = []
        self.asked: list[Members] = []
        self.logins: list[str] = []
        self._slow: dict[str, int] = {}

    def answer(self, body: Members, luck: Luck) -> tuple[int, Members] | None:
        """None: nothing comes back."""
        self.asked.append(body)
        if luck is Luck.UNHEARD:
            return None
        if luck is Luck.BUSY:
            return 503, {"Error": "later"}
        if body["Command"] == "Dance":
            return 501, {"Command": "Dance", "Error": "Неопознанная команда", "Status": 2}
        answer = self._lookup(body["IdCommand"]) if body["Command"] == "GetRezult" else self._carry_out(body, luck)
        return None if luck is Luck.UNSAID else (200, answer)

    def _carry_out(self, body: Members, luck: Luck) -> Members:
        self.done.append(body["IdCommand"])
        if luck is Luck.SLOW:
            self._slow[body["IdCommand"]] = 2
        return self._result(body["IdCommand"])

    def _lookup(self, id_command: str) -> Members:
        known = id_command in self.done
        result = self._result(id_command) if known else {"Status": 3, "IdCommand": id_command, "Error": "нет"}
        return {"Command": "GetRezult", "Rezult": result, "Status": 0 if known else 3, "Error": "", "IdCommand": ""}

    def _result(self, id_command: str) -> Members:
        left = self._slow.get(id_command, 0)
        self._slow[id_command] = left - 1
        status = 1 if left > 0 else 2 if id_command.startswith("bad") else 0
        error = "Нет бумаги" if status == 2 else ""
        return {"Command": "XReport", "IdCommand": id_command, "Status": status, "Error": error, "NumDevice": 1}


@contextmanager
def serving(flaky: Flaky) -> Iterator[str]:
    """Its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            assert self.path == "/Execute"
            flaky.logins.append(self.headers.get("authorization", ""))
            luck = flaky.luck.pop(0) if flaky.luck else Luck.GOOD
            said = flaky.answer(body, luck)
            self.close_connection = True
            if said is None:
                return
            content = b"wrong call" if luck is Luck.GARBAGE else json.dumps(said[1]).encode()
            self.send_response(said[0])
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
