"""Which version of HTTP a host is asked by: HTTP/2 where it is offered, unless that fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from imgcrawl.errors import FIRST_SERVER_ERROR_STATUS, ErrorSlug
from imgcrawl.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Hashable

    from imgcrawl.transport.exchange import FetchError

_ENOUGH: Final = 2
"""Broken streams without an answer in between after which HTTP/1.1 is asked for."""

_COMPLAINTS: Final = frozenset({400, 421, 431, 505})
"""Statuses by which a server may mean how it is spoken to, and not what it is asked for."""

_PROVEN: Final = 3
"""As what a host counts that has answered by HTTP/1.1: it may fail there once and is still asked so."""


class _Doubt(NamedTuple):
    strikes: int
    since: float


class Versions:
    """Remembers, of the *most* hosts that failed last, those that break HTTP/2 streams.

    Two broken streams in a row, whatever the code, speak for HTTP/1.1; so does one that was refused so often that
    libcurl gave up, which it does after five repeats that no option bounds (CONN_MAX_RETRIES in its
    Curl_retry_request). HTTP/1.1 is kept to for as long as it works. What had begun before the last news of a host is
    no news: streams that break together may have shared a connection.

    A host whose first answer over HTTP/2 is a complaint is asked once by HTTP/1.1, to see if it has more to say so. A
    refusal, or that there is nothing, is more: it is about what was asked for.
    """

    def __init__(self, most: int) -> None:
        self._doubts: Recent[Hashable, _Doubt] = Recent(most)
        self._heard: Recent[Hashable, bool] = Recent(most)

    def is_doubted(self, host: Hashable) -> bool:
        """Say whether *host* is to be asked by HTTP/1.1."""
        return host in self._doubts and self._doubts[host].strikes >= _ENOUGH

    def answered(self, host: Hashable, *, http2: bool, now: float) -> None:
        """Note that *host* has answered a request for which HTTP/2 was or was not offered."""
        if http2:
            self._doubts.pop(host, None)
        elif self.is_doubted(host):
            self._doubts[host] = _Doubt(_PROVEN, now)

    def is_to_compare(self, host: Hashable, status: int) -> bool:
        """Say whether *host*, whose answer over HTTP/2 has *status*, is to be asked by HTTP/1.1; once for each host."""
        if host in self._heard:
            return False
        self._heard.put(host, value=True)
        return status in _COMPLAINTS

    def compared(self, host: Hashable, status: int, now: float) -> bool:
        """Note what *host* has answered by HTTP/1.1 to what it complained of over HTTP/2; say whether that is more."""
        says_more = status not in _COMPLAINTS and status < FIRST_SERVER_ERROR_STATUS
        if says_more:
            self._doubts.put(host, _Doubt(_PROVEN, now))
        return says_more

    def failed(self, host: Hashable, error: FetchError, *, http2: bool, began: float, now: float) -> None:
        """Note that a request to *host* that *began* at that time failed with *error*; times as of one clock."""
        strikes, since = self._doubts.get(host, _Doubt(0, began))
        if began < since or (http2 and error.slug is not ErrorSlug.HTTP_STREAM):
            return
        strikes = strikes - 1 if not http2 else _ENOUGH if error.repeats else strikes + 1
        if strikes <= 0:
            self._doubts.pop(host, None)
            return
        self._doubts.put(host, _Doubt(strikes, now))
