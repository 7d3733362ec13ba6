"""A page in a real browser: another origin, jQuery's form bytes, and the reply read as the vendor's page reads it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.browser.chromium import launched
from tests.kkmserver.dialects.bit.counter import T
from tests.live import live
from tests.ports import free_port

SETTINGS = """
[[devices]]
number = 1
name = "Касса 1"
driver = "virtual-kkt"
[dialects.bit]
enabled = true
port = {port}
[[dialects.bit.tokens]]
token = "{token}"
device = 1
"""
# What the vendor's page does, in words of our own; jQuery writes %20 as +. Source: spec/bit-driver.md 2.2, 6.1.
ASK = """([url, token, text]) => new Promise((tell) => {
  const request = new XMLHttpRequest();
  request.open("POST", url);
  const headers = { Action: "command_list", BIT_ENCODE_TYPE: "JS", BIT_ORDER_ID: "122", BIT_BNK_TRM_TOKEN: "" };
  for (const [name, value] of Object.entries({ ...headers, BIT_KKT_TOKEN: token })) {
    request.setRequestHeader(name, value);
  }
  request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8");
  request.onerror = () => tell("network error");
  request.onload = () => {
    const reply = JSON.parse(request.responseText);
    if (reply.result == false) return tell(reply.error);
    const told = Object.values(reply).map((entry) => `${entry.name} : ${entry.error || entry.success}`);
    tell(told.join("; "));
  };
  request.send(encodeURIComponent(text).replace(/%20/g, "+"));
})"""
TEXT = (
    '[\n {"name": "X отчет", "type": "kktXReport", "data": {"c_1021": "Иванов + К"}},\n {"name": "?", "type": "x"}\n]'
)


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<title>shop</title>")

    def log_message(self, *args: object) -> None: ...


@contextmanager
def back_office() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Page) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_a_page_of_another_site(tmp_path: Path) -> None:
    port = free_port()
    with launched() as browser, live(tmp_path, SETTINGS.format(port=port, token=T)), back_office() as office:
        page = browser.new_page()
        page.goto(office)
        url = f"http://localhost:{port}"
        assert page.evaluate(ASK, [url, T, TEXT]) == "X отчет : X-отчёт напечатан; ? : неизвестная команда «x»"
        assert page.evaluate(ASK, [url, "f" * 32, TEXT]) == "токен ККТ не найден"
        assert str(page.evaluate(ASK, [url, T, "[]"])).startswith("в пакете команд 0")
