"""One page on loopback that shows a running crawl; it can be looked at and nothing else."""

from __future__ import annotations

import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

ADDRESS: Final = "127.0.0.1"
"""Where the page is served: to this machine only."""

REFRESH_S: Final = 5
"""How often the page renews itself while a crawl is running, in seconds."""

REST_S: Final = 60
"""And while none is: another one may begin."""

_LEAST_AGE_S = 1.0
_REST = 9  # nine parts of rest to one of work: a tenth of a core at most, however large the run
_NAMES = (ADDRESS, "localhost")
_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Page(NamedTuple):
    """The *html* to show, with the *status* it is sent with."""

    html: str
    status: HTTPStatus = HTTPStatus.OK


class Dashboard(ThreadingTCPServer):
    """Serves what *make* returns at ``/`` of *port*; 0 takes any port that is free.

    The page is made on demand, by one request at a time; who asks sooner than nine times as long as that took gets the
    same page again, so that looking on does not slow a crawl down.

    :raises OSError: if the port is taken.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int, make: Callable[[], Page]) -> None:
        super().__init__((ADDRESS, port), _Handler)
        self._make = make
        self._lock = Lock()
        self._page: Page | None = None
        self._stale_at = 0.0

    @property
    def url(self) -> str:
        """The page's address."""
        return f"http://{ADDRESS}:{self.server_address[1]}/"

    def page(self) -> Page:
        """Return the page as it is now, or was a moment ago."""
        with self._lock:
            began = time.monotonic()
            if self._page is None or began >= self._stale_at:
                self._page = self._make()
                ended = time.monotonic()
                self._stale_at = ended + max(_LEAST_AGE_S, _REST * (ended - began))
            return self._page


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD for ``/``, from who asks this machine by its own name.

    A page of another site that made its own name lead here would ask by that name.
    """

    timeout = 10
    server: Dashboard

    def do_GET(self) -> None:
        """Send the page."""
        page = self._page()
        self._send_head(page)
        self.wfile.write(page.html.encode())

    def do_HEAD(self) -> None:
        """Send the head of the page."""
        self._send_head(self._page())

    def _page(self) -> Page:
        if self.headers.get("Host", "").partition(":")[0] not in _NAMES:
            return _refusal(HTTPStatus.FORBIDDEN)
        if self.path.partition("?")[0] != "/":
            return _refusal(HTTPStatus.NOT_FOUND)
        return self.server.page()

    def _send_head(self, page: Page) -> None:
        self.send_response(page.status)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(page.html.encode())))
        self.end_headers()

    def version_string(self) -> str:
        """Return what the server calls itself."""
        return "imgcrawl"

    def log_message(self, *_: Any) -> None:
        """Say nothing: who looks on is no news."""


def _refusal(status: HTTPStatus) -> Page:
    return Page(f"<!doctype html><title>{status.phrase}</title>{status.phrase}", status)
