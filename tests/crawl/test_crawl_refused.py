"""Rows that a host refused before another row found the way in which it gives its images."""

from __future__ import annotations

import time
from typing import Any

import pytest

from imgcrawl.config.sections.hosts import REMEDY_NAMES

SLOWLY = {"IMGCRAWL_HOST_CONCURRENCY": "2"}
WITHOUT_PAGES = [name for name in REMEDY_NAMES if not name.startswith("page")]


def is_honest(visit: Any) -> bool:
    """Say whether imgcrawl asks under its own name."""
    return visit.headers["user-agent"].startswith("imgcrawl/")


def is_firefox(visit: Any) -> bool:
    """Say whether Firefox asks."""
    return "Firefox/" in visit.headers["user-agent"]


def refusing(web: Any, passes: Any, *, status: int, body: bytes = b"") -> Any:
    """Return the script of a host that gives its images to whom *passes* lets in."""
    return lambda visit: (
        web.answer(body=web.picture(visit.path))
        if passes(visit)
        else web.answer(status, body=body, media_type="text/html")
    )


@pytest.mark.parametrize("passes", [is_honest, is_firefox])
@pytest.mark.parametrize(("status", "body"), [(200, b"<html>Are you human?</html>"), (403, b"")], ids=["html", "403"])
def test_the_first_rows_profit_from_what_later_ones_find(project, web, passes, status, body):
    """All rows of a host that gives its images in one way have theirs, the ones before that was found included."""
    project.world.scripts["fussy.test"] = refusing(web, passes, status=status, body=body)
    project.write([(str(n), project.world.url("fussy.test", f"/{n}.jpg"), "") for n in range(12)])
    done = project.crawl(**SLOWLY)
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    assert {row: outcome.error for row, outcome in outcomes.items() if not outcome.ok} == {}
    assert done.stats["imgcrawl/outcome/ok"] == done.stats["imgcrawl/rows"] == 12
    assert len(project.world.log) == sum(outcome.attempts for outcome in outcomes.values()) <= 30


def test_a_host_that_lets_nobody_in_has_its_outcomes(project, web):
    """Rows whose host never gives anything fail when its last row has, with their own errors, twins included."""
    project.world.scripts["fussy.test"] = lambda _visit: web.answer(
        200, body=b"<html>No.</html>", media_type="text/html"
    )
    listed = [(str(n), project.world.url("fussy.test", f"/{n}.jpg"), "") for n in range(12)]
    project.write([*listed, ("twin", listed[0][1], "")])
    done = project.crawl(**SLOWLY)
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    assert {outcome.error for outcome in outcomes.values()} == {"content_html"}
    assert (len(outcomes), done.stats["imgcrawl/rows"]) == (13, 13)
    assert len(project.world.log) <= 12 + 13
    assert done.seconds < 100


@pytest.mark.parametrize("passes", [is_honest, is_firefox])
@pytest.mark.parametrize("dead", [range(3), range(0, 40, 5), range(22, 25)], ids=["first", "here-and-there", "last"])
def test_rows_that_nobody_is_given_do_not_cost_the_others_theirs(project, web, passes, dead):
    """A host that refuses what is missing, and wants to be asked in one way, gives all that is there."""
    script = refusing(web, passes, status=403)
    missing = {f"/{n}.jpg" for n in dead}
    project.world.scripts["fussy.test"] = lambda visit: web.answer(403) if visit.path in missing else script(visit)
    project.write([(str(n), project.world.url("fussy.test", f"/{n}.jpg"), "") for n in range(25)])
    done = project.crawl(**SLOWLY)
    assert done.code == 0, done.errors
    failed = {f"/{row}.jpg" for row, outcome in project.outcomes().items() if not outcome.ok}
    assert failed == missing & {f"/{n}.jpg" for n in range(25)}
    assert len(project.world.log) <= 54


@pytest.mark.parametrize("engine", ["Firefox/", "Version/", "imgcrawl/"], ids=["gecko", "webkit", "honest"])
def test_a_host_that_hangs_up_on_other_engines_gives_its_images(project, web, engine):
    """Where all connections of but one kind of client are cut after the request, that kind is found, and kept to."""
    project.world.scripts["cutting.test"] = lambda visit: (
        web.answer(body=web.picture(visit.path))
        if engine in visit.headers["user-agent"]
        else web.Reply(b"", reset=True)
    )
    project.write([(str(n), project.world.url("cutting.test", f"/{n}.jpg"), "") for n in range(20)])
    done = project.crawl(**SLOWLY)
    assert done.code == 0, done.errors
    assert {row: outcome.error for row, outcome in project.outcomes().items() if not outcome.ok} == {}
    assert len(project.world.log) <= 2 * 20 + 12 + 5


def test_a_host_that_hangs_up_on_everybody_stays_cheap(project, web):
    """Who cuts all connections costs the probes of an outage and the search, however many rows there are."""
    project.world.scripts["cutting.test"] = lambda _visit: web.Reply(b"", reset=True)
    project.write([(str(n), project.world.url("cutting.test", f"/{n}.jpg"), "") for n in range(60)])
    done = project.crawl(**SLOWLY, IMGCRAWL_HOST_OUTAGE_SECONDS="3")
    assert done.code == 0, done.errors
    assert {outcome.error for outcome in project.outcomes().values()} == {"tcp_reset"}
    assert len(project.world.log) <= 60 + 12 + 21


@pytest.mark.parametrize("dead", [range(5), range(0, 10, 2), range(5, 10)], ids=["first", "in-turn", "last"])
def test_a_row_that_is_missing_shows_the_way_to_others(project, web, dead):
    """A host that wants each row's own page as the referer says so by 404 to who sends it, and gives what is there."""
    page = "http://pages.test/show/{}"

    def script(visit: Any) -> Any:
        number = visit.path[1:-4]
        if visit.headers.get("referer") != page.format(number):
            return web.answer(403)
        return web.answer(404) if int(number) in dead else web.answer(body=web.picture(visit.path))

    project.world.scripts["strict.test"] = script
    project.write([(str(n), project.world.url("strict.test", f"/{n}.jpg"), page.format(n)) for n in range(10)])
    done = project.crawl(IMGCRAWL_REMEDIES=",".join(WITHOUT_PAGES), **SLOWLY)
    assert done.code == 0, done.errors
    errors = {int(row): outcome.error for row, outcome in project.outcomes().items() if not outcome.ok}
    assert errors == dict.fromkeys(dead, "http_404")


@pytest.mark.parametrize("wanted", ["own site", "own page"])
def test_a_host_that_shows_a_notice_to_who_names_no_page(project, web, wanted):
    """Images over http on a page over https come with its referer where a notice is all that comes without."""
    page = "https://pages.test/show/{}"

    def script(visit: Any) -> Any:
        referer = visit.headers.get("referer", "")
        if visit.path.startswith("/static/"):
            return web.answer(body=web.picture("notice", "PNG"), media_type="image/png")
        if referer.startswith("http://linked.test" if wanted == "own site" else page.format(visit.path[1:-4])):
            return web.answer(body=web.picture(visit.path))
        return web.answer(302, Location="/static/no-image.png")

    project.world.scripts["linked.test"] = script
    project.write([(str(n), project.world.url("linked.test", f"/{n}.jpg"), page.format(n)) for n in range(7)])
    done = project.crawl(IMGCRAWL_REMEDIES=",".join(WITHOUT_PAGES), **SLOWLY)
    assert done.code == 0, done.errors
    assert {row: outcome.error for row, outcome in project.outcomes().items() if not outcome.ok} == {}


def test_notices_that_go_away_by_themselves_do_so_for_all_rows(project, web):
    """Two rows are looked at later, and the others once the image of one has come."""
    begun: list[float] = []

    def script(visit: Any) -> Any:
        begun.append(time.monotonic())
        name = visit.path if begun[-1] - begun[0] > 1.0 else "notice"
        return web.answer(body=web.picture(name, "PNG"), media_type="image/png")

    project.world.scripts["busy.test"] = script
    project.write([(str(n), project.world.url("busy.test", f"/heron-{n}/{n}.png"), "") for n in range(8)])
    done = project.crawl(IMGCRAWL_REMEDIES="look_again", IMGCRAWL_RETRY_BASE_SECONDS="0.3")
    assert done.code == 0, done.errors
    assert {row: outcome.error for row, outcome in project.outcomes().items() if not outcome.ok} == {}
    assert len(project.world.log) <= 2 * 8 + 4


FAMILIES = ("Firefox/", "Chrome/", "Version/", "imgcrawl/")


@pytest.mark.parametrize("spared", ["Firefox/", "Version/"])
@pytest.mark.parametrize("cut", [False, True], ids=["403", "reset"])
def test_a_host_that_turns_against_a_client_gives_its_images_to_another(project, web, spared, cut):
    """Who is refused after so many requests is succeeded by the next client after one wait, and that by another."""
    served = dict.fromkeys(FAMILIES, 0)

    def script(visit: Any) -> Any:
        family = next(name for name in FAMILIES if name in visit.headers["user-agent"])
        served[family] += 1
        if served[family] > 8 and family != spared:
            return web.Reply(b"", reset=True) if cut else web.answer(403)
        return web.answer(body=web.picture(visit.path))

    project.world.scripts["turns.test"] = script
    page = project.world.url("pages.test", "/show/1")
    project.write([(str(n), project.world.url("turns.test", f"/{n}.jpg"), page) for n in range(40)])
    done = project.crawl(**SLOWLY)
    assert done.code == 0, done.errors
    assert {row: outcome.error for row, outcome in project.outcomes().items() if not outcome.ok} == {}
    assert sum(count > 0 for count in served.values()) >= 2
    assert len(project.world.visits("turns.test")) <= 40 * 3


def test_a_host_whose_cookies_outgrow_it_gives_its_images(project, web):
    """It sets one more with each answer, and finds them too many; then it is asked without them, in the same way."""
    refused = []

    def script(visit: Any) -> Any:
        if len(visit.headers.get("cookie", "")) > 100:
            refused.append(visit)
            return web.answer(400, body=b"Request Header Or Cookie Too Large")
        name = visit.path.strip("/").replace(".jpg", "")
        return web.answer(body=web.picture(visit.path), Set_Cookie=f"seen{name}={'x' * 20}; Path=/")

    project.world.scripts["baker.test"] = script
    project.write([(str(n), project.world.url("baker.test", f"/{n}.jpg"), "") for n in range(20)])
    done = project.crawl(**SLOWLY)
    assert done.code == 0, done.errors
    assert {(outcome.error, outcome.rescued_by) for outcome in project.outcomes().values()} == {
        (None, None),
        (None, "retry"),
    }
    assert 0 < len(refused) < 20
