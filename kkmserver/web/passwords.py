"""Password hashes as the settings keep them: `scrypt$n$r$p$salt$hash`, salt and hash in Base64."""

import hashlib
import hmac
import os
from base64 import b64decode, b64encode

_N, _R, _P = 2**14, 8, 1  # 16 MiB and some 40 ms a check
_SALT, _LENGTH = 16, 32  # bytes
# Nobody's: checked against when there is no such login, so that the time tells nothing.
NOBODY = f"scrypt${_N}${_R}${_P}${b64encode(bytes(_SALT)).decode()}${b64encode(bytes(_LENGTH)).decode()}"


def fault(password: str) -> str:
    """Why this cannot be a password; "" when it can."""
    if not password:
        return "Пароль пуст; введите хотя бы один знак"
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in password):
        return "В пароле есть непечатаемые знаки; наберите его заново"
    return ""


def make_hash(password: str) -> str:
    salt = os.urandom(_SALT)
    digest = _scrypt(password, salt, _N, _R, _P)
    return f"scrypt${_N}${_R}${_P}${b64encode(salt).decode()}${b64encode(digest).decode()}"


def matches(password: str, stored: str) -> bool:
    """Constant time for equal parameters; blocks for tens of milliseconds, so call it in a thread."""
    _, n, r, p, salt, digest = stored.split("$")
    return hmac.compare_digest(_scrypt(password, b64decode(salt), int(n), int(r), int(p)), b64decode(digest))


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    memory = 128 * r * (n + p + 4) + 2**20  # OpenSSL wants somewhat more than the 128·n·r of the algorithm
    return hashlib.scrypt(password.encode(), salt=salt, n=n, r=r, p=p, maxmem=memory, dklen=_LENGTH)
