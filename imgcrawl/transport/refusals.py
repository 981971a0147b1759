"""Tells a proxy that refuses us from hosts that do, or that are gone."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from imgcrawl.errors import FIRST_ERROR_STATUS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_LOGIN_REFUSALS: Final = 3
_HOSTS: Final = 20


class ProxyRefusals:
    """Watches what a proxy answers by itself.

    It wants another login (407) if it has said so three times in a row: of three hosts where the answer may be a
    host's own. It refuses everybody if it has refused tunnels (4xx) to twenty hosts and not let one through.
    A tunnel that it could not make (5xx) is its host's fault, or for the watch over outages to tell.
    """

    def __init__(self) -> None:
        self._login_wanted: set[str] = set()
        self._closed: set[str] = set()
        self._has_answered = False

    def refuses(self, host: str, status: int, *, by_tunnel: bool) -> bool:
        """Note the *status* of a tunnel to *host* that was not made, or of an answer; say whether we are refused."""
        if status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
            self._login_wanted.add(str(len(self._login_wanted)) if by_tunnel else host)
        elif not by_tunnel:
            self._has_answered = True
            self._login_wanted.clear()
            self._closed.clear()
        elif not self._has_answered and FIRST_ERROR_STATUS <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
            self._closed.add(host)
        return len(self._closed) >= _HOSTS or len(self._login_wanted) >= _LOGIN_REFUSALS


class ForwardRefusals:
    """Tells a proxy that refuses every address of http from hosts that do: its answer looks like theirs.

    Twenty hosts that were answered with one and the same refusal (4xx), none with anything else, raise the question. It
    is asked once: *ask* returns what the proxy answers for a name that everybody may ask for.
    """

    def __init__(self, ask: Callable[[], Awaitable[int]]) -> None:
        self._ask = ask
        self._status = 0
        self._hosts: set[str] = set()
        self._is_settled = False

    def leaves_doubt(self, status: int) -> bool:
        """Note *status*; say whether such an answer may be the proxy's own: all but good ones, until one came."""
        if status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
            return False
        is_refusal = FIRST_ERROR_STATUS <= status < HTTPStatus.INTERNAL_SERVER_ERROR
        if status < FIRST_ERROR_STATUS or (is_refusal and status != (self._status or status)):
            self._is_settled = True
        return status >= HTTPStatus.INTERNAL_SERVER_ERROR or not self._is_settled

    async def refuses(self, host: str, status: int) -> bool:
        """Note that *host* was answered with *status*, which leaves a doubt; say whether the proxy refuses us."""
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:  # that is for the watch over outages to tell
            return False
        self._status = status
        self._hosts.add(host)
        if len(self._hosts) < _HOSTS:
            return False
        self._is_settled = True
        return await self._ask() == status
