"""A printer of CUPS, asked over IPP as `lp` does it.

A job is made empty (Create-Job) and gets its document later (Send-Document): its number is on our disk before anything
can be printed, so that after a crash of either side CUPS can be asked what became of exactly this job.

Source: RFC 8011; CUPS Implementation of IPP (which-jobs "all", application/vnd.cups-raw, time-at-processing without a
value until a job has begun, printer-state-message). Tried with cupsd 2.4.
"""

import asyncio
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from drivers.errors import DeviceFaulty, DeviceOffline, FrameError, OperatorNeeded
from drivers.spooler import pages, reasons
from drivers.spooler.address import CupsAddress, PageFormat
from drivers.spooler.ipp import Answer, Attribute, Attributes, Group, Operation, Tag, decode, request
from drivers.spooler.queue import Document, Job, JobState, Pages, PrinterState, Raw

if TYPE_CHECKING:
    import httpx

_SOCKETS = ("/run/cups/cups.sock", "/var/run/cups/cups.sock", "/private/var/run/cupsd")
_USER = "kkmserver"  # owner of the jobs; CUPS lets the owner of a job ask for it and cancel it
_SLOWEST = 1_000_000  # bytes a second that any way to a print server manages
_NOT_FOUND, _NOT_ACCEPTING = 0x0406, 0x0506
_STOPPED = 5  # printer-state
_MAKE, _FORMATS = "printer-make-and-model", "document-format-supported"
_PRINTER = ("printer-state", "printer-state-reasons", "printer-state-message", "printer-is-accepting-jobs")
_JOB = ("job-id", "job-name", "job-state", "job-state-reasons", "job-printer-state-message", "time-at-processing")
_STATES = {
    3: JobState.WAITING,
    4: JobState.HELD,
    5: JobState.PRINTING,
    6: JobState.WAITING,  # processing-stopped: begun, and put aside
    7: JobState.CANCELLED,
    8: JobState.ABORTED,
    9: JobState.COMPLETED,
}


class CupsQueue:
    """See Queue. `timeout`: seconds of one question. One connection is kept open between questions."""

    def __init__(self, address: CupsAddress, page_format: PageFormat, timeout: float) -> None:
        self._address, self._format, self._timeout = address, page_format, timeout
        self._uri = f"ipp://{address.host or 'localhost'}:{address.port}{address.path}"
        self._client: httpx.AsyncClient | None = None
        self._requests = count(1)

    def __str__(self) -> str:
        return str(self._address)

    async def printer(self) -> PrinterState:
        wanted = Attribute(Tag.KEYWORD, "requested-attributes", (*_PRINTER, _MAKE, _FORMATS))
        answer = await self._ask(Operation.GET_PRINTER_ATTRIBUTES, wanted)
        return _printer_state(self._checked(answer).first(Group.PRINTER))

    async def book(self, title: str) -> int:
        answer = await self._ask(Operation.CREATE_JOB, Attribute(Tag.NAME, "job-name", (title,)))
        if answer.status == _NOT_ACCEPTING:
            raise OperatorNeeded(
                f"Принтер {self} не принимает задания. Разрешите их на сервере печати: cupsaccept.", nothing_sent=True
            )
        number = self._checked(answer).first(Group.JOB).number("job-id")
        if number is None:
            raise self._strange("не назвал номер задания")
        return number

    async def send(self, number: int, document: Document) -> None:
        mime_type, files = await self._files(document)
        if isinstance(document, Pages):
            await self._describe(number, document)
        for at, file in enumerate(files, 1):
            answer = await self._ask(
                Operation.SEND_DOCUMENT,
                Attribute(Tag.INTEGER, "job-id", (number,)),
                Attribute(Tag.MIME_TYPE, "document-format", (mime_type,)),
                Attribute(Tag.BOOLEAN, "last-document", (at == len(files),)),
                document=file,
            )
            if not answer.successful:
                raise DeviceFaulty(f"Сервер печати не принял документ для {self}: {_words(answer)}.")

    async def _describe(self, number: int, document: Pages) -> None:
        """Paper of the pages' own size, and nothing scaled. A queue that knows no such paper takes what is nearest."""
        width, height = pages.largest(document)
        await self._ask(
            Operation.SET_JOB_ATTRIBUTES,
            Attribute(Tag.INTEGER, "job-id", (number,)),
            job=(
                Attribute(Tag.KEYWORD, "media", (f"custom_kkm_{width:.2f}x{height:.2f}mm",)),
                Attribute(Tag.KEYWORD, "print-scaling", ("none",)),
            ),
        )

    async def job(self, number: int, title: str) -> Job | None:
        """A daemon that was set up anew counts from 1 again: the title has to fit too."""
        answer = await self._ask(
            Operation.GET_JOB_ATTRIBUTES,
            Attribute(Tag.INTEGER, "job-id", (number,)),
            Attribute(Tag.KEYWORD, "requested-attributes", _JOB),
        )
        if answer.status == _NOT_FOUND:
            return None
        found = _job(self._checked(answer).first(Group.JOB))
        return found if found and found.title == title else None

    async def jobs(self, prefix: str) -> Mapping[str, Job]:
        answer = await self._ask(
            Operation.GET_JOBS,
            Attribute(Tag.KEYWORD, "which-jobs", ("all",)),
            Attribute(Tag.BOOLEAN, "my-jobs", (True,)),
            Attribute(Tag.KEYWORD, "requested-attributes", _JOB),
        )
        found = map(_job, self._checked(answer).every(Group.JOB))
        return {job.title: job for job in found if job and job.title.startswith(prefix)}

    async def cancel(self, number: int) -> None:
        await self._ask(Operation.CANCEL_JOB, Attribute(Tag.INTEGER, "job-id", (number,)))

    async def forget(self) -> None:
        """CUPS keeps what it wants to keep: PreserveJobHistory."""

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def _files(self, document: Document) -> tuple[str, list[bytes]]:
        if isinstance(document, Raw):
            return "application/vnd.cups-raw", [document.data]
        if await self._takes_pdf():
            return "application/pdf", [await asyncio.to_thread(pages.pdf, document)]
        return "image/png", await asyncio.to_thread(pages.pngs, document)

    async def _takes_pdf(self) -> bool:
        if self._format != "auto":
            return self._format == "pdf"
        return "application/pdf" in (await self.printer()).formats

    async def _ask(
        self,
        operation: Operation,
        *attributes: Attribute,
        job: tuple[Attribute, ...] = (),
        document: bytes = b"",
    ) -> Answer:
        """Raises DeviceOffline; it does not tell whether the request has arrived."""
        import httpx

        target = (
            Attribute(Tag.URI, "printer-uri", (self._uri,)),
            Attribute(Tag.NAME, "requesting-user-name", (self._address.user or _USER,)),
        )
        body = request(operation, next(self._requests), _in_order((*target, *attributes)), job, document)
        try:
            async with asyncio.timeout(self._timeout + len(body) / _SLOWEST):
                reply = await self._open().post(self._address.path, content=body)
        except (httpx.HTTPError, OSError) as error:  # a TimeoutError is an OSError
            raise self._silent(error) from error
        return self._decoded(reply)

    def _open(self) -> "httpx.AsyncClient":
        import httpx

        if self._client is None:
            address = self._address
            host = f"[{address.host}]" if ":" in address.host else address.host or "localhost"
            self._client = httpx.AsyncClient(
                base_url=f"http://{host}:{address.port}",
                transport=httpx.AsyncHTTPTransport(uds=_socket(address), trust_env=False, verify=False),
                headers={"Content-Type": "application/ipp"},
                auth=(address.user, address.password) if address.password else None,
                timeout=self._timeout,
                trust_env=False,
            )
        return self._client

    def _decoded(self, reply: "httpx.Response") -> Answer:
        if reply.status_code in (401, 403):
            raise DeviceOffline(
                f"Сервер печати не пускает к принтеру {self}. Укажите имя и пароль: cups://имя:пароль@адрес/…, "
                "или разрешите доступ в настройках CUPS."
            )
        if reply.status_code == 404:
            raise self._absent()
        if reply.status_code != 200:
            raise self._strange(f"ответил HTTP {reply.status_code}")
        try:
            return decode(reply.content)
        except FrameError as error:
            raise self._strange("ответил не по протоколу IPP") from error

    def _checked(self, answer: Answer) -> Answer:
        if answer.status == _NOT_FOUND:
            raise self._absent()
        if not answer.successful:
            raise self._strange(f"отказал: {_words(answer)}")
        return answer

    def _absent(self) -> DeviceOffline:
        return DeviceOffline(f"На сервере печати нет принтера {self}. Имена показывает команда lpstat -p.")

    def _strange(self, what: str) -> DeviceOffline:
        return DeviceOffline(f"Сервер печати принтера {self} {what}. Проверьте адрес и настройки CUPS.")

    def _silent(self, error: Exception) -> DeviceOffline:
        reason = "не отвечает" if isinstance(error, TimeoutError) else f"недоступен ({type(error).__name__})"
        return DeviceOffline(f"Сервер печати принтера {self} {reason}. Проверьте, что CUPS запущен, и адрес.")


def _socket(address: CupsAddress) -> str | None:
    """Of the daemon of this machine; None: over TCP."""
    if address.host:
        return None
    return address.socket or next((path for path in _SOCKETS if Path(path).exists()), None)


def _in_order(attributes: tuple[Attribute, ...]) -> tuple[Attribute, ...]:
    """The target first: printer-uri, job-id, then the rest. RFC 8011, 4.1.5."""
    return tuple(sorted(attributes, key=lambda attribute: attribute.name not in ("printer-uri", "job-id")))


def _words(answer: Answer) -> str:
    return answer.first(Group.OPERATION).text("status-message") or f"IPP {answer.status:#06x}"


def _job(found: Attributes) -> Job | None:
    number, state = found.number("job-id"), _STATES.get(found.number("job-state") or 0)
    if number is None or state is None:
        return None
    if "job-incoming" in found.texts("job-state-reasons"):
        state = JobState.BOOKED
    return Job(
        number=number,
        title=found.text("job-name"),
        state=state,
        started=found.number("time-at-processing") is not None,
        message=found.text("job-printer-state-message"),
    )


def _printer_state(found: Attributes) -> PrinterState:
    known = reasons.keywords(found.texts("printer-state-reasons"))
    return PrinterState(
        model=found.text(_MAKE),
        stopped=found.number("printer-state") == _STOPPED,
        accepting=found.number("printer-is-accepting-jobs") != 0,
        offline=bool(known & reasons.OFFLINE),
        paper_out=bool(known & reasons.PAPER_OUT),
        paper_low=bool(known & reasons.PAPER_LOW),
        cover_open=bool(known & reasons.COVER_OPEN),
        fault=reasons.fault(known),
        message=found.text("printer-state-message"),
        formats=frozenset(found.texts(_FORMATS)),
    )
