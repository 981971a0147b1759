"""Refusals with a riddle that set a cookie: some fronts want that back, others want the riddle solved."""

from __future__ import annotations

from typing import Any

_RIDDLE = b'<!doctype html><title>One moment</title><form><div class="g-recaptcha" data-sitekey="6L"></div></form>'
_ROWS = 10


def test_a_cookie_that_came_with_a_riddle_is_brought_back(project, web):
    """The rows of a host that is content with it get their images; one that is not is asked so for one row."""

    def wall(visit: Any) -> Any:
        if "seen=1" in visit.headers.get("cookie", ""):
            return web.answer(body=web.picture(visit.path))
        return web.answer(403, _RIDDLE, "text/html", Set_Cookie="seen=1; Path=/")

    def riddle(visit: Any) -> Any:
        return web.answer(403, _RIDDLE, "text/html", Set_Cookie=f"seen=1; Path={visit.path}")

    project.world.scripts |= {"wall.test": wall, "riddle.test": riddle}
    hosts = ("wall", "riddle")
    project.write(
        (f"{host}-{n}", project.world.url(f"{host}.test", f"/{n}.jpg"), "") for host in hosts for n in range(_ROWS)
    )
    assert project.crawl(IMGCRAWL_HOST_CONCURRENCY="1").code == 0
    outcomes = project.outcomes()
    given = [outcomes[f"wall-{n}"] for n in range(_ROWS)]
    assert [outcome.ok for outcome in given] == [True] * _ROWS
    assert [outcome.rescued_by for outcome in given].count("cookies") == 1
    assert len(project.world.visits("wall.test")) == _ROWS + 1
    assert not any(outcomes[f"riddle-{n}"].ok for n in range(_ROWS))
    assert len(project.world.visits("riddle.test")) == _ROWS + 1
