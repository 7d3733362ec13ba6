"""The systemd unit: what it says, and how systemd wants words quoted. Sources: systemd.service(5), systemd.exec(5),
systemd.syntax(7), systemd.unit(5) (specifiers)."""

from dataclasses import dataclass
from pathlib import Path

NAME = "kkmserver"
STATE = Path("/var/lib") / NAME  # what StateDirectory= makes
_NO_PROGRAM = frozenset("\"'\\")  # refused by systemd in the name of a program however they are quoted
_LAST_WORDS = 15  # seconds beside stop_timeout: the last answers, the journal, the ports

_QUOTED = frozenset(" '\"\\;#")  # signs that mean something between words

# ProtectClock is left out: it brings a DeviceAllow, and then ports and USB printers are not allowed any more.
# MemoryDenyWriteExecute is left out: callbacks of ctypes (USB) may need it.
_WALLS = """\
NoNewPrivileges=yes
ProtectSystem=strict
PrivateTmp=yes
ProtectHostname=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RemoveIPC=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
UMask=0077
LimitNOFILE=65536
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Paths are absolute."""

    command: tuple[str, ...]  # the program and its first arguments: how kkmserver is started
    config: Path | None
    data: Path  # STATE is made by systemd, any other folder must exist
    user: str  # "" = an account that systemd makes for the service
    groups: tuple[str, ...]  # that own ports and printers; each must exist
    reads: tuple[Path, ...] = ()  # what its account must be able to read
    writable: tuple[Path, ...] = ()  # folders beside `data`
    stop_timeout: float = 30.0  # [server] stop_timeout
    low_port: bool = False  # it listens below 1024
    at_home: bool = False  # something it reads lies in somebody's home

    def text(self) -> str:
        """The file. Raises ValueError for a path that systemd cannot take."""
        return "\n".join(
            [
                "# Made by `kkmserver install-service`. Changes of your own: systemctl edit kkmserver",
                "[Unit]",
                "Description=kkmserver: cash registers, receipt and label printers over HTTP",
                "Wants=network-online.target",
                "After=network-online.target cups.service",
                "",
                "[Service]",
                "Type=exec",
                f"ExecStart={self._command()}",
                "ExecReload=/bin/kill -HUP $MAINPID",
                "Restart=on-failure",
                "RestartSec=3",
                "RestartPreventExitStatus=2",
                "KillSignal=SIGTERM",
                "KillMode=mixed",
                f"TimeoutStopSec={round(self.stop_timeout) + _LAST_WORDS}",
                *self._account(),
                *self._folders(),
                *self._capabilities(),
                f"ProtectHome={'read-only' if self.at_home else 'yes'}",
                _WALLS,
                "[Install]",
                "WantedBy=multi-user.target",
                "",
            ]
        )

    def _command(self) -> str:
        program, *rest = self.command
        if set(program) & _NO_PROGRAM:
            raise ValueError("в пути к программе кавычки или обратная косая черта")
        config = ["--config", str(self.config)] if self.config else []
        arguments = [*rest, "serve", *config, "--data", str(self.data)]
        # The program's name is not searched for variables: there $$ would be two dollars.
        return " ".join([quoted(program), *(quoted(word).replace("$", "$$") for word in arguments)])

    def _account(self) -> list[str]:
        account = [f"User={self.user}"] if self.user else ["DynamicUser=yes", f"User={NAME}"]
        return [*account, *([f"SupplementaryGroups={' '.join(self.groups)}"] if self.groups else [])]

    def _folders(self) -> list[str]:
        state = [f"StateDirectory={NAME}", "StateDirectoryMode=0700"] if self.data == STATE else []
        others = [*([] if state else [self.data]), *self.writable]
        return [*state, *(f"ReadWritePaths={quoted(str(path))}" for path in others)]

    def _capabilities(self) -> list[str]:
        if self.low_port:
            return ["CapabilityBoundingSet=CAP_NET_BIND_SERVICE", "AmbientCapabilities=CAP_NET_BIND_SERVICE"]
        return ["CapabilityBoundingSet="]


def quoted(word: str) -> str:
    """For a list of words in a unit. Raises ValueError for signs that no unit can hold."""
    if not word.isprintable():
        raise ValueError("непечатаемый знак")
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"' if not escaped or set(escaped) & _QUOTED else escaped
