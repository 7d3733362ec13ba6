"""The letter that tells a shop which result its site has not taken. Source: spec/itkassa.md 10.3."""

from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from kkmserver.dialects.itkassa.callbacks_line import place_of
from kkmserver.dialects.itkassa.retries import Callback

_LONGEST = 100_000  # characters of the document
_TEXT = """\
Здравствуйте!

Сервер печати не смог сообщить вашему сайту, чем кончилось задание кассы. Больше попыток не будет.

Задание: {job}
Адрес сайта: {place}
Последняя попытка: {status}

Что сделать: проверьте сайт и настройки callback (кнопка «Тест callback» в консоли сервера), затем внесите результат
на сайт сами. Чек пробит или нет – сказано в документе ниже, в строке "result". Второй раз печатать задание не нужно.

Документ, который сайт должен был получить:

{body}
"""


def letter(one: Callback, url: str, sender: str, to: str, local: datetime) -> EmailMessage:
    """The same Message-ID each time, so that mail servers can tell a repeat. Raises anything for an odd address."""
    made = EmailMessage()
    made["From"], made["To"] = sender, to
    made["Subject"] = f"Сайт не принял результат задания {one.job}"
    made["Date"] = format_datetime(local)
    made["Message-ID"] = f"<{one.job}.{one.until:.0f}@kkmserver>"
    made["Auto-Submitted"] = "auto-generated"
    status = f"{one.trouble} (код {one.status})" if one.status else one.trouble
    body = one.body.decode("utf-8", "replace")[:_LONGEST]
    made.set_content(_TEXT.format(job=one.job, place=place_of(url), status=status, body=body))
    return made
