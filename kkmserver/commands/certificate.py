"""`kkmserver make-cert`: what it does and what it tells."""

import os
import shlex
import shutil
from datetime import UTC, datetime
from pathlib import Path

from kkmserver.web.tls import Certificates, local_names, make_certificates


def make(folder: Path) -> str:
    """Make the files and say how to use them. Raises OSError, ValueError."""
    return _report(make_certificates(folder.absolute(), local_names(), datetime.now(UTC)))


def _report(made: Certificates) -> str:
    authority = _quoted(made.authority)
    trust = "создан новый" if made.made_authority else "прежний, доверять ему заново не нужно"
    return f"""\
Сертификат сервера: {made.certificate}
  действует до {made.until:%d.%m.%Y} для: {", ".join(made.names)}
Корневой сертификат: {made.authority} ({trust})

1. Впишите в файл настроек и перезапустите сервер:
   [server]
   tls_certificate = '{made.certificate}'
   tls_key = '{made.key}'

2. На каждом компьютере, где открывают страницы кассы, сделайте корневой сертификат доверенным.
   Переносите только файл {made.authority.name}; файл kkmserver-ca.key никому не давайте.
   Windows (от имени администратора; этого довольно и для Chrome, и для Edge):
     certutil -addstore Root "{made.authority}"
   Debian, Ubuntu:
     sudo cp {authority} /usr/local/share/ca-certificates/kkmserver-ca.crt
     sudo update-ca-certificates
   Chrome в Linux держит свой список (пакет libnss3-tools):
     certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n KkmServer -i {authority}
   Firefox: Настройки – Приватность и защита – Просмотр сертификатов – Центры сертификации – Импортировать"""


def _quoted(path: Path) -> str:
    """For a shell, where the terminal would otherwise split the name."""
    return shlex.quote(str(path)) if os.name == "posix" and shutil.which("sh") else f'"{path}"'
