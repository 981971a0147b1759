"""Tells a proxy that refuses us from hosts that do, or that are gone."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from imgcrawl.errors import FIRST_ERROR_STATUS

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
