"""The server people run: HTTP dialects, queues, journal, console."""

__version__ = "0.1.0"
__distribution__ = "kkmserver"
