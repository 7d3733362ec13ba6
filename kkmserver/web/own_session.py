"""What GET /session tells, as session.py makes it; for /openapi.json."""

from kkmserver.dialects.http import Role
from kkmserver.dialects.schema import Members, flag, or_null, text

SESSION: Members = {
    "role": {"enum": [*Role, None], "description": "Кто вошёл; null – никто."},
    "login": text("Имя; у того, кто не вошёл, – имя, которому пароль не нужен, или пусто."),
    "csrf": or_null(text("Что передавать в X-CSRF-Token; null – вошли по паролю, не нужно.")),
    "closed": flag("Задан хотя бы один пароль."),
    "version": text("Версия сервера."),
    "name": text("Имя сервера."),
}
