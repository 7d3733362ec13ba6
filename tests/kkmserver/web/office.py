"""A Dispatch with rows to look at and to settle; what it was asked for is kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from drivers.errors import Fault
from drivers.model.outcome import Outcome, Progress
from drivers.model.state import DeviceKind
from kkmserver.config import Auth
from kkmserver.dispatch.order import Decision, DeviceNotFound, DeviceView, NotUnknown, Resolution, Target, Ticket
from kkmserver.store.record import (
    Deed,
    Entry,
    Evidence,
    Facets,
    Failure,
    Found,
    JournalBroken,
    Record,
    Searched,
    State,
    Wanted,
)
from kkmserver.web.passwords import make_hash
from tests.kkmserver.web.raw import Reply, request
from tests.kkmserver.web.running import Devices, running, settings, view

AT = datetime(2026, 11, 22, 9, 0, 0, 250_000, tzinfo=UTC)
LOST = Failure(
    code="outcome_unknown", text="Результат неизвестен: проверьте ленту.", fault=Fault.UNKNOWN, nothing_sent=False,
    native=7, progress=Progress(1, 3),
)  # fmt: skip
SEEN = Evidence(sent=120, exchange=("> 1b 40", "< 12"), after="ФД 17", cause="нет ответа 5 с")
STRANGE = "a/b//c%2FД é?#&=+/resolve"
LONG = "ж" * 200

BOTH = Auth(admin_password_hash=make_hash("admin"), user_password_hash=make_hash("user"))
ADMIN, USER = "Authorization: Basic QWRtaW46YWRtaW4=\r\n", "Authorization: Basic VXNlcjp1c2Vy\r\n"
JSON = "Content-Type: application/json; charset=utf-8\r\n"


@dataclass
class Slip:
    """A Ticket."""

    record: Record

    async def wait(self, seconds: float) -> Record:
        return self.record


def row(number: int, id_command: str, state: State, device: int = 1) -> Record:
    entry = Entry(
        id=id_command,
        dialect="kkm",
        name="RegisterCheck",
        device=device,
        client="10.0.0.7 User",
        request=b'{"Command":"RegisterCheck","ClientAddress":"+7"}',
        fingerprint=b"f",
        accepted_at=AT,
        hold=60.0,
        request_id=f"r-{number}",
    )
    return Record(row=number, entry=entry, state=state, seq=number * 10, mark="ФД 16")


class Office(Devices):
    def __init__(self) -> None:
        unknown = replace(
            row(3, "Unknown-1", State.UNKNOWN, 10), failure=LOST, evidence=SEEN, member=2, started_at=AT, attempt=2
        )
        done = replace(row(2, STRANGE, State.DONE), outcome=Outcome(change=500, warnings=("мелочь",)), finished_at=AT)
        rows = [unknown, done, row(1, LONG, State.QUEUED), row(4, "tail/", State.QUEUED)]
        self.journal = {record.entry.id: record for record in rows}
        self.wanted: list[Wanted] = []
        self.asked: list[tuple[int | None, int]] = []
        self.resolutions: list[Resolution] = []
        self.switched: list[tuple[int, str, bool, str]] = []
        self.why = ""
        self.broken = False
        self.until: Searched | None = None
        self.keeps = False
        self.kept_by = ""

    def devices(self) -> list[DeviceView]:
        pool = replace(view(10, "Все", DeviceKind.REGISTER, None), members=(1, 2))
        first, second = super().devices()
        return [
            replace(first, wire_log=self.keeps, busy=True, waiting=4),
            replace(second, blocked="нет бумаги", active=False, online=False),
            pool,
        ]

    @property
    def trouble(self) -> str:
        return self.why

    async def find(self, id: str) -> Ticket | None:  # noqa: A002
        if self.broken:
            raise JournalBroken
        record = self.journal.get(id)
        return Slip(record) if record else None

    async def resolve(self, id: str, resolution: Resolution) -> Ticket | None:  # noqa: A002
        record = self.journal.get(id)
        if record is None:
            return None
        if record.state is not State.UNKNOWN:
            raise NotUnknown(id)
        if resolution.decision is Decision.PRINT_AGAIN:
            raise DeviceNotFound(Target(number=record.entry.device))
        self.resolutions.append(resolution)
        outcome = Outcome(document=resolution.document)
        return Slip(replace(record, state=State.DONE, outcome=outcome, failure=None))

    async def switch(self, number: int, guid: str, active: bool, who: str = "") -> None:
        self.switched.append((number, guid, active, who))

    async def keep_wire_log(self, number: int, keep: bool, who: str) -> None:
        self.keeps, self.kept_by = keep, who

    def wire_log(self, number: int) -> list[str]:
        return ["12:00:00 > 1b 40", "12:00:01 < 12 Ж"]

    async def rows(self, wanted: Wanted) -> list[Record]:
        return [record.light() for record in self.journal.values()]

    async def search(self, wanted: Wanted, seconds: float) -> Found:
        self.wanted.append(wanted)
        return Found(tuple(await self.rows(wanted)), len(self.journal), self.until)

    async def count(self, wanted: Wanted, seconds: float) -> Found:
        return Found((), 12345, self.until)

    async def facets(self) -> Facets:
        return Facets(names=("RegisterCheck",), dialects=("kkm",), clients=("10.0.0.7 User",))

    async def deeds(self, before: int | None, limit: int) -> list[Deed]:
        self.asked.append((before, limit))
        return [Deed(at=AT, who="10.0.0.7 Admin", action="switch", subject="1", detail="выключено", row=5)]


@contextmanager
def office() -> Iterator[tuple[Office, int]]:
    """With both passwords set; and the port."""
    desk = Office()
    with running(settings(BOTH), dispatch=desk) as port:
        yield desk, port


def ask(port: int, path: str, who: str = ADMIN) -> Reply:
    return request(port, "GET", path, headers=who)


def post(port: int, path: str, body: bytes, who: str = ADMIN + JSON) -> Reply:
    return request(port, "POST", path, body, who)
