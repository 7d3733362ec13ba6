"""A stand-in for the calls of pywin32 that kkmserver.commands.windows_service makes, as pywin32's sources have them.

`Manager` is what Windows knows of its services.
"""

# ruff: noqa: N802, N803 - the names are pywin32's

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import pytest

EXISTS, NOT_THERE, SIGNALLED, TIMEOUT = 1073, 1060, 0, 258


class Error(Exception):
    """pywintypes.error"""

    def __init__(self, winerror: int, funcname: str, strerror: str) -> None:
        super().__init__(winerror, funcname, strerror)
        self.winerror, self.funcname, self.strerror = winerror, funcname, strerror


@dataclass
class Manager:
    classes: dict[str, str] = field(default_factory=dict)  # service -> "module.Class"
    options: dict[str, object] = field(default_factory=dict)
    failure: dict[str, Any] = field(default_factory=dict)
    running: set[str] = field(default_factory=set)
    log: list[str] = field(default_factory=list)
    deaths: list[int] = field(default_factory=list)  # exit codes of the host process
    stops: Callable[[], bool] = lambda: False  # whether somebody has clicked "stop"

    def InstallService(self, pythonClassString: str, serviceName: str, displayName: str, startType: int) -> None:
        if serviceName in self.classes:
            raise Error(EXISTS, "CreateService", "The specified service already exists.")
        self.classes[serviceName] = pythonClassString

    def RemoveService(self, serviceName: str) -> None:
        del self.classes[serviceName]

    def StartService(self, serviceName: str) -> None:
        self.running.add(serviceName)

    def StopServiceWithDeps(self, serviceName: str, waitSecs: int) -> None:
        if serviceName not in self.classes:
            raise Error(NOT_THERE, "OpenService", "The specified service does not exist.")
        self.running.discard(serviceName)

    def SetServiceCustomOption(self, serviceName: str, option: str, value: str) -> None:
        self.options[option] = value

    def GetServiceCustomOption(self, serviceName: str, option: str) -> object:
        return self.options[option]

    def ChangeServiceConfig2(self, handle: str, level: int, info: dict[str, Any]) -> None:
        self.failure = info

    def WaitForSingleObject(self, event: list[bool], milliseconds: int) -> int:
        assert milliseconds <= 1000
        for _ in range(milliseconds // 10):
            if event[0] or self.stops():
                return SIGNALLED
            threading.Event().wait(0.01)
        return TIMEOUT


class Framework:
    def __init__(self, args: list[str]) -> None:
        self.reported: list[int] = []

    def ReportServiceStatus(self, status: int) -> None:
        self.reported.append(status)


def install(monkeypatch: pytest.MonkeyPatch, manager: Manager) -> None:
    """Put the modules where `import` finds them."""
    service = ModuleType("win32service")
    service.error = Error  # type: ignore[attr-defined]
    numbers = {
        "SERVICE_AUTO_START": 2,
        "SC_MANAGER_CONNECT": 1,
        "SERVICE_CHANGE_CONFIG": 2,
        "SERVICE_START": 16,
        "SERVICE_CONFIG_FAILURE_ACTIONS": 2,
        "SC_ACTION_RESTART": 1,
        "SERVICE_STOP_PENDING": 3,
    }
    vars(service).update(numbers)
    service.OpenSCManager = lambda *_: "manager"  # type: ignore[attr-defined]
    service.OpenService = lambda *_: "service"  # type: ignore[attr-defined]
    service.CloseServiceHandle = lambda _: None  # type: ignore[attr-defined]
    service.ChangeServiceConfig2 = manager.ChangeServiceConfig2  # type: ignore[attr-defined]
    util = ModuleType("win32serviceutil")
    util.ServiceFramework = Framework  # type: ignore[attr-defined]
    for name in ("InstallService", "RemoveService", "StartService", "StopServiceWithDeps"):
        setattr(util, name, getattr(manager, name))
    for name in ("SetServiceCustomOption", "GetServiceCustomOption"):
        setattr(util, name, getattr(manager, name))
    event = ModuleType("win32event")
    event.WAIT_OBJECT_0 = SIGNALLED  # type: ignore[attr-defined]
    event.CreateEvent = lambda *_: [False]  # type: ignore[attr-defined]
    event.SetEvent = lambda one: one.__setitem__(0, True)  # type: ignore[attr-defined]
    event.WaitForSingleObject = manager.WaitForSingleObject  # type: ignore[attr-defined]
    manager_module = ModuleType("servicemanager")
    manager_module.LogErrorMsg = manager.log.append  # type: ignore[attr-defined]
    for module in (service, util, event, manager_module):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.delitem(sys.modules, "kkmserver.commands.windows_service", raising=False)
