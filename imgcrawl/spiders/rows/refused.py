"""Rows that their host refused in every way that was tried, kept for the way that another row may find.

Such a way is to ask over https, too, where http has given nothing, or a while later, where there was a notice. Where a
row was given its image that no page of another site has led to, one that was found on such is asked for as from the
image's own site, and the others if that helps.

Rows that their host, closed for a while, put off for longer than they wait are asked for once more when it gives others
their images.
Rows that a redirect led to another host, which refused them, wait for others of their own host that it led there too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imgcrawl.errors import NOT_THERE, ErrorSlug
from imgcrawl.intake.address import host_of, host_of_row
from imgcrawl.intake.spellings import secured
from imgcrawl.remedies.hosts.strangers import is_found_elsewhere, may_mind_links
from imgcrawl.remedies.places.elsewhere import HTTPS
from imgcrawl.remedies.rules.groups import SIDE_ROADS
from imgcrawl.remedies.rules.variants import LADDER, OTHER_WAYS, OWN_SITE
from imgcrawl.remedies.waits.again import LATER, LOOK_AGAIN
from imgcrawl.remedies.waits.promised import is_put_off
from imgcrawl.spiders.rows.withheld import WithheldRows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from imgcrawl.records import Outcome
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.spiders.rows.withheld import Refused

_SHOWN = OTHER_WAYS | {HTTPS}
"""Ways that are another one than that in which a row was refused, whenever they help."""


class RefusedRows(WithheldRows):
    """Keeps refused rows until another row of their host is let in by a way in which they were not asked for.

    *ask_again* is then called with the row and the way; at once where another row was let in so already.
    """

    def __init__(
        self,
        *,
        rows_of: Callable[[str], int],
        ask_again: Callable[[Refused, str], None],
        give_up: Callable[[Refused], None],
    ) -> None:
        super().__init__(rows_of=rows_of, give_up=give_up)
        self._ask_again = ask_again
        self._ways_in: dict[str, set[tuple[str, str]]] = {}
        self._own_tried: set[str] = set()

    def keep(self, row: Refused) -> bool:
        """Keep *row* or have it asked for again, and return True; False where neither helps, or there is no room."""
        host = host_of_row(row.outcome.url, row.outcome.page_url)
        if row.state["refused_at"] is None:
            return False
        if row.outcome.error not in NOT_THERE and (way := self._way_lacking(row.state, host)):
            self._ask_again(row, way)
            return True
        return self._put(host, row)

    def recorded(self, outcome: Outcome) -> None:
        """Note that another row has its *outcome*, which may show the way to those of its host, or be the last one."""
        way = _way_in(outcome)
        if not (way or self._kept or self._ways_in or self._own_tried):
            return
        host = host_of_row(outcome.url, outcome.page_url)
        if way:
            where = _let_in_at(outcome, way)
            self._ways_in.setdefault(host, set()).add((way, where))
            for row in self._take(host, lambda row: _is_open(row.state, host, way, where)):
                self._ask_again(row, way)
        is_given = outcome.ok and outcome.rescued_by not in SIDE_ROADS
        if is_given and not way and not is_found_elsewhere(outcome.url, outcome.page_url):
            self._ask_one_as_from_own_site(host)
        if is_given:
            for row in self._take(host, lambda row: is_put_off(row.state)):
                self._ask_again(row, "wait")
        rows = self._rows_of(host)
        if rows <= self.count(host):
            self.let_go(host)
        if not rows:
            self._ways_in.pop(host, None)
            self._own_tried.discard(host)

    def _ask_one_as_from_own_site(self, host: str) -> None:
        """Have one of the rows asked for so that *host* may have refused for the site that they were found on."""
        if host in self._own_tried:
            return
        minded = next((row for row in self._kept.get(host, ()) if _may_be_for_link(row, host)), None)
        if minded is not None:
            self._own_tried.add(host)
            self._take(host, lambda row: row is minded)
            self._ask_again(minded, OWN_SITE)

    def _way_lacking(self, state: FetchState, host: str) -> str | None:
        """Return a way in which others of *host* were let in, and the row was not asked for."""
        open_ = {way for way, where in self._ways_in.get(host, ()) if _is_open(state, host, way, where)}
        return next((way.name for way in LADDER if way.name in open_), None)


def _way_in(outcome: Outcome) -> str | None:
    """Return the way in which a row that had been refused was let in: to its image, or to hear that it is missing.

    Who heard that at first is told so in all ways.
    """
    ways, trail = [outcome.rescued_by] if outcome.ok else [], outcome.trail or ()
    if outcome.error in NOT_THERE and trail and trail[0]["error"] not in NOT_THERE:
        ways = [entry["remedy"] for entry in trail if entry["error"] == outcome.error]
    return next((way for way in ways if way in _SHOWN or (way == LOOK_AGAIN and _is_as_before(trail))), None)


def _is_as_before(trail: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether the last attempt of *trail* was made in a way of one before: another look may be in another way."""
    *before, last = [entry.get("variant") for entry in trail] or [None]
    return not before or last in before


def _let_in_at(outcome: Outcome, way: str) -> str:
    """Return the host that let the row in by this *way*: its own, or where redirects led."""
    asked = [entry.get("url") for entry in outcome.trail or () if entry["remedy"] == way]
    return host_of((asked[-1] if asked else outcome.final_url) or outcome.url)


def _is_open(state: FetchState, host: str, way: str, where: str) -> bool:
    """Say whether a row of *host* may be let in by the *way* in which another was let in at *where*."""
    is_there = _has_refused(state, host) if where == host else state["refused_at"] == host
    is_there = is_there or (state["refused_at"] == where and way != HTTPS)
    return is_there and not _was_asked(state, way)


def _has_refused(state: FetchState, host: str) -> bool:
    """Say whether the row's own *host* is who refused it, be it by a redirect to what all get whom it refuses."""
    return state["refused_at"] == host or state["led_to"] is not None


def _may_be_for_link(row: Refused, host: str) -> bool:
    error, state = row.outcome.error, row.state
    if not _has_refused(state, host) or error is None or not may_mind_links(ErrorSlug(error)):
        return False
    return is_found_elsewhere(state["url"], state["page_url"]) and not _was_asked(state, OWN_SITE)


def _was_asked(state: FetchState, way: str) -> bool:
    if way == HTTPS:
        url = secured(state["url"])
        return url is None or url in state["tried"]
    if way == LOOK_AGAIN:
        return state["error"] != ErrorSlug.CONTENT_PLACEHOLDER or LATER in state["tried"]
    return way == state["variant"] or way in state["tried"]
