"""Why a request is not accepted, before any device has heard of it."""


class Refused(Exception):
    """Nothing was accepted. `text` is for the cashier, `http` the status line of the answer.

    Source: spec/kkmserver.md 1.8.
    """

    http = 200

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class NotReadable(Refused):
    """The body is no JSON object, or it names no command."""

    http = 400


class UnknownCommand(Refused):
    """The name is in no table of the API."""

    http = 501


class WrongWay(Refused):
    """A command of the API that nobody may send here, or not this way."""


class FaultyFields(Refused):
    """One or more members hold what they cannot hold; `text` lists them all."""
