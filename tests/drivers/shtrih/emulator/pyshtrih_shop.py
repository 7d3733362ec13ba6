"""A shop's day as pyshtrih does it, on the serial port that is named; prints what it was told as JSON.

Run in a process of its own: it blocks, and waits for paper without an end.
"""

import collections
import collections.abc
import json
import sys

for name in ("Mapping", "Iterable", "Sequence", "Set", "MutableMapping"):  # its logger knows them under Python 2's name
    setattr(collections, name, getattr(collections.abc, name))

import pyshtrih  # noqa: E402

TEA = ("Чай чёрный", 2000, 12345)  # name, thousandths, kopecks
CASH, MORE_CASH = 20000, 4690
ADDRESS = "a@b.ru"


def day(port: str) -> dict[str, object]:
    """Open a shift, sell, take back, close it."""
    register = pyshtrih.ShtrihM01F(port, 115200, timeout=5)
    register.connect()
    register.open_shift()
    told = {"model": register.name, "opened": mode(register), "closed_shifts": closed_shifts(register)}
    register.print_string("Добро пожаловать")
    register.open_check(0)
    register.sale(TEA, tax1=1)
    register.send_tlv_struct(pyshtrih.FD({1008: ADDRESS}).dump())
    told["change"] = register.close_check(CASH, MORE_CASH + 310)["Сдача"]
    told |= document(register)
    register.open_check(0)
    register.sale(TEA, tax1=1)
    register.cancel_check()
    told["refused"] = refusal(register)
    register.income(10000)
    register.write_table(1, 1, 6, 1, int)
    told["drawer"] = register.read_table(1, 1, 6, int)["Значение"]
    register.x_report()
    register.z_report()
    told |= {"closed": mode(register), "closed_shifts_after": closed_shifts(register)}
    register.disconnect()
    return told


def mode(register: pyshtrih.ShtrihM01F) -> int:
    register.wait_printing()
    return int(register.state()["Режим ФР"].num)


def closed_shifts(register: pyshtrih.ShtrihM01F) -> int:
    """Of 11h this alone: pyshtrih takes the bytes of the ИНН in the other order than spec/shtrih-m.md 2."""
    return int(register.full_state()["Номер последней закрытой смены"])


def document(register: pyshtrih.ShtrihM01F) -> dict[str, object]:
    number = register.fs_state()["Номер последнего ФД"]
    found = register.fs_find_document_by_num(number)
    return {"number": number, "form": found["Тип фискального документа"]}


def refusal(register: pyshtrih.ShtrihM01F) -> int:
    """There is no receipt to be closed."""
    try:
        register.close_check(CASH)
    except pyshtrih.excepts.Error as error:
        return int(error.code)
    return 0


if __name__ == "__main__":
    json.dump(day(sys.argv[1]), sys.stdout)
