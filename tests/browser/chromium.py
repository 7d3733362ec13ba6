"""Debian's Chromium by playwright, and what a page of ours may never do."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Request

TILL, PHONE = (1024, 768), (390, 844)
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_TELL_VIOLATIONS = """addEventListener("securitypolicyviolation",
    (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`))"""
_REFUSED = re.compile(r"Failed to load resource: the server responded with a status of (\d+)")
_LOST = "net::ERR_"
_HIDDEN = ["--hide-scrollbars"]  # people have them


def _executable() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def launched() -> Iterator["Browser"]:
    """Skips the test where there is no Chromium or no playwright."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="no playwright here")
    executable = _executable()
    if executable is None:
        pytest.skip("no Chromium here")
    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=arguments, ignore_default_args=_HIDDEN)
        yield browser
        browser.close()


class Watch:
    """Complaints of the pages of one context: errors of scripts, breaches of the policy, foreign addresses."""

    def __init__(self, context: "BrowserContext") -> None:
        self.complaints: list[str] = []
        self._statuses: set[str] = set()
        self._may_lose = False
        context.add_init_script(_TELL_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("request", self._request)

    def expect(self, *statuses: int) -> None:
        """The server is going to refuse with these."""
        self._statuses |= {str(status) for status in statuses}

    def expect_loss(self) -> None:
        """The server is going to be away."""
        self._may_lose = True

    def _console(self, message: "ConsoleMessage") -> None:
        if message.type not in ("error", "warning"):
            return
        refused = _REFUSED.match(message.text)
        if (refused and refused[1] in self._statuses) or (self._may_lose and _LOST in message.text):
            return
        self.complaints.append(f"{message.type}: {message.text} ({message.location['url']})")

    def _request(self, request: "Request") -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname != "127.0.0.1":
            self.complaints.append(f"asked for {request.url}")
