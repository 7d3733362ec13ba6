"""Registration of the virtual ККТ by command: its ФН begins, changes hands, is replaced, is closed."""

import os
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from drivers.fiscal import check_registration, documents
from drivers.fiscal.check import check_cashier
from drivers.fiscal.check_registration import Planned, Standing
from drivers.model.ffd import DocumentForm
from drivers.model.outcome import Outcome
from drivers.model.registration import RegisterDevice, RegistrationStep
from drivers.virtual import operations, passport, storage_file, texts
from drivers.virtual.counters import Counters
from drivers.virtual.desk import Desk
from drivers.virtual.ledger import Step
from drivers.virtual.passport import Passport
from drivers.virtual.storage import Storage


class Registrar:
    """`desk_upon` makes a desk upon another ФН."""

    def __init__(self, desk: Desk, desk_upon: Callable[[Storage], Desk]) -> None:
        self._desk, self._storage, self._desk_upon = desk, desk.storage, desk_upon

    def register(self, command: RegisterDevice) -> Outcome:
        """Raises RequestRefused for a step that does not follow from how things stand."""
        before = self._storage.known
        planned = check_registration.check(command, self._standing(command, before))
        warnings = (*planned.warnings, *check_cashier(command.cashier, self._desk.rules(before)))
        match command.step:
            case RegistrationStep.CLOSE:
                return self._close(command, before, warnings)
            case RegistrationStep.CHANGE_STORAGE:
                return self._change_storage(command, before, planned, warnings)
            case _:
                return self._change(command, before, planned, warnings)

    def _standing(self, command: RegisterDevice, before: Counters) -> Standing:
        """Nobody can put a new ФН into a virtual register: it takes one when it is asked to change it."""
        known = self._desk.known(before)
        return Standing(
            registration=known.registration if before.registration else None,
            ffd=known.ffd,
            serial=known.serial,
            shift_open=before.opened_at is not None,
            unsent=self._desk.waiting(before).count,
            storage_new=command.step is RegistrationStep.CHANGE_STORAGE or not before.last_document,
            storage_closed=before.closed,
        )

    def _registered(self, before: Counters, planned: Planned) -> Counters:
        known = self._desk.known(before)
        line = passport.line(Passport(planned.ffd, known.serial, planned.registration))
        return replace(
            before,
            registration=line,
            registered_at=before.registered_at or self._desk.now(before),
            by_command=before.by_command or line != before.registration,
        )

    def _change(
        self, command: RegisterDevice, before: Counters, planned: Planned, warnings: tuple[str, ...]
    ) -> Outcome:
        self._desk.check_queue(before)
        after = self._registered(before, planned)
        done = self._desk.registration(before, after, command.cashier, planned.reasons)
        return self._desk.reported(done.counters, command, done, warnings, print_paper=command.print_paper)

    def _close(self, command: RegisterDevice, before: Counters, warnings: tuple[str, ...]) -> Outcome:
        head = self._desk.header(DocumentForm.CLOSE_STORAGE, before, command.cashier)
        body = partial(documents.close_storage, storage_totals=before.storage_totals)
        done = self._desk.report(before, replace(head, shift=before.shift), body)
        after = replace(done.counters, closed=True)
        return self._desk.reported(after, command, done, warnings, print_paper=command.print_paper)

    def _change_storage(
        self, command: RegisterDevice, before: Counters, planned: Planned, warnings: tuple[str, ...]
    ) -> Outcome:
        """A new file, which is the ФН from the moment it has its name; the old one stays beside it."""
        folder = self._storage.path.parent
        _, ordinal = storage_file.current(folder)
        making, made = folder / "storage.new.sqlite3", storage_file.place(folder, ordinal + 1)
        _remove(making)
        with closing(Storage(making, storage_file.serial(self._desk.device, ordinal + 1))) as storage:
            after = _in_a_new_one(self._registered(before, planned), self._desk)
            done = self._desk_upon(storage).registration(before, after, command.cashier, planned.reasons)
            outcome = Outcome(document=done.document, warnings=(*warnings, *self._left_behind(before)))
            storage.append(operations.step(command, outcome, done.stored), done.counters)
            storage.make_movable()
        self._put_in(making, made, before)
        self._desk.roll.put(done.stored, print_paper=command.print_paper)
        return outcome

    def _left_behind(self, before: Counters) -> tuple[str, ...]:
        unsent = self._desk.waiting(before).count
        return (texts.left_behind(unsent, self._storage.serial),) if unsent else ()

    def _put_in(self, making: Path, made: Path, before: Counters) -> None:
        """Whoever else works with the old ФН sees the step first: it cannot go on as if nothing had happened."""
        self._storage.append(Step(), replace(before, replaced=True))
        making.replace(made)
        with suppress(OSError):  # a system that cannot open a folder
            _write_out(made.parent)


def _in_a_new_one(registered: Counters, desk: Desk) -> Counters:
    """A ФН counts from its beginning; the drawer, the link and the commands that were done are the register's."""
    return Counters(
        registration=registered.registration,
        registered_at=desk.now(registered),
        by_command=registered.by_command,
        last_operation=registered.last_operation,
        drawer=registered.drawer,
        ofd_down=registered.ofd_down,
        ofd_delay=registered.ofd_delay,
        ofd_since=registered.ofd_since,
    )


def _remove(unfinished: Path) -> None:
    for path in unfinished.parent.glob(f"{unfinished.name}*"):  # and what SQLite keeps beside it
        path.unlink()


def _write_out(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
