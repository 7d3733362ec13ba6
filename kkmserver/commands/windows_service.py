r"""The server as a Windows service, through pywin32. Written from its documentation and sources; untried on Windows.

The service is a watchman: it runs `kkmserver serve` as a process of its own and, to stop it, closes that process's
input (`--stop-with-input`), because a service has no console from which Ctrl-C could come. What the server says goes
to service.log in the data folder.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import servicemanager
import win32event
import win32service
import win32serviceutil

from kkmserver.commands.install_service import ServiceFault

NAME = "kkmserver"
TITLE = "kkmserver – сервер печати"
_CLASS = f"{__name__}.Service"  # pywin32 finds the module by what stands before the last point
_LOG_LIMIT = 10 << 20  # bytes at the start of the service; then service.log becomes service.log.old
_GLANCE = 1000  # milliseconds between looks at the process
_PATIENCE = 60  # seconds for it to end what is being printed
_WRONG_SETTINGS = 2  # exit code; starting again would not help
_RESTART = 5000  # milliseconds
_die = os._exit


def default_data() -> Path:
    r"""%ProgramData%\kkmserver: a service has no profile of its own that people would look into."""
    return Path(os.environ.get("ProgramData", r"C:\ProgramData")) / NAME  # noqa: SIM112


def install(config: Path | None, data: Path | None) -> str:
    """Make the service and start it; what to say. Raises ServiceFault."""
    folder = (data or default_data()).absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        win32serviceutil.InstallService(_CLASS, NAME, TITLE, startType=win32service.SERVICE_AUTO_START)
        # pywin32's own host process runs the service: there sys.executable is that host.
        win32serviceutil.SetServiceCustomOption(NAME, "python", sys.executable)
        win32serviceutil.SetServiceCustomOption(NAME, "config", str(config.absolute()) if config else "")
        win32serviceutil.SetServiceCustomOption(NAME, "data", str(folder))
        _restart_on_failure()
        win32serviceutil.StartService(NAME)
    except (OSError, RuntimeError, win32service.error) as error:
        said = getattr(error, "strerror", None) or error
        text = "Запустите команду от имени администратора; прежнюю службу уберите командой kkmserver uninstall-service"
        raise ServiceFault(f"Служба не установлена: {said}. {text}.") from error
    return f"Служба «{TITLE}» установлена и запущена. Её сообщения: {folder / 'service.log'}"


def uninstall() -> str:
    """Stop it and take it away; the data stay. Raises ServiceFault."""
    try:
        win32serviceutil.StopServiceWithDeps(NAME, waitSecs=_PATIENCE)
        win32serviceutil.RemoveService(NAME)
    except win32service.error as error:
        raise ServiceFault(f"Служба не удалена: {error.strerror}. Нужны права администратора.") from error
    return f"Служба «{TITLE}» удалена. Журнал и данные остались на месте."


def command(python: str, config: str, data: str) -> list[str]:
    """How the server is started."""
    return [
        *(python, "-m", "kkmserver", "serve", "--stop-with-input"),
        *(["--config", config] if config else []),
        *("--data", data),
    ]


def _restart_on_failure() -> None:
    """Three times in a row and then on and on: the last action repeats."""
    manager = win32service.OpenSCManager(None, None, win32service.SC_MANAGER_CONNECT)
    try:
        service = win32service.OpenService(
            manager, NAME, win32service.SERVICE_CHANGE_CONFIG | win32service.SERVICE_START
        )
        try:
            actions = {
                "ResetPeriod": 86400,
                "RebootMsg": "",
                "Command": "",
                "Actions": [(win32service.SC_ACTION_RESTART, _RESTART)] * 3,
            }
            win32service.ChangeServiceConfig2(service, win32service.SERVICE_CONFIG_FAILURE_ACTIONS, actions)
        finally:
            win32service.CloseServiceHandle(service)
    finally:
        win32service.CloseServiceHandle(manager)


class Service(win32serviceutil.ServiceFramework):
    """Made by pywin32's host process."""

    _svc_name_ = NAME
    _svc_display_name_ = TITLE

    def __init__(self, args: list[str]) -> None:
        super().__init__(args)
        self._stop = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self) -> None:  # noqa: N802
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self._stop)

    SvcShutdown = SvcStop  # of Windows itself; who has no such method is not told of it

    def SvcDoRun(self) -> None:  # noqa: N802
        option = win32serviceutil.GetServiceCustomOption
        data = str(option(NAME, "data"))
        with _log(Path(data)) as log:
            code = self._watch(command(str(option(NAME, "python")), str(option(NAME, "config")), data), log)
        if code:
            servicemanager.LogErrorMsg(f"kkmserver: код {code}, подробности в {data}\\service.log")
        if code not in (0, _WRONG_SETTINGS):
            # Ending without the word "stopped" is what Windows calls a failure, and starts the service again.
            _die(code)

    def _watch(self, called: list[str], log: IO[bytes]) -> int:
        """Until it ends or is told to; its exit code."""
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        with subprocess.Popen(called, stdin=subprocess.PIPE, stdout=log, stderr=log, creationflags=flags) as process:  # noqa: S603
            while process.poll() is None:
                if win32event.WaitForSingleObject(self._stop, _GLANCE) == win32event.WAIT_OBJECT_0:
                    return _ended(process)
            return process.returncode or 0


def _ended(process: "subprocess.Popen[bytes]") -> int:
    assert process.stdin is not None
    process.stdin.close()
    try:
        return process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def _log(folder: Path) -> IO[bytes]:
    path = folder / "service.log"
    if path.exists() and path.stat().st_size > _LOG_LIMIT:
        path.replace(path.with_name(path.name + ".old"))
    return path.open("ab")
