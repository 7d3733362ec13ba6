"""What a client raises; the text is for people, in the server's words where it had any."""

from kkmserver.client.answer import Answer


class ClientError(Exception):
    """Base of all. `id`: the command's IdCommand; with it the result can be asked for later."""

    def __init__(self, text: str, id: str = "", answer: Answer | None = None) -> None:  # noqa: A002
        super().__init__(text)
        self.text, self.id, self.answer = text, id, answer


class NotAccepted(ClientError):
    """The server has not taken it (sign-in, faulty request, unknown command): nothing was printed under this id."""


class CommandFailed(ClientError):
    """It was carried out and failed; `answer` says how. See Answer.nothing_sent."""


class OutcomeUnknown(CommandFailed):
    """Nobody knows whether it was done: look at the device before anything is repeated under another id."""


class NotFinished(ClientError):
    """Patience is at its end while the server works on it. Ask for the result later, and never send it under another
    id."""


class Unreachable(ClientError):
    """There is no answer as long as patience lasted, or the server does not let us ask for it, and nobody knows whether
    the command was taken: repeat it under the same id."""
