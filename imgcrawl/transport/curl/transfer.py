"""One attempt on one handle: prepared, awaited, and read off, however it ends."""

from __future__ import annotations

import asyncio
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

from curl_cffi import CurlECode, CurlError, CurlHttpVersion, CurlInfo, CurlOpt

from imgcrawl.errors import FIRST_ERROR_STATUS, FIRST_SERVER_ERROR_STATUS, OVERLOAD_STATUSES, ErrorSlug
from imgcrawl.transport.curl.classify import Ending, classify
from imgcrawl.transport.curl.handles import milliseconds
from imgcrawl.transport.curl.sink import ResponseSink
from imgcrawl.transport.exchange import FetchError, FetchResult, Partial, Timings
from imgcrawl.transport.rests import BROKEN_OFF

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from imgcrawl.errors import ImgcrawlError
    from imgcrawl.transport.curl.handles import HandlePool
    from imgcrawl.transport.target import Target


_ERROR_BODY_S = 0.5
_IN_BODY = BROKEN_OFF | {ErrorSlug.HTTP_PROTOCOL, ErrorSlug.HTTP_STREAM}
"""What a transfer fails with whose body may have come all the same."""


class Order(NamedTuple):
    """What a fetch asks of each of its attempts.

    *addresses*: those to pin, none behind a proxy. *began*, *resolved* and *deadline* on the monotonic clock, in
    seconds. *low_speed_s*: for the body only. *on_error*, *single_connection*, *is_whole*: as in
    :class:`~imgcrawl.transport.FetchRequest`.
    """

    target: Target
    addresses: Sequence[str]
    header_lines: Sequence[bytes]
    version: CurlHttpVersion
    began: float
    resolved: float
    deadline: float
    connect_timeout_s: float
    response_timeout_s: float
    low_speed_s: int
    max_header_bytes: int
    max_bytes: int
    proxied: bool
    on_error: Callable[[int, list[tuple[bytes, bytes]]], None]
    single_connection: bool
    is_whole: Callable[[bytes], bool]

    @property
    def http2(self) -> bool:
        """Whether HTTP/2 is offered."""
        return self.version is not CurlHttpVersion.V1_1


class Transfer:
    """One GET in *pool* as *order* says; with *fresh* on a connection of its own making.

    *connections*: how many were opened. *stale*: it failed on a connection that was there before, and nothing of a
    response had come, so that another attempt is due.
    """

    def __init__(self, pool: HandlePool, order: Order, *, fresh: bool = False) -> None:
        self.connections = 0
        self.stale = False
        self.pool = pool
        self._order = order
        self._fresh = fresh
        self._curl = pool.acquire()
        self._sink = ResponseSink(order.max_header_bytes, self._await_body)
        self._started = 0.0
        self._limit_ms = self._whole_ms = 0
        self._done: asyncio.Future[None] | None = None

    async def run(self) -> FetchResult:
        """Return the response.

        :raises FetchError: if there is none, or it is incomplete.
        :raises ImgcrawlError: the one that was given to :meth:`stop`.
        """
        order, pool, curl = self._order, self.pool, self._curl
        if order.addresses:
            pins = pool.pins.acquire(order.target.host, order.target.port, order.addresses)
            curl.set_pins(pins)
        try:
            self._prepare()
            self._done = pool.multi.add_handle(curl)
            await self._done
            return self._complete()
        except CurlError as exc:
            return await self._fail(exc)
        except BaseException:
            pool.multi.remove_handle(curl)
            raise
        finally:
            if order.addresses:
                pool.pins.release(order.target.host, order.target.port)
            pool.release(curl)
            self._sink.close()

    @property
    def is_unsent(self) -> bool:
        """Whether nothing of the request has left yet: its connection is being made, or waited for."""
        return self._done is not None and not self._done.done() and not self._curl.count(CurlInfo.REQUEST_SIZE)

    def close_afterwards(self) -> None:
        """Keep no connection when the transfer has ended."""
        self._curl.set_number(CurlOpt.FORBID_REUSE, 1)

    def stop(self, error: ImgcrawlError) -> None:
        """End at once with *error*."""
        if self._done is not None and not self._done.done():
            self._done.set_exception(error)

    def _prepare(self) -> None:
        curl, order = self._curl, self._order
        self._started = time.monotonic()
        self._whole_ms = milliseconds(order.deadline - self._started)
        self._limit_ms = min(self._whole_ms, milliseconds(order.response_timeout_s))
        curl.set_text(CurlOpt.URL, order.target.url.encode())
        if not order.proxied:
            curl.set_text(CurlOpt.REQUEST_TARGET, order.target.path.encode())  # curl by itself writes %c3 as %C3
        curl.set_headers(order.header_lines)
        curl.set_number(CurlOpt.HTTP_VERSION, order.version)
        curl.set_number(CurlOpt.TIMEOUT_MS, self._limit_ms)
        curl.set_number(CurlOpt.CONNECTTIMEOUT_MS, milliseconds(order.connect_timeout_s))
        curl.set_number(CurlOpt.LOW_SPEED_TIME, 0)
        curl.set_number(CurlOpt.MAXFILESIZE_LARGE, order.max_bytes)
        curl.set_number(CurlOpt.FRESH_CONNECT, self._fresh)
        curl.set_number(CurlOpt.FORBID_REUSE, 0)
        curl.set_receivers(self._sink.header_line, self._sink.body)

    def _await_body(self) -> None:
        status = self._sink.status
        if status >= FIRST_ERROR_STATUS:  # its headers say all; whoever waits for them should not wait for its body
            self._whole_ms = min(self._whole_ms, milliseconds(time.monotonic() - self._started + _ERROR_BODY_S))
            # One connection too many may be what a 429 means, the server to which it leads what a server error does.
            is_due_to_it = status in OVERLOAD_STATUSES or status >= FIRST_SERVER_ERROR_STATUS
            if is_due_to_it or self._order.single_connection:
                self.close_afterwards()
            self._order.on_error(status, self._sink.headers())
        if self._sink.expects_stream(self._end_at_once):
            self._curl.set_receivers(self._sink.header_line, self._sink.body)
        self._limit_ms = self._whole_ms
        self._curl.set_number(CurlOpt.TIMEOUT_MS, self._whole_ms)
        self._curl.set_number(CurlOpt.LOW_SPEED_TIME, self._order.low_speed_s)

    def _end_at_once(self) -> None:
        """Let the transfer end by its time, which is over: what writes a body cannot refuse it."""
        self._curl.set_number(CurlOpt.TIMEOUT_MS, 1)

    def _complete(self, fault: str = "") -> FetchResult:
        sink = self._sink
        if not sink.headers_complete:
            # curl takes headers that end with the connection for a whole response.
            raise CurlError("the headers did not end", CurlECode.WEIRD_SERVER_REPLY)
        self.connections = self._curl.count(CurlInfo.NUM_CONNECTS)
        headers, body = sink.answer()
        return FetchResult(
            status=sink.status,
            reason=sink.reason,
            headers=headers,
            body=body,
            timings=self._timings(),
            http_version=sink.http_version,
            address=self._address,
            reused=not self.connections,
            repeats=self._repeats,
            fault=fault,
        )

    async def _fail(self, exc: CurlError) -> FetchResult:
        ending = self._ending(exc)
        if self._ended_by_closing(ending) or self._sink.has_enough:
            return self._complete()
        self.connections = ending.connections
        self.stale = (
            not ending.connections
            and ending.request_bytes > 0
            and ending.header_bytes == 0
            and ending.code != CurlECode.OPERATION_TIMEDOUT
        )
        slug, detail = classify(ending)
        if await self._is_whole(slug):
            return self._complete(detail)
        partial = Partial(body_bytes=ending.body_bytes)
        if self._sink.headers_complete:
            partial.status = self._sink.status
            partial.headers = self._sink.headers()
            partial.body = self._sink.body.getvalue() if slug in BROKEN_OFF else b""
        if slug is ErrorSlug.TCP_PROXY:
            partial.tunnel_status = ending.connect_status
        timings, address = self._timings(), self._address
        # No name in this frame may hold the error, whose traceback holds the frame and with it the body.
        raise FetchError(
            slug, detail, timings=timings, partial=partial, repeats=self._repeats, address=address
        ) from exc

    @property
    def _address(self) -> str | None:
        return None if self._order.proxied else self._curl.text(CurlInfo.PRIMARY_IP).decode() or None

    @property
    def _repeats(self) -> int:
        return max(0, self.connections - 1)

    def _ended_by_closing(self, ending: Ending) -> bool:
        """Whether the body was to end with the connection, and did, only without TLS's farewell.

        Browsers accept this; that an image is whole is for its decoder to say.
        """
        if not (ending.code == CurlECode.RECV_ERROR and ending.tls and ending.headers_complete and not ending.os_errno):
            return False
        return self._sink.http_version.startswith("1") and not self._sink.has_length

    async def _is_whole(self, slug: ErrorSlug) -> bool:
        """Whether the body has come in full though the transfer failed in it: lengths are often wrong.

        A thread looks at it, for a hostile one takes its time. Its connection is closed, as after every failure: what
        follows a body without an end is nobody's answer.
        """
        if slug not in _IN_BODY or self._sink.status != HTTPStatus.OK or not self._sink.headers_complete:
            return False
        return await asyncio.to_thread(self._order.is_whole, self._sink.body.getvalue())

    def _ending(self, exc: CurlError) -> Ending:
        sink = self._sink
        return Ending(
            code=int(exc.code),
            os_errno=self._curl.count(CurlInfo.OS_ERRNO),
            verify_result=self._curl.count(CurlInfo.SSL_VERIFYRESULT),
            tls=self._order.target.tls,
            handshake_done=self._curl.seconds(CurlInfo.APPCONNECT_TIME) > 0,
            connections=self._curl.count(CurlInfo.NUM_CONNECTS),
            request_bytes=self._curl.count(CurlInfo.REQUEST_SIZE),
            header_bytes=sink.header_bytes,
            headers_complete=sink.headers_complete,
            headers_too_large=sink.headers_too_large,
            body_bytes=sink.body.tell(),
            chunked=sink.chunked,
            elapsed_s=self._curl.seconds(CurlInfo.TOTAL_TIME),
            limit_s=self._limit_ms / 1000,
            proxied=self._order.proxied,
            connect_status=self._curl.count(CurlInfo.HTTP_CONNECTCODE),
            library_text=str(exc),
        )

    def _timings(self) -> Timings:
        order = self._order
        timings = Timings(
            dns_ms=(order.resolved - order.began) * 1000, total_ms=(time.monotonic() - order.began) * 1000
        )
        if self.connections:
            connected, secured = self._curl.seconds(CurlInfo.CONNECT_TIME), self._curl.seconds(CurlInfo.APPCONNECT_TIME)
            timings.connect_ms = connected * 1000 or None
            timings.tls_ms = (secured - connected) * 1000 if secured else None
        if self._sink.header_bytes:
            first_byte = self._curl.seconds(CurlInfo.STARTTRANSFER_TIME)
            timings.ttfb_ms = (self._started - order.began + first_byte) * 1000
        return timings
