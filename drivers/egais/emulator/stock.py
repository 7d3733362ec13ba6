"""Which marks were sold and which came back. What the УТМ never heard of may do either."""

from collections.abc import Iterable

from drivers.egais.emulator.cheque import Cheque, Refused


class Stock:
    """`sold`: marks sold and not returned since."""

    def __init__(self, sold: Iterable[str] = ()) -> None:
        self.sold = set(sold)
        self._returned: set[str] = set()

    def move(self, cheque: Cheque) -> None:
        """All of its marks or none. Raises Refused: twice in the cheque, sold twice, returned twice."""
        marks = [bottle.mark for bottle in cheque.bottles]
        if len(set(marks)) != len(marks):
            raise Refused("Марка повторяется в чеке")
        came, gone = (self._returned, self.sold) if cheque.is_return else (self.sold, self._returned)
        for mark in marks:
            if mark in came:
                raise Refused(f"Марка уже {'возвращена' if cheque.is_return else 'продана'}: {mark}")
        came.update(marks)
        gone.difference_update(marks)
