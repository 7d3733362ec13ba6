"""Requests and answers as bytes."""

import socket
from dataclasses import dataclass


@dataclass(frozen=True)
class Reply:
    start: str
    headers: dict[str, str]
    body: bytes

    @property
    def status(self) -> int:
        return int(self.start.split()[1])


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def receive(link: socket.socket) -> Reply:
    """One answer with a Content-Length, or without a body."""
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = link.recv(65536)
        assert chunk, f"closed after {data!r}"
        data += chunk
    head, _, body = data.partition(b"\r\n\r\n")
    start, *lines = head.decode("latin-1").split("\r\n")
    headers = {key.lower(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    while len(body) < int(headers.get("content-length", 0)):
        chunk = link.recv(65536)
        assert chunk, "closed in the body"
        body += chunk
    return Reply(start, headers, body)


def closed(link: socket.socket) -> bool:
    """Does the other side end the connection, with nothing further sent?"""
    try:
        return link.recv(1) == b""
    except ConnectionResetError:
        return True


def request(port: int, method: str, path: str, body: bytes = b"", headers: str = "") -> Reply:
    """`headers`: lines ended by CR LF; a loopback Host is added unless there is one."""
    with connect(port) as link:
        link.sendall(head(method, path, len(body), headers, port) + body)
        return receive(link)


def head(method: str, path: str, length: int, headers: str = "", port: int = 80) -> bytes:
    if "host:" not in headers.lower():
        headers += f"Host: localhost:{port}\r\n"
    return f"{method} {path} HTTP/1.1\r\n{headers}Content-Length: {length}\r\n\r\n".encode("latin-1")
