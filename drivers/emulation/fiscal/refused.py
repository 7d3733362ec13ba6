"""The ФН's own way to say no."""


class StorageRefused(Exception):
    """The ФН does nothing. `code`: its own number, 01h..33h.

    01 unknown command, 02 wrong state, 03 broken, 05 expired, 06 archive full, 07 wrong time, 08 no such data, 09 wrong
    parameter, 10 too long, 15 the operator was not heard for too long, 16 the shift is over 24 hours, 30 no answer,
    33 torn requisites. Source: spec/ffd.md 7.1, spec/shtrih-m.md 5.
    """

    def __init__(self, code: int, cause: str = "") -> None:
        super().__init__(f"{code:02X}h {cause}".strip())
        self.code, self.cause = code, cause
