"""What became of requests, as the judge of hosts wants to hear it: by host, instant and row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl import clock, keys
from imgcrawl.errors import ErrorSlug
from imgcrawl.frontier.hold import Miss
from imgcrawl.remedies.attempts.state import refusals_of
from imgcrawl.remedies.waits.disguise import is_as_begun

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy import Request

    from imgcrawl.frontier.hold import Turn
    from imgcrawl.frontier.judge import HostJudge
    from imgcrawl.frontier.trouble import Trouble
    from imgcrawl.remedies.answers.failures import Slowdown


class Reports:
    """Tells the judge what became of requests, for whoever found that out.

    *endpoint_of* returns the host and port that a request goes to, *host_of* its host.
    """

    def __init__(
        self, judge: HostJudge, *, endpoint_of: Callable[[Request], str], host_of: Callable[[Request], str]
    ) -> None:
        self._judge = judge
        self._endpoint_of = endpoint_of
        self._host_of = host_of

    def answered(self, request: Request, *, well: bool) -> None:
        """Note that *request* was answered."""
        key, sent_at = request.meta["download_slot"], request.meta[keys.SENT_AT]
        state = request.meta.get(keys.FETCH)
        row, was_silent = refusals_of(state), state is not None and state["error"] == ErrorSlug.TCP_TIMEOUT
        endpoint = self._endpoint_of(request)
        self._judge.answered(key, endpoint, sent_at=sent_at, well=well, row=row, was_silent=was_silent)

    def complained(self, request: Request, slowdown: Slowdown) -> None:
        """Note that the host of *request* wants fewer requests."""
        now = clock.now()
        key, row = request.meta["download_slot"], refusals_of(request.meta.get(keys.FETCH))
        self._judge.complained(key, slowdown, now=now, sent_at=_asked_at(request, now), row=row)

    def said_closed(self, request: Request) -> None:
        """Note that the host of *request* says that it is closed for a while."""
        now = clock.now()
        self._judge.said_closed(request.meta["download_slot"], now=now, sent_at=_asked_at(request, now))

    def narrow_if_crowded(self, request: Request, slug: ErrorSlug) -> bool:
        """Say whether *request* may have failed because others were under way to its host at the same time."""
        now = clock.now()
        key, sent_at = request.meta["download_slot"], _asked_at(request, now)
        return self._judge.narrow_if_crowded(key, slug, endpoint=self._endpoint_of(request), now=now, sent_at=sent_at)

    def left_alone_until(self, request: Request) -> float:
        """Return the epoch second before which nothing is sent to the host of *request*, as far as is known by now."""
        return self._judge.left_alone_until(request.meta["download_slot"])

    def failed(self, request: Request, trouble: Trouble) -> None:
        """Let the host of *request* be judged by its failure."""
        key = request.meta["download_slot"]
        is_own = key == self._host_of(request)
        self._judge.failed(key, trouble, endpoint=self._endpoint_of(request), is_own=is_own, now=clock.now())

    def turned(self, request: Request, kind: str, *, is_latest: bool, is_crowded: bool) -> Turn | None:
        """Note a failure of *request*, of a *kind* that may be its host's to all; return what it means if it waits."""
        now, state = clock.now(), request.meta[keys.FETCH]
        sent_at = _asked_at(request, now)
        miss = Miss(state["lane"], state["misses"], kind, sent_at, is_latest=is_latest, is_crowded=is_crowded)
        return self._judge.turned(request.meta["download_slot"], miss, now=now)

    def suspected_out(self, request: Request, *, is_crowded: bool, has_others: bool, rows: int) -> Turn | None:
        """Note a failure of *request* that may be an outage of its host; return what it means if it is one.

        *has_others*: its row may be asked for by clients that the host has not met. *rows*: how many of the host have
        no outcome yet.
        """
        now, state = clock.now(), request.meta[keys.FETCH]
        how = {"is_crowded": is_crowded, "is_check": state["returns_to"] is not None}
        miss = Miss(state["lane"], state["misses"], "", _asked_at(request, now), at_stake=rows, **how)
        return self._judge.suspected_out(request.meta["download_slot"], miss, now=now, has_others=has_others)

    def proved_up(self, request: Request) -> None:
        """Note that the host of *request* gave an answer that none gives which is out of order."""
        self._judge.proved_up(request.meta["download_slot"], sent_at=_asked_at(request))

    def gave(self, request: Request) -> None:
        """Note that *request* brought what looks like an image."""
        state, key, sent_at = request.meta[keys.FETCH], request.meta["download_slot"], _asked_at(request)
        is_same = is_as_begun(state, key)
        self._judge.gave(key, state["lane"], state["misses"], sent_at=sent_at, is_same=is_same)

    def took_back(self, request: Request) -> None:
        """Note that what *request* brought was no image."""
        state = request.meta[keys.FETCH]
        self._judge.took_back(request.meta["download_slot"], state["lane"], state["misses"])

    def spoke(self, request: Request) -> None:
        """Note that the host of *request* gave an answer that is about its row alone."""
        self._judge.spoke(request.meta["download_slot"], sent_at=_asked_at(request))


def _asked_at(request: Request, otherwise: float = 0.0) -> float:
    at: float = request.meta.get(keys.ASKED_AT, otherwise)
    return at
