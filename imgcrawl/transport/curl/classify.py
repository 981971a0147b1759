"""From what curl reports to the slug that says at which stage a transfer failed and how. Pure.

The stage follows from what was counted (connections opened, request bytes sent, header and body bytes received), the
kind from curl's code and the operating system's errno. In three places libcurl gives no other handle than its text:
whether a TLS handshake ended in an error of the library or in a bare close, and whether a chunked body over TLS was
malformed or cut. There the presence of one word decides; see ``_TLS_ERROR_MARK`` and ``_CHUNK_ERROR_MARK``.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass
from enum import IntEnum, auto
from typing import TYPE_CHECKING, Final

from curl_cffi import CurlECode

from imgcrawl.errors import ErrorSlug

if TYPE_CHECKING:
    from collections.abc import Callable

_TLS_ERROR_MARK: Final = "error:"
_CHUNK_ERROR_MARK: Final = "chunk"
_CODE_NAMES: Final = {int(code): code.name for code in CurlECode}


class Reached(IntEnum):
    """How far a transfer had come when it ended."""

    CONNECT = auto()
    HANDSHAKE = auto()
    SENT = auto()
    HEADERS = auto()
    BODY = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What is known of a transfer that failed.

    *code*: curl's. *os_errno*: the last one seen, possibly from an earlier address. *verify_result*: OpenSSL's code for
    the certificate. *connections*: opened for this transfer. *request_bytes*: sent. *proxied*, *connect_status*: of the
    proxy's answer to CONNECT. *elapsed_s*, *limit_s*: of curl's total time. *library_text*: curl's message.
    """

    code: int
    os_errno: int = 0
    verify_result: int = 0
    tls: bool = False
    handshake_done: bool = False
    connections: int = 0
    request_bytes: int = 0
    header_bytes: int = 0
    headers_complete: bool = False
    headers_too_large: bool = False
    body_bytes: int = 0
    chunked: bool = False
    elapsed_s: float = 0.0
    limit_s: float = 0.0
    proxied: bool = False
    connect_status: int = 0
    library_text: str = ""

    @property
    def reached(self) -> Reached:
        """How far it came. A connection that was there before (none opened, request sent) has its handshake behind."""
        if self.headers_complete:
            return Reached.BODY
        if self.header_bytes:
            return Reached.HEADERS
        if self.connections and self.tls and not self.handshake_done:
            return Reached.HANDSHAKE
        return Reached.SENT if self.request_bytes else Reached.CONNECT


def classify(ending: Ending) -> tuple[ErrorSlug, str]:
    """Return the slug of *ending* and one sentence on what was seen."""
    slug = _slug(ending)
    return slug, f"{_SEEN[ending.reached]}{_received(ending)} ({_code_text(ending)})."


def _slug(ending: Ending) -> ErrorSlug:
    if ending.headers_too_large:
        return ErrorSlug.HTTP_HEADERS_TOO_LARGE
    if _is_proxy_failure(ending):
        return ErrorSlug.TCP_PROXY
    judge = _BY_CIRCUMSTANCE.get(ending.code)
    return judge(ending) if judge else _BY_CODE.get(ending.code, ErrorSlug.INTERNAL_ERROR)


def _is_proxy_failure(ending: Ending) -> bool:
    """Whether the way to the proxy, or the tunnel through it, failed; a failed handshake lies behind the tunnel."""
    if not ending.proxied or ending.request_bytes or ending.connect_status == 200:
        return False
    return ending.code not in (CurlECode.SSL_CONNECT_ERROR, CurlECode.PEER_FAILED_VERIFICATION)


def _timeout_slug(ending: Ending) -> ErrorSlug:
    if ending.reached is Reached.BODY and ending.elapsed_s < ending.limit_s:
        return ErrorSlug.CONTENT_TOO_SLOW
    return _TIMEOUT[ending.reached]


def _broken_slug(ending: Ending) -> ErrorSlug:
    reset = ending.os_errno in _RESET_ERRNO
    reached = ending.reached
    if ending.connections > 1:
        # libcurl opens several connections for one transfer only when HTTP/2 hosts refuse the stream.
        return ErrorSlug.HTTP_STREAM
    if reached is Reached.HANDSHAKE:
        return ErrorSlug.TLS_HANDSHAKE if not reset and _TLS_ERROR_MARK in ending.library_text else ErrorSlug.TLS_RESET
    if reached is Reached.HEADERS:
        return ErrorSlug.HTTP_PROTOCOL
    if reached is Reached.BODY:
        return ErrorSlug.CONTENT_RESET if reset else _cut_slug(ending)
    if _TLS_ERROR_MARK in ending.library_text:
        # An alert after the handshake: TLS 1.3 asks for the client's certificate that late.
        return ErrorSlug.TLS_HANDSHAKE
    return ErrorSlug.TCP_RESET if reset else ErrorSlug.TCP_CLOSED


def _cut_slug(ending: Ending) -> ErrorSlug:
    """Judge a body that broke off without a reset: over plain HTTP curl reports so only what is not valid chunking."""
    malformed = not ending.tls or (ending.chunked and _CHUNK_ERROR_MARK in ending.library_text)
    return ErrorSlug.HTTP_PROTOCOL if malformed else ErrorSlug.CONTENT_TRUNCATED


def _certificate_slug(ending: Ending) -> ErrorSlug:
    return _VERIFY_RESULT.get(ending.verify_result, ErrorSlug.TLS_CERTIFICATE)


def _refused_slug(ending: Ending) -> ErrorSlug:
    """Judge what our own side refused to take: before the body begins, a status line that is none."""
    return ErrorSlug.INTERNAL_ERROR if ending.headers_complete else ErrorSlug.HTTP_PROTOCOL


def _argument_slug(ending: Ending) -> ErrorSlug:
    """Judge a complaint about an argument: libcurl 8.21 says so of a trailer that is no header, too."""
    return ErrorSlug.HTTP_PROTOCOL if ending.headers_complete else ErrorSlug.INTERNAL_ERROR


def _connect_slug(ending: Ending) -> ErrorSlug:
    if ending.connections > 1:  # an earlier one stood, see _broken_slug
        return ErrorSlug.HTTP_STREAM
    return _CONNECT_ERRNO.get(ending.os_errno, ErrorSlug.TCP_ERROR)


def _received(ending: Ending) -> str:
    return f" after {ending.body_bytes} bytes" if ending.reached is Reached.BODY else ""


def _code_text(ending: Ending) -> str:
    text = f"curl {ending.code} {_CODE_NAMES.get(ending.code, '')}".rstrip()
    if ending.os_errno:
        text += f", {errno.errorcode.get(ending.os_errno, ending.os_errno)}"
    if ending.code == CurlECode.PEER_FAILED_VERIFICATION:
        text += f", verify result {ending.verify_result}"
    if ending.connect_status:
        text += f", the proxy answered {ending.connect_status}"
    return text


_SEEN: Final = {
    Reached.CONNECT: "The transfer failed while connecting",
    Reached.HANDSHAKE: "The transfer failed during the TLS handshake",
    Reached.SENT: "The transfer failed after the request, before the response",
    Reached.HEADERS: "The transfer failed within the response's headers",
    Reached.BODY: "The transfer failed within the body",
}

_TIMEOUT: Final = {
    Reached.CONNECT: ErrorSlug.TCP_CONNECT_TIMEOUT,
    Reached.HANDSHAKE: ErrorSlug.TLS_TIMEOUT,
    Reached.SENT: ErrorSlug.TCP_TIMEOUT,
    Reached.HEADERS: ErrorSlug.HTTP_TIMEOUT,
    Reached.BODY: ErrorSlug.CONTENT_TIMEOUT,
}

_RESET_ERRNO: Final = frozenset({errno.ECONNRESET, errno.EPIPE, errno.ECONNABORTED, errno.ETIMEDOUT})

_CONNECT_ERRNO: Final = {
    errno.ECONNREFUSED: ErrorSlug.TCP_REFUSED,
    errno.EHOSTUNREACH: ErrorSlug.TCP_UNREACHABLE,
    errno.ENETUNREACH: ErrorSlug.TCP_UNREACHABLE,
    errno.EHOSTDOWN: ErrorSlug.TCP_UNREACHABLE,
    errno.ENETDOWN: ErrorSlug.TCP_UNREACHABLE,
    errno.ETIMEDOUT: ErrorSlug.TCP_CONNECT_TIMEOUT,
    errno.ECONNRESET: ErrorSlug.TCP_RESET,
}

# Source: OpenSSL's x509_vfy.h. 1 and 62: the chain is good, the name is not (BoringSSL leaves 1, its "unspecified").
_VERIFY_RESULT: Final = {
    1: ErrorSlug.TLS_HOSTNAME,
    62: ErrorSlug.TLS_HOSTNAME,
    64: ErrorSlug.TLS_HOSTNAME,
    9: ErrorSlug.TLS_EXPIRED,
    10: ErrorSlug.TLS_EXPIRED,
    2: ErrorSlug.TLS_UNTRUSTED,
    18: ErrorSlug.TLS_UNTRUSTED,
    19: ErrorSlug.TLS_UNTRUSTED,
    20: ErrorSlug.TLS_UNTRUSTED,
    21: ErrorSlug.TLS_UNTRUSTED,
    27: ErrorSlug.TLS_UNTRUSTED,
}

_BY_CIRCUMSTANCE: Final[dict[int, Callable[[Ending], ErrorSlug]]] = {
    CurlECode.COULDNT_CONNECT: _connect_slug,
    CurlECode.WRITE_ERROR: _refused_slug,
    CurlECode.BAD_FUNCTION_ARGUMENT: _argument_slug,
    CurlECode.OPERATION_TIMEDOUT: _timeout_slug,
    CurlECode.PEER_FAILED_VERIFICATION: _certificate_slug,
    CurlECode.SSL_CONNECT_ERROR: _broken_slug,
    CurlECode.GOT_NOTHING: _broken_slug,
    CurlECode.SEND_ERROR: _broken_slug,
    CurlECode.RECV_ERROR: _broken_slug,
    CurlECode.SSL_SHUTDOWN_FAILED: _broken_slug,
}

_BY_CODE: Final[dict[int, ErrorSlug]] = {
    CurlECode.UNSUPPORTED_PROTOCOL: ErrorSlug.HTTP_PROTOCOL,  # the scheme was checked: this is an answer in HTTP/0.9
    CurlECode.URL_MALFORMAT: ErrorSlug.URL_INVALID,
    CurlECode.COULDNT_RESOLVE_PROXY: ErrorSlug.TCP_PROXY,
    CurlECode.COULDNT_RESOLVE_HOST: ErrorSlug.DNS_ERROR,
    CurlECode.WEIRD_SERVER_REPLY: ErrorSlug.HTTP_PROTOCOL,
    CurlECode.HTTP2: ErrorSlug.HTTP_STREAM,
    CurlECode.INTERFACE_FAILED: ErrorSlug.TCP_ERROR,
    CurlECode.PARTIAL_FILE: ErrorSlug.CONTENT_TRUNCATED,
    CurlECode.TOO_LARGE: ErrorSlug.HTTP_HEADERS_TOO_LARGE,
    CurlECode.TOO_MANY_REDIRECTS: ErrorSlug.HTTP_REDIRECT_LOOP,
    CurlECode.SSL_CERTPROBLEM: ErrorSlug.TLS_CERTIFICATE,
    CurlECode.SSL_CIPHER: ErrorSlug.TLS_HANDSHAKE,
    CurlECode.BAD_CONTENT_ENCODING: ErrorSlug.CONTENT_ENCODING,
    CurlECode.FILESIZE_EXCEEDED: ErrorSlug.CONTENT_TOO_LARGE,
    CurlECode.USE_SSL_FAILED: ErrorSlug.TLS_HANDSHAKE,
    CurlECode.SSL_ISSUER_ERROR: ErrorSlug.TLS_CERTIFICATE,
    CurlECode.NO_CONNECTION_AVAILABLE: ErrorSlug.TCP_ERROR,
    CurlECode.SSL_PINNEDPUBKEYNOTMATCH: ErrorSlug.TLS_CERTIFICATE,
    CurlECode.SSL_INVALIDCERTSTATUS: ErrorSlug.TLS_CERTIFICATE,
    CurlECode.HTTP2_STREAM: ErrorSlug.HTTP_STREAM,
    CurlECode.HTTP3: ErrorSlug.HTTP_STREAM,
    CurlECode.QUIC_CONNECT_ERROR: ErrorSlug.TLS_HANDSHAKE,
    CurlECode.PROXY: ErrorSlug.TCP_PROXY,
    CurlECode.SSL_CLIENTCERT: ErrorSlug.TLS_HANDSHAKE,
    CurlECode.ECH_REQUIRED: ErrorSlug.TLS_HANDSHAKE,
}
