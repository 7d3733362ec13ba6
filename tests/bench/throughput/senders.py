"""Straight to the printer, without a server: python-escpos, and the raw blast that is the baseline.

`python -m tests.bench.throughput.senders` does Jobs like the clients do. A process serves one printer, or some in turn.
"""

import logging
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from io import StringIO
from itertools import count, cycle
from typing import Any

from tests.bench.throughput import receipt
from tests.bench.throughput.job import Job, Result, serve

BLAST, FRESH, KEPT, ASKED = "blast", "fresh", "kept", "asked"
_Deliver = Callable[[int], None]


def built(serial: int) -> bytes:
    """The receipt as bytes."""
    from escpos.printer import Dummy

    dummy = Dummy(profile=receipt.PROFILE)
    with redirect_stdout(StringIO()):
        _print(dummy, serial)
    return bytes(dummy.output)


@contextmanager
def _blast(port: int) -> Iterator[_Deliver]:
    """Prebuilt bytes, a connection for each; the listener has taken all when it closes its side."""
    parts = receipt.prebuilt(built(0), 0)

    def deliver(serial: int) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            connection.sendall(receipt.shown(serial).encode().join(parts))
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(4096):
                pass

    yield deliver


@contextmanager
def _fresh(port: int) -> Iterator[_Deliver]:
    """As its documentation shows it: a printer for each document, then close()."""
    from escpos.printer import Network

    def deliver(serial: int) -> None:
        printer = Network("127.0.0.1", port, profile=receipt.PROFILE)
        _print(printer, serial)
        printer.close()

    yield deliver


@contextmanager
def _kept(port: int) -> Iterator[_Deliver]:
    from escpos.printer import Network

    printer = Network("127.0.0.1", port, profile=receipt.PROFILE)
    printer.open()
    yield lambda serial: _print(printer, serial)
    printer.close()


@contextmanager
def _asked(port: int) -> Iterator[_Deliver]:
    """With its question about the paper after each receipt: the nearest to a proof that it has."""
    from escpos.printer import Network

    printer = Network("127.0.0.1", port, profile=receipt.PROFILE)
    printer.open()

    def deliver(serial: int) -> None:
        _print(printer, serial)
        if printer.paper_status() != 2:
            raise OSError("the printer says that its paper is at its end")

    yield deliver
    printer.close()


def _print(printer: Any, serial: int) -> None:
    """The receipt as one prints it with python-escpos."""
    *rows, foot = receipt.rows(serial)
    for row in rows:
        printer.text(row + "\n")
    printer.barcode(receipt.EAN13, "EAN13", height=96, width=3)
    printer.qr(receipt.qr(serial), native=True, size=4)
    printer.text(foot + "\n")
    printer.cut()


_WAYS = {BLAST: _blast, FRESH: _fresh, KEPT: _kept, ASKED: _asked}


def work(job: Job) -> Result:
    result, latencies, serials = Result(), list[float](), count(job.first)
    with ExitStack() as stack:
        stack.enter_context(redirect_stdout(StringIO()))  # python-escpos says there how it prints
        turns = cycle([stack.enter_context(_WAYS[job.kind](port)) for port in job.ports])
        busy = time.process_time()
        while (begun := time.monotonic()) < job.end:
            next(turns)(next(serials))
            result.done += 1
            if (now := time.monotonic()) >= job.begin:
                latencies.append(now - begun)
        result.processor = time.process_time() - busy
    return result.timed(latencies)


if __name__ == "__main__":
    logging.disable(logging.INFO)
    serve(work)
