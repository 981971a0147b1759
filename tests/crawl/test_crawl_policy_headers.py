"""Hosts that give their images to those who have a key or a session."""

from __future__ import annotations

from typing import Any

_POLICY = """
[archive]
domains = ["site.test"]
headers = { X-Key = "S3C", Authorization = "Bearer S3C", Cookie = "session=S3C" }
"""
_OPENS = ("x-key", "authorization", "cookie")


def test_a_policy_opens_a_door_and_no_other(project, web, secure):
    """Its host sees key and session with image, page and repeated request; the one that it redirects to does not."""
    failed: list[str] = []

    def archive(visit: Any) -> Any:
        if any("S3C" not in visit.headers.get(name, "") for name in _OPENS):
            return web.answer(403)
        if visit.path.startswith("/away"):
            return web.answer(302, Location=secure.url("other.test", visit.path))
        if visit.path == "/flaky.jpg" and not failed:
            failed.append(visit.path)
            return web.answer(503)
        if visit.path == "/quartz-0417.jpg":
            return web.answer(404)
        if visit.path == "/page":
            return web.answer(200, b'<img src="/there/quartz-0417.jpg">', "text/html")
        return web.answer(200, web.picture(visit.path))

    secure.scripts["site.test"] = archive
    secure.scripts["other.test"] = lambda visit: web.answer(200, web.picture(visit.path))
    names = ["1", "away", "flaky", "quartz-0417"]
    project.write((name, secure.url("site.test", f"/{name}.jpg"), secure.url("site.test", "/page")) for name in names)
    (project.folder / "own.toml").write_text(_POLICY)
    done = project.crawl(
        IMGCRAWL_HOST_POLICIES=str(project.folder / "own.toml"), IMGCRAWL_TLS_CA_FILE=str(project.folder / "ca.pem")
    )
    assert done.code == 0, done.errors
    assert {name: outcome.error for name, outcome in project.outcomes().items()} == dict.fromkeys(names)
    theirs = [visit for visit in secure.visits("site.test") if visit.path != "/robots.txt"]
    assert {"/page", "/flaky.jpg", "/there/quartz-0417.jpg"} <= {visit.path for visit in theirs}
    assert [visit.path for visit in theirs if any("S3C" not in visit.headers.get(name, "") for name in _OPENS)] == []
    others = secure.visits("other.test")
    assert [visit.path for visit in others] == ["/away.jpg"]
    assert "S3C" not in str([visit.headers for visit in others]) + done.errors
