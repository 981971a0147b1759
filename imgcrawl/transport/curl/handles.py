"""curl's handles of one TLS profile: configured once, used again and again."""

from __future__ import annotations

import math
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from curl_cffi import AsyncCurl, Curl, CurlHttpVersion, CurlInfo, CurlMOpt, CurlOpt, ffi, lib

from imgcrawl.transport.curl.pins import Pins

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from imgcrawl.config import TransportConfig
    from imgcrawl.transport.certificates import TrustStore
    from imgcrawl.transport.proxy import Proxy

_FOREVER: Final = -1
_POINTER: Final = ffi.typeof("void *")
_CLEAR_CONNECTIONS: Final = 2
"""CURLMNWC_CLEAR_CONNS of curl/multi.h; 1 would clear the pins as well, also those of transfers that are to connect."""


class Handle(Curl):
    """An easy handle that is used again and again, and remembers the numbers it was given.

    It has no buffer for web sockets, which curl_cffi would make 128 KiB long, and is told of which kind an option is:
    to find that out takes curl_cffi several times as long as to set it; so with what is read off. Who receives a
    response is changed in the two places to which libcurl's callbacks were led once.
    """

    _WS_RECV_BUFFER_SIZE = 1

    def __init__(self) -> None:
        super().__init__()
        self._numbers: dict[str, int] = {}
        self._number = ffi.new("int64_t *")  # curl_cffi hands numbers over by their address
        self._count, self._real, self._text = ffi.new("long *"), ffi.new("double *"), ffi.new("char **")
        self._lines: Any = ffi.NULL
        self.setopt(CurlOpt.HEADERFUNCTION, len)
        self.setopt(CurlOpt.WRITEDATA, None)
        self._head, self._body = ffi.from_handle(self._header_handle), ffi.from_handle(self._write_handle)

    def set_number(self, option: CurlOpt, value: int) -> None:
        """Set a numeric *option* unless it has that *value*; of the options set here no other way is used."""
        if self._numbers.get(option._name_) != value:
            self._numbers[option._name_] = value
            self._number[0] = value
            self._set(option, self._number)

    def set_text(self, option: CurlOpt, value: bytes) -> None:
        """Set an *option* that is a text, which libcurl copies."""
        self._set(option, value)

    def set_receivers(self, header_line: Callable[[bytes], int], body: BytesIO) -> None:
        """Let *header_line* take the headers of the next response, line by line, and *body* what follows them."""
        self._head.callback, self._body.callback = header_line, body
        self._head.exception = self._body.exception = None

    def set_headers(self, lines: Sequence[bytes]) -> None:
        """Set the header *lines* of the next request."""
        self._lines = _remembered_list(tuple(lines))
        self._set(CurlOpt.HTTPHEADER, self._lines)

    def set_pins(self, pins: Sequence[str]) -> None:
        """Hold the next request to *pins*."""
        self._resolve = _list(pin.encode() for pin in pins)
        self._set(CurlOpt.RESOLVE, self._resolve)

    def count(self, info: CurlInfo) -> int:
        """Return the whole number *info* of the last transfer."""
        self._get(info, self._count)
        return int(self._count[0])

    def seconds(self, info: CurlInfo) -> float:
        """Return the time *info* of the last transfer."""
        self._get(info, self._real)
        return float(self._real[0])

    def text(self, info: CurlInfo) -> bytes:
        """Return the text *info* of the last transfer, empty if there is none."""
        self._get(info, self._text)
        told: bytes = ffi.string(self._text[0]) if self._text[0] else b""
        return told

    def forget(self) -> None:
        """Let go of the receivers and of the lists of the last request, which the next one must set again."""
        self.set_receivers(len, BytesIO())
        lib.curl_slist_free_all(self._resolve)
        self._resolve = self._lines = ffi.NULL

    def _get(self, info: CurlInfo, place: Any) -> None:
        if code := lib.curl_easy_getinfo(self._curl, info, place):
            self._check_error(code, "getinfo", info)

    def _set(self, option: CurlOpt, value: Any) -> None:
        if code := lib._curl_easy_setopt(self._curl, option, value):  # noqa: SLF001
            self._check_error(code, "set", option)


def _list(entries: Iterable[bytes]) -> Any:
    """Return *entries* as libcurl's list, which is to be freed."""
    made = ffi.NULL
    for entry in entries:
        made = lib.curl_slist_append(made, entry)
    return made


@lru_cache(maxsize=1024)
def _remembered_list(entries: tuple[bytes, ...]) -> Any:
    """Return *entries* as libcurl's list, freed when nobody refers to it; a host is sent the same each time."""
    made = _list(entries)
    return ffi.gc(made, lib.curl_slist_free_all) if made else made


class HandlePool:
    """One multi handle, whose connections no other profile shares, and the easy handles that work in it.

    *profile*: curl's impersonation target, None for none. *idle*: how many connections it may keep that nobody uses;
    the others are closed as transfers end, those first that were not used for longest.

    :raises ValueError: from :meth:`acquire`, if curl does not know *profile*.
    """

    def __init__(self, profile: str | None, options: Sequence[tuple[CurlOpt, Any]], idle: int) -> None:
        self.multi = AsyncCurl()
        self.pins = Pins()
        self.idle = idle
        self._profile = profile
        self._options = options
        self._free: list[Handle] = []
        self._busy = 0

    def acquire(self) -> Handle:
        """Return a handle that nobody uses, with the options that all transfers have in common."""
        curl = self._free.pop() if self._free else self._made()
        self._busy += 1
        self._bound()
        return curl

    def release(self, curl: Handle) -> None:
        """Take *curl* back; its lists of headers and pins are freed, which the next transfer must set again."""
        curl.forget()
        self._free.append(curl)
        self._busy -= 1
        self._bound()

    def drop(self, curl: Handle) -> None:
        """Free *curl* instead of taking it back: its options are not those of the others any more."""
        curl.close()
        self._busy -= 1
        self._bound()

    def drop_idle(self) -> None:
        """Close all connections that are idle; those in use serve no other transfer, and are for it to close."""
        _set_number(self.multi, CurlMOpt.NETWORK_CHANGED, _CLEAR_CONNECTIONS)

    async def close(self) -> None:
        """Close the connections and free every handle; none may be in use."""
        await self.multi.close()  # type: ignore[no-untyped-call]
        for curl in self._free:
            curl.close()
        self._free.clear()

    def _made(self) -> Handle:
        curl = Handle()
        if self._profile is not None and curl.impersonate(self._profile, default_headers=False):
            curl.close()
            raise ValueError(f"curl knows no TLS profile {self._profile!r}")
        for option, value in self._options:
            curl.setopt(option, value)
        return curl

    def _bound(self) -> None:
        """Tell libcurl how many connections there may be: it closes idle ones when one is opened, and after transfers.

        It looks at the first number before it opens one for the transfer that was just counted in, at the second when
        one has ended that is still counted in; so no transfer ever waits.
        """
        there = self.idle + self._busy
        _set_number(self.multi, CurlMOpt.MAX_TOTAL_CONNECTIONS, there)
        _set_number(self.multi, CurlMOpt.MAXCONNECTS, max(1, there - 1))


def _set_number(multi: AsyncCurl, option: CurlMOpt, number: int) -> None:
    """Set an option of *multi* that is a number; ``AsyncCurl.setopt`` of curl_cffi 0.16 hands libcurl a pointer."""
    lib.curl_multi_setopt(multi._curlm, option, ffi.cast(_POINTER, number))  # noqa: SLF001


def common_options(config: TransportConfig, trust: TrustStore, proxy: Proxy | None) -> list[tuple[CurlOpt, Any]]:
    """Return what every transfer has in common: no cookies, redirects, environment, or schemes but http and https."""
    options: list[tuple[CurlOpt, Any]] = [
        (CurlOpt.NOSIGNAL, 1),
        (CurlOpt.PROTOCOLS_STR, "http,https"),
        (CurlOpt.FOLLOWLOCATION, 0),
        (CurlOpt.HTTP_CONTENT_DECODING, 0),
        (CurlOpt.CAINFO, trust.first),
        (CurlOpt.CAPATH, trust.folder),
        (CurlOpt.SSL_VERIFYPEER, 1),
        (CurlOpt.SSL_VERIFYHOST, 2),
        (CurlOpt.LOW_SPEED_LIMIT, config.low_speed_bytes),
        (CurlOpt.DNS_CACHE_TIMEOUT, _FOREVER),
        (CurlOpt.PIPEWAIT, 1),
        (CurlOpt.PROXY, ""),
        (CurlOpt.NOPROXY, "*"),
    ]
    if proxy is not None:
        options += [
            (CurlOpt.PROXY, proxy.url),
            (CurlOpt.NOPROXY, ""),
            (CurlOpt.PROXY_CAINFO, trust.first),
            (CurlOpt.PROXY_CAPATH, trust.folder),
            (CurlOpt.SUPPRESS_CONNECT_HEADERS, 1),
        ]
        if proxy.username:
            options += [(CurlOpt.PROXYUSERNAME, proxy.username), (CurlOpt.PROXYPASSWORD, proxy.password)]
    return options


def http_version(*, tls: bool, http2: bool) -> CurlHttpVersion:
    """HTTP/2 is offered over TLS only: over plain HTTP curl would send ``Upgrade: h2c``."""
    return CurlHttpVersion.V2TLS if tls and http2 else CurlHttpVersion.V1_1


@lru_cache(maxsize=1024)
def header_lines(headers: tuple[tuple[str, str], ...]) -> tuple[bytes, ...]:
    """Return CURLOPT_HTTPHEADER entries for *headers*, and those that keep curl's own headers out.

    :raises ValueError: if a name or value would end its line.
    """
    lines = [b"Proxy-Connection:"]
    if not any(name.lower() == "accept" for name, _ in headers):
        lines.append(b"Accept:")
    for name, value in headers:
        line = f"{name}: {value}" if value else f"{name};"
        if "\r" in line or "\n" in line or "\0" in line:
            raise ValueError(f"the header {name!r} holds a line break or a NUL")
        lines.append(line.encode("latin-1"))
    return tuple(lines)


def milliseconds(seconds: float) -> int:
    """Whole milliseconds, at least 1: 0 would mean no limit to curl."""
    return max(1, math.ceil(seconds * 1000))
