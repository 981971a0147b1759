"""Hosts that give their pictures only to who does not offer newer formats and codings, or names no language."""

from __future__ import annotations

from typing import Any

import pytest

from imgcrawl.config.sections.hosts import REMEDY_NAMES

ROWS = 12
SLOWLY = {"IMGCRAWL_HOST_CONCURRENCY": "2"}
WITHOUT_PAGES = ",".join(name for name in REMEDY_NAMES if not name.startswith("page"))


def broken(web: Any, kind: str, visit: Any) -> Any:
    """Return what comes to whoever offers newer formats."""
    whole = web.picture(visit.path, "WEBP")
    return {
        "404-vary": lambda: web.answer(404, Vary="Accept-Encoding, Accept"),
        "404": lambda: web.answer(404),
        "406": lambda: web.answer(406),
        "500": lambda: web.answer(500, Vary="Accept"),
        "empty": lambda: web.answer(200, media_type="image/webp"),
        "html": lambda: web.answer(200, b"<html>Fatal error</html>", "text/html", Vary="Accept"),
        "cut": lambda: web.answer(200, whole[: len(whole) // 2], "image/webp"),
        "corrupt": lambda: web.answer(200, whole[:16] + b"\xff" * (len(whole) - 16), "image/webp"),
    }[kind]()


@pytest.mark.parametrize("kind", ["404-vary", "404", "406", "500", "empty", "html", "cut", "corrupt"])
def test_a_newer_format_that_is_broken(project, web, kind):
    """A host whose conversion is broken gives all its pictures, and is asked plainly once that is known."""

    def script(visit: Any) -> Any:
        if any(name in visit.headers["accept"] for name in ("webp", "avif")):
            return broken(web, kind, visit)
        return web.answer(body=web.picture(visit.path))

    project.world.scripts["negotiating.test"] = script
    project.write([(str(n), project.world.url("negotiating.test", f"/{n}.jpg"), "") for n in range(ROWS)])
    done = project.crawl(IMGCRAWL_REMEDIES=WITHOUT_PAGES, **SLOWLY)
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    assert {row: outcome.error for row, outcome in outcomes.items() if not outcome.ok} == {}
    assert "plain_accept" in {outcome.rescued_by for outcome in outcomes.values()} <= {None, "plain_accept"}
    visits = project.world.visits("negotiating.test")
    assert len({visit.headers["user-agent"] for visit in visits}) == 1
    is_seen_late = kind in ("cut", "corrupt")  # once it is decoded, when the other rows have been asked for
    assert len(visits) <= (2 * ROWS if is_seen_late else ROWS + 6)


def test_a_limit_between_the_question_and_its_answer(project, web):
    """A host that has enough for a moment when it is asked plainly is asked so again: it said nothing of the header."""
    plain: list[Any] = []

    def script(visit: Any) -> Any:
        if "webp" in visit.headers["accept"]:
            return web.answer(406)
        plain.append(visit)
        return web.answer(429) if len(plain) == 1 else web.answer(body=web.picture(visit.path))

    project.world.scripts["busy.test"] = script
    project.write([("1", project.world.url("busy.test"), "")])
    done = project.crawl(IMGCRAWL_REMEDIES=WITHOUT_PAGES)
    assert done.code == 0, done.errors
    assert [(o.ok, o.rescued_by, o.attempts) for o in project.outcomes().values()] == [(True, "plain_accept", 3)]


def test_a_coding_that_is_broken(project, web):
    """A host that breaks what it codes gives all its pictures to who asks for no coding."""

    def script(visit: Any) -> Any:
        if visit.headers["accept-encoding"] != "identity":
            return web.answer(body=b"\x1f\x8b\x08junk" * 9, Content_Encoding="gzip")
        return web.answer(body=web.picture(visit.path))

    project.world.scripts["coding.test"] = script
    project.write([(str(n), project.world.url("coding.test", f"/{n}.jpg"), "") for n in range(ROWS)])
    done = project.crawl(**SLOWLY)
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    assert {row: outcome.error for row, outcome in outcomes.items() if not outcome.ok} == {}
    assert {outcome.rescued_by for outcome in outcomes.values()} == {None, "plain_encoding"}
    assert len(project.world.visits("coding.test")) <= ROWS + 6


def test_a_coding_that_is_only_named(project, web):
    """A picture that is said to be coded, and is not, is taken as it came."""
    project.world.scripts["naming.test"] = lambda visit: web.answer(body=web.picture(visit.path), Content_Encoding="br")
    project.write([("1", project.world.url("naming.test"), "")])
    done = project.crawl()
    assert done.code == 0, done.errors
    assert [(outcome.ok, outcome.attempts) for outcome in project.outcomes().values()] == [(True, 1)]


def test_a_host_that_has_changed_its_mind(project, web):
    """What a run has learnt of headers is unlearnt by the next one, for good, and costs no row its image."""
    refused = ["webp"]

    def script(visit: Any) -> Any:
        offers = "webp" if "webp" in visit.headers["accept"] else "plain"
        return web.answer(404, Vary="Accept") if offers in refused else web.answer(body=web.picture(visit.path))

    project.world.scripts["changing.test"] = script
    project.write([(str(n), project.world.url("changing.test", f"/{n}.jpg"), "") for n in range(ROWS)])
    requests = []
    for run in ("first", "second", "third"):
        done = project.crawl("-a", f"run={run}", IMGCRAWL_REMEDIES=WITHOUT_PAGES, **SLOWLY)
        assert done.code == 0, done.errors
        outcomes = project.outcomes()
        assert {row: outcome.error for row, outcome in outcomes.items() if not outcome.ok} == {}
        requests.append(sum(outcome.attempts for outcome in outcomes.values()))
        refused[:] = ["plain"]
    assert ROWS < requests[1] <= ROWS + 6
    assert requests[2] == ROWS


@pytest.mark.parametrize("there", ["404", "home"])
def test_a_folder_for_the_readers_language(project, web, there):
    """A host that sends readers of English to a folder without pictures gives them all to who names no language."""

    def script(visit: Any) -> Any:
        if visit.path.startswith("/en"):
            return web.answer(404) if there == "404" else web.answer(200, b"<html>Welcome</html>", "text/html")
        if visit.headers.get("accept-language", "").startswith("en"):
            return web.answer(302, Location=f"/en{visit.path}" if there == "404" else "/en-us/")
        return web.answer(body=web.picture(visit.path))

    project.world.scripts["speaking.test"] = script
    project.write([(str(n), project.world.url("speaking.test", f"/{n}.jpg"), "") for n in range(ROWS)])
    done = project.crawl(**SLOWLY)
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    assert {row: outcome.error for row, outcome in outcomes.items() if not outcome.ok} == {}
    assert {outcome.rescued_by for outcome in outcomes.values()} == {None, "no_language"}
    assert len(project.world.visits("speaking.test")) <= ROWS + 8


def test_a_refusal_for_the_newer_formats_alone_ends_with_our_own_name(project, web):
    """That offers none, so that a 403 needs no plain Accept of its own: all rows have their images."""

    def script(visit: Any) -> Any:
        is_refused = any(name in visit.headers["accept"] for name in ("webp", "avif"))
        return web.answer(403) if is_refused else web.answer(body=web.picture(visit.path))

    project.world.scripts["refusing.test"] = script
    project.write([(str(n), project.world.url("refusing.test", f"/{n}.jpg"), "") for n in range(ROWS)])
    done = project.crawl(**SLOWLY)
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    assert {row: outcome.error for row, outcome in outcomes.items() if not outcome.ok} == {}
    assert {outcome.rescued_by for outcome in outcomes.values()} == {None, "bot_identity"}
    assert len(project.world.visits("refusing.test")) <= ROWS + 12
