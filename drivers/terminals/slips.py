"""Slips of the virtual terminal: looks like those of banks, the wording is ours."""

from collections.abc import Iterable
from dataclasses import dataclass

from drivers.model.card import CardAction
from drivers.terminals.bank import Day, Transaction
from drivers.terminals.texts import roubles

_TITLES = {
    CardAction.PAY: "ОПЛАТА",
    CardAction.REFUND: "ВОЗВРАТ",
    CardAction.CANCEL: "ОТМЕНА ОПЕРАЦИИ",
    CardAction.AUTHORISE: "ПРЕАВТОРИЗАЦИЯ",
    CardAction.CONFIRM: "ПОДТВЕРЖДЕНИЕ ПРЕАВТОРИЗАЦИИ",
    CardAction.CANCEL_AUTHORISATION: "ОТМЕНА ПРЕАВТОРИЗАЦИИ",
    CardAction.REVERSE: "АВАРИЙНАЯ ОТМЕНА",
}
_HOLDS = frozenset({CardAction.AUTHORISE, CardAction.CANCEL_AUTHORISATION})
_COPIES = ("ЭКЗЕМПЛЯР ПРОДАВЦА", "ЭКЗЕМПЛЯР ПОКУПАТЕЛЯ")


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipPaper:
    """What every slip of a terminal shares."""

    shop: str
    terminal: str
    columns: int
    copies: int  # 1, or 2: the seller's and the customer's, one below the other

    def of_transaction(self, done: Transaction) -> str:
        body = [*self._head(_TITLES[done.action]), *self._facts(done), *self._end(done)]
        titles = _COPIES[: self.copies] if self.copies > 1 else ("",)
        return _text(line for title in titles for line in [*body, *([self._middle(title), ""] if title else [])])

    def of_day(self, day: Day, done: list[Transaction], *, detailed: bool) -> str:
        """The settlement of a closed day, or the report of an open one; every row is counted once in the sums."""
        title = "СВЕРКА ИТОГОВ" if day.closed_by else "ОТЧЁТ ПОДРОБНЫЙ" if detailed else "ОТЧЁТ КРАТКИЙ"
        rows = [row for one in done for row in self._row(one)] if detailed else []
        closed = [self._pair("Закрыт", f"{day.closed_at.astimezone():%d.%m.%Y %H:%M}")] if day.closed_at else []
        return _text([*self._head(title), self._pair("День", str(day.number)), *closed, *rows, *self._totals(done)])

    def _head(self, title: str) -> list[str]:
        return [self._middle(self.shop), self._pair("Терминал", self.terminal), self._middle(title)]

    def _facts(self, done: Transaction) -> list[str]:
        return [
            self._pair("Чек", done.receipt),
            self._pair("Дата", f"{done.time:%d.%m.%Y %H:%M:%S}"),
            self._pair("Карта", done.card),
            self._pair("Сумма, руб.", roubles(done.amount)),
            self._pair("RRN", done.rrn),
            self._pair("Код авторизации", done.authorisation),
        ]

    def _end(self, done: Transaction) -> list[str]:
        undone = [self._pair("Возвращено, руб.", roubles(done.given_back))] if done.given_back else []
        return [*undone, self._middle("ОДОБРЕНО"), ""]

    def _row(self, done: Transaction) -> list[str]:
        return [self._pair(_TITLES[done.action].capitalize(), roubles(done.amount)), f"  {done.rrn} {done.card}"]

    def _totals(self, done: list[Transaction]) -> list[str]:
        kinds = [action for action in CardAction if any(one.action is action for one in done)]
        lines = []
        for kind in kinds:
            sums = [one.amount for one in done if one.action is kind]
            mark = " (удержано)" if kind in _HOLDS else ""
            lines.append(self._pair(f"{_TITLES[kind].capitalize()}{mark}: {len(sums)}", roubles(sum(sums))))
        return lines or [self._middle("ОПЕРАЦИЙ НЕТ")]

    def _pair(self, name: str, value: str) -> str:
        return f"{name} {value}" if len(name) + len(value) >= self.columns else name + value.rjust(self._rest(name))

    def _rest(self, name: str) -> int:
        return self.columns - len(name)

    def _middle(self, text: str) -> str:
        return text.center(self.columns).rstrip()


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\r\n" for line in lines)
