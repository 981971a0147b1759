"""Hosts of one site that count requests together: a request to one of them is refused for those to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl.identity.origins import site
from imgcrawl.recent import Recent

if TYPE_CHECKING:
    from imgcrawl.frontier.rate import HostRate

_SITES: Final = 10_000
_MOST_HOSTS: Final = 64
_BEHIND_S: Final = 0.5
"""By so much later than a host that is tested the others are asked."""

_OFTEN: Final = 3
"""Times that one host was refused so by which another one is the reason."""


class Company:
    """The hosts of one site that have refused requests and named a time. Instants are epoch seconds.

    A host that was left alone for as long as it said refuses the next request only if somebody else has used up what
    it allows, or if it did not mean it. So where another one had been asked since, the others are left alone as well
    until it was asked again. If it refuses that too each host is one by itself; else those two hosts count together of
    which that is so, or one of which it is so three times.

    *rate*: what they bear together; None as long as they are not known to count so. *next_at*: when any of them may be
    asked again then, else 0.
    """

    __slots__ = (
        "_asked",
        "_asked_at",
        "_is_apart",
        "_other_asked_at",
        "_paused_until",
        "_rates",
        "_refused",
        "_tested",
        "next_at",
        "rate",
    )

    def __init__(self) -> None:
        self.rate: HostRate | None = None
        self.next_at = self._paused_until = 0.0
        self._rates: dict[str, HostRate] = {}
        self._refused: list[str] = []
        self._tested = self._asked = ""
        self._is_apart = False
        self._asked_at = self._other_asked_at = 0.0

    def left_alone_until(self, host: str) -> float:
        """Return before when *host* is not to be asked for the sake of the others; 0 if that is over."""
        return 0.0 if host == self._tested else self._paused_until

    def sent(self, host: str, now: float, *, next_at: float) -> None:
        """Note a request to *host*, of which the next may be sent at *next_at*."""
        if host != self._asked:
            self._asked, self._other_asked_at = host, self._asked_at
        self._asked_at = now
        if self.rate is not None:
            self.next_at = max(self.next_at, next_at)

    def refused(self, host: str, rate: HostRate, *, is_repeated: bool) -> None:
        """Note that *host* names a time, before its *rate* is told; *is_repeated*: again, and gave nothing since."""
        if self.rate is not None or self._is_apart or (host not in self._rates and len(self._rates) >= _MOST_HOSTS):
            return
        self._rates[host] = rate
        if self._tested not in ("", host) and self._rates[self._tested].troubled_since:
            return
        others_at = self._other_asked_at if host == self._asked else self._asked_at
        is_for_others = is_repeated and others_at > rate.incident_at
        self._is_apart = is_repeated and not is_for_others and host == self._tested
        self._tested = host if is_for_others else ""
        self._refused += [host] * is_for_others
        if len(set(self._refused)) > 1 or len(self._refused) >= _OFTEN:
            self.rate, self._tested = min(self._rates.values(), key=lambda each: each.delay_s), ""

    def pause(self, host: str, until: float) -> None:
        """Send nothing before *until*, as *host* says, to any that counts together with it, or may do so."""
        if self.rate is not None:
            self._paused_until = max(self._paused_until, until)
        elif host == self._tested:
            self._paused_until = max(self._paused_until, until + _BEHIND_S)


class Companies:
    """What is known of the hosts of each site that have refused requests; of sites, the last 10,000."""

    def __init__(self) -> None:
        self._companies: Recent[str, Company] = Recent(_SITES)

    def of(self, host: str) -> Company:
        """Return the company of *host*."""
        return self._companies.use(site(host), Company)
