"""A name that was given up and redirects all of it to another site's home page, as both hosts see it."""

from __future__ import annotations

from typing import Any

PATHS = [f"/data/pictures/2017/04/L08902{n}.jpg" for n in range(50, 60)]


def test_a_path_that_a_redirect_has_lost_is_asked_for_where_that_leads(project, web):
    """Each row costs its old address and the new one, the home page is asked for once; what came alike is no image."""
    world, gone = project.world, PATHS[7:]
    home = web.answer(body=b"<html><title>Welcome</title></html>", media_type="text/html")

    def new(visit: Any) -> Any:
        if visit.target in PATHS:
            return web.answer(body=web.picture("none" if visit.target in gone else visit.target))
        return home

    world.scripts["old.test"] = lambda _: web.answer(301, Location=world.url("new.test", "/"))
    world.scripts["new.test"] = new
    project.write([(path[-6:-4], world.url("old.test", path), "") for path in PATHS])
    done = project.crawl(IMGCRAWL_HOST_CONCURRENCY="1")
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    assert {row for row, outcome in outcomes.items() if outcome.ok} == {path[-6:-4] for path in PATHS[:7]}
    assert {outcome.rescued_by for outcome in outcomes.values() if outcome.ok} == {"same_path"}
    assert outcomes["50"].final_url == world.url("new.test", PATHS[0])
    assert len(world.visits("new.test", "/")) == 1


def test_where_the_path_is_not_there_few_rows_ask(project, web):
    """A name that leads to another site for good costs a few requests; its rows fail with what they had."""
    world, paths = project.world, [f"/data/pictures/2017/04/L08902{n}.jpg" for n in range(10, 70)]
    home = web.answer(body=b"<html><title>Welcome</title></html>", media_type="text/html")
    world.scripts["old.test"] = lambda _: web.answer(301, Location=world.url("new.test", "/"))
    world.scripts["new.test"] = lambda visit: home if visit.path == "/" else web.answer(404)
    project.write([(path[-6:-4], world.url("old.test", path), "") for path in paths])
    assert project.crawl(IMGCRAWL_HOST_CONCURRENCY="1").code == 0
    assert {outcome.error for outcome in project.outcomes().values()} == {"content_html"}
    asked = [visit for visit in world.visits("new.test") if visit.target in paths]
    assert 3 <= len(asked) <= len(paths) / 3  # others are under way when the third comes back


def test_a_path_by_way_of_which_redirects_have_gone_is_not_asked_for_again(project, web):
    """The new host has led it to the home page itself."""
    world = project.world
    home = web.answer(body=b"<html><title>Welcome</title></html>", media_type="text/html")
    world.scripts["old.test"] = lambda visit: web.answer(301, Location=world.url("new.test", visit.target))
    world.scripts["new.test"] = lambda visit: home if visit.path == "/" else web.answer(302, Location="/")
    project.write([("1", world.url("old.test", PATHS[0]), "")])
    assert project.crawl(IMGCRAWL_REMEDIES="same_path").code == 0
    assert [visit.target for visit in world.visits("new.test")] == [PATHS[0], "/"]
