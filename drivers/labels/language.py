"""What the driver wants of a label language: bytes from labels, and words from answers. No I/O."""

from typing import Protocol

from drivers.labels.status import Status
from drivers.printing.sheet import Sheet


class StatusReader(Protocol):
    """Bytes in, in any chunks; whole answers out. What is no answer is dropped."""

    def feed(self, chunk: bytes) -> list[Status]: ...


class Language(Protocol):
    """One language set up for one printer. Everything is a pure function of the settings and the arguments."""

    @property
    def type_id(self) -> str: ...  # the API's IdTypeDevice
    @property
    def model(self) -> str: ...  # the API's NameDevice
    @property
    def question(self) -> bytes: ...  # asks for the status; prints and changes nothing
    @property
    def cancel(self) -> bytes: ...  # drops what is not printed yet; b"" = the language has no such command

    @property
    def calm(self) -> int:
        """Idle answers in a row that prove all was printed.

        One may overtake labels that are still being taken apart (inferred; makers say nothing of it).
        """
        ...

    def setup(self) -> bytes:
        """Sent once at the head of a job: only what the settings say."""
        ...

    def label(self, sheet: Sheet, copies: int) -> bytes:
        """One label `copies` times. May be called in any thread."""
        ...

    def reader(self) -> StatusReader: ...
