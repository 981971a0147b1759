"""Hosts that allow a client few connections, and refuse every further one in a manner of their own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = 12
MANNERS = ("503", "429", "503-and-close", "reset")
LIMITS = (1, 2)


class Crowded:
    """One crawl of hosts for each limit and manner, and what they saw."""

    def __init__(self, project: Any, web: Any) -> None:
        self.world, self.web = project.world, web
        rows = []
        for limit in LIMITS:
            for manner in MANNERS:
                host = f"{manner}-{limit}.test"
                self.world.scripts[host] = self._limited(limit, manner)
                rows += [(f"{manner}-{limit}/{n}", self.world.url(host, f"/{n}.jpg"), "") for n in range(ROWS)]
        self.world.scripts["picky.test"] = self._picky
        rows += [(f"picky/{n}", self.world.url("picky.test", f"/{n}.jpg"), "") for n in range(ROWS)]
        project.write(rows)
        self.crawl = project.crawl(IMGCRAWL_HOST_CONCURRENCY_START="4")
        self.outcomes = project.outcomes()

    def _picky(self, visit: Any) -> Any:
        """Serve one browser alone, on one connection."""
        if visit.connections > 1:
            return self.web.answer(503, b"too many connections", "text/plain")
        if "Firefox" not in visit.headers["user-agent"]:
            return self.web.answer(403, b"not you", "text/html")
        return self.web.answer(body=self.web.picture(visit.path))

    def _limited(self, limit: int, manner: str) -> Callable[[Any], Any]:
        async def script(visit: Any) -> Any:
            if visit.connections > limit:
                if manner == "reset":
                    return self.web.Reply(b"", reset=True)
                reply = self.web.answer(int(manner[:3]), b"too many connections", "text/plain")
                return reply._replace(close="close" in manner)
            await asyncio.sleep(0.03)
            return self.web.answer(body=self.web.picture(visit.host + visit.path))

        return script


@pytest.fixture(scope="module")
def crowded(projects, web):
    """Crawl them once."""
    return Crowded(projects("crowded"), web)


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("limit", LIMITS)
def test_no_row_is_lost(crowded, manner, limit):
    """Every image is had from a host that allows few connections, whatever it does to the others."""
    errors = {n: crowded.outcomes[f"{manner}-{limit}/{n}"].error for n in range(ROWS)}
    assert errors == dict.fromkeys(range(ROWS))


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("limit", LIMITS)
def test_the_limit_is_learnt_soon(crowded, manner, limit):
    """After the first refusals, which were under way together, hardly another connection is one too many."""
    visits = crowded.world.visits(f"{manner}-{limit}.test")
    assert len(visits) <= ROWS + 8
    assert all(v.connections <= limit for v in visits[-ROWS // 2 :])


def test_one_browsers_connections_do_not_crowd_out_anothers(crowded):
    """A host of one connection that wants another browser gets it, though each browser has connections of its own."""
    errors = {n: crowded.outcomes[f"picky/{n}"].error for n in range(ROWS)}
    assert errors == dict.fromkeys(range(ROWS))
    assert len(crowded.world.visits("picky.test")) <= 3 * ROWS
