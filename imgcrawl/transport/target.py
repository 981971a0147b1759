"""Where a URL leads, read once, so that the address that is checked is the address that is asked."""

from __future__ import annotations

import re
import socket
from typing import NamedTuple

from imgcrawl.errors import ErrorSlug
from imgcrawl.identity.origins import DEFAULT_PORTS
from imgcrawl.transport.exchange import FetchError

_URL = re.compile(
    r"""(?P<scheme>https?)://
        (?:[^/?\#@\\]*@)?
        (?P<host>\[[0-9a-f:.]+\]|[a-z0-9._~-]+)
        (?::(?P<port>[0-9]*))?
        (?P<path>[/?][\x21-\x7e]*)?""",
    re.IGNORECASE | re.VERBOSE,
)
# Source: WHATWG URL Standard, "ends in a number checker".
_NUMERIC_HOST = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)\.?")


class Target(NamedTuple):
    """A URL in the one form that curl and the resolver read alike.

    *host*: lower case, IP addresses in canonical form without brackets. *url*: rebuilt from the parts, without
    credentials and fragment. *path*: what follows the authority, the query included.
    """

    url: str
    path: str
    tls: bool
    host: str
    port: int

    @property
    def origin(self) -> tuple[str, int]:
        """Host and port: what one server answers for."""
        return self.host, self.port

    @classmethod
    def from_url(cls, url: str) -> Target:
        """Read *url*.

        :raises FetchError: URL_SCHEME, URL_HOST, URL_PORT or URL_INVALID.
        """
        match = _URL.fullmatch(url.partition("#")[0])
        if match is None:
            raise _unusable(url)
        scheme = match["scheme"].lower()
        host = _canonical_host(match["host"].lower())
        port = _port(match["port"], DEFAULT_PORTS[scheme])
        authority = f"[{host}]" if ":" in host else host
        if port != DEFAULT_PORTS[scheme]:
            authority = f"{authority}:{port}"
        path = match["path"] or "/"
        if path[0] == "?":
            path = "/" + path
        return cls(f"{scheme}://{authority}{path}", path, scheme == "https", host, port)


def _unusable(url: str) -> FetchError:
    scheme, separator, rest = url.partition("://")
    if not separator or scheme.lower() not in DEFAULT_PORTS:
        return FetchError(ErrorSlug.URL_SCHEME, "The URL does not begin with http:// or https://.")
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    if _URL.fullmatch(f"http://{authority}"):
        return FetchError(ErrorSlug.URL_INVALID, "The URL's path has characters that must be percent-encoded.")
    return FetchError(ErrorSlug.URL_HOST, "The URL's host has characters that no host name has.")


def _canonical_host(host: str) -> str:
    try:
        if host[0] == "[":
            return socket.inet_ntop(socket.AF_INET6, socket.inet_pton(socket.AF_INET6, host[1:-1]))
        if _NUMERIC_HOST.fullmatch(host):
            return socket.inet_ntoa(socket.inet_aton(host.removesuffix(".")))
    except OSError as exc:
        raise FetchError(ErrorSlug.URL_HOST, "The URL's host looks like an IP address and is none.") from exc
    if not host.strip("."):
        raise FetchError(ErrorSlug.URL_HOST, "The URL's host name is empty.")
    return host


def _port(text: str | None, default: int) -> int:
    if not text:
        return default
    port = int(text) if len(text) <= 8 else 0
    if not 1 <= port <= 65535:
        raise FetchError(ErrorSlug.URL_PORT, "The URL's port is not a number from 1 to 65535.")
    return port
