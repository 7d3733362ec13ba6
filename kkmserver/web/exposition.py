"""The tallies and the state of the devices in the text format of Prometheus."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric

from kkmserver import __version__
from kkmserver.dispatch.order import DeviceView
from kkmserver.web.metrics import Histogram, Metrics

_GAUGES: tuple[tuple[str, str, Callable[[DeviceView], float]], ...] = (
    ("kkmserver_waiting", "Commands in the queue of a device", lambda view: view.waiting),
    ("kkmserver_device_online", "Link of a device: 1 while it answers", lambda view: view.online),
    ("kkmserver_device_active", "0 while a device is switched off or blocked", lambda view: view.active),
    ("kkmserver_device_blocked", "1 while a device is set aside by its pool", lambda view: bool(view.blocked)),
    ("kkmserver_device_busy", "1 while a command is in the hands of a device", lambda view: view.busy),
)


def exposition(metrics: Metrics, views: Sequence[DeviceView], ready: bool) -> tuple[bytes, str]:
    """Content and its type. The registry lives for one answer: the numbers are kept elsewhere."""
    registry = CollectorRegistry()
    registry.register(_Collector(metrics, views, ready))
    ProcessCollector(registry=registry)
    return generate_latest(registry), CONTENT_TYPE_LATEST


class _Collector:
    """What prometheus-client asks for metrics. It runs in a thread, so tallies that grow meanwhile are copied."""

    def __init__(self, metrics: Metrics, views: Sequence[DeviceView], ready: bool) -> None:
        self._metrics, self._views, self._ready = metrics, views, ready

    def collect(self) -> Iterable[Metric]:
        yield from self._server()
        yield from self._commands()
        yield from self._devices()

    def _server(self) -> Iterable[Metric]:
        info = GaugeMetricFamily("kkmserver_info", "Version of the server", labels=["version"])
        info.add_metric([__version__], 1)
        yield info
        yield GaugeMetricFamily("kkmserver_ready", "1 while commands are accepted", value=float(self._ready))
        commits = HistogramMetricFamily("kkmserver_journal_commit_seconds", "Time of a commit of the journal")
        _add(commits, [], self._metrics.commits)
        yield commits

    def _commands(self) -> Iterable[Metric]:
        labels = ["device", "name", "outcome"]
        finished = CounterMetricFamily("kkmserver_commands", "Commands that are final", labels=labels)
        for (device, name, outcome), count in self._metrics.finished_commands.copy().items():
            finished.add_metric([str(device), name, outcome], count)
        yield finished
        refused = CounterMetricFamily("kkmserver_refused", "Commands that were not accepted", labels=["reason"])
        for reason, count in self._metrics.refused_commands.copy().items():
            refused.add_metric([reason], count)
        yield refused
        answers = CounterMetricFamily(
            "kkmserver_door_answers", "Answers of APIs with a port of their own", labels=["dialect", "status"]
        )
        for (dialect, status), count in self._metrics.door_answers.copy().items():
            answers.add_metric([dialect, str(status)], count)
        yield answers
        yield _by_device("kkmserver_queue_seconds", "Time of a command before its turn", self._metrics.queue)
        yield _by_device("kkmserver_device_seconds", "Time of a command on its device", self._metrics.device)

    def _devices(self) -> Iterable[Metric]:
        info = GaugeMetricFamily("kkmserver_device_info", "Devices by number", labels=["device", "name", "driver"])
        for view in self._views:
            info.add_metric([str(view.number), view.name, view.driver], 1)
        yield info
        for name, text, value in _GAUGES:
            gauge = GaugeMetricFamily(name, text, labels=["device"])
            for view in self._views:
                gauge.add_metric([str(view.number)], float(value(view)))
            yield gauge


def _by_device(name: str, text: str, found: Mapping[int, Histogram]) -> Metric:
    family = HistogramMetricFamily(name, text, labels=["device"])
    for number, histogram in dict(found).items():
        _add(family, [str(number)], histogram)
    return family


def _add(family: HistogramMetricFamily, labels: Sequence[str], histogram: Histogram) -> None:
    family.add_metric(labels, list(histogram.buckets()), histogram.total)
