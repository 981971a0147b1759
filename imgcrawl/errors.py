"""The closed vocabulary of failure: stages, slugs, and the exceptions that carry them.

A slug's prefix is its stage. What each means for a person stands in :mod:`imgcrawl.meanings`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple


class Stage(StrEnum):
    """The layer at which a row failed, in the order in which a request meets them."""

    URL = "url"
    POLICY = "policy"
    DNS = "dns"
    TCP = "tcp"
    TLS = "tls"
    HTTP = "http"
    CONTENT = "content"
    STORAGE = "storage"
    INTERNAL = "internal"


class ErrorSlug(StrEnum):
    """How a row failed. HTTP statuses outside this list fall into their class's ``other``."""

    URL_ROW_MALFORMED = "url_row_malformed"
    URL_MISSING = "url_missing"
    URL_INVALID = "url_invalid"
    URL_SCHEME = "url_scheme"
    URL_HOST = "url_host"
    URL_PORT = "url_port"
    URL_TOO_LONG = "url_too_long"
    URL_DATA_INVALID = "url_data_invalid"
    URL_REDIRECT = "url_redirect"

    POLICY_PRIVATE_ADDRESS = "policy_private_address"
    POLICY_OPT_OUT = "policy_opt_out"
    POLICY_ROBOTS = "policy_robots"
    POLICY_ROBOTS_UNREACHABLE = "policy_robots_unreachable"

    DNS_NXDOMAIN = "dns_nxdomain"
    DNS_NO_ADDRESS = "dns_no_address"
    DNS_SERVFAIL = "dns_servfail"
    DNS_TIMEOUT = "dns_timeout"
    DNS_ERROR = "dns_error"

    TCP_REFUSED = "tcp_refused"
    TCP_UNREACHABLE = "tcp_unreachable"
    TCP_CONNECT_TIMEOUT = "tcp_connect_timeout"
    TCP_RESET = "tcp_reset"
    TCP_CLOSED = "tcp_closed"
    TCP_TIMEOUT = "tcp_timeout"
    TCP_PROXY = "tcp_proxy"
    TCP_ERROR = "tcp_error"

    TLS_EXPIRED = "tls_expired"
    TLS_UNTRUSTED = "tls_untrusted"
    TLS_HOSTNAME = "tls_hostname"
    TLS_CERTIFICATE = "tls_certificate"
    TLS_HANDSHAKE = "tls_handshake"
    TLS_CLIENT_CERTIFICATE = "tls_client_certificate"
    TLS_RESET = "tls_reset"
    TLS_TIMEOUT = "tls_timeout"

    HTTP_202 = "http_202"
    HTTP_304 = "http_304"
    HTTP_400 = "http_400"
    HTTP_401 = "http_401"
    HTTP_402 = "http_402"
    HTTP_403 = "http_403"
    HTTP_404 = "http_404"
    HTTP_405 = "http_405"
    HTTP_406 = "http_406"
    HTTP_407 = "http_407"
    HTTP_408 = "http_408"
    HTTP_409 = "http_409"
    HTTP_410 = "http_410"
    HTTP_414 = "http_414"
    HTTP_416 = "http_416"
    HTTP_418 = "http_418"
    HTTP_421 = "http_421"
    HTTP_423 = "http_423"
    HTTP_424 = "http_424"
    HTTP_425 = "http_425"
    HTTP_426 = "http_426"
    HTTP_428 = "http_428"
    HTTP_429 = "http_429"
    HTTP_431 = "http_431"
    HTTP_444 = "http_444"
    HTTP_451 = "http_451"
    HTTP_499 = "http_499"
    HTTP_OTHER_4XX = "http_other_4xx"
    HTTP_500 = "http_500"
    HTTP_501 = "http_501"
    HTTP_502 = "http_502"
    HTTP_503 = "http_503"
    HTTP_504 = "http_504"
    HTTP_505 = "http_505"
    HTTP_507 = "http_507"
    HTTP_508 = "http_508"
    HTTP_509 = "http_509"
    HTTP_511 = "http_511"
    HTTP_520 = "http_520"
    HTTP_521 = "http_521"
    HTTP_522 = "http_522"
    HTTP_523 = "http_523"
    HTTP_524 = "http_524"
    HTTP_525 = "http_525"
    HTTP_526 = "http_526"
    HTTP_530 = "http_530"
    HTTP_OTHER_5XX = "http_other_5xx"
    HTTP_UNEXPECTED_STATUS = "http_unexpected_status"
    HTTP_REDIRECT_LOOP = "http_redirect_loop"
    HTTP_BAD_REDIRECT = "http_bad_redirect"
    HTTP_PROTOCOL = "http_protocol"
    HTTP_STREAM = "http_stream"
    HTTP_HEADERS_TOO_LARGE = "http_headers_too_large"
    HTTP_TIMEOUT = "http_timeout"

    CONTENT_EMPTY = "content_empty"
    CONTENT_HTML = "content_html"
    CONTENT_TEXT = "content_text"
    CONTENT_NOT_IMAGE = "content_not_image"
    CONTENT_UNSUPPORTED_FORMAT = "content_unsupported_format"
    CONTENT_TRUNCATED = "content_truncated"
    CONTENT_CORRUPT = "content_corrupt"
    CONTENT_RESET = "content_reset"
    CONTENT_TIMEOUT = "content_timeout"
    CONTENT_TOO_SLOW = "content_too_slow"
    CONTENT_ENCODING = "content_encoding"
    CONTENT_TOO_LARGE = "content_too_large"
    CONTENT_TOO_MANY_PIXELS = "content_too_many_pixels"
    CONTENT_TOO_SMALL = "content_too_small"
    CONTENT_PLACEHOLDER = "content_placeholder"
    CONTENT_HASH_MISMATCH = "content_hash_mismatch"
    CONTENT_DECODER_CRASH = "content_decoder_crash"
    CONTENT_DECODER_TIMEOUT = "content_decoder_timeout"

    STORAGE_FULL = "storage_full"
    STORAGE_DENIED = "storage_denied"
    STORAGE_ERROR = "storage_error"

    INTERNAL_ERROR = "internal_error"

    @property
    def stage(self) -> Stage:
        """The stage at which this error stands: the slug's prefix."""
        return Stage(self.value.partition("_")[0])


def slug_for_status(status: int) -> ErrorSlug:
    """Return the slug of an HTTP *status* that is not a plain 200.

    :raises ValueError: if *status* is 200.
    """
    if status == 200:
        raise ValueError("status 200 is no error")
    try:
        return ErrorSlug(f"http_{status}")
    except ValueError:
        if 400 <= status < 500:
            return ErrorSlug.HTTP_OTHER_4XX
        if 500 <= status < 600:
            return ErrorSlug.HTTP_OTHER_5XX
        return ErrorSlug.HTTP_UNEXPECTED_STATUS


MULTIPLE_CHOICES: Final = 300
"""The status of an answer that leaves a choice of addresses."""

FIRST_ERROR_STATUS: Final = 400
"""From here on a status tells an error, whatever the body says."""

FIRST_SERVER_ERROR_STATUS: Final = 500
"""From here on an error is the server's own fault."""

REDIRECT_STATUSES: Final = frozenset({301, 302, 303, 307, 308})
GONE_STATUSES: Final = frozenset({404, 410})
"""Errors by which a host says that it has looked, and is as ready to look for the next one."""

NOT_THERE: Final = frozenset(map(slug_for_status, GONE_STATUSES))
"""The errors that stand for them: the word of a host that there is nothing, which it says to whom it lets in."""

ANSWERED: Final = frozenset({Stage.HTTP, Stage.CONTENT})
"""Where a request fails at what the server has answered."""

UNSENT: Final = frozenset({Stage.URL, Stage.POLICY, Stage.DNS})
"""Where a request fails before anything is sent; the connection's own stage counts as sent."""

COOKIES_REFUSED: Final = frozenset({400, 431})
"""Answers to cookies that have grown too large, or are malformed in the eyes of who sent them."""

OVERLOAD_STATUSES: Final = frozenset({429, 503})
"""Statuses that may be meant for the client's other requests, or for the connection it has beyond those allowed."""

OVERLOAD: Final = frozenset(map(slug_for_status, OVERLOAD_STATUSES))
"""The errors that stand for them."""


class ImgcrawlError(Exception):
    """Base of the errors that imgcrawl raises itself."""


class ConfigError(ImgcrawlError):
    """A setting, argument or source that the run cannot start with; the message names it and says what to do."""


class NothingYetError(ConfigError):
    """The catalogue is not there yet, or has no run in it: the first crawl changes that."""


NO_MORE_PROCESSES: Final = (
    "the system starts no more processes or threads: "
    "raise the limit of processes (ulimit -u, or the container's) or of memory"
)
"""What a person can do where the next process or thread is refused."""


class RowError(ImgcrawlError):
    """One row cannot become an image. *slug* says why, *detail* adds what is particular to the row."""

    def __init__(self, slug: ErrorSlug, detail: str = "") -> None:
        super().__init__(slug.value, detail)
        self.slug = slug
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.slug}: {self.detail}" if self.detail else self.slug.value


class Verdict(NamedTuple):
    """What a request that is not sent fails with."""

    slug: str
    reason: str = ""


class RunStopped(ImgcrawlError):
    """The run is ending; the row has no outcome and the next run takes it up again."""


class HostPaused(ImgcrawlError):
    """The host asked for a pause after the request was handed out; it was not sent and goes back to the scheduler."""
