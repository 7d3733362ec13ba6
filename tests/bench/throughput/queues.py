"""Raw queues of a real CUPS: receipts submitted one after the other over IPP, and how soon they were all printed."""

import asyncio
import http.client
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count, islice
from pathlib import Path

from drivers.spooler.ipp import Attribute, Operation, Tag, decode, request
from tests.bench.targets import BenchFailed
from tests.bench.throughput import receipt
from tests.bench.throughput.processes import Printers
from tests.bench.throughput.senders import built
from tests.bench.throughput.ways import Sample, arrived
from tests.cups import Cups, needs_cups

_JOBS = 40  # to each queue
_serials = count(900_000_000)


@contextmanager
def queues(printers: Printers) -> Iterator[Sequence["Queue"] | None]:
    """A queue before each printer; None where there is no CUPS."""
    if needs_cups.args[0]:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="kkmserver-cups-", ignore_cleanup_errors=True) as folder:
        daemon = Cups(Path(folder))
        _say_little(Path(folder) / "etc" / "cupsd.conf")
        try:
            daemon.start()
            yield [Queue(daemon, number, port) for number, port in enumerate(printers.ports)]
        finally:
            daemon.kill()


def _say_little(settings: Path) -> None:
    """The tests want a long log, which costs time."""
    settings.write_text(settings.read_text().replace("LogLevel debug", "LogLevel warn"))


class Queue:
    """`socket://` is the way CUPS talks to port 9100; it is not asked over SNMP, which no listener answers."""

    def __init__(self, daemon: Cups, number: int, port: int) -> None:
        self._port, self._name = daemon.port, f"raw{number}"
        asyncio.run(daemon.add(self._name, f"socket://127.0.0.1:{port}/?snmp=false"))

    def submit(self, jobs: int) -> None:
        """Print-Job over one kept connection: a request for each receipt. Raises BenchFailed."""
        parts = receipt.prebuilt(built(0), 0)
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        for serial in islice(_serials, jobs):
            self._print(connection, receipt.shown(serial).encode().join(parts))
        connection.close()

    def _print(self, connection: http.client.HTTPConnection, document: bytes) -> None:
        target = (
            Attribute(Tag.URI, "printer-uri", (f"ipp://127.0.0.1:{self._port}/printers/{self._name}",)),
            Attribute(Tag.NAME, "requesting-user-name", ("bench",)),
            Attribute(Tag.MIME_TYPE, "document-format", ("application/vnd.cups-raw",)),
        )
        body = request(Operation.PRINT_JOB, 1, target, document=document)
        connection.request("POST", f"/printers/{self._name}", body, {"Content-Type": "application/ipp"})
        answer = connection.getresponse()
        said = decode(answer.read())
        if not said.successful:
            raise BenchFailed(f"CUPS does not take a job: {said}")


def printed(printers: Printers, used: Sequence[Queue]) -> Sample:
    """From the first job submitted to the last receipt cut. Raises BenchFailed unless each came once."""
    printers.reset()
    begin = time.monotonic()
    with ThreadPoolExecutor(len(used)) as pool:
        list(pool.map(lambda queue: queue.submit(_JOBS), used))
    total = _JOBS * len(used)
    return Sample(total / (arrived(printers, total) - begin))
