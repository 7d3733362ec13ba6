"""A CUPS daemon of the test's own: real cupsd, real backends and filters, its own folder and port.

Debian: `apt-get install --no-install-recommends cups`. As root the daemon runs its filters as user lp, as it always
does; as anybody else it runs them as that user.
"""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.ports import free_port

_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
_CUPSD, _LPADMIN = shutil.which("cupsd", path=_PATH), shutil.which("lpadmin", path=_PATH)
_PATIENCE = 15.0  # seconds for a start
ZEBRA = "drv:///sample.drv/zebra.ppd"  # part of CUPS: pages -> ZPL II
RAW = "raw"

needs_cups = pytest.mark.skipif(
    not (_CUPSD and _LPADMIN and Path("/usr/lib/cups/backend/socket").exists()),
    reason="no CUPS here: apt-get install --no-install-recommends cups",
)

_FILES = """
ServerRoot {root}/etc
RequestRoot {root}/spool
TempDir {root}/spool/tmp
CacheDir {root}/cache
StateDir {root}/state
AccessLog {root}/log/access
ErrorLog {root}/log/error
PageLog {root}/log/page
SystemGroup {group}
{users}
"""
# Rights as Debian's own file grants them: the owner of a job may send, ask and cancel without a password.
_DAEMON = """
LogLevel debug
MaxLogSize 0
Listen 127.0.0.1:{port}
Listen {root}/state/cups.sock
Browsing Off
WebInterface No
DefaultAuthType None
DirtyCleanInterval 0
JobKillDelay 1
JobRetryInterval 1
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess default
  JobPrivateValues default
  <Limit Send-Document Set-Job-Attributes Cancel-Job Hold-Job Release-Job>
    Require user @OWNER @SYSTEM
    Order deny,allow
  </Limit>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""


class Cups:
    """Started by `start`, which may be called again after `kill`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._daemon: subprocess.Popen[bytes] | None = None
        self.port = free_port()
        _write_settings(root, self.port)

    @property
    def socket(self) -> Path:
        return self._root / "state" / "cups.sock"

    def address(self, printer: str) -> str:
        return f"cups://127.0.0.1:{self.port}/printers/{printer}"

    def start(self) -> None:
        assert _CUPSD
        command = [
            _CUPSD,
            "-f",
            "-c",
            str(self._root / "etc/cupsd.conf"),
            "-s",
            str(self._root / "etc/cups-files.conf"),
        ]
        with (self._root / "log" / "out").open("ab") as out:
            self._daemon = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True)
        end = time.monotonic() + _PATIENCE
        while not _listens(self.port):
            assert self._daemon.poll() is None, self.log()
            assert time.monotonic() < end, self.log()
            time.sleep(0.02)

    def kill(self) -> None:
        """As when the power fails: nothing is tidied up. Its filters and backends go too."""
        if self._daemon is not None:
            os.killpg(self._daemon.pid, signal.SIGKILL)
            self._daemon.wait()
            self._daemon = None

    async def add(self, printer: str, device: str, driver: str = RAW, *, on_error: str = "abort-job") -> str:
        """A queue; its connection text."""
        options = ("-E", "-v", device, "-m", driver, "-o", f"printer-error-policy={on_error}")
        await self._admin("lpadmin", "-p", printer, *options)
        return self.address(printer)

    async def hold(self, printer: str) -> None:
        """From now on jobs wait until somebody releases them."""
        await self._admin("lpadmin", "-p", printer, "-o", "job-hold-until-default=indefinite")

    async def pause(self, printer: str, reason: str) -> None:
        await self._admin("cupsdisable", "-r", reason, printer)

    async def resume(self, printer: str) -> None:
        await self._admin("cupsenable", printer)

    async def reject(self, printer: str) -> None:
        await self._admin("cupsreject", printer)

    async def purge(self, printer: str) -> None:
        """All jobs of that printer are forgotten."""
        await self._admin("cancel", "-a", "-x", printer)

    def log(self) -> str:
        return "".join(path.read_text(errors="replace")[-4000:] for path in sorted((self._root / "log").iterdir()))

    async def _admin(self, command: str, *arguments: str) -> None:
        program = shutil.which(command, path=_PATH)
        assert program, command
        process = await asyncio.create_subprocess_exec(
            program,
            "-h",
            f"127.0.0.1:{self.port}",
            *arguments,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await asyncio.wait_for(process.communicate(), _PATIENCE)
        assert process.returncode == 0, said.decode()


@contextmanager
def cups() -> Iterator[Cups]:
    """Not in pytest's folder: that one is closed to user lp."""
    with tempfile.TemporaryDirectory(prefix="kkmserver-cups-", ignore_cleanup_errors=True) as folder:
        daemon = Cups(Path(folder))
        try:
            daemon.start()
            yield daemon
        finally:
            daemon.kill()


def _write_settings(root: Path, port: int) -> None:
    for name in ("etc", "spool/tmp", "cache", "state", "log"):
        (root / name).mkdir(parents=True)
    root.chmod(0o755)
    as_root = os.geteuid() == 0
    users = "User lp\nGroup lp" if as_root else ""
    group = "root" if as_root else _own_group()
    if as_root:
        for name in ("spool", "spool/tmp", "cache", "state"):
            shutil.chown(root / name, "lp", "lp")
    settings = {"root": root, "port": port, "users": users, "group": group}
    (root / "etc/cups-files.conf").write_text(_FILES.format(**settings))
    (root / "etc/cupsd.conf").write_text(_DAEMON.format(**settings))


def _own_group() -> str:
    import grp

    return grp.getgrgid(os.getegid()).gr_name


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
