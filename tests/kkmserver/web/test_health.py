"""/healthz, /readyz and /metrics; the latter is read back by a parser that is not ours."""

import json
from collections.abc import Iterator

import pytest
from prometheus_client.parser import text_string_to_metric_families

from kkmserver.dispatch.meter import Meter
from kkmserver.web.metrics import MOST_NAMES, OTHER, QUEUE_BOUNDS, Histogram, Metrics
from tests.kkmserver.web.office import ADMIN, BOTH, USER, Office, ask
from tests.kkmserver.web.raw import connect, head, request
from tests.kkmserver.web.running import running, settings

METRICS = Metrics()
COUNTED: Meter = METRICS  # what dispatch is handed


@pytest.fixture(scope="module")
def place() -> Iterator[tuple[Office, int]]:
    desk = Office()
    with running(settings(BOTH), dispatch=desk, metrics=METRICS) as port:
        yield desk, port


@pytest.fixture
def port(place: tuple[Office, int]) -> int:
    return place[1]


def samples(port: int, who: str = USER) -> dict[tuple[str, str], float]:
    """(name, labels as `a=1,b=2`) -> value."""
    reply = ask(port, "/metrics", who)
    assert reply.status == 200
    assert reply.headers["content-type"].startswith("text/plain; version=")
    return {
        (sample.name, ",".join(f"{key}={value}" for key, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(reply.body.decode())
        for sample in family.samples
    }


def test_alive(port: int) -> None:
    for given in ("", "Host: kassa.example\r\n", "Authorization: Basic wrong\r\n"):
        reply = request(port, "GET", "/healthz", headers=given)
        assert (reply.status, json.loads(reply.body)) == (200, {"status": "ok"})


def test_ready(place: tuple[Office, int]) -> None:
    desk, port = place
    reply = request(port, "GET", "/ReadyZ/", headers="Host: kassa.example\r\n")
    assert (reply.status, json.loads(reply.body)) == (200, {"status": "ready"})
    assert reply.headers["cache-control"] == "no-store"
    desk.why = "На диске журнала нет места."
    try:
        reply = request(port, "GET", "/readyz")
        assert reply.status == 503
        assert json.loads(reply.body) == {"status": "not ready", "why": desk.why}
        assert request(port, "GET", "/healthz").status == 200
        assert samples(port)["kkmserver_ready", ""] == 0
    finally:
        desk.why = ""
    assert samples(port)["kkmserver_ready", ""] == 1


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_head(port: int, path: str) -> None:
    with connect(port) as link:
        link.sendall(head("HEAD", path, 0, "Connection: close\r\n"))
        answer = b""
        while chunk := link.recv(65536):
            answer += chunk
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.endswith(b"\r\n\r\n")


def test_metrics_need_a_password(port: int) -> None:
    assert request(port, "GET", "/metrics").status == 401
    assert ask(port, "/metrics", ADMIN).status == 200


def test_commands_are_counted(port: int) -> None:
    for name in ("RegisterCheck", "RegisterCheck", '<script>\n"', "XReport"):
        COUNTED.finished(1, name, "done", 0.004, 0.15)
    COUNTED.finished(2, "XReport", "failed", 3.0, 0.0)
    METRICS.refused("queue_full")
    METRICS.committed(0.003)
    found = samples(port)
    counted = {labels: value for (name, labels), value in found.items() if name == "kkmserver_commands_total"}
    assert counted == {
        "device=1,name=RegisterCheck,outcome=done": 2,
        'device=1,name=<script>\n",outcome=done': 1,
        "device=1,name=XReport,outcome=done": 1,
        "device=2,name=XReport,outcome=failed": 1,
    }
    assert found["kkmserver_refused_total", "reason=queue_full"] == 1
    assert found["kkmserver_queue_seconds_bucket", "device=1,le=0.001"] == 0
    assert found["kkmserver_queue_seconds_bucket", "device=1,le=0.005"] == 4
    assert found["kkmserver_queue_seconds_bucket", "device=1,le=+Inf"] == 4
    assert found["kkmserver_device_seconds_count", "device=1"] == 4
    assert found["kkmserver_device_seconds_sum", "device=1"] == pytest.approx(0.6)
    assert found["kkmserver_queue_seconds_bucket", "device=2,le=2.0"] == 0
    assert found["kkmserver_journal_commit_seconds_count", ""] == 1


def test_devices_as_they_are_when_asked(port: int) -> None:
    found = samples(port)
    told = ("waiting", "device_online", "device_active", "device_blocked", "device_busy")
    assert [found[f"kkmserver_{name}", "device=1"] for name in told] == [4, 1, 1, 0, 1]
    assert [found[f"kkmserver_{name}", "device=2"] for name in told] == [0, 0, 0, 1, 0]
    assert found["kkmserver_device_info", "device=1,driver=test,name=Касса 1"] == 1
    assert any(name == "kkmserver_info" for name, _ in found)


def test_buckets() -> None:
    histogram = Histogram(QUEUE_BOUNDS)
    for seconds in (-1.0, 0.0, 0.001, 0.0011, 1e9):
        histogram.observe(seconds)
    counted = dict(histogram.buckets())
    assert (counted["0.001"], counted["0.005"], counted["1800.0"], counted["+Inf"]) == (3, 4, 4, 5)
    assert histogram.total == pytest.approx(1e9)


def test_two_servers_in_one_process_count_apart() -> None:
    first, second = Metrics(), Metrics()
    first.finished(1, "XReport", "done", 0.0, 0.0)
    assert (len(first.finished_commands), len(second.finished_commands)) == (1, 0)


def test_names_are_few_whatever_comes() -> None:
    counted = Metrics()
    for number in range(10 * MOST_NAMES):
        counted.finished(1, f"Command{number}", "done", 0.0, 0.0)
    assert len(counted.finished_commands) == MOST_NAMES + 1
    assert counted.finished_commands[1, OTHER, "done"] == 9 * MOST_NAMES
