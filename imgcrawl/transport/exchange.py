"""What goes into a transfer and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from imgcrawl.errors import OVERLOAD_STATUSES, ErrorSlug, ImgcrawlError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

TIMEOUTS: Final = frozenset(
    {
        ErrorSlug.DNS_TIMEOUT,
        ErrorSlug.TCP_CONNECT_TIMEOUT,
        ErrorSlug.TCP_TIMEOUT,
        ErrorSlug.TLS_TIMEOUT,
        ErrorSlug.HTTP_TIMEOUT,
        ErrorSlug.CONTENT_TIMEOUT,
        ErrorSlug.CONTENT_TOO_SLOW,
    }
)
"""What a transfer fails with that did not end in time."""


def asks_to_wait(status: int | None, headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Say whether a host asks to wait, by its *status* or by saying for how long, whatever it was asked for."""
    return status in OVERLOAD_STATUSES or b"retry-after" in [name.lower() for name, _ in headers]


class FetchRequest(NamedTuple):
    """One GET.

    *headers*: names and values in wire order and case; nothing else is sent but the host. *profile*: curl's
    impersonation target, None for curl's own handshake. *timeout_factor* multiplies the connect and total time limits.
    *http2*: None as configured, False to keep to HTTP/1.1. *max_bytes* of the body: None as configured. *is_held* is
    asked right before anything is sent: True ends the fetch with :class:`~imgcrawl.errors.HostPaused`. *is_paced*: the
    host wants an interval between two requests, so that no second one follows at once. *on_error* is told the status
    and the headers of an error response before its body has come. *single_connection*: no other connection to its host
    may be idle, nor its own after an error. *fresh*: over a connection of its own making. *is_whole* says, in a thread,
    of the body of a transfer that failed in it whether it is whole all the same.
    """

    url: str
    headers: tuple[tuple[str, str], ...] = ()
    profile: str | None = None
    timeout_factor: float = 1.0
    http2: bool | None = None
    max_bytes: int | None = None
    is_held: Callable[[], bool] = lambda: False
    is_paced: Callable[[], bool] = lambda: False
    on_error: Callable[[int, list[tuple[bytes, bytes]]], None] = lambda _status, _headers: None
    single_connection: bool = False
    fresh: bool = False
    is_whole: Callable[[bytes], bool] = lambda _body: False


@dataclass(slots=True)
class Timings:
    """Times of a transfer in milliseconds, None for what did not happen.

    *dns_ms*, *connect_ms* and *tls_ms* are the lengths of these phases; *ttfb_ms* and *total_ms* run from the call of
    ``fetch`` to the first byte of the response and to the end.
    """

    dns_ms: float | None = None
    connect_ms: float | None = None
    tls_ms: float | None = None
    ttfb_ms: float | None = None
    total_ms: float | None = None

    def as_dict(self) -> dict[str, float | None]:
        """Return the times by name."""
        return {
            "dns_ms": self.dns_ms,
            "connect_ms": self.connect_ms,
            "tls_ms": self.tls_ms,
            "ttfb_ms": self.ttfb_ms,
            "total_ms": self.total_ms,
        }


@dataclass(slots=True)
class FetchResult:
    """A complete response.

    *headers* of the final response, names as received; *body* with its content encoding still on. *address*: the
    server's, None behind a proxy. *reused*: no connection was opened for it. *repeats*: how often the request was sent
    anew: by libcurl, as an HTTP/2 host had refused the stream, or to compare HTTP/1.1 with HTTP/2. *fault*: in one
    sentence how the transfer failed though the body is whole.
    """

    status: int
    reason: str
    headers: list[tuple[bytes, bytes]]
    body: bytes
    timings: Timings
    http_version: str
    address: str | None
    reused: bool
    repeats: int = 0
    fault: str = ""

    @property
    def asks_to_wait(self) -> bool:
        """Whether the host asks to wait."""
        return asks_to_wait(self.status, self.headers)


@dataclass(slots=True)
class TransportStats:
    """Counts since the start: requests sent, connections opened; and transfers in flight now."""

    requests: int = 0
    connections: int = 0
    in_flight: int = 0


@dataclass(slots=True)
class Partial:
    """What had arrived of a response that failed: *status* and *headers* once they were complete, *body_bytes* read.

    *body*: these bytes, if it broke off. *tunnel_status*: with which a proxy refused a tunnel to the host, else 0.
    """

    status: int | None = None
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body_bytes: int = 0
    body: bytes = b""
    tunnel_status: int = 0


class FetchError(ImgcrawlError):
    """A transfer failed: *slug* says at which stage and how, *detail* in one sentence what was seen.

    *repeats*: as in :class:`FetchResult`; *address*: the server's, None before the handshake.
    *tunnel_status*: as in :class:`Partial`.
    """

    def __init__(
        self,
        slug: ErrorSlug,
        detail: str,
        *,
        timings: Timings | None = None,
        partial: Partial | None = None,
        repeats: int = 0,
        address: str | None = None,
    ) -> None:
        super().__init__(slug.value, detail)
        self.address = address
        self.repeats = repeats
        self.slug = slug
        self.detail = detail
        self.timings = timings or Timings()
        partial = partial or Partial()
        self.status = partial.status
        self.tunnel_status = partial.tunnel_status
        self.headers = partial.headers
        self.body_bytes = partial.body_bytes
        self.body = partial.body

    @property
    def asks_to_wait(self) -> bool:
        """Whether the host asks to wait, by what had come of its answer."""
        return asks_to_wait(self.status, self.headers)

    def __str__(self) -> str:
        return f"{self.slug}: {self.detail}"
