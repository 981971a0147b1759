"""Hosts of one site that count requests together: a request to one of them is refused for those to another."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Final

from imgcrawl.identity.origins import UNLISTED, site
from imgcrawl.recent import Recent

if TYPE_CHECKING:
    from imgcrawl.frontier.rate import HostRate

_SITES: Final = 10_000
_MOST_HOSTS: Final = 64
"""Hosts of one site that may count together: each request of one of them costs all that wait a look."""

_BEHIND_S: Final = 0.5
"""By so much later than a host that is tested the others are asked."""

_TURN_S: Final = 0.001
"""By so much later than the others a host is asked that was asked last, so that each has its turn."""

_LAPSES_S: Final = 10.0
"""Time after which a host is tested no longer that has not been asked again: it may have nothing left."""

_OFTEN: Final = 3
"""Times that one host was refused so by which another one is the reason."""

_DISPROOFS: Final = 2
"""Refusals that no other host can be the reason for, by which hosts that seemed to count together do not."""


class Company:
    """The hosts of one site that have refused requests and named a time. Instants are epoch seconds.

    A host that was left alone for as long as it said refuses the next request only if somebody else has used up what
    it allows, or if it did not mean it. So where another one had been asked since, the others are left alone as well
    until it was asked again. If it refuses that too each host is one by itself; else those two hosts count together of
    which that is so, or one of which it is so three times. They do no longer once it has happened twice that the next
    request was refused though nobody else had been asked since: what is refused by chance may seem to be so for others.

    *rate*: what they bear together; None as long as they are not known to count so, and once they are known not to.
    """

    __slots__ = (
        "_asked",
        "_asked_at",
        "_disproofs",
        "_is_apart",
        "_next_at",
        "_other_asked_at",
        "_paused_until",
        "_rates",
        "_refused",
        "_shared",
        "_tested",
        "_tested_at",
        "rate",
    )

    def __init__(self) -> None:
        self.rate: HostRate | None = None
        self._shared: HostRate | None = None
        self._disproofs = 0
        self._next_at = self._paused_until = 0.0
        self._rates: dict[str, HostRate] = {}
        self._refused: list[str] = []
        self._tested = self._asked = ""
        self._is_apart = False
        self._asked_at = self._other_asked_at = self._tested_at = 0.0

    def takes(self, host: str) -> bool:
        """Say whether *host* is among those that have refused requests, or may be."""
        return host in self._rates or len(self._rates) < _MOST_HOSTS

    def rate_of(self, host: str, rate: HostRate) -> HostRate:
        """Return what *host*, which has this *rate* so far, bears: with the others, or by itself again."""
        if self.rate is not None:
            return self.rate
        return self._rates[host] if rate is self._shared else rate

    def next_at(self, host: str) -> float:
        """Return when *host* may be asked, as those that count together are asked in turn; 0 if they do not."""
        return self._next_at + _TURN_S * (host == self._asked) if self.rate is not None else 0.0

    def left_alone_until(self, host: str) -> float:
        """Return before when *host* is not to be asked for the sake of the others; 0 if that is over."""
        return 0.0 if host == self._tested else self._paused_until

    def sent(self, host: str, now: float, *, next_at: float) -> None:
        """Note a request to *host*, of which the next may be sent at *next_at*."""
        if host != self._asked:
            self._asked, self._other_asked_at = host, self._asked_at
        self._asked_at = now
        if self.rate is not None:
            self._next_at = max(self._next_at, next_at)

    def refused(self, host: str, rate: HostRate, *, is_repeated: bool) -> None:
        """Note that *host* names a time, before its *rate* is told; *is_repeated*: again, and gave nothing since."""
        self._rates[host] = self._rates[host] if rate is self._shared else rate
        if self._is_apart or self._is_other_tested(host):
            return
        others_at = self._other_asked_at if host == self._asked else self._asked_at
        is_for_others = is_repeated and others_at > rate.incident_at
        if self.rate is not None:
            self._disproofs += is_repeated and not is_for_others
            self._part_if_disproved()
            return
        self._is_apart = is_repeated and not is_for_others and host == self._tested
        self._tested, self._tested_at = host if is_for_others else "", self._asked_at
        self._refused += [host] * is_for_others
        if len(set(self._refused)) > 1 or len(self._refused) >= _OFTEN:
            self.rate, self._tested = deepcopy(min(self._rates.values(), key=lambda each: each.delay_s)), ""
            self._shared = self.rate

    def _part_if_disproved(self) -> None:
        if self._disproofs >= _DISPROOFS:
            self._is_apart, self.rate = True, None
            self._next_at = self._paused_until = 0.0

    def _is_other_tested(self, host: str) -> bool:
        """Say whether it is still open what another one than *host* gives; what *host* refuses may be for the same."""
        if self._tested in ("", host) or not self._rates[self._tested].troubled_since:
            return False
        return self._asked_at <= max(self._tested_at, self._paused_until) + _LAPSES_S

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
        """Return the company of *host*; one of its own where there are many, or a customer has it."""
        name = site(host)
        company = self._companies.use(name, Company) if name not in UNLISTED else None
        return company if company is not None and company.takes(host) else Company()
